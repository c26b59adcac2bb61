//===- Cascade.cpp - Which layers run stripe by stripe --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cascade.h"
#include "ArrayModel.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::codegen;

namespace {
/// Works out the stripes and the cost of one cascade.
class CascadePlanner {
public:
  CascadePlanner(const Emitter &emitter, int32_t first, int32_t last)
      : emitter(emitter), graph(emitter.graph) {
    cascade.first = first;
    cascade.last = last;
  }
  bool findTensors();
  void setStripes(int64_t stripes);
  void setDelays(bool skew);
  void estimate();
  Cascade cascade;

private:
  StripeTensor &get(int32_t tensor);
  const Node &getNode(int32_t index) const {
    return graph.nodes[cascade.first + index];
  }
  int64_t getHeight(const StripeTensor &t) const {
    return graph.tensors[t.tensor].shape[1];
  }
  int64_t getRowBytes(const StripeTensor &t) const {
    const Tensor &tensor = graph.tensors[t.tensor];
    return tensor.shape[2] * alignUp(tensor.channels * tensor.elementBytes,
                                     engine::sramAlignment);
  }
  int64_t getStripeBytes(const StripeTensor &t) const;
  int64_t getBuffers(const StripeTensor &t) const;

  const Emitter &emitter;
  const Graph &graph;
};
} // namespace

const StripeTensor *Cascade::find(int32_t tensor) const {
  auto it = llvm::find_if(
      tensors, [&](const StripeTensor &t) { return t.tensor == tensor; });
  return it == tensors.end() ? nullptr : &*it;
}

static bool isImage(const Graph &graph, int32_t tensor) {
  return tensor >= 0 && graph.tensors[tensor].shape.size() == 4 &&
         graph.tensors[tensor].shape[0] == 1;
}

/// True if each sweep needs no other result than that of the one before it, so
/// that all can be in one place.
static bool isChain(const Workload &workload) {
  for (auto [index, sweep] : llvm::enumerate(workload.sweeps))
    for (int32_t input : sweep.inputs)
      if (input < 0 && input != getSweepResult(int32_t(index) - 1))
        return false;
  return true;
}

/// True if each result depends on one element of each operand.
static bool isElementwise(const Graph &graph, const Node &node) {
  if (node.workload.cut != VectorCut::Pixels)
    return false;
  for (const VectorSweep &sweep : node.workload.sweeps)
    if (sweep.taps != 1 || sweep.acrossLanes ||
        sweep.pixels * sweep.channels !=
            graph.tensors[node.outputs[0]].getElements())
      return false;
  return llvm::all_of(node.inputs, [&](int32_t input) {
    return isImage(graph, input) && (graph.tensors[input].shape ==
                                         graph.tensors[node.outputs[0]].shape ||
                                     graph.tensors[input].pixels == 1);
  });
}

bool codegen::canCascade(const Graph &graph, const engine::Machine &machine,
                         int32_t index) {
  const Node &node = graph.nodes[index];
  const Workload &w = node.workload;
  if (node.outputs.size() != 1 || !isImage(graph, node.outputs[0]) ||
      graph.tensors[node.outputs[0]].shape[1] < 2 || node.inputs.empty() ||
      !isImage(graph, node.inputs[0]))
    return false;
  if (w.kind == WorkloadKind::Convolution)
    return (w.groups == 1 || (w.isDepthwise() && machine.hasDepthwise())) &&
           node.inputs.size() > 1 && node.inputs[1] < 0 &&
           (node.residual < 0 || isImage(graph, node.residual));
  if (w.kind != WorkloadKind::Vector || !isChain(w))
    return false;
  bool isPool = w.outHeight > 1 && node.inputs.size() == 1 && w.rowMargin < 0;
  return isPool || (w.outHeight == 1 && isElementwise(graph, node));
}

SmallVector<CascadeOperand, 3> codegen::getCascadeOperands(const Graph &graph,
                                                           const Node &node) {
  SmallVector<CascadeOperand, 3> operands;
  if (node.workload.outHeight > 1)
    operands.push_back({node.inputs[0], OperandRows::Window});
  else
    for (int32_t input : node.inputs)
      operands.push_back({input, graph.tensors[input].pixels == 1
                                     ? OperandRows::Whole
                                     : OperandRows::Same});
  if (node.residual >= 0)
    operands.push_back({node.residual, OperandRows::Same});
  return operands;
}

StripeTensor &CascadePlanner::get(int32_t tensor) {
  if (const StripeTensor *found = cascade.find(tensor))
    return const_cast<StripeTensor &>(*found);
  StripeTensor &t = cascade.tensors.emplace_back();
  t.tensor = tensor;
  t.isResident = emitter.isResident(tensor);
  return t;
}

