//===- Resampling.cpp - How TOSA and networks resample --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resampling.h"
#include <cmath>
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

/// Largest numerator and largest ratio of a scale (TOSA 1.0, level 8K).
static constexpr int64_t kMaxUnit = 2048, kMaxScale = 256;

/// The ratio of small numbers that is `scale` when rounded to 32 bits. The
/// quotient of the sizes comes first, and is what no scale means.
static std::optional<std::pair<int64_t, int64_t>>
findRatio(std::optional<float> scale, int64_t in, int64_t out) {
  if (!scale || float(double(out) / double(in)) == *scale) {
    int64_t divisor = std::gcd(in, out);
    return std::make_pair(out / divisor, in / divisor);
  }
  for (int64_t step = 1; step <= kMaxUnit; ++step) {
    double unit = std::nearbyint(double(*scale) * double(step));
    if (unit > double(kMaxUnit))
      break;
    if (float(unit / double(step)) == scale)
      return std::make_pair(int64_t(unit), step);
  }
  return std::nullopt;
}

Sampling tosa::makeSampling(const Resampling &r, int64_t unit, int64_t step) {
  // The only element is the nearest one wherever one looks.
  if (r.in == 1)
    return {r.out, 1, 0, r.out - 1};
  // Positions in units of half a sample: halves are whole then.
  Sampling s = {2 * unit, 2 * step, 0, 0};
  bool isCentered =
      r.coordinates == nn::ResizeCoordinates::half_pixel ||
      (r.coordinates == nn::ResizeCoordinates::pytorch_half_pixel && r.out > 1);
  if (isCentered)
    s.offset = step - unit;
  if (r.mode == nn::ResizeMode::nearest) {
    // TOSA takes the upper neighbour from the middle on; other roundings move
    // the position.
    if (r.round == nn::RoundMode::floor)
      s.offset -= unit;
    else if (r.round == nn::RoundMode::ceil)
      s.offset += unit - 1;
    else if (r.round == nn::RoundMode::round_prefer_floor)
      s.offset -= 1;
  }
  int64_t divisor = std::gcd(std::gcd(s.unit, s.step), s.offset);
  s.unit /= divisor;
  s.step /= divisor;
  s.offset /= divisor;
  s.border = (r.out - 1) * s.step - (r.in - 1) * s.unit + s.offset;
  return s;
}

/// The element that `nearest` takes, as nn defines it.
static int64_t getNearest(const Resampling &r, std::optional<float> scale,
                          int64_t i) {
  double x = nn::getResizePosition(r.coordinates, r.in, r.out, scale, i);
  double index = r.round == nn::RoundMode::floor  ? std::floor(x)
                 : r.round == nn::RoundMode::ceil ? std::ceil(x)
                 : r.round == nn::RoundMode::round_prefer_floor
                     ? std::ceil(x - 0.5)
                     : std::floor(x + 0.5);
  return std::clamp<int64_t>(int64_t(index), 0, r.in - 1);
}

/// The element that TOSA takes.
static int64_t getNearest(const Sampling &s, int64_t in, int64_t i) {
  int64_t at = 2 * (i * s.step + s.offset) + s.unit;
  auto index = int64_t(std::floor(double(at) / double(2 * s.unit)));
  return std::clamp<int64_t>(index, 0, in - 1);
}

bool tosa::agree(const Sampling &s, const Resampling &r,
                 std::optional<float> scale) {
  if (r.mode != nn::ResizeMode::nearest)
    return true;
  for (int64_t i = 0; i < r.out; ++i)
    if (getNearest(s, r.in, i) != getNearest(r, scale, i))
      return false;
  return true;
}

std::optional<Sampling> tosa::getSampling(nn::ResizeOp op, unsigned d) {
  int64_t in = typeOf(op.getInput()).getDimSize(1 + d);
  int64_t out = op.getType().getDimSize(1 + d);
  std::optional<float> scale;
  if (!op.getScales().empty())
    scale = op.getScales()[d];
  Resampling r = {op.getMode(), op.getCoordinates(), op.getRound(), in, out};
  std::pair<int64_t, int64_t> ratio(1, 1);
  if (r.coordinates == nn::ResizeCoordinates::align_corners) {
    // Corners lie on corners: (out - 1) / (in - 1), if the scale is the
    // quotient of the sizes.
    if (out > 1 && scale && float(double(out) / double(in)) != *scale)
      return std::nullopt;
    if (out > 1 && in > 1) {
      int64_t divisor = std::gcd(in - 1, out - 1);
      ratio = {(out - 1) / divisor, (in - 1) / divisor};
    }
  } else if (auto found = findRatio(scale, in, out)) {
    ratio = *found;
  } else {
    return std::nullopt;
  }
  Sampling s = makeSampling(r, ratio.first, ratio.second);
  bool isInRange = s.unit <= kMaxUnit && s.step < 16 * s.unit &&
                   s.unit <= kMaxScale * s.step && s.offset >= -s.unit &&
                   s.offset < 16 * s.unit && s.border >= -16 * s.unit &&
                   s.border < s.unit;
  if (!isInRange || !agree(s, r, scale))
    return std::nullopt;
  return s;
}
