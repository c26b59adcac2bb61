//===- ImportNormalizations.cpp - Normalizations of ONNX ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// A scale or an offset with one value a channel.
static FailureOr<Value> getPerChannel(Importer &importer, const Node &node,
                                      unsigned i, int64_t channels) {
  const Imported *x = importer.getInput(node, i);
  if (!x || ArrayRef<int64_t>(x->getShape()) != ArrayRef<int64_t>(channels))
    return node.error() << "expected input " << i << " to have " << channels
                        << " elements, one a channel";
  return importer.inOrder(node, *x, {0});
}

static LogicalResult importInstanceNorm(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank();
  if (rank < 3)
    return node.error() << "expected an input with spatial dimensions, but got "
                        << "rank " << rank;
  Order order = Importer::channelsLast(rank);
  int64_t channels = x->getShape()[1];
  FailureOr<Value> scale = getPerChannel(importer, node, 1, channels);
  FailureOr<Value> offset = getPerChannel(importer, node, 2, channels);
  if (failed(scale) || failed(offset))
    return failure();
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(1, rank - 1));
  return defineOutput(
      importer, node,
      build<NormalizeOp>(importer, node, importer.inOrder(node, *x, order),
                         *scale, *offset, axes,
                         APFloat(node.getFloat("epsilon", 1e-5f))),
      order);
}

/// Statistics are computed in 32 bits, or 64 of such elements.
static LogicalResult checkStash(const Node &node) {
  int64_t type = node.getInt("stash_type", 1);
  if (type != 1)
    return node.error() << "expected stash_type 1, 32-bit floating point, but "
                           "got "
                        << type;
  return success();
}

/// Channels in groups: a dimension for the groups, one for those inside. Before
/// opset 21 there was one scale a group.
static LogicalResult importGroupNorm(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  if (failed(checkStash(node)))
    return failure();
  int64_t rank = x->getRank(), groups = node.getInt("num_groups", 0);
  if (rank < 2 || groups < 1 || x->getShape()[1] % groups)
    return node.error() << "expected channels in groups of equal size, but got "
                        << "rank " << rank << " and num_groups " << groups;
  int64_t channels = x->getShape()[1];
  bool isPerGroup = node.getOpset() < 21;
  Value parameters[2];
  for (unsigned i : {1u, 2u}) {
    const Imported *given = importer.getInput(node, i);
    int64_t count = isPerGroup ? groups : channels;
    if (!given || ArrayRef<int64_t>(given->getShape()) != ArrayRef(count))
      return node.error() << "expected input " << i << " to have " << count
                          << " elements, one a "
                          << (isPerGroup ? "group" : "channel");
    parameters[i - 1] =
        importer.reshape(node.getLoc(), importer.inOrder(node, *given, {0}),
                         {groups, isPerGroup ? 1 : channels / groups});
  }
  Order order = Importer::channelsLast(rank);
  Value value = importer.inOrder(node, *x, order);
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(value.getType()).getShape());
  SmallVector<int64_t> split(shape), axes;
  split.back() = groups;
  split.push_back(channels / groups);
  for (int64_t d = 1; d <= rank; ++d)
    if (d != rank - 1)
      axes.push_back(d);
  value = build<NormalizeOp>(importer, node,
                             importer.reshape(node.getLoc(), value, split),
                             parameters[0], parameters[1], axes,
                             APFloat(node.getFloat("epsilon", 1e-5f)));
  if (!value)
    return failure();
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), value, shape), order);
}

/// The mean and one over the deviation, which layer normalization also gives.
static LogicalResult defineStatistics(Importer &importer, const Node &node,
                                      Value x, ArrayRef<int64_t> axes,
                                      float epsilon) {
  if (node.getOutput(1).empty() && node.getOutput(2).empty())
    return success();
  Type element = cast<RankedTensorType>(x.getType()).getElementType();
  Value mean = build<ReduceOp>(importer, node, ReduceKind::mean, x, axes);
  Value centred = build<SubOp>(importer, node, x, mean);
  Value square = build<MulOp>(importer, node, centred, centred);
  Value variance =
      build<ReduceOp>(importer, node, ReduceKind::mean, square, axes);
  Value sum = build<AddOp>(
      importer, node, variance,
      importer.makeConstant(node.getLoc(),
                            HostTensor::fromDoubles(element, {}, {epsilon})));
  Value inverse =
      build<ReciprocalOp>(importer, node, build<SqrtOp>(importer, node, sum));
  if (!node.getOutput(1).empty())
    importer.define(node, 1, mean);
  if (!node.getOutput(2).empty())
    importer.define(node, 2, inverse);
  return success();
}

