//===- Graph.cpp - A network as the compiler sees it ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Graph.h"
#include "Tiling.h"
#include "dialects/Interfaces/Interfaces.h"
#include "tenon/Codegen/Compile.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::codegen;
using engine::alignUp;
using engine::sramAlignment;

static int64_t getElementBytes(Type type, engine::ElementKind kind) {
  if (!type || !type.isIntOrIndex())
    return engine::getElementBytes(kind);
  return type.isIndex() ? 8 : engine::ceilDiv(type.getIntOrFloatBitWidth(), 8);
}

namespace {
/// Builds a graph, one operation after the other.
class GraphBuilder {
public:
  GraphBuilder(const engine::Machine &machine, engine::ElementKind type)
      : machine(machine), type(type) {}
  void addFunction(FunctionOpInterface function);
  void addWorkload(const Workload &workload, StringRef name, Location loc);
  Graph finish();

private:
  int32_t addTensor(ArrayRef<int64_t> shape, Type elementType);
  int32_t addTensor(Value value);
  int32_t findTensor(Value value) const {
    auto it = tensorOf.find(value);
    return it == tensorOf.end() ? -1 : it->second;
  }
  void addOp(Operation *op, const Workload &workload);
  bool addView(Operation *op);
  Workload getCopyWorkload(Operation *op) const;
  void addCopy(Node &node);
  int32_t addDense(const Node &node, int32_t input, Type element);
  bool fuse(Operation *op, const Workload &workload);
  bool fuseResidual(Operation *op, const Workload &workload);
  int32_t findDrain(Value value) const;
  bool aliasConcat(Operation *op, const Workload &workload);
  bool aliasSlice(Operation *op, const Workload &workload);
  bool isPart(const Tensor &whole, const TensorRegion &region) const;
  void setPart(int32_t part, int32_t whole, const TensorRegion &region);
  bool canBePart(int32_t tensor, const Tensor &whole,
                 const TensorRegion &region) const;
  void movePart(int32_t part, int32_t whole, int64_t offset);
  void addPart(int32_t part, int32_t root);

  engine::Machine machine;
  engine::ElementKind type;
  Graph graph;
  llvm::DenseMap<Value, int32_t> tensorOf;
  /// The node that computes a tensor, and whether its drain has an activation.
  std::vector<int32_t> producers;
  std::vector<bool> isActivated;
  /// Of each root: its parts, and whether all are other shapes of the whole.
  std::vector<int32_t> numParts;
  std::vector<bool> isDense;
  /// Of each root: a copy reads it at addresses that are set already.
  std::vector<bool> isCopied;
  llvm::DenseMap<int32_t, llvm::SmallVector<int32_t, 2>> partsOf;
};
} // namespace

int32_t GraphBuilder::addTensor(ArrayRef<int64_t> shape, Type elementType) {
  Tensor tensor;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.elementBytes = getElementBytes(elementType, type);
  tensor.channels = shape.empty() ? 1 : shape.back();
  for (int64_t size : shape.drop_back(shape.empty() ? 0 : 1))
    tensor.pixels *= size;
  tensor.root = graph.tensors.size();
  tensor.pixelStride = tensor.channels;
  graph.tensors.push_back(tensor);
  graph.roots.emplace_back();
  producers.push_back(-1);
  numParts.push_back(0);
  isDense.push_back(true);
  isCopied.push_back(false);
  return graph.tensors.size() - 1;
}

int32_t GraphBuilder::addTensor(Value value) {
  auto shaped = cast<ShapedType>(value.getType());
  Type element = shaped.getElementType();
  int32_t tensor = addTensor(shaped.getShape(), element);
  tensorOf[value] = tensor;
  return tensor;
}

