//===- PlannedSteps.cpp - Planned steps of a network ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PlannedSteps.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

namespace {
/// Converts the decisions of a planner to steps.
class StepBuilder {
public:
  StepBuilder(const Graph &graph, const Planner &planner,
              engine::TargetAttr target, engine::ElementKind type)
      : graph(graph), planner(planner), target(target),
        machine(target.getMachine()), type(type),
        bytes(engine::getElementBytes(type)),
        bandwidth(double(machine.dramChannels * machine.dramBytesPerCycle)),
        writers(graph.roots.size(), -1) {}
  std::vector<PlannedStep> build();

private:
  PlannedStep buildSingle(int32_t node);
  PlannedStep buildCascade(const Cascade &cascade);
  void addStripes(PlannedStep &step, const Cascade &cascade);
  bool stays(int32_t tensor) const {
    return tensor >= 0 && planner.isResident(graph.tensors[tensor].root);
  }
  double getBytes(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return double(t.getElements()) * t.elementBytes;
  }
  double getSpread(int32_t tensor) const;
  double getSpread(int64_t run, int64_t stride) const;
  double getCopied(const Cascade &cascade, const StripeTensor &t) const;
  void begin(PlannedStep &step, int32_t node);
  void findSources(PlannedStep &step, int32_t first, int32_t last,
                   int32_t number);
  PlannedLoop getLoop(const ArrayProblem &problem, const Tiling &tiling,
                      const Residents &residents) const;
  void describe(PlannedStep &step, const Workload &w);
  void addEvents(PlannedStep &step, const Node &node);
  void addArrayEvents(PlannedEvents &events, const ArrayProblem &problem,
                      bool hasResidual);
  void addArray(PlannedStep &step, const Node &node, const NodePlan &plan);
  void addVector(PlannedStep &step, const Node &node, const VectorPlan &plan);
  void addCopy(PlannedStep &step, const Node &node, const NodePlan &plan);

  const Graph &graph;
  const Planner &planner;
  engine::TargetAttr target;
  const engine::Machine machine;
  engine::ElementKind type;
  int64_t bytes;
  double bandwidth;
  /// For each root, the last step that wrote to it, or -1.
  std::vector<int32_t> writers;
};
} // namespace

/// Sets the steps on which the nodes `first` to `last` depend, and records that
/// step `number` writes their results.
void StepBuilder::findSources(PlannedStep &step, int32_t first, int32_t last,
                              int32_t number) {
  for (int32_t i = first; i <= last; ++i) {
    const Node &node = graph.nodes[i];
    auto read = [&](int32_t tensor) {
      if (tensor < 0)
        return;
      int32_t writer = writers[graph.tensors[tensor].root];
      if (writer >= 0)
        step.sources.push_back({writer, stays(tensor)});
    };
    llvm::for_each(node.inputs, read);
    read(node.residual);
  }
  for (int32_t i = first; i <= last; ++i)
    for (int32_t output : graph.nodes[i].outputs)
      writers[graph.tensors[output].root] = number;
}

/// Describes a convolution or product.
void StepBuilder::describe(PlannedStep &step, const Workload &w) {
  step.kind = w.kind;
  step.isDepthwise = w.isDepthwise() && machine.hasDepthwise();
  step.taps = w.kernelHeight * w.kernelWidth;
  step.stride = w.strideHeight;
  step.dilation = w.dilationHeight;
  step.inChannels = w.inChannels;
  step.outChannels = w.outChannels;
  step.width = w.outWidth;
  step.height = w.outHeight;
  step.batch = w.batch;
  step.groups = w.groups;
}

/// Adds the events of the array for a problem as if it were one tile: the rules
/// array_r3 to array_r7, and energy_r1.
void StepBuilder::addArrayEvents(PlannedEvents &events, const ArrayProblem &p,
                                 bool hasResidual) {
  int64_t blockK = p.isDepthwise ? machine.depthwiseC : machine.standardK;
  int64_t blockC = p.isDepthwise ? machine.depthwiseC : machine.standardC;
  int64_t blockP = p.isDepthwise ? machine.depthwiseP : machine.standardP;
  double images = double(p.batch) * p.groups;
  double results = images * p.outHeight * p.outWidth * p.outChannels;
  double depth =
      double(p.getTaps()) * (p.isDepthwise ? 1 : ceilDiv(p.inChannels, blockC));
  double blocks = depth * ceilDiv(p.outChannels, blockK);
  double steps = double(p.outHeight) * ceilDiv(p.outWidth, blockP);
  double chunks = double(ceilDiv(int64_t(steps), machine.accumulators));
  double load = double(ceilDiv((p.isDepthwise ? 1 : blockK) * blockC * p.bytes,
                               machine.weightFeed)) *
                machine.weightFeed;
  events.results += results;
  events.products += results * p.getTaps() * (p.isDepthwise ? 1 : p.inChannels);
  events.accumulations += results * depth;
  events.arrayPortBytes +=
      images * blocks * (chunks * load + steps * blockP * blockC * p.bytes) +
      results * p.bytes * (hasResidual ? 2 : 1);
}

