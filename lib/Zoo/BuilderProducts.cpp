//===- BuilderProducts.cpp - Convolutions and matrix products -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NetworkBuilder.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Variance of biases, of a result of variance one.
static constexpr double kBiasVariance = 0.01;

static bool isNormalized(const ConvSpec &spec) {
  return spec.offset == Offset::normalization;
}

static double getResultDeviation(const ConvSpec &spec) {
  return spec.deviation != 0 ? spec.deviation
                             : zoo::getDeviation(spec.activation);
}

namespace {
/// Rows in front of an input and behind it.
struct Pads {
  int64_t before, after;
};
} // namespace

/// Rows that a kernel covers.
static int64_t getReach(const ConvSpec &spec) {
  return spec.dilation * (spec.kernel - 1) + 1;
}

static Pads getPads(int64_t size, const ConvSpec &spec) {
  if (spec.padding == Padding::none)
    return {0, 0};
  int64_t half = spec.dilation * (spec.kernel / 2);
  if (spec.padding == Padding::half)
    return {half, half};
  int64_t last = (size - 1) / spec.stride * spec.stride;
  int64_t sum = std::max<int64_t>(last + getReach(spec) - size, 0);
  return {sum / 2, sum - sum / 2};
}

/// How many of the rows of a kernel meet the input, not the padding, on the
/// average. Near the border of a small tensor it is less than all.
static double getMeanTaps(int64_t size, const ConvSpec &spec) {
  Pads pads = getPads(size, spec);
  int64_t room = size + pads.before + pads.after - getReach(spec);
  int64_t outputs = room / spec.stride + 1, taps = 0;
  for (int64_t i = 0; i < outputs; ++i)
    for (int64_t k = 0; k < spec.kernel; ++k) {
      int64_t row = i * spec.stride + k * spec.dilation - pads.before;
      taps += row >= 0 && row < size;
    }
  return double(taps) / double(outputs);
}

Value NetworkBuilder::normalize(Value x, StringRef name, const BatchNorm &norm,
                                Activation activation) {
  auto values = [&](StringRef what, ArrayRef<float> numbers) {
    return parameter((name + what).str(), {channelsOf(x)}, numbers);
  };
  Value scale = values(".scale", norm.scale);
  Value offset = values(".offset", norm.offset);
  Value mean = values(".mean", norm.mean);
  Value variance = values(".variance", norm.variance);
  x = nn::BatchNormOp::create(b, at((name + ".norm").str()), x, scale, offset,
                              mean, variance,
                              b.getF32FloatAttr(BatchNorm::kEpsilon));
  if (activation == Activation::none)
    return x;
  return nn::ActivationOp::create(
      b, at((name + ".activation").str()), x,
      getActivationAttr(b.getContext(), activation));
}

Value NetworkBuilder::finishProduct(StringRef name, const ConvSpec &spec,
                                    ArrayRef<int64_t> shape,
                                    std::vector<float> filter, Signal input,
                                    MakeProduct make) {
  int64_t out = shape.front();
  double deviation = getResultDeviation(spec);
  BatchNorm norm;
  if (isNormalized(spec))
    norm = weights.batchNorm(out, deviation);
  bool folded =
      !isNormalized(spec) || !(options.batchNorm || spec.keepsNormalization);
  std::vector<float> offsets;
  if (folded)
    offsets = isNormalized(spec) ? norm.foldInto(filter)
                                 : weights.normal(out, 0.1 * deviation);
  Value w = parameter((name + ".weight").str(), shape, filter), bias;
  if (folded && spec.offset != Offset::none)
    bias = parameter((name + ".bias").str(), {out}, offsets);
  Value y = make(w, bias,
                 getActivationAttr(b.getContext(), folded ? spec.activation
                                                          : Activation::none));
  if (!folded)
    y = normalize(y, name, norm, spec.activation);
  double variance = deviation * deviation;
  Signal result{variance * (1 + kBiasVariance),
                variance * (input.common / input.power + kBiasVariance)};
  return note(y, activate(spec.activation, result));
}

