//===- EmitCascade.cpp - Emission of cascades -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Compiler/Plan/Cascade.h"
#include "lib/Compiler/Plan/Tiling.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::compiler;

namespace {
/// Emits one cascade, round by round.
class CascadeEmitter {
public:
  CascadeEmitter(Emitter &emitter, const Cascade &cascade)
      : emitter(emitter), graph(emitter.graph), cascade(cascade),
        stripes(cascade.tensors.size()), weights(cascade.size(), -1) {}
  void emit();

private:
  /// The buffer of one stripe of a tensor, and its first row.
  struct Stripe {
    int32_t buffer = -1;
    int64_t first = 0;
  };
  /// Rows in SRAM.
  struct Rows {
    Span span;
    int64_t row = 0, pixel = 0;
    ElementSlice slice;
  };
  const Node &getNode(int32_t index) const {
    return graph.nodes[cascade.first + index];
  }
  size_t getIndex(int32_t tensor) const {
    return cascade.find(tensor) - cascade.tensors.data();
  }
  int64_t getPixelBytes(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return alignUp(t.channels * t.elementBytes, engine::sramAlignment);
  }
  Rows getRows(int32_t tensor, int64_t stripe, int64_t begin, int64_t end);
  void open(size_t index, int64_t stripe);
  struct NewRows {
    int64_t dram;
    Span sram;
    BoxDim pixels;
    int64_t pixelBytes;
  };
  NewRows getNewRows(const StripeTensor &t, int64_t stripe);
  void load(size_t index, int64_t stripe);
  void store(size_t index, int64_t stripe);
  Rows getOperand(const Node &node, const CascadeOperand &operand,
                  int64_t stripe, int64_t begin, int64_t end);
  void emitStep(int32_t index, int64_t stripe);
  void emitSweeps(const Node &node, ArrayRef<Rows> operands, const Rows &result,
                  int64_t rows);
  Span getWeights(int32_t index);
  ArrayShape getShape(int32_t index, int64_t begin, int64_t end) const;

  Emitter &emitter;
  const Graph &graph;
  const Cascade &cascade;
  /// The buffers of the stripes of each tensor.
  std::vector<std::vector<Stripe>> stripes;
  std::vector<int32_t> weights;
};
} // namespace

/// Returns rows `begin` to `end - 1` of a tensor in the buffer of stripe
/// `stripe`.
CascadeEmitter::Rows CascadeEmitter::getRows(int32_t tensor, int64_t stripe,
                                             int64_t begin, int64_t end) {
  const Tensor &t = graph.tensors[tensor];
  int64_t width = t.shape[2];
  Rows rows;
  rows.slice.first = begin * width * t.channels;
  rows.slice.count = rows.slice.rowStride = (end - begin) * width * t.channels;
  rows.slice.channels = t.channels;
  rows.slice.bytes = t.elementBytes;
  rows.slice.pitch = emitter.isResident(tensor) ? emitter.getSramPitch(tensor)
                                                : getPixelBytes(tensor);
  if (emitter.isResident(tensor)) {
    rows.pixel = emitter.getSramPitch(tensor);
    rows.row = width * rows.pixel;
    rows.span = emitter.getSpan(tensor, begin * width, 0,
                                ((end - begin) * width - 1) * rows.pixel +
                                    t.channels * t.elementBytes);
    return rows;
  }
  const Stripe &buffer = stripes[getIndex(tensor)][stripe];
  rows.pixel = getPixelBytes(tensor);
  rows.row = width * rows.pixel;
  rows.span = {buffer.buffer, (begin - buffer.first) * rows.row,
               (end - begin) * rows.row};
  return rows;
}

/// Creates the buffer of a stripe, and copies the rows that it shares with the
/// previous stripe. A stripe without new rows uses the buffer of the previous
/// stripe.
void CascadeEmitter::open(size_t index, int64_t stripe) {
  const StripeTensor &t = cascade.tensors[index];
  std::vector<Stripe> &list = stripes[index];
  if (t.isResident || int64_t(list.size()) > stripe)
    return;
  int64_t before = t.getEnd(stripe - 1);
  if (stripe > 0 && t.ends[stripe] == before) {
    list.push_back(list.back());
    return;
  }
  const Tensor &tensor = graph.tensors[t.tensor];
  int64_t row = tensor.shape[2] * getPixelBytes(t.tensor);
  Stripe next;
  next.first = t.getFirst(stripe);
  next.buffer = emitter.addBuffer((t.ends[stripe] - next.first) * row);
  if (int64_t rows = before - next.first; rows > 0) {
    const Stripe &old = list.back();
    VectorStep &copy = emitter.addVector();
    copy.function = "max";
    copy.pixels = rows * tensor.shape[2];
    copy.channels = tensor.channels;
    copy.inputs.push_back(
        {old.buffer, (next.first - old.first) * row, rows * row});
    copy.output = {next.buffer, 0, rows * row};
    copy.map.kind = SweepMap::Copy;
  }
  list.push_back(next);
}

