//===- FromTosaWindows.cpp - Convolutions, products, windows from TOSA ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromTosa.h"
#include "lib/Exchange/TOSA/Resampling.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;
namespace mt = mlir::tosa;

template <typename OpTy>
static LogicalResult checkProduct(OpTy op, NetworkEmitter &emitter) {
  if (failed(checkFloats(
          {op.getInput(), op.getWeight(), op.getBias(), op.getOutput()},
          emitter)) ||
      failed(
          checkZero(op.getInputZp(), "the zero point of the input", emitter)) ||
      failed(
          checkZero(op.getWeightZp(), "the zero point of the weight", emitter)))
    return failure();
  return success();
}

/// The bias with an element for each channel, or none if it is zero.
template <typename OpTy>
static Value getBias(OpTy op, Value bias, NetworkEmitter &emitter) {
  if (isZero(op.getBias()))
    return nullptr;
  int64_t channels = typeOf(op.getOutput()).getDimSize(3);
  if (typeOf(bias).getDimSize(0) == channels)
    return bias;
  return emitter.emit<nn::BroadcastOp>(typeOf(bias).clone({channels}), bias);
}

static FailureOr<Value> fromConv2D(mt::Conv2DOp op,
                                   mt::Conv2DOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  if (failed(checkProduct(op, emitter)))
    return failure();
  return emitter.emit<nn::Conv2DOp>(
      op.getOutput().getType(), adaptor.getInput(), adaptor.getWeight(),
      getBias(op, adaptor.getBias(), emitter), op.getStride(), op.getPad(),
      op.getDilation(), 1, nn::ActivationAttr());
}

static FailureOr<Value> fromDepthwise(mt::DepthwiseConv2DOp op,
                                      mt::DepthwiseConv2DOp::Adaptor adaptor,
                                      NetworkEmitter &emitter) {
  if (failed(checkProduct(op, emitter)))
    return failure();
  // HWCM to OHW1, where output channel c M + m reads input channel c.
  Ints shape = typeOf(op.getWeight()).getShape();
  Value filter = emitter.transpose(adaptor.getWeight(), {2, 3, 0, 1});
  filter =
      emitter.reshape(filter, {shape[2] * shape[3], shape[0], shape[1], 1});
  return emitter.emit<nn::Conv2DOp>(
      op.getOutput().getType(), adaptor.getInput(), filter,
      getBias(op, adaptor.getBias(), emitter), op.getStride(), op.getPad(),
      op.getDilation(), uint64_t(shape[2]), nn::ActivationAttr());
}

static FailureOr<Value>
fromTransposeConv2D(mt::TransposeConv2DOp op,
                    mt::TransposeConv2DOp::Adaptor adaptor,
                    NetworkEmitter &emitter) {
  if (failed(checkProduct(op, emitter)))
    return failure();
  Ints outPad = op.getOutPad();
  if (outPad[0] > 0 || outPad[2] > 0)
    return emitter.refuse("expected no padding in front of the result, but "
                          "got " +
                          Twine(outPad[0]) + " rows and " + Twine(outPad[2]) +
                          " columns");
  SmallVector<int64_t> pads, more;
  for (auto [i, pad] : llvm::enumerate(outPad)) {
    pads.push_back(std::max<int64_t>(-pad, 0));
    if (i % 2 == 1)
      more.push_back(std::max<int64_t>(pad, 0));
  }
  return emitter.emit<nn::ConvTranspose2DOp>(
      op.getOutput().getType(), adaptor.getInput(), adaptor.getWeight(),
      getBias(op, adaptor.getBias(), emitter), op.getStride(), pads, more,
      Ints{1, 1}, 1, nn::ActivationAttr());
}

static FailureOr<Value> fromMatMul(mt::MatMulOp op,
                                   mt::MatMulOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  if (failed(checkFloats({op.getA(), op.getB(), op.getOutput()}, emitter)) ||
      failed(
          checkZero(op.getAZp(), "the zero point of the left side", emitter)) ||
      failed(
          checkZero(op.getBZp(), "the zero point of the right side", emitter)))
    return failure();
  return emitter.emit<nn::MatMulOp>(op.getOutput().getType(), adaptor.getA(),
                                    adaptor.getB());
}

//===----------------------------------------------------------------------===//
// Pooling and resizing
//===----------------------------------------------------------------------===//

static FailureOr<Value> fromMaxPool(mt::MaxPool2dOp op,
                                    mt::MaxPool2dOp::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  return emitter.emit<nn::MaxPool2DOp>(adaptor.getInput(), op.getKernel(),
                                       op.getStride(), op.getPad(), Ints{1, 1});
}

