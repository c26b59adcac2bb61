//===- JIT.h - Execution of networks as machine code ------------*- C++ -*-===//
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

/// A network that is compiled for the host by way of TOSA. Its execution shares
/// no code with the kernels of the interpreter.
class CompiledNetwork {
public:
  /// Compiles a function with one block. Its parameters must have values and
  /// must not be expressions. Reports an error at each operation that TOSA
  /// cannot express. Does not change the function, which must outlive the
  /// result.
  static mlir::FailureOr<CompiledNetwork> compile(mlir::func::FuncOp function);

  CompiledNetwork(CompiledNetwork &&);
  ~CompiledNetwork();

  /// Runs the network on one input for each argument, with the type of the
  /// argument.
  mlir::FailureOr<llvm::SmallVector<HostTensor>>
  run(llvm::ArrayRef<HostTensor> inputs) const;

private:
  struct Code;
  explicit CompiledNetwork(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code;
};

} // namespace tenon

#endif // TENON_JIT_JIT_H
