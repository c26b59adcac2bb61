//===- NetworkTensors.h - Inputs and outputs of networks --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_NETWORKTENSORS_H
#define TENON_TOOLING_NETWORKTENSORS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Tooling/Tensors.h"
#include <map>

namespace tenon {

/// Maps the names of inputs or outputs to files.
using TensorFiles = std::map<std::string, std::string>;

/// Return the names of inputs and outputs: those of the model, or numbers.
std::vector<std::string> getInputNames(mlir::func::FuncOp function);
std::vector<std::string> getOutputNames(mlir::func::FuncOp function);

/// Reports inputs and outputs that are not tensors of numbers, and tensors that
/// are too large for the host (checkTensorSizes). Must be called before values
/// are created.
mlir::LogicalResult checkTensors(mlir::func::FuncOp function);

/// Splits the values `NAME=FILE` of `option`. A value without a name is the
/// file of the only name. Fails for names that are not in `names` and for names
/// that are given twice.
llvm::Expected<TensorFiles> splitFiles(llvm::StringRef option,
                                       llvm::ArrayRef<std::string> values,
                                       llvm::ArrayRef<std::string> names);

/// Creates the inputs of `function`, which must have passed `checkTensors`,
/// from files. Inputs without a file get random values from the seed. Fails if
/// there is neither a file nor a seed for an input, and reports errors in
/// files.
mlir::FailureOr<llvm::SmallVector<HostTensor>>
makeInputs(mlir::func::FuncOp function, const TensorFiles &files,
           std::optional<uint64_t> seed, std::string &error);

} // namespace tenon

#endif // TENON_TOOLING_NETWORKTENSORS_H
