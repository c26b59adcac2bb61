//===- InitTool.h - What all tools begin with -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_INITTOOL_H
#define TENON_TOOLING_INITTOOL_H

#include "llvm/Support/InitLLVM.h"
#include <string>

namespace tenon {

/// Occupies the standard descriptors that were closed, so that no file that is
/// opened later becomes standard input, output or error. Reading from or
/// writing to those fails as before; what goes to standard error is lost.
struct StandardFiles {
  StandardFiles();
};

/// Prepares a tool, before it reads its options: standard files, stack traces
/// of crashes, `--version`, and files over the limit of the process, which are
/// errors of those who write them instead of the end of it. If memory runs out,
/// the tool says so and ends with exit code 1, without half-written files.
/// Lives as long as the tool.
class InitTool {
public:
  InitTool(int &argc, char **&argv);
  InitTool(const InitTool &) = delete;
  InitTool &operator=(const InitTool &) = delete;
  ~InitTool();

private:
  StandardFiles files;
  llvm::InitLLVM llvm;
  /// What is said then: there is no memory to make a text.
  std::string outOfMemory;
};

} // namespace tenon

#endif // TENON_TOOLING_INITTOOL_H