/// An operation that only gives its operand another shape. Returns false if it
/// has to be copied for that.
bool GraphBuilder::addView(Operation *op) {
  int32_t from = -1;
  for (Value operand : op->getOperands())
    from = std::max(from, findTensor(operand));
  if (from < 0 || op->getNumResults() != 1)
    return true; // of a parameter
  auto shape = cast<ShapedType>(op->getResult(0).getType()).getShape();
  int64_t channels = shape.empty() ? 1 : shape.back();
  const Tensor &whole = graph.tensors[from];
  bool keepsPixels = channels == whole.channels;
  if (!keepsPixels && whole.pixelStride != whole.channels)
    return false;
  int32_t to = addTensor(op->getResult(0));
  producers[to] = producers[from];
  const Tensor &source = graph.tensors[from];
  Tensor &view = graph.tensors[to];
  view.root = source.root;
  view.offset = source.offset;
  view.sramPixel = source.sramPixel;
  view.sramChannel = source.sramChannel;
  if (keepsPixels)
    view.pixelStride = source.pixelStride;
  else // Its pixels are not those of the root.
    graph.roots[view.root].canBeInSram = false;
  addPart(to, view.root);
  return true;
}

/// The array node in whose drain what becomes of `value` can go on, or -1.
int32_t GraphBuilder::findDrain(Value value) const {
  int32_t tensor = findTensor(value);
  if (tensor < 0 || !value.hasOneUse() || graph.tensors[tensor].root != tensor)
    return -1;
  int32_t node = producers[tensor];
  if (node < 0 || graph.nodes[node].outputs.front() != tensor)
    return -1;
  return isArrayWork(graph.nodes[node].workload) ? node : -1;
}

/// Element-wise work on one tensor and parameters, or a sum of two tensors,
/// goes into the drain of the array command in front of it: first scales and
/// offsets, then a residual, then a function.
bool GraphBuilder::fuse(Operation *op, const Workload &workload) {
  if (workload.kind != WorkloadKind::Vector || workload.writes.size() != 1 ||
      workload.reads.empty() || op->getNumResults() != 1)
    return false;
  if (workload.cut != VectorCut::Pixels)
    return false;
  for (const VectorSweep &sweep : workload.sweeps)
    if (sweep.taps != 1 || sweep.acrossLanes ||
        sweep.pixels * sweep.channels !=
            workload.writes.front().getNumElements())
      return false;
  auto isSame = [&](const TensorRegion &region) {
    return region.sizes == workload.writes.front().sizes;
  };
  if (workload.reads.size() == 2 && !workload.reads[0].isParameter &&
      !workload.reads[1].isParameter)
    return isSame(workload.reads[0]) && isSame(workload.reads[1]) &&
           fuseResidual(op, workload);
  if (getElementBytes(workload.writes.front().elementType, type) !=
      getElementBytes(workload.reads.front().elementType, type))
    return false;
  size_t activations = llvm::count_if(
      workload.reads, [](auto &region) { return !region.isParameter; });
  if (activations != 1 || workload.reads.front().isParameter ||
      !isSame(workload.reads.front()))
    return false;
  // The drain scales and adds with one number a channel.
  bool isFunction = workload.reads.size() == 1;
  for (const VectorSweep &sweep : workload.sweeps)
    if (!isFunction && sweep.function != "mul" && sweep.function != "add")
      return false;
  int64_t channels = workload.writes.front().sizes.empty()
                         ? 1
                         : workload.writes.front().sizes.back();
  for (const TensorRegion &region : ArrayRef(workload.reads).drop_front()) {
    int64_t last = region.sizes.empty() ? 1 : region.sizes.back();
    if (region.getNumElements() != last || last > channels)
      return false;
  }
  int32_t node = findDrain(op->getOperand(0));
  if (node < 0 || isActivated[node] ||
      (!isFunction && graph.nodes[node].residual >= 0))
    return false;
  isActivated[node] = isFunction;
  graph.nodes[node].mapped.drained.push_back(op);
  tensorOf[op->getResult(0)] = graph.nodes[node].outputs.front();
  return true;
}

