//===- PipelineText.cpp - Pipelines in files ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/PipelineText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace llvm;

namespace tenon {

/// Returns `line` up to a comment. Quoted text contains no comments.
static StringRef stripComment(StringRef line) {
  for (size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (c == '"' || c == '\'') {
      size_t close = line.find(c, i + 1);
      if (close != StringRef::npos)
        i = close;
      continue;
    }
    if (line.substr(i).starts_with("//") && (i == 0 || isSpace(line[i - 1])))
      return line.take_front(i);
  }
  return line;
}

std::string joinPipelineLines(StringRef contents) {
  contents.consume_front("\xef\xbb\xbf");
  std::string text;
  for (StringRef line : split(contents, '\n')) {
    line = stripComment(line).trim();
    if (line.empty())
      continue;
    if (!text.empty() && !StringRef(",({").contains(text.back()) &&
        !StringRef(",)}").contains(line.front()))
      text += ' ';
    text += line;
  }
  return text;
}

Expected<std::string> loadPipelineText(StringRef path) {
  auto buffer = MemoryBuffer::getFileOrSTDIN(path, /*IsText=*/true);
  if (!buffer)
    return createStringError(buffer.getError(),
                             "expected a pipeline file that can be read, but "
                             "got '" +
                                 path + "': " + buffer.getError().message());
  std::string text = joinPipelineLines((*buffer)->getBuffer());
  if (text.empty())
    return createStringError("expected a pipeline in '" + path +
                             "', but got only comments and blank lines; write "
                             "the passes to run");
  return text;
}

Expected<std::string> readPipelineArgument(StringRef argument,
                                           ArrayRef<std::string> directories) {
  StringRef name = argument;
  if (!name.consume_front("@"))
    return argument.str();
  if (name.contains('/') || name.ends_with(".pipeline"))
    return loadPipelineText(name);

  std::set<std::string> known;
  for (const std::string &directory : directories) {
    SmallString<128> path(directory);
    sys::path::append(path, name + ".pipeline");
    if (!name.empty() && sys::fs::exists(path))
      return loadPipelineText(path);
    std::error_code ec;
    for (sys::fs::directory_iterator it(directory, ec), end; !ec && it != end;
         it.increment(ec))
      if (sys::path::extension(it->path()) == ".pipeline")
        known.insert(sys::path::stem(it->path()).str());
  }
  return createStringError(
      "expected '@' and the name of a saved pipeline, but got '" + argument +
      "'; " +
      (known.empty() ? std::string("there are none: give a path, as in "
                                   "@./my.pipeline")
                     : "use one of " + join(known, ", ")));
}

} // namespace tenon