void StepBuilder::addEvents(PlannedStep &step, const Node &node) {
  if (isArrayWork(node.workload))
    for (const ArrayProblem &problem :
         getArrayProblems(node.workload, machine, bytes)) {
      step.bound += getArrayBound(problem, machine, type);
      addArrayEvents(step.events, problem, node.residual >= 0);
    }
  for (const VectorSweep &sweep : node.workload.sweeps) {
    double visits = double(sweep.pixels) * sweep.taps * sweep.channels;
    double cost = target.getFunctionCycles(sweep.function).value_or(1);
    step.events.vectorWork += visits * cost;
    step.events.vectorPortBytes += visits * (sweep.inputs.size() + 1) * bytes;
  }
  step.drain = step.events.results / machine.drainLanes;
}

/// Sets everything that is independent of the plan of the operation.
void StepBuilder::begin(PlannedStep &step, int32_t index) {
  const Node &node = graph.nodes[index];
  if (node.mapped.op)
    step.operations.push_back(node.mapped.op);
  step.operations.append(node.mapped.drained.begin(),
                         node.mapped.drained.end());
  step.residentBytes =
      std::max(step.residentBytes, planner.getResidentBytes(index));
  step.hasResidual |= node.residual >= 0;
  addEvents(step, node);
}

/// Returns the cycles of the drain of the last chunk of a command.
static double getTail(const ArrayProblem &p, const Tiling &t,
                      const engine::Machine &machine) {
  int64_t blockK = p.isDepthwise ? machine.depthwiseC : machine.standardK;
  int64_t blockP = p.isDepthwise ? machine.depthwiseP : machine.standardP;
  int64_t steps = t.rows * ceilDiv(t.columns, blockP);
  double results = double(t.rows) * t.columns * std::min(blockK, t.outChannels);
  return results / ceilDiv(steps, machine.accumulators) / machine.drainLanes;
}

double PlannedLoop::getInputs() const {
  double tiles = double(pixelTiles) * (hasInputByOutput ? outTiles : inTiles);
  bool isAgain = weightsStay && !keepsInput && !hasInputByOutput;
  return isAgain ? tiles * double(outTiles) : tiles;
}

double PlannedLoop::getWeights() const {
  double tiles = double(outTiles * inTiles * blocks);
  bool change = inTiles > 1 || (!weightsStay && outTiles > 1);
  return change && !keepsWeights ? tiles * double(pixelTiles) : tiles;
}

PlannedLoop StepBuilder::getLoop(const ArrayProblem &p, const Tiling &t,
                                 const Residents &residents) const {
  PlannedLoop loop;
  loop.pixelTiles =
      p.batch * ceilDiv(p.outHeight, t.rows) * ceilDiv(p.outWidth, t.columns);
  loop.outTiles =
      ceilDiv(p.outChannels, t.outChannels) * ceilDiv(p.groups, t.groups);
  loop.inTiles = p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels);
  int64_t block = getBlockChannels(p, t.outChannels, t.inChannels, machine);
  loop.blocks = ceilDiv(t.outChannels, block);
  loop.weightsStay = t.weightsStay;
  loop.keepsInput = t.keepsInput;
  loop.keepsWeights = t.keepsWeights;
  loop.hasInputByOutput = p.hasInputByOutput();
  loop.copies = t.copies;
  loop.work = t.array / double(loop.getCommands());
  loop.tail = getTail(p, t, machine);
  TileTransfers transfers = getTileTransfers(p, t, machine);
  if (!residents.input) {
    loop.input = transfers.input;
    loop.inBytes = t.inBytes;
  }
  if (!residents.weights) {
    loop.weights = transfers.weights / double(loop.blocks);
    loop.weightBytes = t.weightBytes / loop.blocks;
  }
  if (residents.hasResidual && !residents.residual) {
    loop.residual = transfers.output;
    loop.residualBytes = t.outBytes;
  }
  if (!residents.output) {
    loop.store = transfers.output;
    loop.outBytes = t.outBytes;
  }
  return loop;
}

