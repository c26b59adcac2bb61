//===- Resampling.h - One dimension resampled -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_OPERATORS_SAMPLING_RESAMPLING_H
#define LIB_EXCHANGE_ONNX_OPERATORS_SAMPLING_RESAMPLING_H

#include <cstdint>
#include <string>
#include <vector>

namespace tenon::onnx_frontend {

/// How one dimension of an image is resampled; names are those of Resize in
/// ONNX.
struct Resampling {
  int64_t in, out;
  /// Elements of the result for one of the input.
  float scale;
  std::string mode, coordinates, nearest;
  /// The part of the dimension that is looked at, from 0 to 1.
  float start = 0, end = 1;
  float cubic = -0.75f;
  bool antialias = false, excludeOutside = false;
};

/// The input elements that make up a result: each row has `in` weights. Those
/// of a result that lies outside of the input are zero.
struct ResamplingMatrix {
  /// `[out, in]`
  std::vector<double> weights;
  bool hasOutside = false;
  std::vector<bool> isOutside;
};

/// The weights of a resampling: of the formulas in the description of Resize,
/// with filters that are stretched when `antialias` shrinks an image, as Pillow
/// does.
ResamplingMatrix makeResamplingMatrix(const Resampling &resampling);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_OPERATORS_SAMPLING_RESAMPLING_H
