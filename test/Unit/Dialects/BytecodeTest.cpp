//===- BytecodeTest.cpp - Versions of the dialects in bytecode ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/BytecodeVersion.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace tenon;

namespace {
class BytecodeTest : public ::testing::Test {
protected:
  BytecodeTest() { context.loadDialect<engine::EngineDialect>(); }

  /// Writes a module with a machine as if by this version of the dialect.
  std::string write(std::optional<uint64_t> version) {
    // Versions are read with the first operation of a dialect.
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(
        "module { engine.program @main { engine.barrier \"end\" } }", &context);
    EXPECT_TRUE(module);
    module.get()->setAttr(engine::EngineDialect::getTargetAttrName(),
                          engine::getPreset(&context, "ne-small"));
    BytecodeWriterConfig config;
    if (version)
      config.setDialectVersion<engine::EngineDialect>(
          std::make_unique<BytecodeVersion>(*version));
    std::string bytes;
    llvm::raw_string_ostream os(bytes);
    EXPECT_TRUE(succeeded(writeBytecodeToFile(*module, os, config)));
    return bytes;
  }

  /// Reads it; the diagnostics if that fails, else nothing.
  std::string read(StringRef bytes) {
    std::string messages;
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      messages += diagnostic.str() + "\n";
    });
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(bytes, ParserConfig(&context));
    if (module)
      EXPECT_TRUE(engine::getTarget(*module) ==
                  engine::getPreset(&context, "ne-small"));
    return module ? "" : messages;
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
};
} // namespace

TEST_F(BytecodeTest, ReadsVersionsUpToItsOwn) {
  EXPECT_EQ(read(write(std::nullopt)), "");
  EXPECT_EQ(read(write(1)), "");
}

TEST_F(BytecodeTest, RefusesNewerVersions) {
  for (uint64_t version : {uint64_t(0), uint64_t(2), uint64_t(1) << 40})
    EXPECT_THAT(
        read(write(version)),
        testing::HasSubstr(
            "expected the dialect 'engine' in version 1 to 1, but got " +
            std::to_string(version) + "; use the Tenon that wrote the file"));
}