Value NetworkBuilder::conv(Value x, StringRef name, const ConvSpec &spec) {
  int64_t in = channelsOf(x), out = spec.depthwise ? in : spec.channels;
  int64_t groups = spec.depthwise ? in : spec.groups;
  int64_t shape[] = {out, spec.kernel, spec.kernel, in / groups};
  int64_t perRow = spec.kernel * spec.kernel * shape[3];
  double fanIn = double(shape[3]) * getMeanTaps(rowsOf(x), spec) *
                 getMeanTaps(sizeOf(x, 2), spec);
  // Taps of one channel see what changes within it only, if centered.
  Signal signal = spec.depthwise ? signalOf(x) : center(signalOf(x));
  double unit = (isNormalized(spec) ? 1 : getResultDeviation(spec)) /
                std::sqrt(fanIn * signal.power);
  std::vector<float> filter =
      spec.depthwise
          ? weights.depthwise(out, perRow, unit, signal.common / signal.power)
          : weights.centered(out, perRow, unit);
  Pads rows = getPads(rowsOf(x), spec), columns = getPads(sizeOf(x, 2), spec);
  int64_t pads[] = {rows.before, rows.after, columns.before, columns.after};
  int64_t strides[] = {spec.stride, spec.stride};
  int64_t dilations[] = {spec.dilation, spec.dilation};
  auto make = [&](Value w, Value bias, nn::ActivationAttr activation) -> Value {
    return nn::Conv2DOp::create(b, at(name), x, w, bias, strides, pads,
                                dilations, groups, activation);
  };
  return finishProduct(name, spec, shape, std::move(filter), signal, make);
}

Value NetworkBuilder::convTranspose(Value x, StringRef name,
                                    const ConvSpec &spec) {
  int64_t in = channelsOf(x) / spec.groups;
  int64_t shape[] = {spec.channels, spec.kernel, spec.kernel, in};
  int64_t taps = spec.kernel * spec.kernel;
  // So many of them meet a pixel of the result, on the average.
  double met = double(taps) / double(spec.stride * spec.stride);
  Signal signal = center(signalOf(x));
  double unit = (isNormalized(spec) ? 1 : getResultDeviation(spec)) /
                std::sqrt(met * double(in) * signal.power);
  // Which taps meet depends on the pixel, so each one is centered for itself.
  std::vector<float> filter = weights.centered(spec.channels * taps, in, unit);
  int64_t cut = spec.kernel - spec.stride;
  int64_t pads[] = {cut / 2, cut - cut / 2, cut / 2, cut - cut / 2};
  int64_t strides[] = {spec.stride, spec.stride}, zeros[] = {0, 0},
          ones[] = {1, 1};
  auto make = [&](Value w, Value bias, nn::ActivationAttr activation) -> Value {
    return nn::ConvTranspose2DOp::create(b, at(name), x, w, bias, strides, pads,
                                         zeros, ones, spec.groups, activation);
  };
  return finishProduct(name, spec, shape, std::move(filter), signal, make);
}

Linear NetworkBuilder::linear(StringRef name, Value x, int64_t channels,
                              double deviation, bool biased) {
  int64_t in = channelsOf(x);
  double unit = deviation / std::sqrt(double(in) * center(signalOf(x)).power);
  Linear layer;
  layer.weight = parameter((name + ".weight").str(), {channels, in},
                           weights.centered(channels, in, unit));
  if (biased)
    layer.bias = parameter((name + ".bias").str(), {channels},
                           weights.normal(channels, 0.1 * deviation));
  layer.deviation = deviation;
  return layer;
}

Value NetworkBuilder::apply(const Linear &layer, Value x, StringRef name,
                            Activation activation) {
  Signal signal = center(signalOf(x));
  double variance = layer.deviation * layer.deviation;
  double bias = layer.bias ? kBiasVariance : 0;
  Signal result{variance * (1 + bias),
                variance * (signal.common / signal.power + bias)};
  return note(nn::FullyConnectedOp::create(
                  b, at(name), x, layer.weight, layer.bias,
                  getActivationAttr(b.getContext(), activation)),
              activate(activation, result));
}

Value NetworkBuilder::fullyConnected(Value x, StringRef name, int64_t channels,
                                     Activation activation, double deviation) {
  if (deviation == 0)
    deviation = zoo::getDeviation(activation);
  return apply(linear(name, x, channels, deviation, /*biased=*/true), x, name,
               activation);
}

Value NetworkBuilder::matmul(Value a, Value c, StringRef name) {
  Signal p = signalOf(a), q = signalOf(c);
  return note(nn::MatMulOp::create(b, at(name), a, c),
              {double(channelsOf(a)) * p.power * q.power, 0});
}
