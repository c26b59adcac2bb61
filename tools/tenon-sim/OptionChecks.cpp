//===- OptionChecks.cpp - Whether options make sense together -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OptionChecks.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
namespace fs = llvm::sys::fs;

/// An option that is there but empty is a mistake, for example of a script.
static LogicalResult checkGiven(const llvm::cl::opt<std::string> &option,
                                StringRef what) {
  if (option.getNumOccurrences() && option.empty())
    return fail("expected " + what + " for " +
                (option.ArgStr.size() == 1 ? "-" : "--") + option.ArgStr +
                ", but got nothing");
  return success();
}

/// Checks that a file can be written, without a trace of it.
static LogicalResult checkWritable(StringRef option, StringRef path) {
  if (path == "-")
    return success();
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
  return success();
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

static LogicalResult checkOutput(const Options &options, StringRef option,
                                 StringRef path) {
  if (failed(checkWritable(option, path)))
    return failure();
  for (StringRef input :
       {StringRef(options.input), StringRef(options.engine),
        StringRef(options.compare), StringRef(options.topology)})
    if (!input.empty() && path != "-" && input != "-" && fs::exists(input) &&
        isSameFile(input, path))
      return fail("expected another file for " + option +
                  " than one that is read, but got '" + path + "'");
  return success();
}

LogicalResult tenon::checkOptions(const Options &options) {
  if (failed(checkGiven(options.sweep, "'name=value,value,...'")) ||
      failed(checkGiven(options.compare, "a network")) ||
      failed(checkGiven(options.trace, "a file")) ||
      failed(checkGiven(options.topology, "a file")) ||
      failed(checkGiven(options.output, "a file")))
    return failure();
  if (int(!options.topology.empty()) + !options.sweep.empty() +
          !options.compare.empty() >
      1)
    return fail("expected one of --topology, --sweep and --compare, but got "
                "several");
  if (!options.trace.empty() &&
      (!options.sweep.empty() || !options.compare.empty()))
    return fail("expected one run for --trace, but got several");
  StringRef several = !options.sweep.empty()     ? "--sweep"
                      : !options.compare.empty() ? "--compare"
                                                 : "";
  for (auto [given, option] :
       {std::pair(options.power != 0, "--power"),
        std::pair(bool(options.criticalPath), "--critical-path"),
        std::pair(bool(options.smallestSram), "--smallest-sram")})
    if (given && !several.empty())
      return fail("expected one run for " + Twine(option) + ", but got " +
                  several);
  if (failed(checkOutput(options, "-o", options.output)))
    return failure();
  if (options.trace.empty())
    return success();
  if (isSameFile(options.output, options.trace))
    return fail("expected two files for -o and --trace, but got '" +
                options.trace + "' for both");
  return checkOutput(options, "--trace", options.trace);
}