static LogicalResult importLayerNorm(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank();
  FailureOr<int64_t> axis = normalizeAxis(node, node.getInt("axis", -1), rank);
  if (failed(axis) || failed(checkStash(node)))
    return failure();
  Value parameters[2];
  for (unsigned i : {1u, 2u})
    if (const Imported *parameter = importer.getInput(node, i))
      parameters[i - 1] = importer.inOrder(
          node, *parameter, Importer::identityOrder(parameter->getRank()));
  Value value = importer.inOrder(node, *x, Importer::identityOrder(rank));
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(*axis, rank));
  float epsilon = node.getFloat("epsilon", 1e-5f);
  Value result = build<NormalizeOp>(importer, node, value, parameters[0],
                                    parameters[1], axes, APFloat(epsilon));
  if (failed(defineOutput(importer, node, result, {})))
    return failure();
  return defineStatistics(importer, node, value, axes, epsilon);
}

/// `x / sqrt(mean(x^2) + epsilon) * scale`, over the axis and those behind it.
static LogicalResult importRmsNorm(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  const Imported &input = *importer.getInput(node, 0);
  int64_t rank = input.getRank();
  FailureOr<int64_t> axis = normalizeAxis(node, node.getInt("axis", -1), rank);
  if (failed(axis) || failed(checkStash(node)) ||
      failed(expectFloats(node, input)))
    return failure();
  Value x = importer.inOrder(node, input, Importer::identityOrder(rank));
  const Imported &parameter = *importer.getInput(node, 1);
  Value scale = importer.inOrder(node, parameter,
                                 Importer::identityOrder(parameter.getRank()));
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(*axis, rank));
  Value square = build<MulOp>(importer, node, x, x);
  Value mean = build<ReduceOp>(importer, node, ReduceKind::mean, square, axes);
  if (!mean)
    return failure();
  Value sum = build<AddOp>(
      importer, node, mean,
      makeScalar(importer, node, x, node.getFloat("epsilon", 1e-5f)));
  Value root = build<SqrtOp>(importer, node, sum);
  Value normal = build<DivOp>(importer, node, x, root);
  return defineOutput(importer, node,
                      build<MulOp>(importer, node, normal, scale), {});
}

static LogicalResult importMeanVariance(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank();
  SmallVector<int64_t> axes;
  for (int64_t axis : node.getInts("axes", {0, 2, 3})) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, rank);
    if (failed(normal))
      return failure();
    axes.push_back(*normal);
  }
  llvm::sort(axes);
  axes.erase(llvm::unique(axes), axes.end());
  // The operator adds this to the deviation, not to the variance.
  return defineOutput(
      importer, node,
      build<NormalizeOp>(importer, node, importer.inOnnxOrder(node, *x),
                         Value(), Value(), axes, APFloat(1e-18f)),
      {});
}

static LogicalResult importLpNorm(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x || failed(expectFloats(node, *x)))
    return failure();
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", -1), x->getRank());
  int64_t p = node.getInt("p", 2);
  if (failed(axis))
    return failure();
  if (p != 1 && p != 2)
    return node.error() << "expected p of 1 or 2, but got " << p;
  Value value = importer.inOnnxOrder(node, *x);
  Value norm =
      build<ReduceOp>(importer, node, p == 1 ? ReduceKind::l1 : ReduceKind::l2,
                      value, ArrayRef<int64_t>(*axis));
  if (!norm)
    return failure();
  // Zeros have no direction: zero over the least number stays zero.
  auto type = cast<FloatType>(x->getElementType());
  Value least = importer.makeConstant(
      node.getLoc(),
      HostTensor::fromNumber(FloatAttr::get(
          type, APFloat::getSmallest(type.getFloatSemantics()))));
  norm = build<MaxOp>(importer, node, norm, least);
  return defineOutput(importer, node, build<DivOp>(importer, node, value, norm),
                      {});
}

void onnx_frontend::addNormalizationHandlers(HandlerMap &handlers) {
  handlers["InstanceNormalization"] = importInstanceNorm;
  handlers["GroupNormalization"] = importGroupNorm;
  handlers["LayerNormalization"] = importLayerNorm;
  handlers["MeanVarianceNormalization"] = importMeanVariance;
  handlers["RMSNormalization"] = importRmsNorm;
  handlers["LpNormalization"] = importLpNorm;
}
