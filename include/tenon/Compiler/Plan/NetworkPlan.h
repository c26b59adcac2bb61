//===- NetworkPlan.h - What the compiler decides for a network --*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first half of a compilation, in numbers: which operations run together,
// how they are cut, what stays in SRAM, and what all that takes in closed form.
// Tiles are placed only where memory is so tight that it changes the plan; no
// program is written and nothing is simulated.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PLAN_NETWORKPLAN_H
#define TENON_COMPILER_PLAN_NETWORKPLAN_H

#include "dialects/Interfaces/Workload.h"
#include "tenon/Compiler/Compile.h"
#include <memory>

namespace tenon {

/// What the events of a step cost energy for, each counted for the whole step
/// as if it were one tile.
struct PlannedEvents {
  /// Multiply-accumulates, results, and additions to accumulators.
  double products = 0, results = 0, accumulations = 0;
  /// Bytes through the ports of the array: weights, input and results.
  double arrayPortBytes = 0;
  /// Elements times cycles of cost of the vector unit, and bytes through its
  /// ports.
  double vectorWork = 0, vectorPortBytes = 0;
};

/// Commands of one size, in a nest of loops over tiles: outermost the tiles of
/// output channels or of pixels, innermost those of input channels.
struct PlannedLoop {
  int64_t pixelTiles = 1, outTiles = 1, inTiles = 1;
  /// Weights of a tile come in so many blocks, with a command each.
  int64_t blocks = 1;
  /// Pixels change faster than output channels.
  bool weightsStay = true;
  /// All tiles of the input, or of the weights, are loaded once and kept.
  bool keepsInput = false, keepsWeights = false;
  /// A tile of the input has the channels of a tile of the output.
  bool hasInputByOutput = false;
  /// The vector unit does it, not the array.
  bool isVector = false;
  /// Tiles of each kind that are in SRAM at once.
  int64_t copies = 2;
  /// Cycles of one command, and of its last drain, which what reads the result
  /// waits for.
  double work = 0, tail = 0;
  /// In a cascade: cycles in which the vector unit copies rows of the input
  /// that the next stripe needs again.
  double copy = 0;
  /// Cycles of one transfer of each kind, and the bytes of its tile; 0 if what
  /// it would move stays in SRAM.
  double input = 0, weights = 0, residual = 0, store = 0;
  int64_t inBytes = 0, weightBytes = 0, residualBytes = 0, outBytes = 0;

  int64_t getCommands() const {
    return pixelTiles * outTiles * inTiles * blocks;
  }
  int64_t getOutputs() const { return pixelTiles * outTiles; }
  /// How often a tile of the input, or a block of weights, is loaded.
  double getInputs() const;
  double getWeights() const;
};

/// What a step reads that another one writes.
struct PlannedSource {
  int32_t step = -1;
  /// It stays in SRAM.
  bool stays = false;
};

/// Operations that the compiler runs as one: an operation with what its drain
/// does on the way, or a cascade of several.
struct PlannedStep {
  /// The operations, the first one of the function first; what drains do is
  /// behind the operation that drains.
  llvm::SmallVector<mlir::Operation *, 4> operations;
  /// The kind of the first operation with work of the array, else of the first
  /// one.
  WorkloadKind kind = WorkloadKind::Copy;
  bool isDepthwise = false;
  /// Operations of a cascade, 1 if it is none, and its stripes.
  int32_t size = 1;
  int64_t stripes = 1;
  /// Expected cycles of the array, of the vector unit, of the loads of
  /// activations and of weights, and of the stores.
  double array = 0, vector = 0, loads = 0, weights = 0, stores = 0;
  /// Least cycles of the array or its drain (getArrayBound), and of the drain.
  double bound = 0, drain = 0;
  /// Bytes that it loads and stores.
  double loadBytes = 0, storeBytes = 0;
  /// What the operations of a cascade would take one by one, over what the
  /// cascade takes, in the planner's costs; 1 for a single operation.
  double alternative = 1;
  /// Commands of the array or the vector unit that it is cut into, and the
  /// problems (phases of a transposed convolution) that it consists of.
  double tiles = 1;
  int64_t problems = 1;
  /// Loads and stores run beside the work on other tiles.
  bool overlaps = true;
  /// Bytes of SRAM of its tiles, and of the tensors that stay meanwhile.
  int64_t tileBytes = 0, residentBytes = 0;
  /// One for each of its problems; of a cascade, one for each operation, whose
  /// pixel tiles are stripes.
  llvm::SmallVector<PlannedLoop, 1> loops;
  /// Rounds between the first operation of a cascade and each of the others.
  llvm::SmallVector<int32_t, 8> delays;
  llvm::SmallVector<PlannedSource, 2> sources;
  /// What it reads, writes and adds stays in SRAM.
  bool inputStays = false, outputStays = false, residualStays = false;
  bool hasResidual = false;
  /// Of the first work of the array: taps of the kernel, strides and channels.
  int64_t taps = 1, stride = 1, dilation = 1, inChannels = 1, outChannels = 1,
          width = 1, height = 1, batch = 1, groups = 1;
  PlannedEvents events;
};

/// What the compiler decides for a network.
struct NetworkPlan {
  /// In the order in which they run.
  std::vector<PlannedStep> steps;
  /// The same without cascades; empty if there are none. The compiler lets the
  /// simulator choose between the two.
  std::vector<PlannedStep> singles;
  /// The liveness arena (getArenaBytes).
  int64_t arenaBytes = 0;
};

namespace compiler {
struct Graph;
struct PlanOptions;
} // namespace compiler

/// Plans networks for a machine, with floats deployed as a type. How operations
/// were cut is remembered, which saves time and changes nothing. For one
/// thread.
class NetworkPlanner {
public:
  NetworkPlanner(engine::TargetAttr target, engine::ElementKind type);
  ~NetworkPlanner();

  /// Plans the network of `function`. Fails with the reason, and the operation
  /// that the machine can not run, in `reason`.
  mlir::FailureOr<NetworkPlan> plan(mlir::FunctionOpInterface function,
                                    CompileFailure &reason);
  /// Plans one operation by itself, from DRAM to DRAM; the steps have no
  /// operations, and a view has no steps. Fails as for a function.
  mlir::FailureOr<NetworkPlan> plan(const Workload &workload,
                                    mlir::Location loc, CompileFailure &reason);
  /// Plans each operation of a function by itself, in their order: what drains
  /// do costs nothing, but for sums of two tensors, which are operations of
  /// their own. The first plan has the arena of the network. Fails as above.
  mlir::FailureOr<std::vector<NetworkPlan>>
  planLayers(mlir::FunctionOpInterface function, CompileFailure &reason);
  /// Forgets what is remembered.
  void clear();

private:
  struct Memory;
  mlir::FailureOr<NetworkPlan> plan(const compiler::Graph &graph,
                                    const compiler::PlanOptions &options,
                                    CompileFailure &reason);

  engine::TargetAttr target;
  engine::ElementKind type;
  std::unique_ptr<Memory> memory;
};

} // namespace tenon

#endif // TENON_COMPILER_PLAN_NETWORKPLAN_H
