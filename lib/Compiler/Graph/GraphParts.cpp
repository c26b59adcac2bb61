//===- GraphParts.cpp - Tensors that are parts of others ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;
using engine::sramAlignment;

/// Returns true if `region` is a part of a tensor: either consecutive pixels,
/// or some channels of all pixels.
bool GraphBuilder::isPart(const Tensor &whole,
                          const TensorRegion &region) const {
  int64_t stride = 1;
  size_t rank = region.sizes.size();
  if (rank != whole.shape.size()) // The elements of a broadcast are repeated.
    return false;
  for (size_t i = rank; i-- > 0; stride *= whole.shape[i])
    if (region.sizes[i] != 1 && region.strides[i] != stride)
      return false;
  auto isWhole = [&](size_t i) { return region.sizes[i] == whole.shape[i]; };
  size_t outer = 0;
  while (outer + 1 < rank && isWhole(outer))
    ++outer;
  if (outer + 1 == rank)
    return true;
  // No dimension outside the pixels is repeated.
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

/// Returns true if `tensor`, which is `region` of `whole`, can be computed in
/// place. It must own its memory or be a view of a tensor that does.
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
  // Views of a dense tensor stay dense in a row of pixels.
  return isDense[root] && region.sizes.back() == whole.shape.back();
}

/// Computes the inputs of a concatenation in place if this is possible for all
/// of them.
bool GraphBuilder::aliasConcat(Operation *op, const Workload &workload) {
  Tensor shape;
  auto type = cast<ShapedType>(op->getResult(0).getType());
  shape.shape.assign(type.getShape().begin(), type.getShape().end());
  shape.elementBytes = getDeployedBytes(type.getElementType(), this->type);
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

/// Moves a view of a dense root to element `offset` of another root.
void GraphBuilder::movePart(int32_t part, int32_t whole, int64_t offset) {
  graph.tensors[part].root = whole;
  graph.tensors[part].offset = offset;
  addPart(part, whole);
}

/// Records that `part` is in the memory of `root`.
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

/// Returns true if `region`, a part of a dense tensor, is also a box of
/// `tensor`.
static bool isBox(const TensorRegion &region, const Tensor &tensor) {
  if (tensor.pixelStride == tensor.channels)
    return true;
  for (auto [size, stride] : llvm::zip(region.sizes, region.strides))
    if (size != 1 && stride % tensor.channels != 0 &&
        size * std::abs(stride) > tensor.channels)
      return false;
  return true;
}

/// Sets the strides of `region` to those of `tensor` in its root.
static void mapRegion(TensorRegion &region, const Tensor &tensor) {
  auto map = [&](int64_t elements) {
    return elements / tensor.channels * tensor.pixelStride +
           elements % tensor.channels;
  };
  for (int64_t &stride : region.strides)
    stride = map(stride);
  region.offset = map(region.offset);
}

/// Adds a copy. Operands that consist of channels of other tensors are first
/// copied to dense tensors if the copy requires it.
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

/// Adds a dense copy of a tensor that `node` reads.
int32_t GraphBuilder::addDense(const Node &node, int32_t input, Type element) {
  const Tensor from = graph.tensors[input];
  TensorRegion region =
      TensorRegion::dense({from.pixels, from.channels}, element);
  Node dense{
      Workload(), node.getName(), node.loc, node.opName, {input}, {}, -1, -1,
      {}};
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

/// Returns the workload of a reshape whose operand is not dense.
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