bool GraphBuilder::fuseResidual(Operation *op, const Workload &workload) {
  if (workload.sweeps.size() != 1 || workload.sweeps[0].function != "add")
    return false;
  int32_t first = findDrain(op->getOperand(0));
  int32_t second = findDrain(op->getOperand(1));
  // The later one adds what the earlier one has computed.
  bool isSecond = second > first;
  int32_t node = std::max(first, second);
  if (node < 0 || isActivated[node] || graph.nodes[node].residual >= 0 ||
      graph.nodes[node].workload.kind == WorkloadKind::TransposedConvolution)
    return false;
  int32_t residual = findTensor(op->getOperand(isSecond ? 0 : 1));
  if (residual < 0 || producers[residual] >= node)
    return false;
  const Tensor &added = graph.tensors[residual];
  const Tensor &output = graph.tensors[graph.nodes[node].outputs.front()];
  if (added.elementBytes != output.elementBytes)
    return false;
  graph.nodes[node].residual = residual;
  graph.nodes[node].mapped.drained.push_back(op);
  graph.nodes[node].mapped.residual = op->getOperand(isSecond ? 0 : 1);
  tensorOf[op->getResult(0)] = graph.nodes[node].outputs.front();
  return true;
}

/// Part `region` of a tensor: pixels of it that follow each other, or some
/// channels of all of them.
bool GraphBuilder::isPart(const Tensor &whole,
                          const TensorRegion &region) const {
  int64_t stride = 1;
  size_t rank = region.sizes.size();
  for (size_t i = rank; i-- > 0; stride *= whole.shape[i])
    if (region.sizes[i] != 1 && region.strides[i] != stride)
      return false;
  auto isWhole = [&](size_t i) { return region.sizes[i] == whole.shape[i]; };
  size_t outer = 0;
  while (outer + 1 < rank && isWhole(outer))
    ++outer;
  if (outer + 1 == rank)
    return true;
  // Nothing is repeated outside of the pixels.
  outer = 0;
  while (outer < rank && region.sizes[outer] == 1)
    ++outer;
  for (size_t i = outer + 1; i < rank; ++i)
    if (!isWhole(i))
      return false;
  return isWhole(rank - 1);
}

void GraphBuilder::setPart(int32_t index, int32_t wholeIndex,
                           const TensorRegion &region) {
  const Tensor &whole = graph.tensors[wholeIndex];
  Tensor &part = graph.tensors[index];
  int64_t pixel = region.offset / whole.channels;
  int64_t channel = region.offset % whole.channels;
  part.root = whole.root;
  part.pixelStride = whole.pixelStride;
  part.offset = whole.offset + pixel * whole.pixelStride + channel;
  part.sramPixel = whole.sramPixel + pixel;
  part.sramChannel = whole.sramChannel + channel;
  if (part.sramChannel * part.elementBytes % sramAlignment != 0)
    graph.getRoot(index).canBeInSram = false;
  isDense[part.root] = false;
  addPart(index, part.root);
}

/// True if `tensor`, which is `region` of `whole`, can be computed there. It
/// has memory of its own, or is another shape of one that has.
bool GraphBuilder::canBePart(int32_t tensor, const Tensor &whole,
                             const TensorRegion &region) const {
  if (tensor < 0 || producers[tensor] < 0 || !isPart(whole, region))
    return false;
  int32_t root = graph.tensors[tensor].root;
  // Copies write dense tensors.
  if (producers[root] >= 0 &&
      graph.nodes[producers[root]].workload.kind == WorkloadKind::Copy)
    return false;
  if (graph.roots[root].isOutside || isCopied[root] || producers[root] < 0 ||
      graph.tensors[tensor].elementBytes != whole.elementBytes)
    return false;
  if (numParts[root] == 0)
    return true;
  // Shapes of a dense tensor stay dense in a row of pixels.
  return isDense[root] && region.sizes.back() == whole.shape.back();
}

/// Inputs of a concatenation are computed where they are needed, if all can.
bool GraphBuilder::aliasConcat(Operation *op, const Workload &workload) {
  Tensor shape;
  auto type = cast<ShapedType>(op->getResult(0).getType());
  shape.shape.assign(type.getShape().begin(), type.getShape().end());
  shape.elementBytes = getElementBytes(type.getElementType(), this->type);
  llvm::SmallDenseSet<int32_t> roots;
  for (auto [operand, copy] : llvm::zip(op->getOperands(), workload.copies)) {
    int32_t part = findTensor(operand);
    if (!canBePart(part, shape, copy.to) ||
        !roots.insert(graph.tensors[part].root).second)
      return false;
  }
  int32_t whole = addTensor(op->getResult(0));
  for (auto [operand, copy] : llvm::zip(op->getOperands(), workload.copies)) {
    int32_t root = graph.tensors[findTensor(operand)].root;
    graph.roots[whole].canBeInSram &= graph.roots[root].canBeInSram;
    producers[whole] = std::max(producers[whole], producers[root]);
    if (numParts[root] == 0) {
      setPart(root, whole, copy.to);
      continue;
    }
    graph.roots[whole].canBeInSram = false;
    for (int32_t shape : partsOf.lookup(root))
      movePart(shape, whole, copy.to.offset);
    movePart(root, whole, copy.to.offset);
  }
  return true;
}

