//===- ResolutionRules.cpp - How operations follow sizes ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resolution.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

LogicalResult ResolutionScaler::follow(Operation *op) {
  // What a pooled image is enlarged to follows other images.
  if (!isa<BroadcastOp, ResizeOp>(op) &&
      llvm::none_of(op->getOperands(),
                    [&](Value value) { return isChanged(value); }))
    return success();
  auto isTensor = [](Type type) { return isa<RankedTensorType>(type); };
  if (!isa<NNDialect>(op->getDialect()) ||
      !llvm::all_of(op->getResultTypes(), isTensor))
    return report(op) << "only operations on tensors of 'nn' do";
  using Follow = LogicalResult (ResolutionScaler::*)(Operation *);
  auto rule =
      TypeSwitch<Operation *, Follow>(op)
          .Case<ReshapeOp>(
              [](auto) { return &ResolutionScaler::followReshape; })
          .Case<ConcatOp>([](auto) { return &ResolutionScaler::followConcat; })
          .Case<SliceOp>([](auto) { return &ResolutionScaler::followSlice; })
          .Case<TransposeOp>(
              [](auto) { return &ResolutionScaler::followTranspose; })
          .Case<BroadcastOp>(
              [](auto) { return &ResolutionScaler::followRepetition; })
          .Case<ResizeOp>([](auto) { return &ResolutionScaler::followResize; })
          .Case<Conv2DOp, MaxPool2DOp, AvgPool2DOp>(
              [](auto) { return &ResolutionScaler::followWindow; })
          .Case<FullyConnectedOp, MatMulOp>(
              [](auto) { return &ResolutionScaler::followProduct; })
          .Case<ConvTranspose2DOp, PadOp, GatherOp, ReduceOp, ArgReduceOp,
                LstmOp, GruOp>(
              [](auto) { return &ResolutionScaler::followInference; })
          .Default(&ResolutionScaler::followBroadcast);
  if (failed((this->*rule)(op)))
    return failure();
  if (isTooLarge)
    return report(op) << "choose a smaller input";
  return success();
}

/// Element-wise work: operands, aligned at the last dimension, agree where they
/// are not 1.
LogicalResult ResolutionScaler::followBroadcast(Operation *op) {
  for (Value result : op->getResults()) {
    ScaledShape shape = getShape(result);
    for (auto [i, dim] : llvm::enumerate(shape))
      if (failed(followBroadcastDim(op, shape.size() - i, dim)))
        return failure();
    setShape(result, std::move(shape));
  }
  return success();
}

/// Dimension `fromBack` of the result, counted from the last one, 1.
LogicalResult ResolutionScaler::followBroadcastDim(Operation *op,
                                                   size_t fromBack,
                                                   ScaledDim &dim) {
  int64_t old = dim.getTotal().old;
  SmallVector<std::pair<OpOperand *, unsigned>> operands;
  for (OpOperand &operand : op->getOpOperands()) {
    size_t rank = getShape(operand.get()).size();
    if (rank < fromBack)
      continue;
    unsigned own = unsigned(rank - fromBack);
    const ScaledDim &given = getShape(operand.get())[own];
    if (given.getTotal().old != old)
      continue;
    operands.push_back({&operand, own});
    // What had one element may have more now, where others still have one.
    if (!isParameter(operand.get()) && (old > 1 || given.isChanged()))
      dim = given;
  }
  for (auto [operand, own] : operands) {
    int64_t now = getShape(operand->get())[own].getTotal().now;
    if (now == dim.getTotal().now || now == 1 ||
        resample(*operand, own, dim, /*keepSum=*/false))
      continue;
    return report(op) << "its operand " << operand->getOperandNumber()
                      << " has a fixed size of " << now
                      << " where the image now has " << dim.getTotal().now;
  }
  return success();
}

LogicalResult ResolutionScaler::followReshape(Operation *op) {
  auto reshape = cast<ReshapeOp>(op);
  std::optional<ScaledShape> shape =
      reshapeDims(getShape(reshape.getInput()), reshape.getType().getShape());
  if (!shape)
    return report(op) << "its sizes do not divide the image of type "
                      << reshape.getInput().getType();
  setShape(reshape, std::move(*shape));
  return success();
}

LogicalResult ResolutionScaler::followConcat(Operation *op) {
  auto concat = cast<ConcatOp>(op);
  ScaledShape shape = getShape(concat.getInputs().front());
  ScaledDim axis;
  for (OpOperand &part : concat->getOpOperands()) {
    for (auto [i, dim] : llvm::enumerate(shape)) {
      if (i == concat.getAxis())
        continue;
      Extent own = getShape(part.get())[i].getTotal();
      if (own.now != dim.getTotal().now &&
          !resample(part, i, dim, /*keepSum=*/false))
        return report(op) << "its parts have sizes of " << own.now << " and "
                          << dim.getTotal().now << " now";
    }
    llvm::append_range(axis.parts,
                       getShape(part.get())[concat.getAxis()].parts);
  }
  shape[concat.getAxis()] = std::move(axis);
  setShape(concat, std::move(shape));
  return success();
}

