//===- GraphBuilder.h - Builds graphs of networks ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_GRAPH_GRAPHBUILDER_H
#define LIB_COMPILER_GRAPH_GRAPHBUILDER_H

#include "Graph.h"
#include "lib/Compiler/Plan/Tiling.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::compiler {

using mlir::FunctionOpInterface;
using mlir::Location;
using mlir::Operation;
using mlir::Type;
using mlir::Value;

/// Returns the size of a deployed element in bytes: floats are deployed as
/// `kind`, and integers unchanged.
int64_t getDeployedBytes(Type type, engine::ElementKind kind);

/// Builds a graph operation by operation.
class GraphBuilder {
public:
  GraphBuilder(const engine::Machine &machine, engine::ElementKind type)
      : machine(machine), type(type) {}
  void addFunction(FunctionOpInterface function);
  void addWorkload(const Workload &workload, llvm::StringRef name,
                   Location loc);
  Graph finish();

private:
  int32_t addTensor(ArrayRef<int64_t> shape, Type elementType);
  int32_t addTensor(Value value);
  int32_t findTensor(Value value) const {
    auto it = tensorOf.find(value);
    return it == tensorOf.end() ? -1 : it->second;
  }
  void addOp(Operation *op, Workload &&workload);
  void addNode(Operation *op, Workload &&described);
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
  std::vector<uintptr_t> getWeightKey(const Node &node) const;
  void numberWeights();

  engine::Machine machine;
  engine::ElementKind type;
  Graph graph;
  llvm::DenseMap<Value, int32_t> tensorOf;
  /// For each tensor, the node that computes it, and whether the drain of the
  /// node has an activation.
  std::vector<int32_t> producers;
  std::vector<bool> isActivated;
  /// For each root, the number of its parts, and whether all parts are views of
  /// the whole root.
  std::vector<int32_t> numParts;
  std::vector<bool> isDense;
  /// For each root, true if a copy reads it at addresses that are already
  /// fixed.
  std::vector<bool> isCopied;
  llvm::DenseMap<int32_t, llvm::SmallVector<int32_t, 2>> partsOf;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_GRAPH_GRAPHBUILDER_H
