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
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Signals.h"
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace tenon;
using llvm::StringRef;

/// The mode is the wrong one for input and output, whose use stays an error.
StandardFiles::StandardFiles() {
  constexpr int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int number = 0; number != 3; ++number) {
    if (fcntl(number, F_GETFD) != -1)
      continue;
    // The lowest number that is free is this one.
    int opened = open("/dev/null", modes[number]);
    if (opened != -1 && opened != number)
      close(opened);
  }
}

/// Takes no memory, and no lock that the thread may hold.
static void endWithoutMemory(void *message, const char *, bool) {
  StringRef text = *static_cast<std::string *>(message);
  while (!text.empty()) {
    ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0)
      break;
    text = text.drop_front(size_t(written));
  }
  // Removes temporary files.
  llvm::sys::RunInterruptHandlers();
  _exit(1);
}

InitTool::~InitTool() { llvm::remove_bad_alloc_error_handler(); }

InitTool::InitTool(int &argc, char **&argv) : llvm(argc, argv) {
  outOfMemory = (llvm::sys::path::filename(argv[0]) +
                 ": error: expected more memory than the host has left; a "
                 "smaller network, batch or input needs less\n")
                    .str();
  llvm::install_bad_alloc_error_handler(endWithoutMemory, &outOfMemory);
  llvm::cl::SetVersionPrinter(
      [](llvm::raw_ostream &os) { os << getVersionText() << '\n'; });
#ifdef SIGXFSZ
  std::signal(SIGXFSZ, SIG_IGN);
#endif
}
