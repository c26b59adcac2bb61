//===- Interpreter.h - Runs networks on the host --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_INTERPRETER_INTERPRETER_H
#define TENON_INTERPRETER_INTERPRETER_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon {

/// Sees every operation after it ran, with its results.
using InterpreterObserver =
    llvm::function_ref<void(mlir::Operation *, llvm::ArrayRef<HostTensor>)>;

/// Runs a function of one block on `inputs`, one for each argument and of its
/// type, and returns what it returns. Numbers of 16 bits are computed with 32,
/// integers wrap around. Parameters must have values and be no expressions
/// (nn-materialize-parameters). Reports at the operation what can not run.
mlir::FailureOr<llvm::SmallVector<HostTensor>>
interpret(mlir::func::FuncOp function, llvm::ArrayRef<HostTensor> inputs,
          InterpreterObserver observer = nullptr);

/// Reports tensors of a function that are too large to be held: of more than
/// 2 GiB, or more at once than the host has memory for. `interpret` checks
/// this, too; inputs are made before.
llvm::LogicalResult checkTensorSizes(mlir::func::FuncOp function);

} // namespace tenon

#endif // TENON_INTERPRETER_INTERPRETER_H
