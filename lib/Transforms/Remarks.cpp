//===- Remarks.cpp - What passes say that they did ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Remarks.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

void tenon::remarkPassed(Location loc, StringRef pass, StringRef what,
                         const Twine &text) {
  remark::passed(loc, remark::RemarkOpts::name(what).category(pass))
      << text.str();
}

void tenon::remarkRefused(Location loc, StringRef pass, const Twine &text) {
  remark::missed(loc, remark::RemarkOpts::name("refused").category(pass))
      << text.str();
}
