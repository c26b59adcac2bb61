//===- Operations.h - Single operations on the host -------------*- C++ -*-===//
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

/// Runs operations one by one, on whatever operands they are given.
class OperationRunner {
public:
  OperationRunner();
  ~OperationRunner();
  OperationRunner(OperationRunner &&) noexcept;

  /// The results of `op` on `operands`, which have the types of its operands.
  /// Reports at `op` if it can not run.
  mlir::FailureOr<llvm::SmallVector<HostTensor>>
  run(mlir::Operation *op, llvm::ArrayRef<HostTensor> operands) const;

private:
  struct Kernels;
  std::unique_ptr<Kernels> kernels;
};

/// What `op`, a convolution or product, makes of its sums of products: adds the
/// bias, scales sums of quantized elements, which are less their zero points,
/// and applies the activation. `sums` are those of a result of type `type`,
/// whose channels are those of the result of `op`; `bias` is null if there is
/// none.
mlir::FailureOr<HostTensor> finishProduct(mlir::Operation *op,
                                          mlir::RankedTensorType type,
                                          const HostTensor *bias,
                                          llvm::ArrayRef<double> sums);

/// The bias of a convolution or product; null if it has none.
mlir::Value getProductBias(mlir::Operation *op);

} // namespace tenon

#endif // TENON_INTERPRETER_OPERATIONS_H
