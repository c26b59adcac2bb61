//===- Boxes.cpp - Parts of parameters, and parameters of parts -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/STLExtras.h"
#include <cstring>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

LogicalResult parameters::fillWithZero(HostTensor &tensor) {
  Type type = tensor.getElementType();
  int64_t zero = 0;
  if (auto whole = dyn_cast<quant::UniformQuantizedType>(type)) {
    zero = whole.getZeroPoint();
  } else if (auto each = dyn_cast<quant::UniformQuantizedPerAxisType>(type)) {
    if (!llvm::all_equal(each.getZeroPoints()))
      return failure();
    zero = each.getZeroPoints().front();
  }
  // Zeros of types without quantization are already in place.
  unsigned bytes = HostTensor::getElementBytes(type);
  for (int64_t i = 0, e = zero ? tensor.getNumElements() : 0; i < e; ++i)
    std::memcpy(tensor.getMutableBytes() + i * bytes, &zero, bytes);
  return success();
}

/// Copies a box of `sizes` between two tensors, row by row.
static void copyBox(const HostTensor &source, ArrayRef<int64_t> fromOffsets,
                    HostTensor &target, ArrayRef<int64_t> toOffsets,
                    ArrayRef<int64_t> sizes) {
  unsigned bytes = HostTensor::getElementBytes(target.getElementType());
  const char *from = source.getBytes().data();
  char *to = target.getMutableBytes();
  if (sizes.empty()) {
    std::memcpy(to, from, bytes);
    return;
  }
  ArrayRef<int64_t> fromShape = source.getShape(), toShape = target.getShape();
  int64_t rows = 1;
  for (int64_t size : sizes.drop_back())
    rows *= size;
  for (int64_t row = 0; row < rows; ++row) {
    int64_t rest = row, read = 0, write = 0, readStride = fromShape.back(),
            writeStride = toShape.back();
    for (size_t d = sizes.size() - 1; d-- > 0;) {
      int64_t at = rest % sizes[d];
      rest /= sizes[d];
      read += (at + fromOffsets[d]) * readStride;
      write += (at + toOffsets[d]) * writeStride;
      readStride *= fromShape[d];
      writeStride *= toShape[d];
    }
    std::memcpy(to + (write + toOffsets.back()) * bytes,
                from + (read + fromOffsets.back()) * bytes,
                sizes.back() * bytes);
  }
}

void parameters::addBoxEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamSliceOp>(
      map, [](ParamSliceOp op, ArrayRef<HostTensor> in, HostTensor &out) {
        SmallVector<int64_t> zeros(out.getRank(), 0);
        copyBox(in[0], op.getOffsets(), out, zeros, op.getSizes());
        return success();
      });
  addEvaluator<ParamReshapeOp>(
      map, [](ParamReshapeOp, ArrayRef<HostTensor> in, HostTensor &out) {
        llvm::copy(in[0].getBytes(), out.getMutableBytes());
        return success();
      });
  addEvaluator<ParamPadOp>(
      map, [](ParamPadOp, ArrayRef<HostTensor> in, HostTensor &out) {
        if (failed(fillWithZero(out)))
          return failure();
        SmallVector<int64_t> zeros(out.getRank(), 0);
        copyBox(in[0], zeros, out, zeros, in[0].getShape());
        return success();
      });
  addEvaluator<ParamConcatOp>(
      map, [](ParamConcatOp op, ArrayRef<HostTensor> in, HostTensor &out) {
        SmallVector<int64_t> zeros(out.getRank(), 0), offsets(zeros);
        for (const HostTensor &input : in) {
          copyBox(input, zeros, out, offsets, input.getShape());
          offsets[op.getAxis()] += input.getShape()[op.getAxis()];
        }
        return success();
      });
}
