//===- Moves.cpp - Concatenation, slices and other moves ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

/// Copies elements from `offset` of `from`, with its strides, to `toOffset` of
/// `to`, with its strides, in the row-major order of `shape`.
static void copyStrided(const HostTensor &from, int64_t offset,
                        SmallVector<int64_t> strides, HostTensor &to,
                        int64_t toOffset, SmallVector<int64_t> toStrides,
                        Shape shape) {
  unsigned size = HostTensor::getElementBytes(to.getElementType());
  int64_t n = shape.empty() ? 1 : shape.back();
  int64_t step = shape.empty() ? 1 : strides.back();
  int64_t toStep = shape.empty() ? 1 : toStrides.back();
  const char *source = from.getBytes().data();
  char *target = to.getMutableBytes();
  SmallVector<SmallVector<int64_t>> both = {std::move(strides),
                                            std::move(toStrides)};
  forEachRow(shape, both, [&](ArrayRef<int64_t> at) {
    const char *x = source + (offset + at[0]) * size;
    char *y = target + (toOffset + at[1]) * size;
    if (step == 1 && toStep == 1) {
      std::memcpy(y, x, n * size);
      return;
    }
    for (int64_t i = 0; i < n; ++i)
      std::memcpy(y + i * toStep * int64_t(size), x + i * step * int64_t(size),
                  size);
  });
}

static HostTensor makeResult(Operation *op) {
  RankedTensorType type = typeOf(op->getResult(0));
  return HostTensor::zeros(type.getElementType(), type.getShape());
}

static LogicalResult concat(Operation *op, Frame &frame) {
  HostTensor out = makeResult(op);
  uint64_t axis = cast<nn::ConcatOp>(op).getAxis();
  SmallVector<int64_t> strides = getStrides(out.getShape());
  int64_t at = 0;
  for (const HostTensor &part : frame.operands) {
    copyStrided(part, 0, getStrides(part.getShape()), out, at * strides[axis],
                strides, part.getShape());
    at += part.getShape()[axis];
  }
  frame.results.push_back(std::move(out));
  return success();
}

static LogicalResult slice(Operation *op, Frame &frame) {
  auto slice = cast<nn::SliceOp>(op);
  HostTensor out = makeResult(op);
  SmallVector<int64_t> strides = getStrides(frame.operands[0].getShape());
  int64_t offset = 0;
  for (size_t d = 0; d < strides.size(); ++d) {
    offset += slice.getOffsets()[d] * strides[d];
    strides[d] *= slice.getStrides()[d];
  }
  copyStrided(frame.operands[0], offset, strides, out, 0,
              getStrides(out.getShape()), out.getShape());
  frame.results.push_back(std::move(out));
  return success();
}

/// Returns the index inside a dimension that provides the value for an index of
/// the border.
static int64_t reflectIndex(int64_t i, int64_t size, nn::PadMode mode) {
  if (mode == nn::PadMode::reflect) {
    i = i < 0 ? -i : i;
    return i >= size ? 2 * (size - 1) - i : i;
  }
  return std::min(std::max<int64_t>(i, 0), size - 1);
}

static LogicalResult pad(Operation *op, Frame &frame) {
  auto pad = cast<nn::PadOp>(op);
  HostTensor out = makeResult(op);
  const HostTensor &x = frame.operands[0];
  SmallVector<int64_t> strides = getStrides(out.getShape());
  if (pad.getMode() == nn::PadMode::constant) {
    if (!pad.isZero())
      out = HostTensor::fromNumber(pad.getFill()).splat(out.getShape());
    int64_t offset = 0;
    for (size_t d = 0; d < strides.size(); ++d)
      offset += pad.getLow()[d] * strides[d];
    copyStrided(x, 0, getStrides(x.getShape()), out, offset, strides,
                x.getShape());
    frame.results.push_back(std::move(out));
    return success();
  }
  unsigned size = HostTensor::getElementBytes(out.getElementType());
  SmallVector<int64_t> from = getStrides(x.getShape());
  for (int64_t i = 0, e = out.getNumElements(); i < e; ++i) {
    int64_t rest = i, source = 0;
    for (size_t d = 0; d < strides.size(); ++d) {
      int64_t index = rest / strides[d] - pad.getLow()[d];
      rest %= strides[d];
      source += reflectIndex(index, x.getShape()[d], pad.getMode()) * from[d];
    }
    std::memcpy(out.getMutableBytes() + i * size,
                x.getBytes().data() + source * size, size);
  }
  frame.results.push_back(std::move(out));
  return success();
}

static LogicalResult broadcast(Operation *op, Frame &frame) {
  HostTensor out = makeResult(op);
  copyStrided(frame.operands[0], 0,
              getBroadcastStrides(frame.operands[0].getShape(), out.getShape()),
              out, 0, getStrides(out.getShape()), out.getShape());
  frame.results.push_back(std::move(out));
  return success();
}

static LogicalResult gather(Operation *op, Frame &frame) {
  HostTensor out = makeResult(op);
  const HostTensor &x = frame.operands[0], &indices = frame.operands[1];
  uint64_t axis = cast<nn::GatherOp>(op).getAxis();
  int64_t size = x.getShape()[axis], outer = 1;
  int64_t inner = HostTensor::getElementBytes(x.getElementType());
  for (int64_t s : x.getShape().take_front(axis))
    outer *= s;
  for (int64_t s : x.getShape().drop_front(axis + 1))
    inner *= s;
  char *to = out.getMutableBytes();
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0, e = indices.getNumElements(); i < e; ++i, to += inner) {
      int64_t index = indices.getInt(i);
      if (index < -size || index >= size)
        return emitError(op->getLoc())
               << "expected indices below " << size << ", but got " << index;
      index += index < 0 ? size : 0;
      std::memcpy(to, x.getBytes().data() + (o * size + index) * inner, inner);
    }
  frame.results.push_back(std::move(out));
  return success();
}

void interpreter::addMoveKernels(KernelMap &kernels) {
  kernels["nn.concat"] = concat;
  kernels["nn.slice"] = slice;
  kernels["nn.pad"] = pad;
  kernels["nn.broadcast"] = broadcast;
  kernels["nn.gather"] = gather;
  kernels["nn.transpose"] = [](Operation *op, Frame &frame) {
    frame.results.push_back(frame.operands[0].transpose(
        cast<nn::TransposeOp>(op).getPermutation()));
    return success();
  };
  kernels["nn.reshape"] = [](Operation *op, Frame &frame) {
    frame.results.push_back(
        frame.operands[0].reshape(typeOf(op->getResult(0)).getShape()));
    return success();
  };
}
