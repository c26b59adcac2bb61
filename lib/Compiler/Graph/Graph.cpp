//===- Graph.cpp - Construction of the compiler's graph -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"
#include "dialects/Interfaces/Interfaces.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "tenon/Compiler/Compile.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;
using engine::alignUp;
using engine::sramAlignment;

int64_t compiler::getDeployedBytes(Type type, engine::ElementKind kind) {
  if (auto quantized = dyn_cast_if_present<quant::QuantizedType>(type))
    return engine::ceilDiv(quantized.getStorageTypeIntegralWidth(), 8);
  if (!type || !type.isIntOrIndex())
    return engine::getElementBytes(kind);
  return type.isIndex() ? 8 : engine::ceilDiv(type.getIntOrFloatBitWidth(), 8);
}

int32_t GraphBuilder::addTensor(ArrayRef<int64_t> shape, Type elementType) {
  Tensor tensor;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.elementBytes = getDeployedBytes(elementType, type);
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

/// Adds an operation that only changes the shape of its operand. Returns false
/// if this requires a copy.
bool GraphBuilder::addView(Operation *op) {
  int32_t from = -1;
  for (Value operand : op->getOperands())
    from = std::max(from, findTensor(operand));
  if (from < 0 || op->getNumResults() != 1)
    return true; // A view of a parameter.
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

void GraphBuilder::addOp(Operation *op, Workload &&workload) {
  if (workload.kind == WorkloadKind::View) {
    if (!addView(op))
      addNode(op, getCopyWorkload(op));
    return;
  }
  // A value that is computed from constants alone is a constant.
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
  addNode(op, std::move(workload));
}

void GraphBuilder::addNode(Operation *op, Workload &&described) {
  Node node{std::move(described),
            /*name=*/"",
            op->getLoc(),
            op->getName().getStringRef(),
            {},
            {},
            -1,
            -1,
            {op, {}, Value(), Value()}};
  const Workload &workload = node.workload;
  size_t reads = workload.kind == WorkloadKind::Copy ? op->getNumOperands()
                                                     : workload.reads.size();
  for (Value operand : op->getOperands().take_front(reads))
    node.inputs.push_back(findTensor(operand));
  for (auto [region, input] : llvm::zip(node.workload.reads, node.inputs))
    region.isParameter = input < 0;
  if (isArrayWork(workload) && node.inputs[1] < 0)
    node.mapped.weights = op->getOperand(1);
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

int32_t Node::getPickOperand() const {
  if (workload.kind != WorkloadKind::Copy)
    return -1;
  for (size_t i = 0; i != inputs.size(); ++i)
    if (inputs[i] >= 0 &&
        llvm::none_of(workload.copies, [&](const RegionCopy &copy) {
          return !copy.from.sizes.empty() && copy.operand == int32_t(i);
        }))
      return int32_t(i);
  return -1;
}

std::string Node::getName() const {
  return mapped.op ? getLayerName(mapped.op) : name;
}

void GraphBuilder::addFunction(FunctionOpInterface function) {
  // Nodes are large, so moving them is expensive.
  size_t count = function.getFunctionBody().front().getOperations().size();
  graph.nodes.reserve(count);
  graph.tensors.reserve(count + function.getNumArguments());
  graph.roots.reserve(graph.tensors.capacity());
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
  Node node{workload, name.str(), loc, "", {}, {}, -1, -1, {}};
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

/// Returns true if the groups of a convolution start at aligned addresses of
/// `tensor`.
static bool hasAlignedGroups(const Node &node, const Tensor &tensor,
                             const engine::Machine &machine) {
  const Workload &w = node.workload;
  if (w.kind == WorkloadKind::Matmul || !isArrayWork(w) || w.groups == 1 ||
      (w.isDepthwise() && machine.hasDepthwise()))
    return true;
  return tensor.channels / w.groups * tensor.elementBytes % sramAlignment == 0;
}

/// Returns true if all elements of a tensor are consecutive in its root.
static bool isOneRun(const Tensor &tensor) {
  return tensor.pixelStride == tensor.channels || tensor.pixels == 1;
}

/// Sets the writers and readers of each root, and its size in SRAM.
Graph GraphBuilder::finish() {
  numberWeights();
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
      // Copies go from DRAM to DRAM. Groups are addressed by channel.
      root.canBeInSram &=
          node.workload.kind != WorkloadKind::Copy &&
          hasAlignedGroups(node, graph.tensors[tensor], machine);
      // Commands of the vector unit access whole pixels. Channels of a single
      // pixel are also one run.
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

Graph compiler::buildGraph(FunctionOpInterface function,
                           const engine::Machine &machine,
                           engine::ElementKind type) {
  GraphBuilder builder(machine, type);
  builder.addFunction(function);
  return builder.finish();
}

Graph compiler::buildGraph(const Workload &workload, StringRef name,
                           Location loc, const engine::Machine &machine,
                           engine::ElementKind type) {
  GraphBuilder builder(machine, type);
  builder.addWorkload(workload, name, loc);
  return builder.finish();
}
