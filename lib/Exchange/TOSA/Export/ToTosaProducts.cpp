//===- ToTosaProducts.cpp - Convolutions and products as TOSA -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

/// What a grouped operation makes of its groups: input, filter and bias are cut
/// along the channels, and the results laid one behind the other.
static Value
forEachGroup(int64_t groups, Value x, Value filter, Value bias,
             Emitter &emitter,
             llvm::function_ref<Value(Value, Value, Value)> emitGroup) {
  if (groups == 1)
    return emitGroup(x, filter, bias);
  int64_t in = typeOf(x).getDimSize(3) / groups;
  int64_t out = typeOf(filter).getDimSize(0) / groups;
  SmallVector<Value> parts;
  for (int64_t g = 0; g < groups; ++g)
    parts.push_back(emitGroup(
        emitter.slice(x, 3, g * in, in), emitter.slice(filter, 0, g * out, out),
        bias ? emitter.slice(bias, 0, g * out, out) : Value()));
  return emitter.concat(parts, 3);
}

static FailureOr<Value> convertConv2D(nn::Conv2DOp op,
                                      nn::Conv2DOp::Adaptor adaptor,
                                      Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Window window;
  window.kernel = {op.getKernelHeight(), op.getKernelWidth()};
  window.strides = SmallVector<int64_t>(op.getStrides());
  window.pads = SmallVector<int64_t>(op.getPads());
  window.dilations = SmallVector<int64_t>(op.getDilations());
  int64_t groups = op.getGroups();
  Value x = adaptor.getInput(), filter = adaptor.getFilter(), result;
  if (groups > 1 && groups == op.getInChannels()) {
    // Output channel c m + j reads input channel c: OHW1 to HWCM.
    filter = emitter.transpose(filter, {1, 2, 0, 3});
    filter = emitter.reshape(filter, {window.kernel[0], window.kernel[1],
                                      groups, op.getOutChannels() / groups});
    result = emitter.depthwiseConv2d(x, filter, adaptor.getBias(), window);
  } else {
    result = forEachGroup(groups, x, filter, adaptor.getBias(), emitter,
                          [&](Value part, Value weights, Value bias) {
                            return emitter.conv2d(part, weights, bias, window);
                          });
  }
  return emitActivation(op.getActivationAttr(), result, emitter);
}

static FailureOr<Value>
convertConvTranspose2D(nn::ConvTranspose2DOp op,
                       nn::ConvTranspose2DOp::Adaptor adaptor,
                       Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)) ||
      failed(checkNoDilations(op.getDilations(), "transposed convolutions",
                              emitter)))
    return failure();
  // TOSA pads the result where nn cuts it off.
  Ints pads = op.getPads(), more = op.getOutputPads();
  SmallVector<int64_t> outPads = {-pads[0], more[0] - pads[1], -pads[2],
                                  more[1] - pads[3]};
  Ints kernel = typeOf(op.getFilter()).getShape().slice(1, 2);
  for (unsigned i = 0; i < 4; ++i)
    if (outPads[i] <= -kernel[i / 2])
      return emitter.refuse("expected pads smaller than the kernel of " +
                            Twine(kernel[i / 2]) + ", but got " +
                            Twine(pads[i]) + "; slice the result instead");
  Value result = forEachGroup(op.getGroups(), adaptor.getInput(),
                              adaptor.getFilter(), adaptor.getBias(), emitter,
                              [&](Value x, Value filter, Value bias) {
                                return emitter.transposeConv2d(
                                    x, filter, bias, outPads, op.getStrides());
                              });
  return emitActivation(op.getActivationAttr(), result, emitter);
}

Value tosa::emitFullyConnected(Value x, Value weight, Value bias,
                               Emitter &emitter) {
  // TOSA has no such operation: a 1x1 convolution of as many images as rows.
  SmallVector<int64_t> shape(typeOf(x).getShape());
  int64_t in = shape.back(), out = typeOf(weight).getDimSize(0);
  x = emitter.reshape(x, {typeOf(x).getNumElements() / in, 1, 1, in});
  weight = emitter.reshape(weight, {out, 1, 1, in});
  Window window;
  window.kernel = window.strides = {1, 1};
  window.pads = {0, 0, 0, 0};
  shape.back() = out;
  return emitter.reshape(emitter.conv2d(x, weight, bias, window), shape);
}

static FailureOr<Value>
convertFullyConnected(nn::FullyConnectedOp op,
                      nn::FullyConnectedOp::Adaptor adaptor, Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Value result = emitFullyConnected(adaptor.getInput(), adaptor.getWeight(),
                                    adaptor.getBias(), emitter);
  return emitActivation(op.getActivationAttr(), result, emitter);
}

/// A factor with the leading dimensions of the product, as one batch.
static Value makeBatch(Value x, Ints leading, Emitter &emitter) {
  Ints matrix = typeOf(x).getShape().take_back(2);
  SmallVector<int64_t> shape(leading);
  llvm::append_range(shape, matrix);
  int64_t count = 1;
  for (int64_t size : leading)
    count *= size;
  x = emitter.broadcast(x, shape);
  return emitter.reshape(x, {count, matrix[0], matrix[1]});
}

static FailureOr<Value> convertMatMul(nn::MatMulOp op,
                                      nn::MatMulOp::Adaptor adaptor,
                                      Emitter &emitter) {
  if (failed(checkFloats(op.getLhs(), emitter)))
    return failure();
  Ints shape = op.getType().getShape();
  Ints leading = shape.drop_back(2);
  Value a = makeBatch(adaptor.getLhs(), leading, emitter);
  Value b = makeBatch(adaptor.getRhs(), leading, emitter);
  return emitter.reshape(emitter.matmul(a, b), shape);
}

void tosa::addProductConversions(RewritePatternSet &patterns) {
  addConversion<nn::Conv2DOp>(patterns, convertConv2D);
  addConversion<nn::ConvTranspose2DOp>(patterns, convertConvTranspose2D);
  addConversion<nn::FullyConnectedOp>(patterns, convertFullyConnected);
  addConversion<nn::MatMulOp>(patterns, convertMatMul);
}
