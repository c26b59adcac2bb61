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

namespace tenon {

/// Prepares a tool, before it reads its options: stack traces of crashes,
/// `--version`, and files over the limit of the process, which are errors of
/// those who write them instead of the end of it. Lives as long as the tool.
class InitTool {
public:
  InitTool(int &argc, char **&argv);

private:
  llvm::InitLLVM llvm;
};

} // namespace tenon

#endif // TENON_TOOLING_INITTOOL_H
