//===- Graph.h - A network as the compiler sees it --------------*- C++ -*-===//
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

/// A tensor that is no parameter. Several of them may be parts or other shapes
/// of one *root*, which has the memory.
struct Tensor {
  llvm::SmallVector<int64_t, 4> shape;
  /// Bytes of an element as deployed.
  int64_t elementBytes = 1;
  /// Its last dimension, and the product of the others.
  int64_t channels = 1, pixels = 1;
  /// The tensor whose memory it is in; itself if it has its own.
  int32_t root = -1;
  /// Where it starts in the root: elements from its start in DRAM, where it is
  /// dense, and how many elements one pixel is behind another.
  int64_t offset = 0, pixelStride = 1;
  /// The same in SRAM, where pixels of the root are padded; only if the root
  /// can be there.
  int64_t sramPixel = 0, sramChannel = 0;

  int64_t getElements() const { return pixels * channels; }
};

/// What only roots have.
struct Root {
  /// Steps of the graph that write and read it; the writer is -1 for what comes
  /// from outside.
  int32_t firstWriter = -1, lastUse = -1;
  /// It comes from or goes to DRAM, so that is where it is.
  bool isOutside = false;
  /// All that is in it can be addressed in SRAM.
  bool canBeInSram = true;
  /// Bytes in SRAM, with padded pixels, and from one pixel to the next.
  int64_t sramBytes = 0, sramPitch = 0;
};

/// One operation, with the element-wise ones that the drain does on the way.
struct Node {
  Workload workload;
  /// Of a node that stands for no operation.
  std::string name;
  mlir::Location loc;
  llvm::StringRef opName;
  /// Tensors behind `workload.reads` or `copies`; -1 for parameters.
  llvm::SmallVector<int32_t, 3> inputs;
  llvm::SmallVector<int32_t, 1> outputs;
  /// The tensor that the drain adds (array_r10), or -1.
  int32_t residual = -1;
  /// Operations with the same number have the same bytes as weights, with their
  /// records (array_r11); -1 if the weights are computed or it has none.
  int32_t weightSet = -1;
  /// What it stands for; null if it was built from a workload alone.
  MappedNode mapped;

  /// The name of the layer.
  std::string getName() const;
  /// Of a copy that reads where elements of a computed operand say, the number
  /// of that operand, which no copy reads; -1 for others.
  int32_t getPickOperand() const;
};

/// The operations of a function in their order, which is one in which they can
/// run.
struct Graph {
  std::vector<Tensor> tensors;
  std::vector<Root> roots; ///< One for each tensor; those of parts are unused.
  std::vector<Node> nodes;
  /// Arguments and results of the function, each with its tensor; -1 for
  /// results that are constants.
  std::vector<std::pair<mlir::Value, int32_t>> inputs, results;

  Root &getRoot(int32_t tensor) { return roots[tensors[tensor].root]; }
  const Root &getRoot(int32_t tensor) const {
    return roots[tensors[tensor].root];
  }
};

/// Reads the graph of `function` for `machine`, with floats deployed as `type`.
Graph buildGraph(mlir::FunctionOpInterface function,
                 const engine::Machine &machine, engine::ElementKind type);

/// A graph of one operation whose tensors are all outside.
Graph buildGraph(const Workload &workload, llvm::StringRef name,
                 mlir::Location loc, const engine::Machine &machine,
                 engine::ElementKind type);

/// The liveness arena of a graph (tenon::getArenaBytes).
int64_t getArenaBytes(const Graph &graph);

/// Fails with `error` set and the operation in `failed` if the machine cannot
/// run one at all, however much SRAM it had.
mlir::LogicalResult checkGraph(const Graph &graph, engine::TargetAttr target,
                               engine::ElementKind type, std::string &error,
                               int32_t &failed);

} // namespace tenon::compiler

#endif // LIB_COMPILER_GRAPH_GRAPH_H
