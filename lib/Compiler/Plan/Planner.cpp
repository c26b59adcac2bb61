//===- Planner.cpp - SRAM residency and tiling of operations --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Planner.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Limit of the trial plans for tensors, per operation of the network. The
/// planning time is therefore proportional to the size of the network.
static constexpr int64_t mostTrials = 64;

/// Maximum number of operations of a cascade.
static constexpr size_t longestCascade = 8;

Planner::Planner(const Graph &graph, engine::TargetAttr target,
                 engine::ElementKind type, TilingMemory &memory)
    : graph(graph), target(target), type(type),
      sramBytes(target.getMachine().sramBytes),
      nodes(graph, places, target, type, memory), plans(graph.nodes.size()),
      resident(graph.nodes.size(), 0), share(graph.nodes.size(), 1),
      isPacked(graph.nodes.size(), false) {
  places.buffers.assign(graph.roots.size(), -1);
  places.addresses.assign(graph.roots.size(), 0);
  places.sharesWeights.assign(graph.nodes.size(), false);
}

int64_t Planner::getBudget(int32_t node) const {
  return (sramBytes - resident[node]) * share[node];
}

bool Planner::uses(const Node &node, int32_t root) const {
  auto isPart = [&](int32_t tensor) {
    return tensor >= 0 && graph.tensors[tensor].root == root;
  };
  return llvm::any_of(node.inputs, isPart) ||
         llvm::any_of(node.outputs, isPart) || isPart(node.residual);
}

/// Plans operations from `first` to `last` again as if another `bytes` bytes of
/// SRAM were occupied: those for which `isChanged` is true, and those that
/// would no longer fit. Stores the plans in `changed`. Returns false if an
/// operation does not fit.
template <typename F>
bool Planner::planBeside(int32_t first, int32_t last, int64_t bytes,
                         F &&isChanged) {
  changed.clear();
  for (int32_t i = first; i <= last; ++i) {
    int64_t budget = (sramBytes - resident[i] - bytes) * share[i];
    if (budget <= 0)
      return false;
    if (!isChanged(i) && plans[i].bytes <= budget)
      continue;
    changed.push_back({i, NodePlan()});
    int64_t needed = 0;
    if (!nodes.plan(i, budget, changed.back().second, needed))
      return false;
  }
  return true;
}

/// Applies the plans of `planBeside`.
void Planner::accept(int32_t first, int32_t last, int64_t bytes) {
  for (auto &[node, plan] : changed)
    plans[node] = std::move(plan);
  for (int32_t i = first; i <= last; ++i)
    resident[i] += bytes;
}

/// Keeps a root in SRAM if all operations meanwhile fit at a lower cost.
bool Planner::tryResident(int32_t index) {
  const Root &root = graph.roots[index];
  places.buffers[index] = index;
  bool fits =
      planBeside(root.firstWriter, root.lastUse, root.sramBytes,
                 [&](int32_t node) { return uses(graph.nodes[node], index); });
  double delta = 0;
  for (const auto &[node, plan] : changed)
    delta += plan.cost - plans[node].cost;
  if (!fits || delta >= 0) {
    places.buffers[index] = -1;
    return false;
  }
  accept(root.firstWriter, root.lastUse, root.sramBytes);
  return true;
}

LogicalResult Planner::plan(const PlanOptions &options, std::string &error,
                            int32_t &failed) {
  // Reports the operation that needs the most memory.
  int64_t most = 0;
  for (auto [index, node] : llvm::enumerate(graph.nodes)) {
    int64_t needed = 0;
    if (nodes.plan(index, getBudget(index), plans[index], needed) ||
        needed <= most)
      continue;
    failed = index;
    most = needed;
  }
  if (most > 0) {
    llvm::raw_string_ostream(error)
        << "expected the smallest tile to fit the " << sramBytes
        << " bytes of SRAM, but got " << most << " bytes";
    return failure();
  }
  if (options.keepTensors) {
    shareWeights();
    keepTensors();
  }
  if (options.cascades)
    addCascades();
  return success();
}

void Planner::keepTensors() {
  std::vector<int32_t> candidates;
  for (auto [index, root] : llvm::enumerate(graph.roots))
    if (graph.tensors[index].root == int32_t(index) && root.canBeInSram &&
        root.sramBytes < sramBytes)
      candidates.push_back(index);
  // Tensors with short lifetimes block the least.
  auto getKey = [&](int32_t index) {
    const Root &root = graph.roots[index];
    return std::pair(root.lastUse - root.firstWriter, index);
  };
  llvm::sort(candidates,
             [&](int32_t a, int32_t b) { return getKey(a) < getKey(b); });
  int64_t trials = mostTrials * graph.nodes.size();
  for (int32_t root : candidates) {
    trials -= getKey(root).first + 1;
    if (trials < 0)
      return;
    tryResident(root);
  }
}

