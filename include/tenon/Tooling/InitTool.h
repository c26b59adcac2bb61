//===- InitTool.h - Initialization of tools ---------------------*- C++ -*-===//
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

/// Opens the standard file descriptors that are closed, so that no file that is
/// opened later becomes standard input, output or error. Reads and writes on
/// them fail as before; output to standard error is lost.
struct StandardFiles {
  StandardFiles();
};

/// Initializes a tool before it parses its options: standard files, stack
/// traces of crashes, and `--version`. A file that exceeds the size limit of
/// the process results in a write error instead of the end of the process. If
/// memory runs out, the tool prints an error and exits with code 1, without
/// partially written files. The object must live as long as the tool.
class InitTool {
public:
  InitTool(int &argc, char **&argv);
  InitTool(const InitTool &) = delete;
  InitTool &operator=(const InitTool &) = delete;
  ~InitTool();

private:
  StandardFiles files;
  llvm::InitLLVM llvm;
  /// The error message for this case, prepared in advance because there is no
  /// memory for it then.
  std::string outOfMemory;
};

} // namespace tenon

#endif // TENON_TOOLING_INITTOOL_H
