//===- ToTosaWindows.cpp - Pooling and resizing as TOSA -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"
#include "lib/Exchange/TOSA/Resampling.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

template <typename OpTy>
static Window getWindow(OpTy op) {
  Window window;
  window.kernel = SmallVector<int64_t>(op.getKernel());
  window.strides = SmallVector<int64_t>(op.getStrides());
  window.pads = SmallVector<int64_t>(op.getPads());
  return window;
}

/// Moves the pads of a window into the tensor.
static Value emitPads(Value x, Window &window, Emitter &emitter) {
  Ints pads = window.pads;
  x = emitter.pad(x, {0, pads[0], pads[2], 0}, {0, pads[1], pads[3], 0}, 0);
  window.pads = {0, 0, 0, 0};
  return x;
}

LogicalResult tosa::checkNoDilations(ArrayRef<int64_t> dilations,
                                     StringRef dilated, Emitter &emitter) {
  if (llvm::all_of(dilations, [](int64_t d) { return d == 1; }))
    return success();
  return emitter.refuse("expected dilations of 1, but got " +
                        Twine(dilations[0]) + " and " + Twine(dilations[1]) +
                        "; TOSA does not dilate " + dilated);
}

static FailureOr<Value> convertMaxPool(nn::MaxPool2DOp op,
                                       nn::MaxPool2DOp::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)) ||
      failed(checkNoDilations(op.getDilations(), "the windows of a pool",
                              emitter)))
    return failure();
  Window window = getWindow(op);
  return emitter.maxPool2d(adaptor.getInput(), window);
}

static FailureOr<Value> convertAvgPool(nn::AvgPool2DOp op,
                                       nn::AvgPool2DOp::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Window window = getWindow(op);
  Value x = adaptor.getInput();
  if (op.getCountIncludePad())
    x = emitPads(x, window, emitter);
  return emitter.avgPool2d(x, window);
}

static std::string getText(float number) {
  return llvm::formatv("{0}", number).str();
}

static FailureOr<Value> convertResize(nn::ResizeOp op,
                                      nn::ResizeOp::Adaptor adaptor,
                                      Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  if (op.getMode() == nn::ResizeMode::cubic)
    return emitter.refuse("expected the mode nearest or linear, but got "
                          "cubic; TOSA has no such interpolation");
  Sampling samplings[2];
  for (unsigned d = 0; d < 2; ++d) {
    std::optional<Sampling> sampling = getSampling(op, d);
    if (!sampling)
      return emitter.refuse(
          "expected a scale that is a ratio within the ranges of TOSA, with "
          "numbers up to 2048 and at most 256, but got " +
          (op.getScales().empty() ? "" : getText(op.getScales()[d]) + " for ") +
          Twine(op.getInput().getType().getDimSize(1 + d)) + " to " +
          Twine(op.getType().getDimSize(1 + d)) + " elements");
    samplings[d] = *sampling;
  }
  return emitter.resize(adaptor.getInput(), samplings[0], samplings[1],
                        op.getMode() == nn::ResizeMode::linear,
                        op.getType().getShape());
}

void tosa::addWindowConversions(RewritePatternSet &patterns) {
  addConversion<nn::MaxPool2DOp>(patterns, convertMaxPool);
  addConversion<nn::AvgPool2DOp>(patterns, convertAvgPool);
  addConversion<nn::ResizeOp>(patterns, convertResize);
}
