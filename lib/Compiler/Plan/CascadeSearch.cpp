//===- CascadeSearch.cpp - Search for the cheapest cascades ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CascadeSearch.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace tenon;
using namespace tenon::compiler;

/// Bound of the factor by which rounding changes sums of thousands of numbers.
static constexpr double roundingSlack = 1 - 1e-9;

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
  // The bound of the array is an integer, but its estimate is not.
  info.bound.array = getArrayBound(p, emitter.machine, emitter.type) - 1;
  info.bound.bytes = alignUp(info.weightBytes, bufferAlignment);
  return info;
}

/// Returns the bytes of `rows` rows of a tensor in DRAM; 0 if the tensor stays
/// in SRAM.
double CascadeSearch::getBytes(int32_t tensor, int64_t rows) const {
  const Tensor &t = graph.tensors[tensor];
  return emitter.isResident(tensor)
             ? 0
             : double(rows) * t.shape[2] * t.channels * t.elementBytes;
}

double CascadeSearch::getDmaCycles(double bytes) const {
  const engine::Machine &machine = emitter.machine;
  return dramDerate * bytes /
         (machine.dramChannels * machine.dramBytesPerCycle);
}

/// Returns the end of the rows that `operand` needs for `end` rows of output.
static int64_t getNeededEnd(OperandRows operand, const Workload &w,
                            int64_t end) {
  return operand == OperandRows::Window  ? getWindowEnd(w, end)
         : operand == OperandRows::Whole ? 1
                                         : end;
}

void CascadeSearch::prepareAll() {
  // For each tensor, the minimum number of rows that any later operation needs.
  std::vector<int64_t> needed(graph.tensors.size(), INT64_MAX);
  for (int32_t index = graph.nodes.size(); index-- > 0;) {
    CascadeNode &info = prepare(index);
    if (!info.canCascade)
      continue;
    const Node &node = graph.nodes[index];
    int32_t output = node.outputs[0];
    int64_t height = graph.tensors[output].shape[1];
    int64_t rows = std::min(height, needed[output]);
    if (info.model)
      info.leastArray = info.getCycles(rows) * roundingSlack;
    const Root &root = graph.getRoot(output);
    if (root.isOutside || root.lastUse > index)
      info.storedBytes = getBytes(output, height);
    for (const CascadeOperand &operand : info.operands) {
      int64_t end = getNeededEnd(operand.rows, node.workload, rows);
      needed[operand.tensor] = std::min(needed[operand.tensor], end);
    }
    const CascadeOperand &operand = info.operands.front();
    info.loadedBytes = getBytes(
        operand.tensor, getNeededEnd(operand.rows, node.workload, rows));
  }
}

double CascadeSearch::getLeastCost(int64_t size, double array, double vector,
                                   double bytes) const {
  double cycles = getDmaCycles(bytes);
  // More stripes need more commands, and fewer stripes increase the wait for
  // the first one: a s + b / s is at least 2 sqrt(a b).
  double ends = 2 * std::sqrt(double(size) * emitter.machine.pipeline *
                              (array + cycles) / 4);
  return (std::max({array, vector, cycles}) + ends + cycles / 50) *
         roundingSlack;
}

/// Returns the index of a tensor of the cascade, or -1.
int32_t CascadeSearch::findTensor(int32_t tensor) const {
  for (size_t i = 0; i != numTensors; ++i)
    if (tensors[i].tensor == tensor)
      return i;
  return -1;
}

/// Returns the index of a tensor, which is added if it is missing.
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

/// Adds the next operation. Each operation except the first must read a tensor
/// of the cascade.
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
  // Tensors inside the cascade are read only in this shape.
  if (!out.isNeededBehind)
    out.isResident = false;
  return true;
}

/// Returns true if the tensors that the cascade writes and reads have separate
/// memory.
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

/// Sets the current cascade. Returns false if the operations cannot form one.
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
  setTotals();
  setTransfers();
  return true;
}

/// Sets the delays to the longest paths from the first operations. A stripe
/// exists from the round in which it is written to the round of its last read.
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

/// Returns true if an operation needs as many rows of the operand as it writes.
static bool needsSameRows(OperandRows operand, const Workload &w) {
  return operand == OperandRows::Same ||
         (operand == OperandRows::Window && w.strideHeight == 1 &&
          w.kernelHeight == 1 && w.padTop == 0 && w.inHeight == w.outHeight);
}

/// Sets the end of the rows of each tensor, which is independent of the number
/// of stripes, and which tensors have even stripes.
void CascadeSearch::setTotals() {
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors)) {
    t.end = 0;
    t.isEven = true;
  }
  for (int32_t i = last - first + 1; i-- > 0;) {
    const Step &step = steps[i];
    const Workload &w = *step.workload;
    Rows &out = tensors[step.output];
    if (out.consumers.empty() || out.isNeededBehind)
      out.end = out.height;
    for (auto [place, operand] :
         llvm::zip(step.operands, step.node->operands)) {
      Rows &in = tensors[place];
      in.end = std::max(in.end, getNeededEnd(operand.rows, w, out.end));
      in.isEven &= out.isEven && in.height == out.height &&
                   needsSameRows(operand.rows, w);
    }
  }
}

