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

/// Scales and zero points of a quantized type: one for each index of `axis`, or
/// one for all elements.
struct Quantization {
  std::vector<double> scales;
  std::vector<int64_t> zeroPoints;
  /// The dimension along which scales vary; -1 if there is one scale.
  int64_t axis = -1;
  /// The minimum and maximum stored integers.
  int64_t low = 0, high = 0;
  /// The stored integer type.
  mlir::Type storage;
};

/// Returns nullopt if the type is not a uniform quantized type.
std::optional<Quantization> getQuantization(mlir::Type elementType);

/// Returns the stored integers minus their zero points, as doubles. Sums of
/// products of 8-bit integers are exact in doubles.
std::vector<double> getCentered(const HostTensor &tensor);

/// Returns a quantized tensor of sums in units of `scales[k]`, where k is the
/// index of the last dimension, or 0 if there is one scale. Halves are rounded
/// to even.
HostTensor requantize(llvm::ArrayRef<double> sums,
                      llvm::ArrayRef<double> scales, RankedTensorType type);

} // namespace tenon::interpreter

#endif // LIB_INTERPRETER_QUANTIZED_H
