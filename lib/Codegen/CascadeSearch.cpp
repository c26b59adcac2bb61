//===- CascadeSearch.cpp - The cheapest stripes of a cascade --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CascadeSearch.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace tenon;
using namespace tenon::codegen;

double CascadeNode::getCycles(int64_t rows) {
  if (cycles.size() <= size_t(rows))
    cycles.resize(rows + 1, -1);
  double &known = cycles[rows];
  if (known < 0)
    known = model->getCycles(isPointwise ? model->getPixels(1, rows * width)
                                         : model->getPixels(rows, width),
                             channels, inBlocks) *
            images * groups;
  return known;
}

CascadeSearch::CascadeSearch(const Emitter &emitter)
    : emitter(emitter), graph(emitter.graph), nodes(graph.nodes.size()),
      isPrepared(graph.nodes.size(), false) {}

CascadeNode &CascadeSearch::prepare(int32_t index) {
  CascadeNode &info = nodes[index];
  if (isPrepared[index])
    return info;
  isPrepared[index] = true;
  info.canCascade = canCascade(graph, emitter.machine, index);
  if (!info.canCascade)
    return info;
  const Node &node = graph.nodes[index];
  const Workload &w = node.workload;
  info.operands = getCascadeOperands(graph, node);
  for (const VectorSweep &sweep : w.sweeps)
    info.vector += getSweepCycles(sweep, emitter.target);
  info.bound.vector = info.vector;
  if (w.kind != WorkloadKind::Convolution)
    return info;
  ArrayProblem p = getArrayProblem(w, emitter.machine,
                                   engine::getElementBytes(emitter.type));
  info.model.emplace(p, emitter.machine, emitter.type);
  info.channels = info.model->getChannels(p.outChannels);
  info.inBlocks = info.model->getInBlocks(p.inChannels);
  info.images = p.batch;
  info.groups = p.groups;
  info.width = w.outWidth;
  info.isPointwise = p.outHeight == 1;
  info.weightBytes = getCascadeWeightBytes(w, p.bytes);
  // The bound of the array is a whole number, its estimate is not.
  info.bound.array = getArrayBound(p, emitter.machine, emitter.type) - 1;
  info.bound.bytes = alignUp(info.weightBytes, bufferAlignment);
  return info;
}

/// The place of a tensor of the cascade, or -1.
int32_t CascadeSearch::findTensor(int32_t tensor) const {
  for (size_t i = 0; i != numTensors; ++i)
    if (tensors[i].tensor == tensor)
      return i;
  return -1;
}

/// The same; it is added if it is not there.
int32_t CascadeSearch::getTensor(int32_t tensor) {
  int32_t found = findTensor(tensor);
  if (found >= 0)
    return found;
  if (numTensors == tensors.size())
    tensors.emplace_back();
  Rows &rows = tensors[numTensors];
  const Tensor &t = graph.tensors[tensor];
  rows.tensor = tensor;
  rows.producer = -1;
  rows.consumers.clear();
  rows.isResident = emitter.isResident(tensor);
  rows.isNeededBehind = false;
  rows.height = t.shape[1];
  rows.rowBytes =
      t.shape[2] * alignUp(t.channels * t.elementBytes, engine::sramAlignment);
  return numTensors++;
}

/// Adds the next operation. Each one but the first reads something that the
/// cascade knows.
bool CascadeSearch::addStep(int32_t index) {
  const Node &node = graph.nodes[first + index];
  Step &step = steps[index];
  step.node = &prepare(first + index);
  step.workload = &node.workload;
  step.operands.clear();
  bool isKnown = index == 0;
  size_t numKnown = numTensors;
  for (const CascadeOperand &operand : step.node->operands) {
    int32_t place = getTensor(operand.tensor);
    isKnown |= size_t(place) < numKnown;
    if (operand.rows == OperandRows::Whole && tensors[place].producer >= 0)
      return false;
    tensors[place].consumers.push_back(index);
    step.operands.push_back(place);
  }
  if (!isKnown)
    return false;
  step.output = getTensor(node.outputs[0]);
  Rows &out = tensors[step.output];
  out.producer = index;
  const Root &root = graph.getRoot(out.tensor);
  out.isNeededBehind = root.isOutside || root.lastUse > last ||
                       graph.tensors[out.tensor].root != out.tensor;
  // What is inside is only read in this shape.
  if (!out.isNeededBehind)
    out.isResident = false;
  return true;
}

/// True if what is written and read in the cascade is a tensor of its own.
bool CascadeSearch::hasOwnTensors() const {
  ArrayRef<Rows> list = ArrayRef(tensors).take_front(numTensors);
  auto getRoot = [&](const Rows &t) { return graph.tensors[t.tensor].root; };
  return llvm::all_of(list, [&](const Rows &t) {
    if (t.producer >= 0)
      return t.consumers.empty() || getRoot(t) == t.tensor;
    return llvm::none_of(list, [&](const Rows &other) {
      return other.producer >= 0 && getRoot(other) == getRoot(t);
    });
  });
}