/// Sets all values that are independent of the number of stripes.
void CascadeSearch::setTransfers() {
  double bytes = 0;
  sweeps = leastArray = 0;
  for (int32_t i = 0; i != last - first + 1; ++i) {
    CascadeNode &node = *steps[i].node;
    bytes += node.weightBytes;
    sweeps += node.vector;
    // Stripes take at least as long as all rows at once: the whole has at most
    // as many chunks, and its weights are loaded at most as often.
    if (node.model)
      leastArray +=
          node.getCycles(tensors[steps[i].output].end) * roundingSlack;
  }
  for (const Rows &t : ArrayRef(tensors).take_front(numTensors))
    if (!t.isResident && (t.producer < 0 || t.isNeededBehind))
      bytes += getBytes(t.tensor, t.end);
  dma = getDmaCycles(bytes);
}

/// Returns a lower bound of the cycles of the array.
double CascadeSearch::getLeastArray(int64_t stripes) const {
  double cycles = 0;
  for (const Step &step : ArrayRef(steps).take_front(last - first + 1)) {
    const Rows &out = tensors[step.output];
    if (step.node->model)
      cycles += (out.isEven ? step.node->getEvenCycles(out.height, stripes)
                            : step.node->getCycles(out.end)) *
                roundingSlack;
  }
  return cycles;
}

/// Sets the end of the rows of each tensor and stripe, from the last operation
/// to the first.
void CascadeSearch::setEnds(int64_t stripes) {
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors))
    t.ends.assign(stripes, 0);
  for (int32_t i = last - first + 1; i-- > 0;) {
    const Step &step = steps[i];
    Rows &out = tensors[step.output];
    if (out.consumers.empty())
      for (int64_t s = 0; s != stripes; ++s)
        out.ends[s] = ceilDiv((s + 1) * out.height, stripes);
    if (out.isNeededBehind)
      out.ends.back() = out.height;
    for (auto [place, operand] :
         llvm::zip(step.operands, step.node->operands)) {
      Rows &in = tensors[place];
      for (int64_t s = 0; s != stripes; ++s)
        in.ends[s] =
            std::max(in.ends[s],
                     getNeededEnd(operand.rows, *step.workload, out.ends[s]));
    }
  }
}

/// Sets the first row of each tensor and stripe, after the ends are set.
void CascadeSearch::setBegins(int64_t stripes) {
  for (Rows &t : llvm::MutableArrayRef(tensors).take_front(numTensors))
    if (t.producer < 0)
      t.begins.assign(stripes, INT64_MAX);
    else
      t.begins = t.ends;
  for (int32_t i = last - first + 1; i-- > 0;) {
    const Step &step = steps[i];
    const Rows &out = tensors[step.output];
    for (auto [place, operand] :
         llvm::zip(step.operands, step.node->operands)) {
      Rows &in = tensors[place];
      bool isWindow = operand.rows == OperandRows::Window;
      bool isWhole = operand.rows == OperandRows::Whole;
      for (int64_t s = 0; s != stripes; ++s) {
        int64_t begin = out.getEnd(s - 1);
        int64_t inBegin = isWindow  ? getWindowBegin(*step.workload, begin)
                          : isWhole ? 0
                                    : begin;
        in.begins[s] = std::min(in.begins[s], inBegin);
      }
    }
  }
}

/// Sets the bytes of the weights and of the buffers of all tensors, and the
/// cycles of the vector unit, which copies rows that the next stripe needs
/// again.
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
    // While a stripe is in use, the next one is written or loaded.
    int64_t bytes = alignUp(most * t.rowBytes, bufferAlignment);
    estimate.bytes[0] += bytes * std::min<int64_t>(2, stripes + 1);
    estimate.bytes[1] += bytes * std::min<int64_t>(t.rounds + 2, stripes + 1);
  }
  estimate.vector = sweeps + copied / emitter.machine.vectorLanes;
}

void CascadeSearch::setArray(Estimate &estimate) const {
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

/// Returns the cost of a cascade. It is monotonic in `array` and `vector`, so
/// lower bounds of these result in a lower bound of the cost.
double CascadeSearch::getCost(double array, double vector, int64_t stripes,
                              bool isSkewed) const {
  const engine::Machine &machine = emitter.machine;
  double commands = double(last - first + 1) * stripes;
  // Without delays, each command waits for the drain of the previous one.
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
  auto mayBeCheaper = [&](double array, int64_t stripes) {
    return isCheaper(getCost(array, sweeps, stripes, hasDelays)) ||
           isCheaper(getCost(array, sweeps, stripes, false));
  };
  int64_t height = tensors[steps[last - first].output].height;
  for (int64_t rows = height / 2; rows >= 1; rows = rows * 2 / 3) {
    int64_t stripes = ceilDiv(height, rows);
    // Fast checks come first.
    if (!mayBeCheaper(leastArray, stripes) ||
        !mayBeCheaper(getLeastArray(stripes), stripes))
      continue;
    Estimate estimate;
    setEnds(stripes);
    setArray(estimate);
    if (!mayBeCheaper(estimate.array, stripes))
      continue;
    setBegins(stripes);
    setMemory(stripes, estimate);
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
  TENON_ASSERT(isCascade, "what was chosen is a cascade");
  Estimate estimate;
  setEnds(choice.stripes);
  setArray(estimate);
  setBegins(choice.stripes);
  setMemory(choice.stripes, estimate);
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