void StepBuilder::addArray(PlannedStep &step, const Node &node,
                           const NodePlan &plan) {
  Residents residents;
  residents.input = step.inputStays = stays(node.inputs[0]);
  residents.output = step.outputStays = stays(node.outputs[0]);
  residents.hasResidual = node.residual >= 0;
  residents.residual = step.residualStays = stays(node.residual);
  residents.weights = planner.sharesWeights(&node - graph.nodes.data());
  describe(step, node.workload);
  auto problems = getArrayProblems(node.workload, machine, bytes);
  step.problems = problems.size();
  step.tiles = 0;
  for (size_t i = 0; i != problems.size(); ++i) {
    const ArrayProblem &problem = problems[i];
    const Tiling &tiling = plan.tilings[i];
    PlannedLoop loop = getLoop(problem, tiling, residents);
    loop.input *= node.inputs[0] >= 0 && tiling.inChannels == problem.inChannels
                      ? getSpread(node.inputs[0])
                      : 1;
    loop.store *=
        tiling.outChannels == problem.outChannels && problem.columnStep == 1
            ? getSpread(node.outputs[0])
            : 1;
    step.array += tiling.array;
    step.loads +=
        loop.input * loop.getInputs() + loop.residual * loop.getOutputs();
    step.stores += loop.store * loop.getOutputs();
    step.weights += loop.weights * loop.getWeights();
    step.tiles += double(loop.getCommands());
    step.loops.push_back(loop);
    step.overlaps &= tiling.copies == 2;
  }
}

void StepBuilder::addVector(PlannedStep &step, const Node &node,
                            const VectorPlan &plan) {
  const Workload &w = node.workload;
  step.vector = plan.work;
  step.tiles = double(plan.parts) * w.sweeps.size();
  step.inputStays = !node.inputs.empty() && stays(node.inputs[0]);
  step.outputStays = !node.outputs.empty() && stays(node.outputs[0]);
  step.overlaps = plan.parts > 1;
  if (!w.sweeps.empty()) {
    step.taps = w.sweeps.front().taps;
    step.outChannels = step.inChannels = w.sweeps.front().channels;
    step.width = w.sweeps.front().pixels;
  }
  for (int32_t output : node.outputs)
    if (!stays(output))
      step.stores += getBytes(output) * getSpread(output) / bandwidth;
  double moved = plan.dma / dramDerate;
  step.stores = std::min(step.stores, moved);
  step.loads = moved - step.stores;
  PlannedLoop &loop = step.loops.emplace_back();
  loop.isVector = true;
  loop.pixelTiles = plan.parts;
  loop.work = step.vector / double(plan.parts);
  loop.input = step.loads / double(plan.parts);
  loop.store = step.stores / double(plan.parts);
  loop.inBytes = step.loads > 0 ? plan.bytes / 2 : 0;
  loop.outBytes = plan.bytes / 2 - loop.inBytes / 2;
}

void StepBuilder::addCopy(PlannedStep &step, const Node &node,
                          const NodePlan &plan) {
  double moved = 0;
  for (const RegionCopy &copy : node.workload.copies) {
    double size = double(copy.to.getNumElements() * bytes);
    moved += size;
    bool isFill = copy.from.sizes.empty();
    auto [from, to] = getCopyRuns(isFill ? RegionCopy{copy.to, copy.to} : copy);
    if (!isFill)
      step.loads += size * getSpread(from.length * bytes, from.stride * bytes);
    step.stores += size * getSpread(to.length * bytes, to.stride * bytes);
  }
  step.loads /= bandwidth;
  step.stores /= bandwidth;
  step.tiles =
      std::max(1.0, std::ceil(moved / std::max<int64_t>(plan.copyBytes, 1)));
  PlannedLoop &loop = step.loops.emplace_back();
  loop.isVector = true;
  loop.pixelTiles = int64_t(step.tiles);
  loop.input = step.loads / step.tiles;
  loop.store = step.stores / step.tiles;
  loop.inBytes = plan.copyBytes;
}

PlannedStep StepBuilder::buildSingle(int32_t index) {
  const Node &node = graph.nodes[index];
  const NodePlan &plan = planner.getPlan(index);
  PlannedStep step;
  step.kind = node.workload.kind;
  step.tileBytes = plan.bytes;
  begin(step, index);
  if (!plan.tilings.empty())
    addArray(step, node, plan);
  else if (plan.vector)
    addVector(step, node, *plan.vector);
  else
    addCopy(step, node, plan);
  step.loadBytes = (step.loads + step.weights) * bandwidth;
  step.storeBytes = step.stores * bandwidth;
  return step;
}

/// Returns the factor by which the transfer of runs of `run` bytes, `stride`
/// bytes apart, is slower because of partly used bursts.
double StepBuilder::getSpread(int64_t run, int64_t stride) const {
  int64_t granule = std::gcd(std::gcd(run, stride), machine.dramBurst);
  return double(run + machine.dramBurst - granule) / double(run);
}

