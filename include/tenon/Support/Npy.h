//===- Npy.h - Tensors in files of NumPy ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_NPY_H
#define TENON_SUPPORT_NPY_H

#include "tenon/Support/HostTensor.h"
#include "llvm/Support/Error.h"

namespace tenon {

/// Reads the bytes of a `.npy` file, version 1 to 3 of numpy.lib.format, which
/// must outlive the result. Fails for types other than booleans, integers and
/// floats of little endian, and for sizes that do not fit the bytes.
llvm::Expected<HostTensor> readNpy(llvm::StringRef bytes,
                                   mlir::MLIRContext *context);

/// The bytes of a `.npy` file. NumPy has no bfloat16: it is written as float32;
/// quantized elements are written as the integers that are stored.
std::string writeNpy(const HostTensor &tensor);

} // namespace tenon

#endif // TENON_SUPPORT_NPY_H
