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

/// Files by the names of inputs or outputs.
using TensorFiles = std::map<std::string, std::string>;

/// Names of inputs and outputs: those of the model, or numbered ones.
std::vector<std::string> getInputNames(mlir::func::FuncOp function);
std::vector<std::string> getOutputNames(mlir::func::FuncOp function);

/// Reports inputs and outputs that are no tensors of numbers, and tensors that
/// are too large to be held (checkTensorSizes): to be called before there are
/// values.
mlir::LogicalResult checkTensors(mlir::func::FuncOp function);

/// Splits values `NAME=FILE` of `option`; what stands alone is a file for an
/// only name. Fails on names that `names` lacks, and on names given twice.
llvm::Expected<TensorFiles> splitFiles(llvm::StringRef option,
                                       llvm::ArrayRef<std::string> values,
                                       llvm::ArrayRef<std::string> names);

/// The inputs of `function`, which `checkTensors` has checked, from files, and
/// random ones from the seed. Fails if an input has neither, and reports what
/// is wrong with a file.
mlir::FailureOr<llvm::SmallVector<HostTensor>>
makeInputs(mlir::func::FuncOp function, const TensorFiles &files,
           std::optional<uint64_t> seed, std::string &error);

} // namespace tenon

#endif // TENON_TOOLING_NETWORKTENSORS_H
