//===- ExportNormalizations.cpp - Normalizations as ONNX nodes ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The normalization is over the spatial dimensions, and its parameters have
/// one value a channel.
static bool isInstanceNorm(NormalizeOp op) {
  int64_t rank = op.getType().getRank();
  auto isPerChannel = [&](Value parameter) {
    return parameter &&
           typeOf(parameter).getShape() == op.getType().getShape().take_back(1);
  };
  return rank >= 3 && isPerChannel(op.getScale()) &&
         isPerChannel(op.getOffset()) &&
         llvm::equal(op.getAxes(), llvm::seq<int64_t>(1, rank - 1));
}

/// The normalization is over the last dimensions, and its parameters have their
/// shape.
static bool isLayerNorm(NormalizeOp op) {
  int64_t rank = op.getType().getRank(), count = op.getAxes().size();
  ArrayRef<int64_t> tail = op.getType().getShape().take_back(count);
  return count > 0 && op.getScale() &&
         llvm::equal(op.getAxes(), llvm::seq<int64_t>(rank - count, rank)) &&
         typeOf(op.getScale()).getShape() == tail &&
         (!op.getOffset() || typeOf(op.getOffset()).getShape() == tail);
}

/// Any other axes and shapes, spelled out.
static void exportSpelledOut(Exporter &e, NormalizeOp op) {
  Location loc = op.getLoc();
  Type element = op.getType().getElementType();
  std::string x = e.getPlain(op.getInput()), mean, centred, square, variance,
              sum, deviation, last = e.takeName("Div", loc);
  e.addNode("ReduceMean", loc, mean).input(x).set("axes", op.getAxes());
  e.addNode("Sub", loc, centred).input(x).input(mean);
  e.addNode("Mul", loc, square).input(centred).input(centred);
  e.addNode("ReduceMean", loc, variance)
      .input(square)
      .set("axes", op.getAxes());
  std::string epsilon =
      e.addScalar(loc, "epsilon", element, op.getEpsilon().convertToFloat());
  e.addNode("Add", loc, sum).input(variance).input(epsilon);
  e.addNode("Sqrt", loc, deviation).input(sum);
  // The name of the operation is for the last node.
  SmallVector<std::pair<StringRef, std::string>> steps = {{"Div", deviation}};
  if (op.getScale())
    steps.emplace_back("Mul", e.getPlain(op.getScale()));
  if (op.getOffset())
    steps.emplace_back("Add", e.getPlain(op.getOffset()));
  std::string y = centred;
  for (auto [i, step] : llvm::enumerate(steps)) {
    std::string before = y;
    y = i + 1 == steps.size() ? last : e.takeName(step.first, loc);
    e.addNamedNode(step.first, y).input(before).input(step.second);
  }
  e.define(op.getResult(), y, Exporter::identityOrder(op.getType().getRank()));
}

LogicalResult onnx_frontend::exportNormalize(Exporter &e, NormalizeOp op) {
  int64_t rank = op.getType().getRank();
  bool isInstance = isInstanceNorm(op);
  if (op.getAxes().empty())
    return emitError(op.getLoc()) << "a normalization over no dimensions has "
                                     "no ONNX counterpart";
  if (!isInstance && !isLayerNorm(op))
    return exportSpelledOut(e, op), success();
  Order order = isInstance ? Exporter::channelsFirst(rank)
                           : Exporter::identityOrder(rank);
  SmallVector<std::string> inputs = {e.get(op.getInput(), order),
                                     e.getPlain(op.getScale())};
  if (op.getOffset())
    inputs.push_back(e.getPlain(op.getOffset()));
  std::string y;
  NodeBuilder node =
      e.addNode(isInstance ? "InstanceNormalization" : "LayerNormalization",
                op.getLoc(), y);
  for (const std::string &input : inputs)
    node.input(input);
  if (!isInstance)
    node.set("axis", rank - int64_t(op.getAxes().size()));
  node.set("epsilon", op.getEpsilon().convertToFloat());
  e.define(op.getResult(), y, order);
  return success();
}