namespace {
/// A slice along one dimension.
struct SlicedDim {
  int64_t offset, size, stride;
};
} // namespace

/// The parts of a dimension that a slice takes whole; null if it divides one.
static std::optional<ScaledDim> takeParts(const ScaledDim &dim, SlicedDim &s) {
  ScaledDim taken;
  int64_t old = 0, now = 0, begin = s.offset, end = s.offset + s.size;
  int64_t offset = -1;
  for (const ExtentProduct &part : dim.parts) {
    Extent own = part.getTotal();
    if (old == begin)
      offset = now;
    if (old >= begin && old + own.old <= end)
      taken.parts.push_back(part);
    old += own.old;
    now += own.now;
  }
  Extent total = taken.getTotal();
  if (s.stride != 1 || offset < 0 || total.old != s.size)
    return std::nullopt;
  s.offset = offset;
  s.size = total.now;
  return taken;
}

/// What a slice takes of a dimension that changed: parts of a concatenation,
/// all but a border of fixed width, each so many, all from the end, or the same
/// share. Nothing if none of it applies.
static std::optional<ScaledDim> sliceDim(const ScaledDim &dim, SlicedDim &s) {
  if (std::optional<ScaledDim> parts = takeParts(dim, s))
    return parts;
  auto [old, now] = dim.getTotal();
  int64_t oldSize = s.size;
  if (s.stride < 0) {
    if (s.offset != old - 1 || s.size != (old - 1) / -s.stride + 1)
      return std::nullopt;
    s.offset = now - 1;
    s.size = (now - 1) / -s.stride + 1;
    return ScaledDim::plain(oldSize, s.size);
  }
  int64_t end = s.offset + (s.size - 1) * s.stride + 1;
  bool isToTheEnd = old - end < s.stride;
  int64_t border = isToTheEnd ? s.offset : s.offset + old - end;
  if (border * 4 <= old && border < now) {
    int64_t last = isToTheEnd ? now : now - (old - end);
    s.size = (last - s.offset - 1) / s.stride + 1;
  } else if (s.stride == 1 && s.offset * now % old == 0 &&
             s.size * now % old == 0) {
    s.offset = s.offset * now / old;
    s.size = s.size * now / old;
  } else {
    return std::nullopt;
  }
  return ScaledDim::plain(oldSize, s.size);
}

LogicalResult ResolutionScaler::followSlice(Operation *op) {
  auto slice = cast<SliceOp>(op);
  ScaledShape shape = getShape(slice), input = getShape(slice.getInput());
  SmallVector<int64_t> offsets(slice.getOffsets()), sizes(slice.getSizes());
  for (auto [i, dim] : llvm::enumerate(input)) {
    SlicedDim own{offsets[i], sizes[i], slice.getStrides()[i]};
    if (!dim.isChanged())
      continue;
    std::optional<ScaledDim> taken = sliceDim(dim, own);
    if (!taken || own.size < 1)
      return report(op) << "it takes " << sizes[i] << " of "
                        << dim.getTotal().old << " elements, and there are "
                        << dim.getTotal().now << " now";
    shape[i] = std::move(*taken);
    offsets[i] = own.offset;
    sizes[i] = own.size;
  }
  slice.setOffsets(offsets);
  slice.setSizes(sizes);
  setShape(slice, std::move(shape));
  return success();
}

LogicalResult ResolutionScaler::followTranspose(Operation *op) {
  auto transpose = cast<TransposeOp>(op);
  ScaledShape shape;
  for (int64_t dim : transpose.getPermutation())
    shape.push_back(getShape(transpose.getInput())[dim]);
  setShape(transpose, std::move(shape));
  return success();
}

/// Repeated rows and columns are as many as another image has.
LogicalResult ResolutionScaler::followRepetition(Operation *op) {
  auto broadcast = cast<BroadcastOp>(op);
  ScaledShape shape = getShape(broadcast),
              input = getShape(broadcast.getInput());
  size_t missing = shape.size() - input.size();
  for (auto [i, dim] : llvm::enumerate(shape)) {
    int64_t old = dim.getTotal().old;
    if (i >= missing && input[i - missing].getTotal().old == old) {
      dim = input[i - missing];
      continue;
    }
    std::optional<int64_t> known;
    if (shape.size() == 4 && (i == 1 || i == 2))
      known = findSize(unsigned(i) - 1, old);
    dim = ScaledDim::plain(old, known.value_or(old));
  }
  setShape(broadcast, std::move(shape));
  return success();
}

