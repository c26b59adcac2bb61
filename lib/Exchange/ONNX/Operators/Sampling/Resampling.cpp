//===- Resampling.cpp - One dimension resampled ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resampling.h"
#include <algorithm>
#include <cmath>

using namespace tenon::onnx_frontend;

/// Where element `i` of the result lies in the input.
static float getPlace(const Resampling &r, int64_t i) {
  auto x = float(i), in = float(r.in), out = float(r.out);
  if (r.coordinates == "align_corners")
    return r.out == 1 ? 0 : x * (in - 1) / (out - 1);
  if (r.coordinates == "asymmetric")
    return x / r.scale;
  if (r.coordinates == "tf_crop_and_resize")
    return r.out > 1 ? r.start * (in - 1) +
                           x * (r.end - r.start) * (in - 1) / (out - 1)
                     : 0.5f * (r.start + r.end) * (in - 1);
  if (r.coordinates == "pytorch_half_pixel" && r.out == 1)
    return 0;
  // In this order, which decides on ties.
  float offset = r.coordinates == "half_pixel_symmetric"
                     ? in / 2 * (1 - out / (r.scale * in))
                     : 0;
  return offset + (x + 0.5f) / r.scale - 0.5f;
}

/// The weight of an element at this distance.
static double filter(const Resampling &r, double distance) {
  double x = std::abs(distance);
  if (r.mode == "linear")
    return std::max(0.0, 1 - x);
  // Keys (1981)
  double a = r.cubic;
  if (x <= 1)
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

static int64_t getNearest(const Resampling &r, float place) {
  if (r.nearest == "floor")
    return int64_t(std::floor(place));
  if (r.nearest == "ceil")
    return int64_t(std::ceil(place));
  if (r.nearest == "round_prefer_ceil")
    return int64_t(std::floor(place + 0.5f));
  return int64_t(std::ceil(place - 0.5f));
}

static int64_t clampIndex(const Resampling &r, int64_t index) {
  return std::clamp<int64_t>(index, 0, r.in - 1);
}

static void addRow(const Resampling &r, float place, double *row) {
  if (r.mode == "nearest") {
    row[clampIndex(r, getNearest(r, place))] = 1;
    return;
  }
  double stretch = r.antialias ? std::min(1.0, double(r.scale)) : 1;
  double support = (r.mode == "linear" ? 1 : 2) / stretch, sum = 0;
  auto first = int64_t(std::ceil(place - support));
  auto last = int64_t(std::floor(place + support));
  for (int64_t i = first; i <= last; ++i) {
    bool isInside = i >= 0 && i < r.in;
    if (r.excludeOutside && !isInside)
      continue;
    double weight = filter(r, (double(i) - place) * stretch);
    row[clampIndex(r, i)] += weight;
    sum += weight;
  }
  for (int64_t i = 0; i < r.in && sum != 0; ++i)
    row[i] /= sum;
}

ResamplingMatrix
tenon::onnx_frontend::makeResamplingMatrix(const Resampling &r) {
  ResamplingMatrix matrix;
  matrix.weights.assign(r.in * r.out, 0);
  matrix.isOutside.assign(r.out, false);
  for (int64_t i = 0; i < r.out; ++i) {
    float place = getPlace(r, i);
    bool isOutside = r.coordinates == "tf_crop_and_resize" &&
                     (place < 0 || place > float(r.in - 1));
    if (isOutside)
      matrix.isOutside[i] = matrix.hasOutside = true;
    else
      addRow(r, place, matrix.weights.data() + i * r.in);
  }
  return matrix;
}