/// The filter `[K, R, S, C / groups]` as `[C, K / groups, R, S]`.
static std::string getTransposedFilter(Exporter &e, ConvTranspose2DOp op) {
  int64_t groups = op.getGroups();
  if (groups == 1)
    return e.get(op.getFilter(), {3, 0, 1, 2});
  ArrayRef<int64_t> s = typeOf(op.getFilter()).getShape();
  int64_t split[] = {groups, s[0] / groups, s[1], s[2], s[3]};
  int64_t merged[] = {groups * s[3], s[0] / groups, s[1], s[2]};
  SmallVector<int64_t> permutation = {0, 4, 1, 2, 3};
  if (std::optional<HostTensor> constant = e.getConstant(op.getFilter()))
    return e.addInitializer(
        constant->reshape(split).transpose(permutation).reshape(merged),
        constant->getName());
  std::string parts = e.getReshaped(op.getFilter(), split), moved;
  e.addNode("Transpose", op.getLoc(), moved)
      .input(parts)
      .set("perm", permutation);
  return e.addReshape(op.getLoc(), moved, merged);
}

namespace {
/// Pads of a transposed convolution, in the order of ONNX.
struct TransposedPads {
  SmallVector<int64_t, 2> low, high, output;
  /// Zeros behind the last element that a window reaches.
  SmallVector<int64_t, 2> zeros = {0, 0};
};
} // namespace

/// ONNX Runtime wants output padding that is smaller than the stride. More of
/// it takes back padding at the end, and behind that adds zeros.
static TransposedPads getTransposedPads(ConvTranspose2DOp op) {
  TransposedPads pads;
  for (int i = 0; i < 2; ++i) {
    pads.low.push_back(op.getPads()[2 * i]);
    pads.high.push_back(op.getPads()[2 * i + 1]);
    pads.output.push_back(op.getOutputPads()[i]);
    if (pads.output[i] < op.getStrides()[i])
      continue;
    int64_t back = std::min(pads.output[i], pads.high[i]);
    pads.high[i] -= back;
    pads.zeros[i] = pads.output[i] - back;
    pads.output[i] = 0;
  }
  return pads;
}

/// Zeros at the end of rows and columns, then the bias, which is theirs, too.
static std::string appendZeros(Exporter &e, ConvTranspose2DOp op, std::string x,
                               ArrayRef<int64_t> zeros) {
  Location loc = op.getLoc();
  std::string padded, biased;
  std::string pads =
      e.addInts(loc, "pads", {0, 0, 0, 0, 0, 0, zeros[0], zeros[1]});
  e.addNode("Pad", loc, padded).input(x).input(pads);
  if (!op.getBias())
    return padded;
  int64_t channels = op.getType().getShape().back();
  std::string bias = e.getReshaped(op.getBias(), {channels, 1, 1});
  e.addNode("Add", loc, biased).input(padded).input(bias);
  return biased;
}

LogicalResult onnx_frontend::exportConvTranspose(Exporter &e,
                                                 ConvTranspose2DOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string x = e.get(op.getInput(), nchw), w = getTransposedFilter(e, op);
  TransposedPads p = getTransposedPads(op);
  bool hasZeros = p.zeros[0] || p.zeros[1];
  std::string bias = op.getBias() && !hasZeros ? e.getPlain(op.getBias()) : "";
  std::string y;
  NodeBuilder node =
      e.addNode("ConvTranspose", op.getLoc(), y).input(x).input(w);
  if (!bias.empty())
    node.input(bias);
  int64_t pads[] = {p.low[0], p.low[1], p.high[0], p.high[1]};
  node.set("kernel_shape", typeOf(op.getFilter()).getShape().slice(1, 2))
      .set("strides", op.getStrides())
      .set("pads", ArrayRef<int64_t>(pads))
      .set("output_padding", p.output)
      .set("dilations", op.getDilations())
      .set("group", int64_t(op.getGroups()));
  if (hasZeros)
    y = appendZeros(e, op, y, p.zeros);
  e.defineActivated(op, y, op.getActivation(), nchw);
  return success();
}
