//===- Lowering.h - From TOSA to LLVM's dialect -----------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_JIT_LOWERING_H
#define LIB_JIT_LOWERING_H

#include "mlir/IR/BuiltinOps.h"
#include "tenon/Support/HostTensor.h"

namespace tenon::jit {

/// Registers the dialects and interfaces that the lowering goes through.
void registerLoweringDialects(mlir::DialectRegistry &registry);

/// Turns the large constants of the TOSA function of a module into arguments
/// behind those that it has, and returns their values: they would be copied
/// again and again on their way to machine code.
mlir::FailureOr<llvm::SmallVector<HostTensor>>
makeConstantsArguments(mlir::ModuleOp module);

/// Lowers the TOSA function of a module to LLVM's dialect, by way of Linalg and
/// loops. Every tensor becomes a pointer to its elements; results come behind
/// the arguments.
mlir::LogicalResult lowerToLLVM(mlir::ModuleOp module);

} // namespace tenon::jit

#endif // LIB_JIT_LOWERING_H