/// Returns false if the operations are no cascade: what is written and read in
/// it has to be a tensor of its own, and each operation but the first one reads
/// something that the cascade knows.
bool CascadePlanner::findTensors() {
  for (int32_t i = 0; i != cascade.size(); ++i) {
    const Node &node = getNode(i);
    auto operands = getCascadeOperands(graph, node);
    bool isKnown = llvm::any_of(operands, [&](const CascadeOperand &operand) {
      return cascade.find(operand.tensor) != nullptr;
    });
    if (i > 0 && !isKnown)
      return false;
    for (const CascadeOperand &operand : operands) {
      const StripeTensor *known = cascade.find(operand.tensor);
      if (operand.rows == OperandRows::Whole && known && known->producer >= 0)
        return false;
      get(operand.tensor).consumers.push_back(i);
    }
    StripeTensor &out = get(node.outputs[0]);
    out.producer = i;
    const Root &root = graph.getRoot(out.tensor);
    out.isNeededBehind = root.isOutside || root.lastUse > cascade.last ||
                         graph.tensors[out.tensor].root != out.tensor;
    // What is inside is only read in this shape.
    if (!out.isNeededBehind)
      out.isResident = false;
  }
  llvm::SmallDenseSet<int32_t> written;
  for (const StripeTensor &t : cascade.tensors)
    if (t.producer >= 0)
      written.insert(graph.tensors[t.tensor].root);
  for (const StripeTensor &t : cascade.tensors) {
    int32_t root = graph.tensors[t.tensor].root;
    if (t.producer < 0 ? written.contains(root)
                       : !t.consumers.empty() && root != t.tensor)
      return false;
  }
  return true;
}

int64_t codegen::getWindowEnd(const Workload &w, int64_t end) {
  if (end == 0)
    return 0;
  return std::clamp<int64_t>((end - 1) * w.strideHeight - w.padTop +
                                 (w.kernelHeight - 1) * w.dilationHeight + 1,
                             1, w.inHeight);
}

int64_t codegen::getWindowBegin(const Workload &w, int64_t begin) {
  return std::clamp<int64_t>(begin * w.strideHeight - w.padTop, 0,
                             w.inHeight - 1);
}

int64_t codegen::getCascadeWeightBytes(const Workload &w,
                                       int64_t elementBytes) {
  return getWeightBytes(w.outChannels,
                        w.reads[1].getNumElements() / w.outChannels, 1,
                        elementBytes);
}

/// Sets the rows of each tensor and stripe, from the last operation to the
/// first one.
void CascadePlanner::setStripes(int64_t stripes) {
  cascade.stripes = stripes;
  for (StripeTensor &t : cascade.tensors) {
    t.ends.assign(stripes, 0);
    t.begins.assign(stripes, INT64_MAX);
  }
  for (int32_t i = cascade.size(); i-- > 0;) {
    const Node &node = getNode(i);
    StripeTensor &out = get(node.outputs[0]);
    int64_t height = getHeight(out);
    for (int64_t s = 0; s != stripes; ++s) {
      if (out.consumers.empty())
        out.ends[s] = ceilDiv((s + 1) * height, stripes);
      if (s + 1 == stripes && out.isNeededBehind)
        out.ends[s] = height;
      out.begins[s] = std::min(out.begins[s], out.ends[s]);
      int64_t end = out.ends[s], begin = out.getEnd(s - 1);
      for (const CascadeOperand &operand : getCascadeOperands(graph, node)) {
        StripeTensor &in = get(operand.tensor);
        bool isWindow = operand.rows == OperandRows::Window;
        bool isWhole = operand.rows == OperandRows::Whole;
        int64_t inEnd = isWindow  ? getWindowEnd(node.workload, end)
                        : isWhole ? 1
                                  : end;
        int64_t inBegin = isWindow  ? getWindowBegin(node.workload, begin)
                          : isWhole ? 0
                                    : begin;
        in.ends[s] = std::max(in.ends[s], inEnd);
        in.begins[s] = std::min(in.begins[s], inBegin);
      }
    }
  }
}

/// The longest way from the first operations.
void CascadePlanner::setDelays(bool skew) {
  cascade.delays.assign(cascade.size(), 0);
  for (int32_t i = 0; skew && i != cascade.size(); ++i)
    for (const CascadeOperand &operand : getCascadeOperands(graph, getNode(i)))
      if (const StripeTensor *t = cascade.find(operand.tensor))
        if (t->producer >= 0)
          cascade.delays[i] =
              std::max(cascade.delays[i], cascade.delays[t->producer] + 1);
}

/// Bytes of the largest buffer of a tensor.
int64_t CascadePlanner::getStripeBytes(const StripeTensor &t) const {
  int64_t rows = 0;
  for (int64_t s = 0; s != cascade.stripes; ++s)
    rows = std::max(rows, t.ends[s] - t.getFirst(s));
  return alignUp(rows * getRowBytes(t), bufferAlignment);
}

/// How many buffers of a tensor are there at once: a stripe is there from the
/// round in which it is written to the one in which it is read last, and the
/// next one is written or loaded meanwhile.
int64_t CascadePlanner::getBuffers(const StripeTensor &t) const {
  int32_t first = t.producer < 0 ? INT32_MAX : cascade.delays[t.producer];
  int32_t last = t.producer < 0 ? 0 : first;
  for (int32_t consumer : t.consumers) {
    last = std::max(last, cascade.delays[consumer]);
    if (t.producer < 0)
      first = std::min(first, cascade.delays[consumer]);
  }
  return std::min<int64_t>(last - first + 2, cascade.stripes + 1);
}

