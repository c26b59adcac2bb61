//===- Quantized.cpp - Arithmetic of quantized types ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Quantized.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

std::optional<Quantization> interpreter::getQuantization(Type elementType) {
  auto type = dyn_cast<quant::QuantizedType>(elementType);
  if (!type)
    return std::nullopt;
  Quantization q;
  if (auto uniform = dyn_cast<quant::UniformQuantizedType>(type)) {
    q.scales = {uniform.getScale()};
    q.zeroPoints = {uniform.getZeroPoint()};
  } else if (auto perAxis =
                 dyn_cast<quant::UniformQuantizedPerAxisType>(type)) {
    q.scales.assign(perAxis.getScales().begin(), perAxis.getScales().end());
    q.zeroPoints.assign(perAxis.getZeroPoints().begin(),
                        perAxis.getZeroPoints().end());
    q.axis = perAxis.getQuantizedDimension();
  } else {
    return std::nullopt;
  }
  q.low = type.getStorageTypeMin();
  q.high = type.getStorageTypeMax();
  q.storage = HostTensor::getStorageType(elementType);
  return q;
}

/// Calls `body(i, k)` for each element with the index of its scale.
static void forEachScaled(Shape shape, const Quantization &q,
                          llvm::function_ref<void(int64_t, size_t)> body) {
  int64_t n = 1, inner = 1;
  for (int64_t size : shape)
    n *= size;
  if (q.axis >= 0)
    for (int64_t size : shape.drop_front(q.axis + 1))
      inner *= size;
  for (int64_t i = 0; i < n; ++i)
    body(i, q.axis < 0 ? 0 : i / inner % q.scales.size());
}

std::vector<double> interpreter::getCentered(const HostTensor &tensor) {
  std::optional<Quantization> q = getQuantization(tensor.getElementType());
  HostTensor stored = tensor.bitcast(q->storage);
  std::vector<double> values(tensor.getNumElements());
  forEachScaled(tensor.getShape(), *q, [&](int64_t i, size_t k) {
    values[i] = double(stored.getInt(i) - q->zeroPoints[k]);
  });
  return values;
}

/// Returns the stored integer nearest to `x`, which is divided by
/// the scale already. NaN becomes zero.
static double quantizeOne(float x, const Quantization &q, size_t k) {
  if (std::isnan(x))
    return double(q.zeroPoints[k]);
  double rounded = std::nearbyint(x) + double(q.zeroPoints[k]);
  return std::min(std::max(rounded, double(q.low)), double(q.high));
}

HostTensor interpreter::requantize(ArrayRef<double> sums,
                                   ArrayRef<double> scales,
                                   RankedTensorType type) {
  std::optional<Quantization> q = getQuantization(type.getElementType());
  HostTensor out = HostTensor::zeros(q->storage, type.getShape());
  // Sums of products that are stored as sums are exact.
  bool isExact =
      q->storage.getIntOrFloatBitWidth() == 32 &&
      llvm::all_of(scales, [&](double scale) { return scale == q->scales[0]; });
  for (size_t i = 0; i < sums.size(); ++i) {
    if (isExact) {
      out.setDouble(i, sums[i] + double(q->zeroPoints[0]));
      continue;
    }
    // Runtimes also use a single 32-bit multiplication.
    auto factor = float(float(scales[i % scales.size()]) / float(q->scales[0]));
    out.setDouble(i, quantizeOne(float(sums[i]) * factor, *q, 0));
  }
  return out.bitcast(type.getElementType());
}

static LogicalResult quantize(Operation *op, Frame &frame) {
  RankedTensorType type = typeOf(op->getResult(0));
  std::optional<Quantization> q = getQuantization(type.getElementType());
  Elements<float> x(frame.operands[0]);
  HostTensor out = HostTensor::zeros(q->storage, type.getShape());
  forEachScaled(type.getShape(), *q, [&](int64_t i, size_t k) {
    out.setDouble(i, quantizeOne(x[i] / float(q->scales[k]), *q, k));
  });
  frame.results.push_back(out.bitcast(type.getElementType()));
  return success();
}

static LogicalResult dequantize(Operation *op, Frame &frame) {
  RankedTensorType type = typeOf(op->getResult(0));
  const HostTensor &x = frame.operands[0];
  std::optional<Quantization> q = getQuantization(x.getElementType());
  std::vector<double> values = getCentered(x);
  Output<float> out(type);
  forEachScaled(type.getShape(), *q, [&](int64_t i, size_t k) {
    out[i] = float(values[i]) * float(q->scales[k]);
  });
  frame.results.push_back(out.take());
  return success();
}

void interpreter::addQuantizedKernels(KernelMap &kernels) {
  kernels["nn.quantize"] = quantize;
  kernels["nn.dequantize"] = dequantize;
  kernels["nn.storage_cast"] = [](Operation *op, Frame &frame) {
    frame.results.push_back(
        frame.operands[0].bitcast(typeOf(op->getResult(0)).getElementType()));
    return success();
  };
}
