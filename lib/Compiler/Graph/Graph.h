//===- Graph.h - The compiler's graph of a network --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_GRAPH_GRAPH_H
#define LIB_COMPILER_GRAPH_GRAPH_H

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/Workload.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Compiler/Program/ProgramMap.h"
#include <string>
#include <vector>

namespace tenon::compiler {

/// A tensor that is not a parameter. Several tensors may be parts or views of
/// one *root*, which owns the memory.
struct Tensor {
  llvm::SmallVector<int64_t, 4> shape;
  /// Size of a deployed element in bytes.
  int64_t elementBytes = 1;
  /// The last dimension, and the product of the others.
  int64_t channels = 1, pixels = 1;
  /// The tensor that owns the memory; the tensor itself if it is a root.
  int32_t root = -1;
  /// The position in the root: the number of elements from the start of the
  /// root in DRAM, where the root is dense, and the distance of pixels in
  /// elements.
  int64_t offset = 0, pixelStride = 1;
  /// The same in SRAM, where pixels of the root are padded; only if the root
  /// can be in SRAM.
  int64_t sramPixel = 0, sramChannel = 0;

  int64_t getElements() const { return pixels * channels; }
};

/// Data that only roots have.
struct Root {
  /// The first node that writes the root and the last node that uses it. The
  /// writer is -1 for tensors from outside.
  int32_t firstWriter = -1, lastUse = -1;
  /// True if the tensor is an input or a result of the network, so it is in
  /// DRAM.
  bool isOutside = false;
  /// True if all parts of the tensor can be addressed in SRAM.
  bool canBeInSram = true;
  /// Number of bytes in SRAM, with padded pixels, and the distance of pixels.
  int64_t sramBytes = 0, sramPitch = 0;
};

/// An operation, together with the element-wise operations in its drain.
struct Node {
  Workload workload;
  /// The name of a node that does not represent an operation.
  std::string name;
  mlir::Location loc;
  llvm::StringRef opName;
  /// Tensors of `workload.reads` or `copies`; -1 for parameters.
  llvm::SmallVector<int32_t, 3> inputs;
  llvm::SmallVector<int32_t, 1> outputs;
  /// The tensor that the drain adds (array_r10), or -1.
  int32_t residual = -1;
  /// Operations with the same number have weights and records (array_r11) with
  /// the same bytes; -1 if there are no weights or they are computed.
  int32_t weightSet = -1;
  /// The operations that the node represents; null if it was built from a
  /// workload alone.
  MappedNode mapped;

  /// Returns the name of the layer.
  std::string getName() const;
  /// Returns the index of the operand whose elements select the addresses that
  /// a copy reads; -1 for other nodes. The operand is computed, and no copy
  /// reads it.
  int32_t getPickOperand() const;
};

/// The operations of a function, in an order in which they can run.
struct Graph {
  std::vector<Tensor> tensors;
  std::vector<Root> roots; ///< One for each tensor; unused for parts.
  std::vector<Node> nodes;
  /// Arguments and results of the function, each with its tensor; -1 for
  /// results that are constants.
  std::vector<std::pair<mlir::Value, int32_t>> inputs, results;

  Root &getRoot(int32_t tensor) { return roots[tensors[tensor].root]; }
  const Root &getRoot(int32_t tensor) const {
    return roots[tensors[tensor].root];
  }
};

/// Builds the graph of `function` for `machine`, with floats deployed as
/// `type`.
Graph buildGraph(mlir::FunctionOpInterface function,
                 const engine::Machine &machine, engine::ElementKind type);

/// Builds a graph of one operation whose tensors are all outside the graph.
Graph buildGraph(const Workload &workload, llvm::StringRef name,
                 mlir::Location loc, const engine::Machine &machine,
                 engine::ElementKind type);

/// Returns the liveness arena of a graph (tenon::getArenaBytes).
int64_t getArenaBytes(const Graph &graph);

/// Fails if the machine cannot run an operation with any amount of SRAM. Sets
/// `error` to the reason and `failed` to the operation.
mlir::LogicalResult checkGraph(const Graph &graph, engine::TargetAttr target,
                               engine::ElementKind type, std::string &error,
                               int32_t &failed);

} // namespace tenon::compiler

#endif // LIB_COMPILER_GRAPH_GRAPH_H
