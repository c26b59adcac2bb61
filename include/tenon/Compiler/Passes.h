//===- Passes.h - Passes that create engine programs ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PASSES_H
#define TENON_COMPILER_PASSES_H

#include "dialects/Engine/IR/Engine.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace tenon {

#define GEN_PASS_DECL
#include "tenon/Compiler/Passes.h.inc"

/// Registers the passes `engine-attach-target`, `engine-compile` and
/// `engine-verify`, and the pipeline `engine-default{preset= type=}` of the
/// first two.
void registerCompilerPasses();

} // namespace tenon

#endif // TENON_COMPILER_PASSES_H