/// Moves a shape of a dense root to element `offset` of another one.
void GraphBuilder::movePart(int32_t part, int32_t whole, int64_t offset) {
  graph.tensors[part].root = whole;
  graph.tensors[part].offset = offset;
  addPart(part, whole);
}

/// Notes that `part` is in the memory of `root`.
void GraphBuilder::addPart(int32_t part, int32_t root) {
  ++numParts[root];
  partsOf[root].push_back(part);
}

bool GraphBuilder::aliasSlice(Operation *op, const Workload &workload) {
  int32_t whole = findTensor(op->getOperand(0));
  if (whole < 0 || workload.copies.size() != 1 ||
      !isPart(graph.tensors[whole], workload.copies[0].from))
    return false;
  int32_t part = addTensor(op->getResult(0));
  setPart(part, whole, workload.copies[0].from);
  producers[part] = producers[whole];
  return true;
}

/// True if `region`, a part of a dense tensor, is a box of `tensor` as well.
static bool isBox(const TensorRegion &region, const Tensor &tensor) {
  if (tensor.pixelStride == tensor.channels)
    return true;
  for (auto [size, stride] : llvm::zip(region.sizes, region.strides))
    if (size != 1 && stride % tensor.channels != 0 &&
        size * stride > tensor.channels)
      return false;
  return true;
}

/// Gives `region` the strides that `tensor` has in its root.
static void mapRegion(TensorRegion &region, const Tensor &tensor) {
  auto map = [&](int64_t elements) {
    return elements / tensor.channels * tensor.pixelStride +
           elements % tensor.channels;
  };
  for (int64_t &stride : region.strides)
    stride = map(stride);
  region.offset = map(region.offset);
}

/// Copies operands that are channels of other tensors to dense ones, if the
/// copy needs that.
void GraphBuilder::addCopy(Node &node) {
  for (auto [operand, input] : llvm::enumerate(node.inputs)) {
    if (input < 0 ||
        graph.tensors[input].pixelStride == graph.tensors[input].channels)
      continue;
    auto reads = [operand = operand](const RegionCopy &copy) {
      return !copy.from.sizes.empty() && copy.operand == int32_t(operand);
    };
    const Tensor from = graph.tensors[input];
    bool areBoxes = llvm::all_of(node.workload.copies, [&](auto &copy) {
      return !reads(copy) ||
             (isBox(copy.from, from) && copy.from.sizes == copy.to.sizes);
    });
    for (RegionCopy &copy : node.workload.copies) {
      if (!reads(copy))
        continue;
      if (areBoxes) {
        mapRegion(copy.from, from);
        continue;
      }
      input = addDense(node, input, copy.from.elementType);
      break;
    }
  }
}

/// A dense copy of a tensor that `node` reads.
int32_t GraphBuilder::addDense(const Node &node, int32_t input, Type element) {
  const Tensor from = graph.tensors[input];
  TensorRegion region =
      TensorRegion::dense({from.pixels, from.channels}, element);
  Node dense{Workload(), node.name, node.loc, node.opName, {input}, {}, -1, {}};
  dense.workload.kind = WorkloadKind::Copy;
  dense.workload.copies.push_back({region, region});
  mapRegion(dense.workload.copies.front().from, from);
  int32_t output = addTensor({from.pixels, from.channels}, element);
  producers[output] = graph.nodes.size();
  dense.outputs.push_back(output);
  isActivated.push_back(false);
  graph.nodes.push_back(std::move(dense));
  return output;
}

