//===- PyTorch.h - Networks as modules of PyTorch -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXCHANGE_PYTORCH_PYTORCH_H
#define TENON_EXCHANGE_PYTORCH_PYTORCH_H

#include "mlir/IR/BuiltinOps.h"
#include "tenon/Support/HostTensor.h"
#include <string>
#include <vector>

namespace tenon {

/// A network as Python.
struct PyTorchModel {
  /// The text of the Python file.
  std::string text;
  /// Values of parameters and buffers, named as in the module's `state_dict`;
  /// none if the network has no weights.
  std::vector<HostTensor> tensors;
};

/// Writes the only function of a module as a `torch.nn.Module`. `weightsFile`
/// is the name of the `.npz` archive, beside the Python file, that the text
/// loads. Parameters must be no expressions (nn-materialize-parameters), and
/// all of them or none have values. Reports what can not be written. The
/// tensors refer to the values of the module, which must outlive them.
mlir::FailureOr<PyTorchModel> exportPyTorch(mlir::ModuleOp module,
                                            llvm::StringRef weightsFile);

} // namespace tenon

#endif // TENON_EXCHANGE_PYTORCH_PYTORCH_H