/// Returns the weights that several operations share, shortest lifetime first.
std::vector<SharedWeights> Planner::findSharedWeights() const {
  llvm::MapVector<int32_t, SharedWeights> bySet;
  if (target.getMachine().loadsWholeInput)
    return {};
  int64_t bytes = engine::getElementBytes(type);
  for (auto [index, node] : llvm::enumerate(graph.nodes)) {
    if (node.weightSet < 0)
      continue;
    SharedWeights &weights = bySet[node.weightSet];
    if (weights.nodes.empty())
      weights.first = index;
    weights.last = index;
    weights.nodes.push_back(index);
    // Each block of 16 channels is aligned at most twice.
    const Workload &w = node.workload;
    weights.bytes = w.reads[1].getNumElements() * bytes +
                    w.outChannels * engine::accumulatorBytes +
                    ceilDiv(w.outChannels, 16) * 2 * bufferAlignment;
  }
  std::vector<SharedWeights> list;
  for (auto &[set, weights] : bySet)
    if (weights.nodes.size() > 1 && weights.bytes < sramBytes)
      list.push_back(std::move(weights));
  llvm::sort(list, [](const SharedWeights &a, const SharedWeights &b) {
    return std::pair(a.last - a.first, a.first) <
           std::pair(b.last - b.first, b.first);
  });
  return list;
}

void Planner::shareWeights() {
  int64_t trials = mostTrials * graph.nodes.size();
  for (SharedWeights &weights : findSharedWeights()) {
    trials -= weights.last - weights.first + 1;
    if (trials < 0)
      return;
    if (tryShare(weights))
      shared.push_back(std::move(weights));
  }
}

/// Keeps weights in SRAM if all operations meanwhile fit at a lower cost.
bool Planner::tryShare(const SharedWeights &weights) {
  for (int32_t node : weights.nodes)
    places.sharesWeights[node] = true;
  int32_t set = graph.nodes[weights.first].weightSet;
  bool fits =
      planBeside(weights.first, weights.last, weights.bytes, [&](int32_t node) {
        return graph.nodes[node].weightSet == set;
      });
  double delta = 0;
  // The first operation loads the weights in any case.
  for (const auto &[node, plan] : changed)
    if (node != weights.first)
      delta += plan.cost - plans[node].cost;
  if (!fits || delta >= 0) {
    for (int32_t node : weights.nodes)
      places.sharesWeights[node] = false;
    return false;
  }
  accept(weights.first, weights.last, weights.bytes);
  return true;
}

/// Stops keeping weights in SRAM that are resident while `node` runs, so that
/// each operation loads them. Returns false if there are none.
bool Planner::dropShared(int32_t node) {
  auto it = llvm::find_if(shared, [&](const SharedWeights &weights) {
    return node < 0 || (weights.first <= node && node <= weights.last);
  });
  if (it == shared.end())
    return false;
  SharedWeights weights = std::move(*it);
  shared.erase(it);
  for (int32_t user : weights.nodes)
    places.sharesWeights[user] = false;
  for (int32_t i = weights.first; i <= weights.last; ++i)
    resident[i] -= weights.bytes;
  for (int32_t i = weights.first; i <= weights.last; ++i)
    replan(i);
  return true;
}

int64_t Planner::getNumCascaded() const {
  int64_t count = 0;
  for (const Cascade &cascade : cascades)
    count += cascade.size();
  return count;
}

/// Returns the SRAM for a cascade: the memory without resident tensors, except
/// for those inside the cascade.
int64_t Planner::getCascadeBudget(int32_t first, int32_t last) const {
  llvm::SmallVector<int64_t, longestCascade> taken(resident.begin() + first,
                                                   resident.begin() + last + 1);
  for (int32_t i = first; i <= last; ++i) {
    int32_t output = graph.nodes[i].outputs[0];
    const Root &root = graph.getRoot(output);
    if (places.buffers[output] < 0 || root.lastUse > last || root.isOutside)
      continue;
    for (int32_t j = std::max(root.firstWriter, first); j <= root.lastUse; ++j)
      taken[j - first] -= root.sramBytes;
  }
  return sramBytes - std::max<int64_t>(0, *llvm::max_element(taken));
}

void Planner::addCascades() {
  if (!target.getMachine().loadsWholeInput && target.getFunctionCycles("max"))
    findCascades();
}

