//===- NetworkBuilder.cpp - Builds networks layer by layer ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NetworkBuilder.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Variance of biases, of a result of variance one.
static constexpr double kBiasVariance = 0.01;

static RankedTensorType typeOf(Value x) {
  return cast<RankedTensorType>(x.getType());
}

static int64_t product(ArrayRef<int64_t> sizes) {
  int64_t n = 1;
  for (int64_t size : sizes)
    n *= size;
  return n;
}

int64_t NetworkBuilder::channelsOf(Value x) {
  return typeOf(x).getShape().back();
}
int64_t NetworkBuilder::sizeOf(Value x, int64_t axis) {
  return typeOf(x).getDimSize(unsigned(axis));
}

NetworkBuilder::NetworkBuilder(MLIRContext *context, const ZooOptions &options,
                               StringRef name)
    : options(options), b(context),
      weights(options.seed, options.elideWeights) {
  context->loadDialect<nn::NNDialect, func::FuncDialect>();
  Location loc = NameLoc::get(b.getStringAttr(name));
  module = ModuleOp::create(loc);
  b.setInsertionPointToEnd(module->getBody());
  function = func::FuncOp::create(b, loc, "main", b.getFunctionType({}, {}));
  b.setInsertionPointToEnd(function.addEntryBlock());
}

Location NetworkBuilder::at(StringRef name) {
  return NameLoc::get(b.getStringAttr(name));
}

Value NetworkBuilder::note(Value x, Signal signal) {
  signals[x] = signal;
  return x;
}

