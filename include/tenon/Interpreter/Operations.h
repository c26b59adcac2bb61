//===- Operations.h - Execution of single operations ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_INTERPRETER_OPERATIONS_H
#define TENON_INTERPRETER_OPERATIONS_H

#include "dialects/Network/IR/Network.h"
#include "tenon/Support/HostTensor.h"

namespace tenon {

/// Runs single operations on given operands.
class OperationRunner {
public:
  OperationRunner();
  ~OperationRunner();
  OperationRunner(OperationRunner &&) noexcept;

  /// Returns the results of `op` for `operands`, which must have the types of
  /// its operands. Reports an error at `op` if it cannot run.
  mlir::FailureOr<llvm::SmallVector<HostTensor>>
  run(mlir::Operation *op, llvm::ArrayRef<HostTensor> operands) const;

private:
  struct Kernels;
  std::unique_ptr<Kernels> kernels;
};

/// Computes the result of `op`, a convolution or product, from its sums of
/// products: adds the bias, scales the sums of quantized elements, and applies
/// the activation. `sums` are the sums for a result of type `type`, which has
/// the channels of the result of `op`; for quantized elements, zero points have
/// already been subtracted. `bias` is null if there is none.
mlir::FailureOr<HostTensor> finishProduct(mlir::Operation *op,
                                          mlir::RankedTensorType type,
                                          const HostTensor *bias,
                                          llvm::ArrayRef<double> sums);

/// Returns the bias of a convolution or product, or null if there is none.
mlir::Value getProductBias(mlir::Operation *op);

} // namespace tenon

#endif // TENON_INTERPRETER_OPERATIONS_H
