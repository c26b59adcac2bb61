//===- Resampling.h - How TOSA and networks resample ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_RESAMPLING_H
#define LIB_EXCHANGE_TOSA_RESAMPLING_H

#include "dialects/Network/IR/Network.h"
#include "lib/Exchange/TOSA/Export/Emitter.h"

namespace tenon::tosa {

/// How a dimension of an image, 0 of rows or 1 of columns, is resampled;
/// nothing if TOSA's integers cannot express it.
std::optional<Sampling> getSampling(nn::ResizeOp op, unsigned d);

/// What an operation of `nn` says about one dimension.
struct Resampling {
  nn::ResizeMode mode;
  nn::ResizeCoordinates coordinates;
  nn::RoundMode round;
  int64_t in, out;
};

/// The sampling of a dimension with the scale `unit / step`.
Sampling makeSampling(const Resampling &resampling, int64_t unit, int64_t step);

/// Both take the same elements. A scale of 32 bits, if there is one, may lie on
/// the other side of where the nearest element changes.
bool agree(const Sampling &sampling, const Resampling &resampling,
           std::optional<float> scale);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_RESAMPLING_H