void CascadePlanner::estimate() {
  const engine::Machine &machine = emitter.machine;
  double bytes = 0, copied = 0;
  cascade.bytes = 0;
  cascade.array = cascade.vector = 0;
  for (int32_t i = 0; i != cascade.size(); ++i) {
    const Workload &w = getNode(i).workload;
    for (const VectorSweep &sweep : w.sweeps)
      cascade.vector += getSweepCycles(sweep, emitter.target);
    if (w.kind != WorkloadKind::Convolution)
      continue;
    ArrayProblem p =
        getArrayProblem(w, machine, engine::getElementBytes(emitter.type));
    const StripeTensor &out = get(getNode(i).outputs[0]);
    ArrayModel model(p, machine, emitter.type);
    for (int64_t s = 0; s != cascade.stripes; ++s) {
      int64_t rows = out.ends[s] - out.getEnd(s - 1);
      if (rows == 0)
        continue;
      cascade.array +=
          model.getCycles(p.outHeight == 1
                              ? model.getPixels(1, rows * w.outWidth)
                              : model.getPixels(rows, w.outWidth),
                          model.getChannels(p.outChannels),
                          model.getInBlocks(p.inChannels)) *
          p.batch * p.groups;
    }
    int64_t weights = getCascadeWeightBytes(w, p.bytes);
    cascade.bytes += alignUp(weights, bufferAlignment);
    bytes += weights;
  }
  for (const StripeTensor &t : cascade.tensors) {
    if (t.isResident)
      continue;
    cascade.bytes += getStripeBytes(t) * getBuffers(t);
    const Tensor &tensor = graph.tensors[t.tensor];
    if (t.producer < 0 || t.isNeededBehind)
      bytes += double(t.ends.back()) * tensor.shape[2] * tensor.channels *
               tensor.elementBytes;
    for (int64_t s = 1; s != cascade.stripes; ++s)
      if (t.ends[s] > t.ends[s - 1])
        copied += double(t.ends[s - 1] - t.getFirst(s)) * getRowBytes(t);
  }
  cascade.dma =
      1.1 * bytes / (machine.dramChannels * machine.dramBytesPerCycle);
  cascade.vector += copied / machine.vectorLanes;
  double commands = double(cascade.size()) * cascade.stripes;
  // Without delays each command waits for the drain of the one before.
  bool isSkewed = llvm::any_of(cascade.delays, [](int32_t d) { return d > 0; });
  double wait = machine.pipeline +
                (isSkewed ? 0.0
                          : double(machine.accumulators) * machine.standardP *
                                machine.standardK / machine.drainLanes / 2);
  double compute = isSkewed ? std::max(cascade.array, cascade.vector)
                            : cascade.array + cascade.vector;
  cascade.cost = std::max(compute, cascade.dma) + commands * wait +
                 cascade.dma / 50 +
                 (cascade.array + cascade.dma) / cascade.stripes / 4;
}

CascadeBound codegen::getCascadeBound(const Emitter &emitter,
                                      const Node &node) {
  CascadeBound bound;
  for (const VectorSweep &sweep : node.workload.sweeps)
    bound.vector += getSweepCycles(sweep, emitter.target);
  if (node.workload.kind != WorkloadKind::Convolution)
    return bound;
  int64_t bytes = engine::getElementBytes(emitter.type);
  // The bound of the array is a whole number, its estimate is not.
  bound.array =
      getArrayBound(getArrayProblem(node.workload, emitter.machine, bytes),
                    emitter.machine, emitter.type) -
      1;
  bound.bytes =
      alignUp(getCascadeWeightBytes(node.workload, bytes), bufferAlignment);
  return bound;
}

double codegen::getLeastCost(const CascadeBound &sum, int64_t size,
                             const engine::Machine &machine) {
  // There are at least two stripes.
  return std::max(sum.array, sum.vector) +
         2 * double(size) * double(machine.pipeline);
}

std::optional<Cascade> codegen::planCascade(const Emitter &emitter,
                                            int32_t first, int32_t last,
                                            int64_t budget) {
  CascadePlanner planner(emitter, first, last);
  if (!planner.findTensors())
    return std::nullopt;
  std::optional<Cascade> best;
  const Graph &graph = emitter.graph;
  int64_t height = graph.tensors[graph.nodes[last].outputs[0]].shape[1];
  for (int64_t rows = height / 2; rows >= 1; rows = rows * 2 / 3) {
    planner.setStripes(ceilDiv(height, rows));
    for (bool skew : {true, false}) {
      planner.setDelays(skew);
      planner.estimate();
      if (planner.cascade.bytes <= budget &&
          (!best || planner.cascade.cost < best->cost))
        best = planner.cascade;
    }
  }
  return best;
}
