//===- InitTool.cpp - What all tools begin with ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/Files.h"
#include "llvm/Support/CommandLine.h"
#include <csignal>

using namespace tenon;

InitTool::InitTool(int &argc, char **&argv) : llvm(argc, argv) {
  llvm::cl::SetVersionPrinter(
      [](llvm::raw_ostream &os) { os << getVersionText() << '\n'; });
#ifdef SIGXFSZ
  std::signal(SIGXFSZ, SIG_IGN);
#endif
}
