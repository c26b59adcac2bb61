//===- PipelineTextTest.cpp - Tests of pipelines in files -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/PipelineText.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace tenon;

namespace {

/// A folder with one saved pipeline, `fit`.
class PipelineText : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("tenon-pipelines", directory));
    write("fit.pipeline", "// How to fit.\nbuiltin.module(\n  a, // first\n"
                          "  b{x=1\n    y=2}\n)\n");
    write("empty.pipeline", "// Nothing.\n\n");
  }
  void TearDown() override { sys::fs::remove_directories(directory); }

  void write(StringRef name, StringRef contents) {
    std::error_code ec;
    raw_fd_ostream os(path(name), ec);
    ASSERT_FALSE(ec);
    os << contents;
  }
  std::string path(StringRef name) const {
    SmallString<128> joined(directory);
    sys::path::append(joined, name);
    return joined.str().str();
  }
  std::string readError(StringRef argument) const {
    auto text = readPipelineArgument(argument, {directory.str().str()});
    return text ? "no error" : toString(text.takeError());
  }

  SmallString<128> directory;
};

TEST_F(PipelineText, JoinsLines) {
  EXPECT_EQ(joinPipelineLines("a,\r\n  b // c\n//d\n{x=1\ny=2},\nc\n"),
            "a,b {x=1 y=2},c");
  EXPECT_EQ(joinPipelineLines("a{x=\"y // z\" u=http://v}"),
            "a{x=\"y // z\" u=http://v}");
  EXPECT_EQ(joinPipelineLines("a{x=don't} // it's"), "a{x=don't} // it's");
  EXPECT_EQ(joinPipelineLines(""), "");
}

TEST_F(PipelineText, Loads) {
  const std::string fit = "builtin.module(a,b{x=1 y=2})";
  EXPECT_EQ(cantFail(loadPipelineText(path("fit.pipeline"))), fit);
  EXPECT_EQ(cantFail(readPipelineArgument("@fit", {"/nowhere", path("")})),
            fit);
  EXPECT_EQ(cantFail(readPipelineArgument("@" + path("fit.pipeline"), {})),
            fit);
  EXPECT_EQ(cantFail(readPipelineArgument("a{x=@fit}", {})), "a{x=@fit}");
}

TEST_F(PipelineText, Refuses) {
  EXPECT_EQ(readError("@./missing.pipeline"),
            "expected a pipeline file that can be read, but got "
            "'./missing.pipeline': No such file or directory");
  EXPECT_EQ(readError("@empty"),
            "expected a pipeline in '" + path("empty.pipeline") +
                "', but got only comments and blank lines; write the passes "
                "to run");
  EXPECT_EQ(readError("@fti"), "expected '@' and the name of a saved pipeline, "
                               "but got '@fti'; use one of empty, fit");
  auto text = readPipelineArgument("@", {});
  EXPECT_EQ(toString(text.takeError()),
            "expected '@' and the name of a saved pipeline, but got '@'; there "
            "are none: give a path, as in @./my.pipeline");
}

} // namespace
