//===- Passes.h - Conversions between networks and TOSA ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXCHANGE_TOSA_PASSES_H
#define TENON_EXCHANGE_TOSA_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace tenon {

#define GEN_PASS_DECL
#include "tenon/Exchange/TOSA/Passes.h.inc"

/// Registers the passes `convert-nn-to-tosa` and `convert-tosa-to-nn`.
void registerTosaPasses();

} // namespace tenon

#endif // TENON_EXCHANGE_TOSA_PASSES_H
