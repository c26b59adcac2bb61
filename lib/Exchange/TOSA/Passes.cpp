//===- Passes.cpp - Registration of the passes from and to TOSA -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Exchange/TOSA/Passes.h"
#include "mlir/Pass/PassRegistry.h"

namespace tenon {
#define GEN_PASS_REGISTRATION
#include "tenon/Exchange/TOSA/Passes.h.inc"
} // namespace tenon

void tenon::registerTosaPasses() { registerTenonTosaPasses(); }