/// Returns the new rows of a stripe, in SRAM and in DRAM.
CascadeEmitter::NewRows CascadeEmitter::getNewRows(const StripeTensor &t,
                                                   int64_t stripe) {
  const Tensor &tensor = graph.tensors[t.tensor];
  int64_t begin = t.getEnd(stripe - 1), end = t.ends[stripe];
  Rows rows = getRows(t.tensor, stripe, begin, end);
  int64_t width = tensor.shape[2], pitch = emitter.getDramPitch(t.tensor);
  return {emitter.getDramAddress(t.tensor) + begin * width * pitch,
          rows.span,
          {(end - begin) * width, pitch, rows.pixel},
          tensor.channels * tensor.elementBytes};
}

/// Loads the new rows of a stripe of a tensor from outside the cascade.
void CascadeEmitter::load(size_t index, int64_t stripe) {
  const StripeTensor &t = cascade.tensors[index];
  if (t.isResident || t.producer >= 0 ||
      int64_t(stripes[index].size()) > stripe)
    return;
  open(index, stripe);
  if (t.getEnd(stripe - 1) == t.ends[stripe])
    return;
  NewRows rows = getNewRows(t, stripe);
  emitter.load(rows.dram, rows.sram, rows.pixels, rows.pixelBytes);
}

/// Stores the new rows of a stripe that are needed after the cascade.
void CascadeEmitter::store(size_t index, int64_t stripe) {
  const StripeTensor &t = cascade.tensors[index];
  if (t.isResident || !t.isNeededBehind ||
      t.getEnd(stripe - 1) == t.ends[stripe])
    return;
  NewRows rows = getNewRows(t, stripe);
  emitter.store(rows.dram, rows.sram, rows.pixels, rows.pixelBytes);
}

/// Returns all weights of an operation, which are loaded once, with its bias.
/// Weights that other operations share are loaded once for all of them.
Span CascadeEmitter::getWeights(int32_t index) {
  if (weights[index] >= 0)
    return emitter.getWhole(weights[index]);
  const Workload &w = getNode(index).workload;
  int64_t elementBytes = engine::getElementBytes(emitter.type);
  ParameterImage image = emitter.getWeightImage(
      getArrayProblem(w, emitter.machine, elementBytes), 0);
  image.outChannels = image.groupOutputs;
  image.inChannels = image.isDepthwise ? 1 : image.groupInputs;
  int32_t &buffer =
      emitter.sharesWeights() ? emitter.getSharedBuffer(image) : weights[index];
  if (buffer < 0) {
    int64_t bytes = getCascadeWeightBytes(w, elementBytes);
    buffer = emitter.addBuffer(bytes);
    image.dram = emitter.allocateDram(bytes);
    emitter.addImage(image);
    emitter.load(image.dram, buffer, {}, bytes, /*isParameter=*/true);
  }
  return emitter.getWhole(weights[index] = buffer);
}

/// Returns the shapes of the command for some rows of output. Pixels of a 1x1
/// convolution share steps across rows.
ArrayShape CascadeEmitter::getShape(int32_t index, int64_t begin,
                                    int64_t end) const {
  const Workload &w = getNode(index).workload;
  bool isDepthwise = w.isDepthwise() && emitter.machine.hasDepthwise();
  int64_t top = begin * w.strideHeight - w.padTop;
  int64_t bottom = (end - 1) * w.strideHeight - w.padTop +
                   (w.kernelHeight - 1) * w.dilationHeight + 1;
  int64_t first = std::clamp<int64_t>(top, 0, w.inHeight - 1);
  ArrayShape shape;
  shape.mode =
      isDepthwise ? engine::ArrayMode::Depthwise : engine::ArrayMode::Standard;
  shape.outputSizes = {end - begin, w.outWidth, w.outChannels};
  shape.inputSizes = {
      std::max<int64_t>(std::min(bottom, w.inHeight) - first, 1), w.inWidth,
      w.inChannels};
  shape.kernel = {w.kernelHeight, w.kernelWidth};
  shape.strides = {w.strideHeight, w.strideWidth};
  shape.dilations = {w.dilationHeight, w.dilationWidth};
  shape.pads = {std::max<int64_t>(-top, 0), w.padLeft};
  if (top >= w.inHeight) // below the image
    shape.pads[0] = bottom - top;
  if (getArrayProblem(w, emitter.machine, 1).outHeight == 1) {
    shape.outputSizes = {1, (end - begin) * w.outWidth, w.outChannels};
    shape.inputSizes = {1, (end - begin) * w.outWidth, w.inChannels};
  }
  return shape;
}

