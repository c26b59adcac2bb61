//===- BuilderLayers.cpp - Layers without products ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NetworkBuilder.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

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

Value NetworkBuilder::channelMean(Value x, StringRef name) {
  int64_t axes[] = {int64_t(shapeOf(x).size()) - 1};
  Signal signal = center(signalOf(x));
  double mean = signalOf(x).mean, channels = double(channelsOf(x));
  return note(nn::ReduceOp::create(b, at(name), nn::ReduceKind::mean, x, axes),
              {mean * mean + signal.power / channels,
               mean * mean + signal.common / channels, mean});
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
  return note(
      nn::MaxPool2DOp::create(b, at(name), x, window, strides, pads, ones),
      maximum(signalOf(x)));
}

Value NetworkBuilder::avgPool(Value x, StringRef name, int64_t kernel,
                              int64_t stride) {
  int64_t pad = kernel / 2;
  int64_t window[] = {kernel, kernel}, strides[] = {stride, stride};
  int64_t pads[] = {pad, pad, pad, pad};
  return note(nn::AvgPool2DOp::create(b, at(name), x, window, strides, pads,
                                      /*count_include_pad=*/false),
              average(signalOf(x), double(kernel * kernel)));
}

Value NetworkBuilder::resize(Value x, StringRef name, int64_t size) {
  return resize(x, name, size, size, nn::ResizeMode::linear,
                nn::ResizeCoordinates::align_corners);
}

Value NetworkBuilder::resize(Value x, StringRef name, int64_t rows,
                             int64_t columns, nn::ResizeMode mode,
                             nn::ResizeCoordinates coordinates) {
  auto type = RankedTensorType::get(
      {options.batch, rows, columns, channelsOf(x)}, b.getF32Type());
  return note(nn::ResizeOp::create(
                  b, at(name), type, mode, coordinates, x, ArrayRef<float>(),
                  nn::RoundMode::round_prefer_floor, llvm::APFloat(-0.75f)),
              signalOf(x));
}

Value NetworkBuilder::argMax(Value x, StringRef name) {
  int64_t axis = int64_t(shapeOf(x).size()) - 1;
  return nn::ArgReduceOp::create(b, at(name), nn::Extremum::max, x, axis,
                                 /*last=*/false);
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
    double count =
        double(cast<RankedTensorType>(part.getType()).getNumElements());
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
  SmallVector<int64_t> sizes(shapeOf(x));
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

Value NetworkBuilder::constant(ArrayRef<int64_t> shape,
                               ArrayRef<float> values) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  double power = 0;
  for (float value : values)
    power += double(value) * value / double(values.size());
  return note(nn::ConstantOp::create(b, at("constant"),
                                     DenseElementsAttr::get(type, values)),
              {power, 0});
}

Value NetworkBuilder::layerNorm(Value x, StringRef name) {
  int64_t channels = channelsOf(x);
  int64_t axes[] = {int64_t(shapeOf(x).size()) - 1};
  Value scale = parameter((name + ".scale").str(), {channels},
                          weights.normal(channels, 0.1, 1));
  Value offset = parameter((name + ".offset").str(), {channels},
                           weights.normal(channels, 0.1));
  Signal signal = signalOf(x);
  return note(nn::NormalizeOp::create(b, at(name), x, scale, offset, axes,
                                      llvm::APFloat(1e-5f)),
              {1, signal.common / signal.power});
}

Value NetworkBuilder::softmax(Value x, StringRef name) {
  int64_t axis = int64_t(shapeOf(x).size()) - 1;
  double share = 1 / double(channelsOf(x));
  return note(nn::SoftmaxOp::create(b, at(name), x, axis, false),
              {share * share, share * share, share});
}