/// Takes a cascade at hand; returns false if the operations are none.
bool CascadeSearch::start(int32_t from, int32_t to) {
  first = from;
  last = to;
  numTensors = 0;
  int32_t size = last - first + 1;
  if (steps.size() < size_t(size))
    steps.resize(size);
  for (int32_t i = 0; i != size; ++i)
    if (!addStep(i))
      return false;
  if (!hasOwnTensors())
    return false;
  setDelays();
  setEnds();
  setTransfers();
  return true;
}

/// The longest way from the first operations. A stripe is there from the round
/// in which it is written to the one in which it is read last.
void CascadeSearch::setDelays() {
  int32_t size = last - first + 1;
  delays.assign(size, 0);
  hasDelays = false;
  for (int32_t i = 0; i != size; ++i)
    for (int32_t operand : steps[i].operands)
      if (int32_t producer = tensors[operand].producer; producer >= 0) {
        delays[i] = std::max(delays[i], delays[producer] + 1);
        hasDelays |= delays[i] > 0;
      }
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors)) {
    int32_t begin = t.producer < 0 ? INT32_MAX : delays[t.producer];
    int32_t end = t.producer < 0 ? 0 : begin;
    for (int32_t consumer : t.consumers) {
      end = std::max(end, delays[consumer]);
      if (t.producer < 0)
        begin = std::min(begin, delays[consumer]);
    }
    t.rounds = end - begin;
  }
}

/// The row behind the last one that `operand` needs for `end` rows of output.
static int64_t getNeededEnd(OperandRows operand, const Workload &w,
                            int64_t end) {
  return operand == OperandRows::Window  ? getWindowEnd(w, end)
         : operand == OperandRows::Whole ? 1
                                         : end;
}

/// Sets the row behind the last one of each tensor, which is the same for any
/// number of stripes.
void CascadeSearch::setEnds() {
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors))
    t.end = 0;
  for (int32_t i = last - first + 1; i-- > 0;) {
    const Step &step = steps[i];
    Rows &out = tensors[step.output];
    if (out.consumers.empty() || out.isNeededBehind)
      out.end = out.height;
    for (auto [place, operand] : llvm::zip(step.operands, step.node->operands))
      tensors[place].end =
          std::max(tensors[place].end,
                   getNeededEnd(operand.rows, *step.workload, out.end));
  }
}

/// Sets what does not depend on the number of stripes.
void CascadeSearch::setTransfers() {
  double bytes = 0;
  sweeps = leastArray = 0;
  for (int32_t i = 0; i != last - first + 1; ++i) {
    CascadeNode &node = *steps[i].node;
    bytes += node.weightBytes;
    sweeps += node.vector;
    // No stripes take less than all rows at once, but for rounding: the chunks
    // of the whole are no more than theirs, and weights are loaded as often.
    if (node.model)
      leastArray += node.getCycles(tensors[steps[i].output].end) * (1 - 1e-9);
  }
  for (const Rows &t : ArrayRef(tensors).take_front(numTensors)) {
    const Tensor &tensor = graph.tensors[t.tensor];
    if (!t.isResident && (t.producer < 0 || t.isNeededBehind))
      bytes += double(t.end) * tensor.shape[2] * tensor.channels *
               tensor.elementBytes;
  }
  const engine::Machine &machine = emitter.machine;
  dma = 1.1 * bytes / (machine.dramChannels * machine.dramBytesPerCycle);
}

/// Adds the rows that an operation needs of its operands.
void CascadeSearch::needRows(const Step &step, const Rows &out,
                             int64_t stripes) {
  const Workload &w = *step.workload;
  for (auto [place, operand] : llvm::zip(step.operands, step.node->operands)) {
    Rows &in = tensors[place];
    bool isWindow = operand.rows == OperandRows::Window;
    bool isWhole = operand.rows == OperandRows::Whole;
    int64_t begin = 0;
    for (int64_t s = 0; s != stripes; ++s) {
      int64_t end = out.ends[s];
      int64_t inBegin = isWindow  ? getWindowBegin(w, begin)
                        : isWhole ? 0
                                  : begin;
      in.ends[s] = std::max(in.ends[s], getNeededEnd(operand.rows, w, end));
      in.begins[s] = std::min(in.begins[s], inBegin);
      begin = end;
    }
  }
}

/// Sets the rows of each tensor and stripe, from the last operation to the
/// first one.
void CascadeSearch::setStripes(int64_t stripes) {
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors)) {
    t.ends.assign(stripes, 0);
    t.begins.assign(stripes, INT64_MAX);
  }
  for (int32_t i = last - first + 1; i-- > 0;) {
    Rows &out = tensors[steps[i].output];
    if (out.consumers.empty())
      for (int64_t s = 0; s != stripes; ++s)
        out.ends[s] = ceilDiv((s + 1) * out.height, stripes);
    if (out.isNeededBehind)
      out.ends.back() = out.height;
    for (int64_t s = 0; s != stripes; ++s)
      out.begins[s] = std::min(out.begins[s], out.ends[s]);
    needRows(steps[i], out, stripes);
  }
}