static FailureOr<Value> fromAvgPool(mt::AvgPool2dOp op,
                                    mt::AvgPool2dOp::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  if (failed(checkFloats({op.getInput(), op.getOutput()}, emitter)) ||
      failed(
          checkZero(op.getInputZp(), "the zero point of the input", emitter)) ||
      failed(
          checkZero(op.getOutputZp(), "the zero point of the output", emitter)))
    return failure();
  return emitter.emit<nn::AvgPool2DOp>(adaptor.getInput(), op.getKernel(),
                                       op.getStride(), op.getPad());
}

/// The sampling in the smallest numbers.
static Sampling reduce(Sampling s) {
  int64_t divisor = std::gcd(std::gcd(s.unit, s.step), s.offset);
  return {s.unit / divisor, s.step / divisor, s.offset / divisor, 0};
}

/// The network resamples a dimension as TOSA does.
static bool matches(const Resampling &r, const Sampling &given) {
  if (r.in == 1)
    return true;
  int64_t divisor = std::gcd(given.unit, given.step);
  Sampling s = makeSampling(r, given.unit / divisor, given.step / divisor);
  Sampling a = reduce(s), b = reduce(given);
  return a.unit == b.unit && a.step == b.step && a.offset == b.offset;
}

static FailureOr<Value> fromResize(mt::ResizeOp op,
                                   mt::ResizeOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  auto scale = getShapeOperand(op.getScale(), emitter);
  auto offset = getShapeOperand(op.getOffset(), emitter);
  if (failed(scale) || failed(offset))
    return failure();
  nn::ResizeMode mode = op.getMode() == mt::ResizeMode::BILINEAR
                            ? nn::ResizeMode::linear
                            : nn::ResizeMode::nearest;
  if (mode == nn::ResizeMode::linear &&
      failed(checkFloats({op.getInput(), op.getOutput()}, emitter)))
    return failure();
  Ints in = typeOf(op.getInput()).getShape();
  Ints out = typeOf(op.getOutput()).getShape();
  SmallVector<float> scales;
  Sampling given[2];
  for (unsigned d = 0; d < 2; ++d) {
    given[d] = {(*scale)[2 * d], (*scale)[2 * d + 1], (*offset)[d], 0};
    scales.push_back(
        in[1 + d] == 1 ? float(out[1 + d])
                       : float(double(given[d].unit) / double(given[d].step)));
  }
  // The quotients of the sizes need not be said.
  auto isQuotient = [&](unsigned d) {
    return in[1 + d] == 1 ||
           given[d].unit * in[1 + d] == given[d].step * out[1 + d];
  };
  if (isQuotient(0) && isQuotient(1))
    scales.clear();
  using Coordinates = nn::ResizeCoordinates;
  using Round = nn::RoundMode;
  SmallVector<Round> rounds = {Round::round_prefer_floor};
  if (mode == nn::ResizeMode::nearest)
    rounds = {Round::round_prefer_ceil, Round::round_prefer_floor, Round::floor,
              Round::ceil};
  for (Round round : rounds)
    for (Coordinates coordinates :
         {Coordinates::asymmetric, Coordinates::half_pixel}) {
      auto getScale = [&](unsigned d) -> std::optional<float> {
        return scales.empty() ? std::nullopt : std::optional(scales[d]);
      };
      auto fits = [&](unsigned d) {
        Resampling r = {mode, coordinates, round, in[1 + d], out[1 + d]};
        return matches(r, given[d]) && agree(given[d], r, getScale(d));
      };
      if (fits(0) && fits(1))
        return emitter.emit<nn::ResizeOp>(
            op.getOutput().getType(), mode, coordinates, adaptor.getInput(),
            scales, round, llvm::APFloat(-0.75f), false);
    }
  return emitter.refuse("expected an offset of corners or centers of pixels, "
                        "but got " +
                        Twine((*offset)[0]) + " and " + Twine((*offset)[1]) +
                        " with the scale " + Twine((*scale)[0]) + "/" +
                        Twine((*scale)[1]) + " and " + Twine((*scale)[2]) +
                        "/" + Twine((*scale)[3]));
}

void tenon::tosa::addFromWindows(RewritePatternSet &patterns) {
  addFrom<mt::Conv2DOp>(patterns, fromConv2D);
  addFrom<mt::DepthwiseConv2DOp>(patterns, fromDepthwise);
  addFrom<mt::TransposeConv2DOp>(patterns, fromTransposeConv2D);
  addFrom<mt::MatMulOp>(patterns, fromMatMul);
  addFrom<mt::MaxPool2dOp>(patterns, fromMaxPool);
  addFrom<mt::AvgPool2dOp>(patterns, fromAvgPool);
  addFrom<mt::ResizeOp>(patterns, fromResize);
}
