//===- JIT.h - Runs networks as machine code --------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_JIT_JIT_H
#define TENON_JIT_JIT_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Support/HostTensor.h"
#include <memory>

namespace tenon {

/// A network that was compiled for this machine, by way of TOSA: an execution
/// that shares nothing with the interpreter's kernels.
class CompiledNetwork {
public:
  /// Compiles a function of one block whose parameters have values and are no
  /// expressions. Reports at the operation what TOSA can not express. The
  /// function is left as it is, and must outlive the result.
  static mlir::FailureOr<CompiledNetwork> compile(mlir::func::FuncOp function);

  CompiledNetwork(CompiledNetwork &&);
  ~CompiledNetwork();

  /// Runs it on one input for each argument, of its type.
  mlir::FailureOr<llvm::SmallVector<HostTensor>>
  run(llvm::ArrayRef<HostTensor> inputs) const;

private:
  struct Code;
  explicit CompiledNetwork(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code;
};

} // namespace tenon

#endif // TENON_JIT_JIT_H
