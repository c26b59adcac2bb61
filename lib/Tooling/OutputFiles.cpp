//===- OutputFiles.cpp - Files that tools write ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/OutputFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace tenon;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

static llvm::Error fail(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Checks that a file can be written.
static llvm::Error checkWritable(StringRef option, StringRef path) {
  if (path == "-")
    return llvm::Error::success();
  StringRef folder = llvm::sys::path::parent_path(path);
  if (folder.empty())
    folder = ".";
  if (fs::is_directory(path))
    return fail("expected a file for " + option + ", but got the folder '" +
                path + "'");
  if (!fs::is_directory(folder))
    return fail("expected a file in a folder that exists for " + option +
                ", but got '" + path + "'");
  if (!fs::can_write(fs::exists(path) ? path : folder))
    return fail("expected a file that can be written for " + option +
                ", but got '" + path + "'");
  return llvm::Error::success();
}

/// True if both names are of one file, which may not exist yet, or both are
/// `-`.
static bool isSameFile(StringRef first, StringRef second) {
  if (first == "-" || second == "-")
    return first == second;
  if (fs::exists(first) && fs::exists(second))
    return fs::equivalent(first, second);
  llvm::SmallString<128> a(first), b(second);
  for (llvm::SmallString<128> *path : {&a, &b}) {
    if (fs::make_absolute(*path))
      return first == second;
    llvm::sys::path::remove_dots(*path, /*remove_dot_dot=*/true);
  }
  return a == b;
}

/// True if `output` is the file that is read as `input`, which may come from
/// standard input.
static bool isRead(StringRef input, StringRef output) {
  if (input != "-")
    return fs::exists(input) && isSameFile(input, output);
  fs::file_status in, out;
  return !fs::status(0, in) && fs::is_regular_file(in) &&
         !fs::status(output, out) && fs::equivalent(in, out);
}

std::vector<NamedFile>
tenon::getNamedFiles(StringRef option, llvm::ArrayRef<std::string> values) {
  std::vector<NamedFile> files;
  for (StringRef value : values)
    files.push_back(
        {option.str(),
         (value.contains('=') ? value.rsplit('=').second : value).str()});
  return files;
}

llvm::Error tenon::checkOutputFiles(llvm::ArrayRef<NamedFile> outputs,
                                    llvm::ArrayRef<NamedFile> inputs) {
  for (const auto &[index, output] : llvm::enumerate(outputs)) {
    if (output.path.empty())
      continue;
    if (llvm::Error error = checkWritable(output.option, output.path))
      return error;
    for (const NamedFile &input : inputs)
      if (!input.path.empty() && output.path != "-" &&
          isRead(input.path, output.path))
        return fail("expected another file for " + output.option +
                    " than one that is read, but got '" + output.path + "'");
    for (const NamedFile &other : outputs.take_front(index))
      if (!other.path.empty() && isSameFile(other.path, output.path) &&
          fs::get_file_type(output.path) != fs::file_type::character_file)
        return fail(
            "expected two files for " + other.option +
            (other.option == output.option ? "" : " and " + output.option) +
            ", but got '" + output.path + "' for both");
  }
  return llvm::Error::success();
}
