//===- Assert.cpp - Assertions of Tenon's own code ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Assert.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"

void tenon::reportFailedAssertion(const char *condition, const char *message,
                                  const char *file, unsigned line) {
  llvm::report_fatal_error(llvm::Twine(file) + ":" + llvm::Twine(line) +
                           ": assertion '" + condition +
                           "' failed: " + message);
}