/// Partitions the operations into cascades and single operations with the
/// minimum expected cycles, by dynamic programming over prefixes of the
/// operations. Returns the cascades from last to first.
std::vector<CascadeChoice>
Planner::chooseCascades(CascadeSearch &search) const {
  size_t count = graph.nodes.size();
  const engine::Machine &machine = target.getMachine();
  std::vector<double> best(count + 1, 0);
  std::vector<std::optional<CascadeChoice>> chosen(count + 1);
  for (size_t end = 1; end <= count; ++end) {
    best[end] = best[end - 1] + plans[end - 1].cost;
    CascadeBound sum;
    double leastArray = 0, bytes = search.getNode(end - 1).storedBytes;
    for (size_t length = 1; length <= std::min(longestCascade, end); ++length) {
      size_t first = end - length;
      const CascadeNode &node = search.getNode(first);
      if (!node.canCascade)
        break;
      sum.array += node.bound.array;
      sum.vector += node.bound.vector;
      sum.bytes += node.bound.bytes;
      leastArray += node.leastArray;
      bytes += node.weightBytes;
      if (length == 1 ||
          best[first] + getLeastCost(sum, length, machine) >= best[end] ||
          best[first] + search.getLeastCost(length, leastArray, sum.vector,
                                            bytes + node.loadedBytes) >=
              best[end])
        continue;
      // One third is reserved for loads of later tiles.
      int64_t budget = getCascadeBudget(first, end - 1) * 2 / 3;
      if (sum.bytes > budget)
        continue;
      std::optional<CascadeChoice> choice =
          search.find(first, end - 1, budget, best[first], best[end]);
      if (!choice)
        continue;
      best[end] = best[first] + choice->cost;
      chosen[end] = choice;
    }
  }
  std::vector<CascadeChoice> list;
  for (size_t end = count; end > 0;)
    if (chosen[end]) {
      list.push_back(*chosen[end]);
      end = chosen[end]->first;
    } else {
      --end;
    }
  return list;
}

void Planner::findCascades() {
  TileProgram scratch;
  Emitter emitter(scratch, graph, places, target, type);
  CascadeSearch search(emitter);
  search.prepareAll();
  std::vector<CascadeChoice> choices = chooseCascades(search);
  // Builds all cascades before any of them changes the resident tensors.
  std::vector<Cascade> list;
  for (const CascadeChoice &choice : llvm::reverse(choices))
    list.push_back(search.build(choice));
  for (Cascade &cascade : list)
    addCascade(std::move(cascade));
}

/// Adds a cascade. Tensors inside it are no longer resident.
void Planner::addCascade(Cascade cascade) {
  for (const StripeTensor &t : cascade.tensors)
    if (!t.isResident && places.buffers[t.tensor] >= 0)
      evict(t.tensor);
  cascades.push_back(std::move(cascade));
}

/// Makes the cascade of a node smaller or takes it apart. Tensors inside it may
/// become resident again. Returns false if the node is in no cascade.
bool Planner::shrinkCascade(int32_t node) {
  auto it = llvm::find_if(cascades, [&](const Cascade &cascade) {
    return cascade.first <= node && node <= cascade.last;
  });
  if (it == cascades.end())
    return false;
  TileProgram scratch;
  Emitter emitter(scratch, graph, places, target, type);
  CascadeSearch search(emitter);
  if (std::optional<CascadeChoice> smaller =
          search.find(it->first, it->last, it->bytes * 4 / 5, 0,
                      std::numeric_limits<double>::infinity())) {
    *it = search.build(*smaller);
    return true;
  }
  Cascade dropped = std::move(*it);
  cascades.erase(it);
  for (const StripeTensor &t : dropped.tensors)
    if (t.producer >= 0 && !t.isNeededBehind && !t.isResident &&
        graph.roots[t.tensor].canBeInSram)
      tryResident(t.tensor);
  return true;
}

void Planner::evict(int32_t index) {
  const Root &root = graph.roots[index];
  places.buffers[index] = -1;
  llvm::erase_if(cascades, [&](const Cascade &cascade) {
    return llvm::any_of(cascade.tensors, [&](const StripeTensor &t) {
      return graph.tensors[t.tensor].root == index;
    });
  });
  for (int32_t i = root.firstWriter; i <= root.lastUse; ++i)
    resident[i] -= root.sramBytes;
  for (int32_t i = root.firstWriter; i <= root.lastUse; ++i)
    replan(i);
}

