//===- Interrupt.cpp - Ends long work early -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/Interrupt.h"
#include "llvm/Support/Signals.h"
#include <atomic>

using namespace tenon;

/// A handler of signals takes no argument: what it sets is the process's.
static std::atomic<bool> &getFlag() {
  static std::atomic<bool> flag(false);
  return flag;
}

InterruptRequest::InterruptRequest() {
  getFlag() = false;
  llvm::sys::SetInterruptFunction([] { getFlag() = true; });
}

InterruptRequest::~InterruptRequest() {
  llvm::sys::SetInterruptFunction(nullptr);
}

bool InterruptRequest::isMade() const { return getFlag(); }