/// Sets the bytes of weights and of the buffers of all tensors, and the cycles
/// of the vector unit, which copies rows that the next stripe needs again.
void CascadeSearch::setMemory(int64_t stripes, Estimate &estimate) const {
  int64_t weights = 0;
  for (int32_t i = 0; i != last - first + 1; ++i)
    weights += steps[i].node->bound.bytes;
  estimate.bytes[0] = estimate.bytes[1] = weights;
  double copied = 0;
  for (const Rows &t : ArrayRef(tensors).take_front(numTensors)) {
    if (t.isResident)
      continue;
    int64_t most = t.ends[0] - t.getFirst(0), again = 0;
    for (int64_t s = 1; s != stripes; ++s) {
      int64_t begin = t.getFirst(s);
      most = std::max(most, t.ends[s] - begin);
      if (t.ends[s] > t.ends[s - 1])
        again += t.ends[s - 1] - begin;
    }
    copied += double(again) * t.rowBytes;
    // The next stripe is written or loaded while one is there.
    int64_t bytes = alignUp(most * t.rowBytes, bufferAlignment);
    estimate.bytes[0] += bytes * std::min<int64_t>(2, stripes + 1);
    estimate.bytes[1] += bytes * std::min<int64_t>(t.rounds + 2, stripes + 1);
  }
  estimate.vector = sweeps + copied / emitter.machine.vectorLanes;
}

void CascadeSearch::setArray(int64_t stripes, Estimate &estimate) const {
  for (int32_t i = 0; i != last - first + 1; ++i) {
    CascadeNode &node = *steps[i].node;
    if (!node.model)
      continue;
    int64_t begin = 0;
    for (int64_t end : tensors[steps[i].output].ends) {
      if (end != begin)
        estimate.array += node.getCycles(end - begin);
      begin = end;
    }
  }
}

/// The cost of a cascade; if less is given, no more is returned, so it also
/// makes lower bounds of them.
double CascadeSearch::getCost(double array, double vector, int64_t stripes,
                              bool isSkewed) const {
  const engine::Machine &machine = emitter.machine;
  double commands = double(last - first + 1) * stripes;
  // Without delays each command waits for the drain of the one before.
  double wait = machine.pipeline +
                (isSkewed ? 0.0
                          : double(machine.accumulators) * machine.standardP *
                                machine.standardK / machine.drainLanes / 2);
  double compute = isSkewed ? std::max(array, vector) : array + vector;
  return std::max(compute, dma) + commands * wait + dma / 50 +
         (array + dma) / stripes / 4;
}

std::optional<CascadeChoice> CascadeSearch::find(int32_t from, int32_t to,
                                                 int64_t budget, double before,
                                                 double limit) {
  if (!start(from, to))
    return std::nullopt;
  std::optional<CascadeChoice> best;
  auto isCheaper = [&](double cost) {
    return best ? cost < best->cost : before + cost < limit;
  };
  int64_t height = tensors[steps[last - first].output].height;
  for (int64_t rows = height / 2; rows >= 1; rows = rows * 2 / 3) {
    int64_t stripes = ceilDiv(height, rows);
    if (!isCheaper(getCost(leastArray, sweeps, stripes, hasDelays)) &&
        !isCheaper(getCost(leastArray, sweeps, stripes, false)))
      continue;
    setStripes(stripes);
    Estimate estimate;
    setMemory(stripes, estimate);
    if (std::min(estimate.bytes[0], estimate.bytes[1]) > budget)
      continue;
    setArray(stripes, estimate);
    for (bool skew : {true, false}) {
      double cost =
          getCost(estimate.array, estimate.vector, stripes, skew && hasDelays);
      if (estimate.bytes[skew] <= budget && isCheaper(cost))
        best = {first, last, stripes, skew, cost};
    }
  }
  return best;
}

Cascade CascadeSearch::build(const CascadeChoice &choice) {
  [[maybe_unused]] bool isCascade = start(choice.first, choice.last);
  assert(isCascade && "what was chosen is a cascade");
  setStripes(choice.stripes);
  Estimate estimate;
  setMemory(choice.stripes, estimate);
  setArray(choice.stripes, estimate);
  Cascade cascade;
  cascade.first = first;
  cascade.last = last;
  cascade.stripes = choice.stripes;
  cascade.delays = delays;
  if (!choice.isSkewed)
    cascade.delays.assign(cascade.size(), 0);
  cascade.tensors.assign(tensors.begin(), tensors.begin() + numTensors);
  cascade.bytes = estimate.bytes[choice.isSkewed];
  cascade.array = estimate.array;
  cascade.vector = estimate.vector;
  cascade.dma = dma;
  cascade.cost = choice.cost;
  return cascade;
}