/// What a reshape does if its operand is not dense.
Workload GraphBuilder::getCopyWorkload(Operation *op) const {
  const Tensor &from = graph.tensors[findTensor(op->getOperand(0))];
  Type element = cast<ShapedType>(op->getResult(0).getType()).getElementType();
  TensorRegion region =
      TensorRegion::dense({from.pixels, from.channels}, element);
  Workload workload;
  workload.kind = WorkloadKind::Copy;
  workload.copies.push_back({region, region});
  return workload;
}

void GraphBuilder::addOp(Operation *op, const Workload &workload) {
  if (workload.kind == WorkloadKind::View) {
    if (!addView(op))
      addOp(op, getCopyWorkload(op));
    return;
  }
  // What is computed from constants alone is one.
  if (llvm::all_of(op->getOperands(),
                   [&](Value operand) { return findTensor(operand) < 0; }))
    return;
  if (fuse(op, workload))
    return;
  if (workload.kind == WorkloadKind::Copy) {
    bool isConcat = op->getNumOperands() == workload.copies.size() &&
                    workload.copies.size() > 1;
    bool isSlice = workload.copies.size() == 1 && op->getNumOperands() == 1 &&
                   !workload.copies[0].from.sizes.empty() &&
                   workload.copies[0].to.sizes == workload.copies[0].from.sizes;
    if ((isConcat && aliasConcat(op, workload)) ||
        (isSlice && aliasSlice(op, workload)))
      return;
  }
  Node node{workload,     getLayerName(op),
            op->getLoc(), op->getName().getStringRef(),
            {},           {},
            -1,           {op, {}, op->getResult(0), Value()}};
  size_t reads = workload.kind == WorkloadKind::Copy ? op->getNumOperands()
                                                     : workload.reads.size();
  for (Value operand : op->getOperands().take_front(reads))
    node.inputs.push_back(findTensor(operand));
  for (auto [region, input] : llvm::zip(node.workload.reads, node.inputs))
    region.isParameter = input < 0;
  if (workload.kind == WorkloadKind::Copy)
    addCopy(node);
  for (int32_t input : node.inputs)
    if (workload.kind == WorkloadKind::Copy && input >= 0)
      isCopied[graph.tensors[input].root] = true;
  for (Value result : op->getResults())
    node.outputs.push_back(addTensor(result));
  for (int32_t output : node.outputs)
    producers[output] = graph.nodes.size();
  isActivated.push_back(!workload.activation.empty());
  graph.nodes.push_back(std::move(node));
}

void GraphBuilder::addFunction(FunctionOpInterface function) {
  for (Value argument : function.getArguments())
    if (isa<ShapedType>(argument.getType())) {
      graph.inputs.push_back({argument, addTensor(argument)});
      graph.roots[graph.inputs.back().second].isOutside = true;
    }
  function.walk([&](Operation *op) {
    if (auto workload = dyn_cast<WorkloadOpInterface>(op))
      return addOp(op, workload.getWorkload());
    if (op->hasTrait<OpTrait::IsTerminator>())
      for (Value operand : op->getOperands()) {
        int32_t tensor = findTensor(operand);
        graph.results.push_back({operand, tensor});
        if (tensor >= 0)
          graph.getRoot(tensor).isOutside = true;
      }
  });
}

void GraphBuilder::addWorkload(const Workload &workload, StringRef name,
                               Location loc) {
  Node node{workload, name.str(), loc, "", {}, {}, -1, {}};
  auto add = [&](const TensorRegion &region) {
    int32_t tensor = addTensor(region.sizes, region.elementType);
    graph.roots[tensor].isOutside = true;
    return tensor;
  };
  for (const TensorRegion &region : workload.reads)
    node.inputs.push_back(region.isParameter ? -1 : add(region));
  // Copies address their tensors by element.
  auto addExtent = [&](const TensorRegion &region) {
    int64_t extent = region.offset + 1;
    for (auto [size, stride] : llvm::zip(region.sizes, region.strides))
      extent += (size - 1) * stride;
    return TensorRegion::dense({extent}, region.elementType);
  };
  int64_t extent = 0;
  SmallVector<TensorRegion> inputs;
  for (const RegionCopy &copy : workload.copies) {
    extent = std::max(extent, addExtent(copy.to).sizes.front());
    if (copy.from.sizes.empty())
      continue;
    if (copy.operand >= int32_t(inputs.size()))
      inputs.resize(copy.operand + 1, TensorRegion::dense({0}, Type()));
    TensorRegion from = addExtent(copy.from);
    if (from.sizes.front() > inputs[copy.operand].sizes.front())
      inputs[copy.operand] = from;
  }
  for (const TensorRegion &input : inputs)
    node.inputs.push_back(add(input));
  if (!workload.copies.empty())
    node.outputs.push_back(add(
        TensorRegion::dense({extent}, workload.copies.front().to.elementType)));
  for (const TensorRegion &region : workload.writes)
    node.outputs.push_back(add(region));
  for (int32_t output : node.outputs)
    producers[output] = 0;
  graph.nodes.push_back(std::move(node));
}

