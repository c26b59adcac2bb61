//===- Interpreter.h - Execution of networks on the host ------------------===//
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

/// A callback that receives every operation and its results after it has run.
using InterpreterObserver =
    llvm::function_ref<void(mlir::Operation *, llvm::ArrayRef<HostTensor>)>;

/// Runs a function with one block on `inputs` and returns its results. There is
/// one input for each argument, with the type of the argument. 16-bit
/// floating-point numbers are computed with 32 bits; integers wrap around.
/// Parameters must have values and must not be expressions
/// (nn-materialize-parameters). Reports an error at an operation that cannot
/// run.
mlir::FailureOr<llvm::SmallVector<HostTensor>>
interpret(mlir::func::FuncOp function, llvm::ArrayRef<HostTensor> inputs,
          InterpreterObserver observer = nullptr);

/// Reports an error if a tensor of the function is larger than 2 GiB, or if the
/// tensors that are alive at once do not fit into the memory of the host.
/// `interpret` performs the same check, but inputs are created before that.
llvm::LogicalResult checkTensorSizes(mlir::func::FuncOp function);

} // namespace tenon

#endif // TENON_INTERPRETER_INTERPRETER_H