LogicalResult ResolutionScaler::followResize(Operation *op) {
  auto resize = cast<ResizeOp>(op);
  ScaledShape shape = getShape(resize.getInput());
  ArrayRef<float> scales = resize.getScales();
  bool fitsScales = true;
  for (unsigned i : {1u, 2u}) {
    auto [old, now] = shape[i].getTotal();
    int64_t oldResult = resize.getType().getDimSize(i), size = oldResult;
    int64_t scaled =
        scales.empty() ? 0 : int64_t(std::floor(double(now) * scales[i - 1]));
    if (!scales.empty() && old != now)
      size = scaled;
    else if (std::optional<int64_t> known = findSize(i - 1, oldResult))
      size = *known;
    else if (old != now)
      size = std::llround(double(oldResult) * double(now) / double(old));
    if (size < 1)
      return report(op) << "its result would be empty";
    fitsScales &= size == scaled;
    shape[i] = ScaledDim::plain(oldResult, size);
  }
  // A size that follows other images is a quotient of its own.
  if (!fitsScales && isChanged(shape))
    resize.setScales({});
  setShape(resize, std::move(shape));
  return success();
}

/// A window that covers the whole image still does.
LogicalResult ResolutionScaler::followWindow(Operation *op) {
  ScaledShape input = getShape(op->getOperand(0));
  auto cover = [&](ArrayRef<int64_t> kernel, ArrayRef<int64_t> pads,
                   llvm::function_ref<bool(unsigned, Extent)> setKernel) {
    for (unsigned i : {0, 1}) {
      Extent own = input[i + 1].getTotal();
      // A window of one pixel covers an image of one pixel by chance.
      bool isWhole = kernel[i] == own.old && own.old > 1 && !pads[2 * i] &&
                     !pads[2 * i + 1];
      if (isWhole && own.old != own.now && !setKernel(i, own))
        return false;
    }
    return true;
  };
  if (auto conv = dyn_cast<Conv2DOp>(op)) {
    int64_t kernel[] = {conv.getKernelHeight(), conv.getKernelWidth()};
    if (!cover(kernel,
               {conv.getPads()[0], conv.getPads()[1], conv.getPads()[2],
                conv.getPads()[3]},
               [&](unsigned i, Extent) {
                 return resample(conv.getFilterMutable(), i + 1, input[i + 1],
                                 /*keepSum=*/true);
               }))
      return report(op) << "its filter covers the image and is computed";
    return followInference(op);
  }
  auto coverPool = [&](auto pool) {
    SmallVector<int64_t> kernel(pool.getKernel());
    SmallVector<int64_t> strides(pool.getStrides());
    cover(pool.getKernel(), pool.getPads(), [&](unsigned i, Extent own) {
      kernel[i] = own.now;
      if (strides[i] == own.old)
        strides[i] = own.now;
      return true;
    });
    pool.setKernel(kernel);
    pool.setStrides(strides);
  };
  if (auto pool = dyn_cast<MaxPool2DOp>(op))
    coverPool(pool);
  else
    coverPool(cast<AvgPool2DOp>(op));
  return followInference(op);
}

/// The weight of a layer behind a flattened image follows the image.
LogicalResult ResolutionScaler::followProduct(Operation *op) {
  OpOperand &left = op->getOpOperand(0), &right = op->getOpOperand(1);
  unsigned leftDim = unsigned(getShape(left.get()).size()) - 1;
  unsigned rightDim =
      isa<FullyConnectedOp>(op)
          ? 1
          : unsigned(std::max<size_t>(getShape(right.get()).size(), 2)) - 2;
  ScaledDim in = getShape(left.get())[leftDim];
  ScaledDim out = getShape(right.get())[rightDim];
  if (in.getTotal().now != out.getTotal().now &&
      !resample(right, rightDim, in, /*keepSum=*/true) &&
      !resample(left, leftDim, out, /*keepSum=*/true))
    return report(op) << "it sums up " << in.getTotal().now << " elements with "
                      << out.getTotal().now;
  return followInference(op);
}

LogicalResult ResolutionScaler::followInference(Operation *op) {
  if (auto gather = dyn_cast<GatherOp>(op))
    if (getShape(gather.getInput())[gather.getAxis()].isChanged())
      return report(op) << "it picks fixed positions of the image";
  auto inference = dyn_cast<InferTypeOpInterface>(op);
  SmallVector<Type> types;
  if (!inference || failed(inference.inferReturnTypes(
                        op->getContext(), std::nullopt, op->getOperands(),
                        op->getAttrDictionary(), op->getPropertiesStorage(),
                        op->getRegions(), types)))
    return report(op) << "it cannot take an input of type "
                      << op->getOperand(0).getType();
  ScaledShape input = getShape(op->getOperand(0));
  for (auto [result, type] : llvm::zip_equal(op->getResults(), types)) {
    ArrayRef<int64_t> was = typeOf(result).getShape();
    ArrayRef<int64_t> is = cast<RankedTensorType>(type).getShape();
    ScaledShape shape;
    for (size_t i = 0; i < was.size(); ++i) {
      ScaledDim plain = ScaledDim::plain(was[i], is[i]);
      // A dimension that goes through keeps its structure.
      bool isSame =
          input.size() == was.size() && input[i].getTotal() == plain.getTotal();
      shape.push_back(isSame ? input[i] : plain);
    }
    setShape(result, std::move(shape));
  }
  return success();
}
