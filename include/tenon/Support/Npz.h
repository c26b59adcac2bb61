//===- Npz.h - NumPy archives of several tensors --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_NPZ_H
#define TENON_SUPPORT_NPZ_H

#include "tenon/Support/HostTensor.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace tenon {

/// Writes tensors under their names to an `.npz` archive, which is a zip file
/// of uncompressed `.npy` files. Names must be unique. Fails for more than
/// 65535 tensors and for archives of 4 GiB, which are the limits of the format.
llvm::Error writeNpz(llvm::ArrayRef<HostTensor> tensors, llvm::raw_ostream &os);

} // namespace tenon

#endif // TENON_SUPPORT_NPZ_H
