//===- Quantized.h - Arithmetic of quantized types ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_INTERPRETER_QUANTIZED_H
#define LIB_INTERPRETER_QUANTIZED_H

#include "Kernels.h"

namespace tenon::interpreter {

/// Scales and zero points of a quantized type, one for each index of `axis`, or
/// one for all.
struct Quantization {
  std::vector<double> scales;
  std::vector<int64_t> zeroPoints;
  /// The dimension that scales differ along; -1 if there is one scale.
  int64_t axis = -1;
  /// The least and the largest stored integer.
  int64_t low = 0, high = 0;
  /// The integers that are stored.
  mlir::Type storage;
};

/// Nothing if the type is no uniform quantized type.
std::optional<Quantization> getQuantization(mlir::Type elementType);

/// Stored integers less their zero points, as doubles, in which sums of
/// products of 8-bit integers are exact.
std::vector<double> getCentered(const HostTensor &tensor);

/// A quantized tensor of sums in units of `scales[k]`, where k is the index of
/// the last dimension, or 0 if there is one scale. Rounds halves to even.
HostTensor requantize(llvm::ArrayRef<double> sums,
                      llvm::ArrayRef<double> scales, RankedTensorType type);

} // namespace tenon::interpreter

#endif // LIB_INTERPRETER_QUANTIZED_H