/// Returns the largest tensor that is in SRAM while `node` runs or, if `node`
/// is negative, at any time; -1 if there is none.
int32_t Planner::findLargest(int32_t node) const {
  int32_t largest = -1;
  for (auto [index, root] : llvm::enumerate(graph.roots))
    if (places.buffers[index] >= 0 &&
        (node < 0 || (root.firstWriter <= node && root.lastUse >= node)) &&
        (largest < 0 || root.sramBytes > graph.roots[largest].sramBytes))
      largest = index;
  return largest;
}

/// Plans a node whose tensors or weights must be loaded again. If the new plan
/// does not fit, evicts resident tensors until it does.
void Planner::replan(int32_t node) {
  int64_t needed = 0;
  if (nodes.plan(node, getBudget(node), plans[node], needed))
    return;
  share[node] = 1;
  if (nodes.plan(node, getBudget(node), plans[node], needed))
    return;
  if (int32_t largest = findLargest(node); largest >= 0)
    return evict(largest);
  [[maybe_unused]] bool isDropped = dropShared(node);
  TENON_ASSERT(isDropped,
               "a node that had a plan has none with all of the SRAM");
}

bool Planner::pack(int32_t node) {
  if (node < 0 || isPacked[node])
    return false;
  isPacked[node] = true;
  return true;
}

bool Planner::relax(int32_t node, const PlanOptions &options) {
  ++numRelaxed;
  if (shrinkCascade(node) || (options.packsFirst && pack(node)))
    return true;
  if (node >= 0 && share[node] > 0.5) {
    NodePlan plan;
    int64_t needed = 0;
    share[node] *= 0.8;
    if (nodes.plan(node, getBudget(node), plan, needed)) {
      plans[node] = std::move(plan);
      return true;
    }
    share[node] /= 0.8;
  }
  if (pack(node) || dropShared(node))
    return true;
  int32_t largest = findLargest(node);
  if (largest < 0)
    return false;
  evict(largest);
  return true;
}

bool Planner::isLate(ArrayRef<int64_t> lateBytes) const {
  const engine::Machine &machine = target.getMachine();
  double bandwidth = double(machine.dramChannels * machine.dramBytesPerCycle);
  for (auto [plan, bytes] : llvm::zip(plans, lateBytes)) {
    bool loadsAhead = llvm::any_of(
        plan.tilings, [](const Tiling &t) { return t.copies > 1; });
    // Short delays do not matter.
    if (loadsAhead && double(bytes) / bandwidth > 0.1 * plan.cost)
      return true;
  }
  return false;
}

/// Reserves memory for the commands, most of which are those of the array.
/// Counting them is cheaper than moving them.
void Planner::reserveCommands(Emitter &emitter) const {
  int64_t count = 0;
  for (auto [plan, node] : llvm::zip(plans, graph.nodes))
    if (!plan.tilings.empty())
      count += countSteps(emitter, node, plan.tilings);
  for (const Cascade &cascade : cascades) {
    count += cascade.size() * cascade.stripes;
    for (int32_t i = cascade.first; i <= cascade.last; ++i)
      if (!plans[i].tilings.empty())
        count -= countSteps(emitter, graph.nodes[i], plans[i].tilings);
  }
  emitter.program.spans.reserve(count);
  if (emitter.needsShapes())
    emitter.program.shapes.reserve(count);
  emitter.program.commands.reserve(count + count / 2);
}

void Planner::emit(TileProgram &program, EmitDetail detail,
                   std::optional<int32_t> end) const {
  program.clear();
  Places final = places;
  Emitter emitter(program, graph, final, target, type, detail);
  reserveCommands(emitter);
  for (auto [index, root] : llvm::enumerate(graph.roots)) {
    const Tensor &tensor = graph.tensors[index];
    if (tensor.root != int32_t(index))
      continue;
    if (places.buffers[index] >= 0) {
      final.buffers[index] = emitter.addBuffer(root.sramBytes);
      program.buffers.back().isTensor = true;
    } else {
      final.addresses[index] =
          emitter.allocateDram(tensor.getElements() * tensor.elementBytes);
    }
  }
  program.rootAddresses = final.addresses;
  auto cascade = cascades.begin();
  for (int32_t index = 0; index < end.value_or(plans.size()); ++index) {
    if (cascade != cascades.end() && cascade->first == index) {
      emitCascade(emitter, *cascade);
      index = cascade->last;
      ++cascade;
      continue;
    }
    const NodePlan &plan = plans[index];
    emitter.beginNode(index);
    if (!plan.tilings.empty())
      emitArray(emitter, plan.tilings);
    else if (plan.vector)
      emitVector(emitter, *plan.vector);
    else
      emitCopy(emitter, plan.copyBytes);
  }
}