int64_t NetworkBuilder::makeDivisible(double channels) {
  int64_t rounded = std::max<int64_t>(8, int64_t(channels + 4) / 8 * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

int64_t NetworkBuilder::scaled(int64_t channels) const {
  // Sandler et al., 2018: `_make_divisible` with a divisor of 8.
  return makeDivisible(channels * options.multiplier);
}

int64_t NetworkBuilder::widened(int64_t channels) const {
  return options.multiplier > 1 ? scaled(channels) : channels;
}

double NetworkBuilder::getBranchDeviation(Value x, int64_t blocks) {
  return std::sqrt(signalOf(x).power / double(blocks));
}

Value NetworkBuilder::parameter(StringRef name, ArrayRef<int64_t> shape,
                                ArrayRef<float> values) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  ElementsAttr value;
  if (!options.elideWeights) {
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyInferAlign(
        values, /*dataIsMutable=*/false);
    value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  }
  return nn::ParameterOp::create(b, at(name), type, b.getStringAttr(name),
                                 value);
}

Value NetworkBuilder::input(StringRef name, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  Value x = function.getBody().front().addArgument(type, at(name));
  function.setType(b.getFunctionType({type}, {}));
  function.setArgAttr(0, nn::kNameAttrName, b.getStringAttr(name));
  return note(x, {});
}

Value NetworkBuilder::image() {
  return input("image", {options.batch, options.input, options.input, 3});
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// How many of the rows of a kernel meet the input, not the padding, on the
/// average. Near the border of a small tensor it is less than all.
static double getMeanTaps(int64_t size, const ConvSpec &spec) {
  int64_t pad = spec.dilation * (spec.kernel / 2);
  int64_t outputs = (size - 1) / spec.stride + 1, taps = 0;
  for (int64_t i = 0; i < outputs; ++i)
    for (int64_t k = 0; k < spec.kernel; ++k) {
      int64_t row = i * spec.stride + k * spec.dilation - pad;
      taps += row >= 0 && row < size;
    }
  return double(taps) / double(outputs);
}

Value NetworkBuilder::convolve(Value x, Value filter, Value bias,
                               StringRef name, const ConvSpec &spec,
                               bool activated) {
  int64_t pad = spec.dilation * (spec.kernel / 2);
  int64_t pads[] = {pad, pad, pad, pad};
  int64_t strides[] = {spec.stride, spec.stride};
  int64_t dilations[] = {spec.dilation, spec.dilation};
  return nn::Conv2DOp::create(
      b, at(name), x, filter, bias, strides, pads, dilations,
      spec.depthwise ? channelsOf(x) : 1,
      getActivationAttr(b.getContext(),
                        activated ? spec.activation : Activation::none));
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

Value NetworkBuilder::conv(Value x, StringRef name, const ConvSpec &spec) {
  int64_t in = channelsOf(x), out = spec.depthwise ? in : spec.channels;
  int64_t shape[] = {out, spec.kernel, spec.kernel, spec.depthwise ? 1 : in};
  double fanIn = double(shape[3]) * getMeanTaps(rowsOf(x), spec) *
                 getMeanTaps(sizeOf(x, 2), spec);
  // Taps of one channel see what changes within it only, if centered.
  Signal signal = spec.depthwise ? signalOf(x) : center(signalOf(x));
  double deviation =
      spec.deviation != 0 ? spec.deviation : getDeviation(spec.activation);
  double unit =
      (spec.normalized ? 1 : deviation) / std::sqrt(fanIn * signal.power);
  std::vector<float> filter =
      spec.depthwise ? weights.depthwise(out, product(shape) / out, unit,
                                         signal.common / signal.power)
                     : weights.centered(out, product(shape) / out, unit);
  BatchNorm norm;
  if (spec.normalized)
    norm = weights.batchNorm(out, deviation);
  bool folded = !options.batchNorm || !spec.normalized;
  std::vector<float> offsets;
  if (folded)
    offsets = spec.normalized ? norm.foldInto(filter)
                              : weights.normal(out, 0.1 * deviation);
  Value w = parameter((name + ".weight").str(), shape, filter), bias;
  if (folded)
    bias = parameter((name + ".bias").str(), {out}, offsets);
  Value y = convolve(x, w, bias, name, spec, folded);
  if (!folded)
    y = normalize(y, name, norm, spec.activation);
  double variance = deviation * deviation;
  Signal result{variance * (1 + kBiasVariance),
                variance * (signal.common / signal.power + kBiasVariance)};
  return note(y, activate(spec.activation, result));
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
    deviation = getDeviation(activation);
  return apply(linear(name, x, channels, deviation, /*biased=*/true), x, name,
               activation);
}

//===----------------------------------------------------------------------===//
// Other layers
//===----------------------------------------------------------------------===//

Value NetworkBuilder::add(Value a, Value c, StringRef name) {
  Signal p = signalOf(a), q = signalOf(c);
  return note(nn::AddOp::create(b, at(name), a, c),
              {p.power + q.power, p.common + q.common, p.mean + q.mean,
               p.rectified && q.power < p.power});
}

Value NetworkBuilder::mul(Value a, Value c, StringRef name) {
  Signal p = signalOf(a), q = signalOf(c);
  return note(nn::MulOp::create(b, at(name), a, c),
              {p.power * q.power, p.common * q.common, p.mean * q.mean});
}

Value NetworkBuilder::activation(Value x, StringRef name, Activation kind) {
  return note(nn::ActivationOp::create(b, at(name), x,
                                       getActivationAttr(b.getContext(), kind)),
              activate(kind, signalOf(x)));
}

Value NetworkBuilder::globalMean(Value x, StringRef name) {
  int64_t axes[] = {1, 2};
  double positions = double(rowsOf(x) * sizeOf(x, 2));
  return note(nn::ReduceOp::create(b, at(name), nn::ReduceKind::mean, x, axes),
              average(signalOf(x), positions));
}

Value NetworkBuilder::classify(Value x, int64_t hidden, Activation activation) {
  x = globalMean(x, "pool");
  x = reshape(x, "pool.flatten", {options.batch, channelsOf(x)});
  if (hidden)
    x = fullyConnected(x, "hidden", hidden, activation);
  return fullyConnected(x, "classifier", options.classes);
}

Value NetworkBuilder::maxPool(Value x, StringRef name, int64_t kernel,
                              int64_t stride) {
  int64_t pad = kernel / 2;
  int64_t window[] = {kernel, kernel}, strides[] = {stride, stride};
  int64_t pads[] = {pad, pad, pad, pad}, ones[] = {1, 1};
  // Of nine rectified values, the largest one has about three times the power
  // and 2.4 times the mean.
  Signal signal = signalOf(x);
  return note(
      nn::MaxPool2DOp::create(b, at(name), x, window, strides, pads, ones),
      {3 * signal.power, 3 * signal.common, 2.4 * signal.mean});
}

Value NetworkBuilder::resize(Value x, StringRef name, int64_t size) {
  auto type = RankedTensorType::get({options.batch, size, size, channelsOf(x)},
                                    b.getF32Type());
  float scales[] = {float(size) / float(rowsOf(x)),
                    float(size) / float(sizeOf(x, 2))};
  return note(nn::ResizeOp::create(b, at(name), type, nn::ResizeMode::linear,
                                   nn::ResizeCoordinates::align_corners, x,
                                   scales),
              signalOf(x));
}

Value NetworkBuilder::broadcast(Value x, StringRef name,
                                ArrayRef<int64_t> shape) {
  return note(nn::BroadcastOp::create(
                  b, at(name), RankedTensorType::get(shape, b.getF32Type()), x),
              signalOf(x));
}

Value NetworkBuilder::reshape(Value x, StringRef name,
                              ArrayRef<int64_t> shape) {
  return note(nn::ReshapeOp::create(
                  b, at(name), RankedTensorType::get(shape, b.getF32Type()), x),
              signalOf(x));
}

Value NetworkBuilder::concat(ArrayRef<Value> parts, StringRef name,
                             int64_t axis) {
  Signal sum{0, 0};
  double elements = 0;
  for (Value part : parts) {
    double count = double(typeOf(part).getNumElements());
    sum.power += count * signalOf(part).power;
    sum.common += count * signalOf(part).common;
    sum.mean += count * signalOf(part).mean;
    elements += count;
  }
  return note(
      nn::ConcatOp::create(b, at(name), parts, axis),
      {sum.power / elements, sum.common / elements, sum.mean / elements});
}

Value NetworkBuilder::slice(Value x, StringRef name, int64_t axis,
                            int64_t begin, int64_t size) {
  SmallVector<int64_t> sizes(typeOf(x).getShape());
  SmallVector<int64_t> offsets(sizes.size(), 0), strides(sizes.size(), 1);
  offsets[axis] = begin;
  sizes[axis] = size;
  return note(nn::SliceOp::create(b, at(name), x, offsets, sizes, strides),
              signalOf(x));
}

Value NetworkBuilder::transpose(Value x, StringRef name,
                                ArrayRef<int64_t> permutation) {
  return note(nn::TransposeOp::create(b, at(name), x, permutation),
              signalOf(x));
}

OwningOpRef<ModuleOp>
NetworkBuilder::finish(ArrayRef<std::pair<Value, std::string>> outputs) {
  SmallVector<Value> values;
  SmallVector<Type> types;
  for (const auto &[value, name] : outputs) {
    values.push_back(value);
    types.push_back(value.getType());
  }
  func::ReturnOp::create(b, function.getLoc(), values);
  function.setType(b.getFunctionType(function.getArgumentTypes(), types));
  for (size_t i = 0; i < outputs.size(); ++i)
    function.setResultAttr(i, nn::kNameAttrName,
                           b.getStringAttr(outputs[i].second));
  return std::move(module);
}
