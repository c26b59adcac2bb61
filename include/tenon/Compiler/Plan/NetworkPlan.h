//===- NetworkPlan.h - Decisions of the compiler for a network --*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first half of a compilation, in numbers: the operations that run
// together, their tiles, the tensors that stay in SRAM, and the resulting costs
// in closed form. Planning places tiles only if memory is so tight that the
// placement affects the plan. It neither emits a program nor simulates one.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PLAN_NETWORKPLAN_H
#define TENON_COMPILER_PLAN_NETWORKPLAN_H

#include "dialects/Interfaces/Workload.h"
#include "tenon/Compiler/Compile.h"
#include <memory>

namespace tenon {

/// The events of a step that consume energy, counted for the whole step as if
/// it were one tile.
struct PlannedEvents {
  /// Number of multiply-accumulates, of results, and of additions to
  /// accumulators.
  double products = 0, results = 0, accumulations = 0;
  /// Number of bytes through the ports of the array: weights, input and
  /// results.
  double arrayPortBytes = 0;
  /// Number of elements times their cost in cycles on the vector unit, and
  /// number of bytes through the ports of the vector unit.
  double vectorWork = 0, vectorPortBytes = 0;
};

/// Commands of the same size in a nest of loops over tiles. The outermost loops
/// are over tiles of output channels or pixels, and the innermost loop is over
/// tiles of input channels.
struct PlannedLoop {
  int64_t pixelTiles = 1, outTiles = 1, inTiles = 1;
  /// Number of blocks into which the weights of a tile are split, with one
  /// command per block.
  int64_t blocks = 1;
  /// True if the loop over pixels is inside the loop over output channels.
  bool weightsStay = true;
  /// True if all tiles of the input, or of the weights, are loaded once and
  /// kept.
  bool keepsInput = false, keepsWeights = false;
  /// True if a tile of the input has the channels of a tile of the output.
  bool hasInputByOutput = false;
  /// True for work of the vector unit, false for work of the array.
  bool isVector = false;
  /// Number of tiles of each kind that are in SRAM at once.
  int64_t copies = 2;
  /// Cycles of one command, and of its last drain, for which readers of the
  /// result must wait.
  double work = 0, tail = 0;
  /// In a cascade: number of cycles in which the vector unit copies rows of the
  /// input that the next stripe needs again.
  double copy = 0;
  /// Cycles of one transfer of each kind, and the bytes of its tile; 0 if the
  /// tensor stays in SRAM.
  double input = 0, weights = 0, residual = 0, store = 0;
  int64_t inBytes = 0, weightBytes = 0, residualBytes = 0, outBytes = 0;

  int64_t getCommands() const {
    return pixelTiles * outTiles * inTiles * blocks;
  }
  int64_t getOutputs() const { return pixelTiles * outTiles; }
  /// Return the number of loads of tiles of the input, or of blocks of weights.
  double getInputs() const;
  double getWeights() const;
};

/// A tensor that a step reads and another step writes.
struct PlannedSource {
  int32_t step = -1;
  /// True if the tensor stays in SRAM.
  bool stays = false;
};

/// Operations that the compiler runs as one step: either an operation together
/// with the operations in its drain, or a cascade of several operations.
struct PlannedStep {
  /// The operations in the order of the function. Operations in a drain follow
  /// the operation that drains.
  llvm::SmallVector<mlir::Operation *, 4> operations;
  /// The kind of the first operation that runs on the array or, if there is
  /// none, of the first operation.
  WorkloadKind kind = WorkloadKind::Copy;
  bool isDepthwise = false;
  /// Number of operations of a cascade, 1 if the step is not a cascade, and
  /// number of its stripes.
  int32_t size = 1;
  int64_t stripes = 1;
  /// Expected cycles of the array, of the vector unit, of the loads of
  /// activations and of weights, and of the stores.
  double array = 0, vector = 0, loads = 0, weights = 0, stores = 0;
  /// Minimum cycles of the array or its drain (getArrayBound), and of the drain
  /// alone.
  double bound = 0, drain = 0;
  /// Number of bytes that the step loads and stores.
  double loadBytes = 0, storeBytes = 0;
  /// Ratio of the planner's cost of the operations one by one to its cost of
  /// the cascade; 1 for a single operation.
  double alternative = 1;
  /// Number of commands of the array or the vector unit, and number of problems
  /// (phases of a transposed convolution) of the step.
  double tiles = 1;
  int64_t problems = 1;
  /// True if loads and stores overlap the work on other tiles.
  bool overlaps = true;
  /// Bytes of SRAM for the tiles of the step, and for the tensors that stay in
  /// SRAM during the step.
  int64_t tileBytes = 0, residentBytes = 0;
  /// One loop for each problem. A cascade has one loop for each operation; its
  /// pixel tiles are stripes.
  llvm::SmallVector<PlannedLoop, 1> loops;
  /// Number of rounds between the first operation of a cascade and each of the
  /// others.
  llvm::SmallVector<int32_t, 8> delays;
  llvm::SmallVector<PlannedSource, 2> sources;
  /// True if the input, the output or the residual of the step stays in SRAM.
  bool inputStays = false, outputStays = false, residualStays = false;
  bool hasResidual = false;
  /// Sizes of the first work on the array: taps of the kernel, strides,
  /// channels, and others.
  int64_t taps = 1, stride = 1, dilation = 1, inChannels = 1, outChannels = 1,
          width = 1, height = 1, batch = 1, groups = 1;
  PlannedEvents events;
};

/// The decisions of the compiler for a network.
struct NetworkPlan {
  /// The steps in the order in which they run.
  std::vector<PlannedStep> steps;
  /// The steps of a plan without cascades; empty if `steps` has no cascades.
  /// The compiler chooses between the two plans by simulation.
  std::vector<PlannedStep> singles;
  /// Size of the liveness arena (getArenaBytes).
  int64_t arenaBytes = 0;
};

namespace compiler {
struct Graph;
struct PlanOptions;
} // namespace compiler

/// Plans networks for a machine, with floats deployed as a type. Caches the
/// tiles of operations, which saves time and does not affect the result. Not
/// thread-safe.
class NetworkPlanner {
public:
  NetworkPlanner(engine::TargetAttr target, engine::ElementKind type);
  ~NetworkPlanner();

  /// Plans the network of `function`. On failure, sets `reason` to the
  /// operation that the machine cannot run and the reason.
  mlir::FailureOr<NetworkPlan> plan(mlir::FunctionOpInterface function,
                                    CompileFailure &reason);
  /// Plans a single operation, from DRAM to DRAM. The steps of the plan have no
  /// operations, and the plan of a view has no steps. Fails as for a function.
  mlir::FailureOr<NetworkPlan> plan(const Workload &workload,
                                    mlir::Location loc, CompileFailure &reason);
  /// Plans each operation of a function separately, in the order of the
  /// function. Operations in drains have no cost, except for sums of two
  /// tensors, which are planned as separate operations. The first plan contains
  /// the arena of the network. Fails as above.
  mlir::FailureOr<std::vector<NetworkPlan>>
  planLayers(mlir::FunctionOpInterface function, CompileFailure &reason);
  /// Clears the cache.
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