/// True if the groups of a convolution start at aligned addresses of `tensor`.
static bool hasAlignedGroups(const Node &node, const Tensor &tensor,
                             const engine::Machine &machine) {
  const Workload &w = node.workload;
  if (w.kind == WorkloadKind::Matmul || !isArrayWork(w) || w.groups == 1 ||
      (w.isDepthwise() && machine.hasDepthwise()))
    return true;
  return tensor.channels / w.groups * tensor.elementBytes % sramAlignment == 0;
}

/// True if all elements of a tensor follow each other in its root.
static bool isOneRun(const Tensor &tensor) {
  return tensor.pixelStride == tensor.channels || tensor.pixels == 1;
}

/// Sets who writes and reads each root, and its size in SRAM.
Graph GraphBuilder::finish() {
  for (auto [index, tensor] : llvm::enumerate(graph.tensors))
    if (tensor.root != int32_t(index)) {
      Root &root = graph.roots[tensor.root];
      root.isOutside |= graph.roots[index].isOutside;
      root.canBeInSram &= graph.roots[index].canBeInSram;
    }
  for (size_t index = 0; index != graph.nodes.size(); ++index) {
    const Node &node = graph.nodes[index];
    auto use = [&](int32_t tensor, bool writes) {
      if (tensor < 0)
        return;
      Root &root = graph.getRoot(tensor);
      if (writes && root.firstWriter < 0)
        root.firstWriter = index;
      root.lastUse = index;
      // Copies go from DRAM to DRAM, groups are addressed by channel.
      root.canBeInSram &=
          node.workload.kind != WorkloadKind::Copy &&
          hasAlignedGroups(node, graph.tensors[tensor], machine);
      // Commands of the vector unit go through whole pixels; channels of one
      // pixel are a run as well.
      if (node.workload.kind == WorkloadKind::Vector)
        root.canBeInSram &= isOneRun(graph.tensors[tensor]);
    };
    for (int32_t input : node.inputs)
      use(input, false);
    // The second factor of a product is loaded as weights.
    if (node.workload.kind == WorkloadKind::Matmul && node.inputs.size() > 1 &&
        node.inputs[1] >= 0)
      graph.getRoot(node.inputs[1]).canBeInSram = false;
    use(node.residual, false);
    for (int32_t output : node.outputs)
      use(output, true);
  }
  for (auto [index, root] : llvm::enumerate(graph.roots)) {
    const Tensor &tensor = graph.tensors[index];
    root.sramPitch =
        alignUp(tensor.channels * tensor.elementBytes, sramAlignment);
    root.sramBytes = tensor.pixels * root.sramPitch;
    root.canBeInSram &= root.firstWriter >= 0 && !root.isOutside;
  }
  return std::move(graph);
}

Graph codegen::buildGraph(FunctionOpInterface function,
                          const engine::Machine &machine,
                          engine::ElementKind type) {
  GraphBuilder builder(machine, type);
  builder.addFunction(function);
  return builder.finish();
}

Graph codegen::buildGraph(const Workload &workload, StringRef name,
                          Location loc, const engine::Machine &machine,
                          engine::ElementKind type) {
  GraphBuilder builder(machine, type);
  builder.addWorkload(workload, name, loc);
  return builder.finish();
}