/// Returns this factor for a tensor, which may consist of some channels of
/// another tensor.
double StepBuilder::getSpread(int32_t tensor) const {
  const Tensor &t = graph.tensors[tensor];
  return t.pixelStride == t.channels
             ? 1
             : getSpread(t.channels * t.elementBytes,
                         t.pixelStride * t.elementBytes);
}

/// Returns the bytes of rows that are copied from stripe to stripe.
double StepBuilder::getCopied(const Cascade &cascade,
                              const StripeTensor &t) const {
  const Tensor &tensor = graph.tensors[t.tensor];
  double rows = 0;
  for (int64_t s = 1; s != cascade.stripes; ++s)
    if (t.ends[s] > t.ends[s - 1])
      rows += double(t.ends[s - 1] - t.getFirst(s));
  return rows * double(tensor.shape[2]) *
         double(alignUp(tensor.channels * tensor.elementBytes,
                        engine::sramAlignment));
}

/// Adds the transfers of the stripes of tensors, in bytes at this point, and
/// the copied rows.
void StepBuilder::addStripes(PlannedStep &step, const Cascade &cascade) {
  for (const StripeTensor &t : cascade.tensors) {
    if (t.isResident)
      continue;
    double bytes = getBytes(t.tensor) * getSpread(t.tensor);
    double stripe = bytes / bandwidth / double(cascade.stripes);
    if (!t.consumers.empty()) {
      double copied = getCopied(cascade, t);
      step.loops[t.consumers.front()].copy +=
          copied / double(machine.vectorLanes * cascade.stripes);
      step.events.vectorWork += copied;
      step.events.vectorPortBytes += 2 * copied;
    }
    if (t.producer < 0) {
      step.inputStays = false;
      step.loads += bytes;
      step.loops[t.consumers.front()].input += stripe;
    } else if (t.isNeededBehind) {
      step.outputStays = false;
      step.stores += bytes;
      step.loops[t.producer].store += stripe;
    }
  }
}

PlannedStep StepBuilder::buildCascade(const Cascade &cascade) {
  PlannedStep step;
  step.delays = cascade.delays;
  step.size = cascade.size();
  step.stripes = cascade.stripes;
  step.tiles = double(cascade.stripes) * cascade.size();
  step.tileBytes = cascade.bytes;
  step.array = cascade.array;
  step.vector = cascade.vector;
  step.kind = graph.nodes[cascade.first].workload.kind;
  step.inputStays = step.outputStays = true;
  step.alternative = 0;
  for (int32_t i = cascade.first; i <= cascade.last; ++i)
    step.alternative += planner.getPlan(i).cost / cascade.cost;
  bool isDescribed = false;
  for (int32_t i = cascade.first; i <= cascade.last; ++i) {
    const Node &node = graph.nodes[i];
    begin(step, i);
    PlannedLoop &loop = step.loops.emplace_back();
    loop.pixelTiles = cascade.stripes;
    loop.isVector = !isArrayWork(node.workload);
    for (const VectorSweep &sweep : node.workload.sweeps)
      loop.work += getSweepCycles(sweep, target);
    if (loop.isVector)
      continue;
    ArrayProblem problem = getArrayProblem(node.workload, machine, bytes);
    loop.work = getArrayBound(problem, machine, type);
    if (!isDescribed)
      describe(step, node.workload);
    isDescribed = true;
    double weights = double(getCascadeWeightBytes(node.workload, bytes));
    step.weights += weights;
    loop.weights = weights / bandwidth;
  }
  addStripes(step, cascade);
  step.loadBytes = step.loads + step.weights;
  step.storeBytes = step.stores;
  // Rows that are computed in parts cost more than the bound.
  double array = 0;
  for (const PlannedLoop &loop : step.loops)
    array += loop.isVector ? 0 : loop.work;
  for (PlannedLoop &loop : step.loops)
    loop.work *=
        (loop.isVector ? 1 : step.array / array) / double(cascade.stripes);
  for (double *cycles : {&step.loads, &step.weights, &step.stores})
    *cycles /= bandwidth;
  return step;
}

std::vector<PlannedStep> StepBuilder::build() {
  std::vector<PlannedStep> steps;
  auto cascade = planner.getCascades().begin();
  for (int32_t index = 0, count = graph.nodes.size(); index < count; ++index) {
    int32_t first = index;
    if (cascade != planner.getCascades().end() && cascade->first == index) {
      steps.push_back(buildCascade(*cascade));
      index = cascade->last;
      ++cascade;
    } else {
      steps.push_back(buildSingle(index));
    }
    findSources(steps.back(), first, index, int32_t(steps.size()) - 1);
  }
  return steps;
}

std::vector<PlannedStep> compiler::buildSteps(const Graph &graph,
                                              const Planner &planner,
                                              engine::TargetAttr target,
                                              engine::ElementKind type) {
  return StepBuilder(graph, planner, target, type).build();
}
