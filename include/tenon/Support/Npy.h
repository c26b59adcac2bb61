//===- Npy.h - NumPy files with one tensor --------------------------------===//
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

/// Parses the bytes of a `.npy` file (numpy.lib.format, version 1 to 3), which
/// must outlive the result. Fails for types other than little-endian booleans,
/// integers and floats, and for sizes that do not match the number of bytes.
llvm::Expected<HostTensor> readNpy(llvm::StringRef bytes,
                                   mlir::MLIRContext *context);

/// Returns the bytes of a `.npy` file. Because NumPy has no bfloat16, it is
/// written as float32. Quantized elements are written as stored integers.
std::string writeNpy(const HostTensor &tensor);

} // namespace tenon

#endif // TENON_SUPPORT_NPY_H