/// Returns the rows of an operand for rows `begin` to `end - 1` of the output.
CascadeEmitter::Rows CascadeEmitter::getOperand(const Node &node,
                                                const CascadeOperand &operand,
                                                int64_t stripe, int64_t begin,
                                                int64_t end) {
  if (operand.rows == OperandRows::Whole)
    return getRows(operand.tensor, stripe, 0, 1);
  if (operand.rows == OperandRows::Same)
    return getRows(operand.tensor, stripe, begin, end);
  return getRows(operand.tensor, stripe, getWindowBegin(node.workload, begin),
                 getWindowEnd(node.workload, end));
}

void CascadeEmitter::emitSweeps(const Node &node, ArrayRef<Rows> operands,
                                const Rows &result, int64_t rows) {
  const Tensor &output = graph.tensors[node.outputs[0]];
  // Each result replaces the previous one (isChain).
  for (auto [index, sweep] : llvm::enumerate(node.workload.sweeps)) {
    VectorStep &step = emitter.addVector();
    step.function = sweep.function;
    step.pixels = rows * output.shape[2];
    step.taps = sweep.taps;
    step.channels = sweep.channels;
    step.map.sweep = index;
    for (int32_t input : sweep.inputs) {
      const Rows &operand = input >= 0 ? operands[input] : result;
      step.inputs.push_back(operand.span);
      step.map.inputs.push_back(operand.slice);
    }
    step.output = result.span;
    step.map.output = result.slice;
  }
}

void CascadeEmitter::emitStep(int32_t index, int64_t stripe) {
  const Node &node = getNode(index);
  size_t output = getIndex(node.outputs[0]);
  const StripeTensor &out = cascade.tensors[output];
  emitter.beginNode(cascade.first + index);
  auto operands = getCascadeOperands(graph, node);
  for (const CascadeOperand &operand : operands)
    load(getIndex(operand.tensor), stripe);
  open(output, stripe);
  int64_t begin = out.getEnd(stripe - 1), end = out.ends[stripe];
  if (begin == end)
    return;
  SmallVector<Rows, 3> in;
  for (const CascadeOperand &operand : operands)
    in.push_back(getOperand(node, operand, stripe, begin, end));
  Rows result = getRows(node.outputs[0], stripe, begin, end);
  if (node.workload.kind != WorkloadKind::Convolution) {
    emitSweeps(node, in, result, end - begin);
    return store(output, stripe);
  }
  Span weights = getWeights(index);
  ArraySpans &spans = emitter.addArray();
  spans.input = in[0].span;
  spans.output = result.span;
  spans.weights = weights;
  if (node.residual >= 0)
    spans.residual = in.back().span;
  if (emitter.needsShapes()) {
    ArrayShape shape = getShape(index, begin, end);
    shape.inputPitch = {in[0].row, in[0].pixel};
    shape.outputPitch = {result.row, result.pixel};
    if (node.residual >= 0)
      shape.residualPitch = {in.back().row, in.back().pixel};
    emitter.program.shapes.push_back(shape);
  }
  store(output, stripe);
}

void CascadeEmitter::emit() {
  int32_t longest = *llvm::max_element(cascade.delays);
  for (int64_t round = 0; round != cascade.stripes + longest; ++round)
    for (int32_t i = 0; i != cascade.size(); ++i)
      if (int64_t stripe = round - cascade.delays[i];
          stripe >= 0 && stripe < cascade.stripes)
        emitStep(i, stripe);
}

void compiler::emitCascade(Emitter &emitter, const Cascade &cascade) {
  CascadeEmitter(emitter, cascade).emit();
}
