//===- Compile.cpp - Compilation of workloads to programs -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/Compile.h"
#include "dialects/Interfaces/Interfaces.h"
#include "lib/Compiler/Program/ProgramWriter.h"
#include "lib/Compiler/Schedule/PlaceProgram.h"
#include "lib/Compiler/Schedule/VerifySchedule.h"
#include "mlir/IR/Remarks.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Simulator/Simulator.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Returns the problem with the operands of array work; empty if there is none.
static std::string checkOperands(const Workload &workload,
                                 engine::ElementKind type) {
  std::string error;
  if (workload.kind == WorkloadKind::Matmul) {
    int64_t weights = workload.inChannels * workload.outChannels;
    int64_t input = workload.inWidth * workload.inChannels;
    for (int64_t batches : {workload.reads[0].getNumElements() / input,
                            workload.reads[1].getNumElements() / weights})
      if (batches != 1 && batches != workload.batch)
        return "expected factors with all " + std::to_string(workload.batch) +
               " batches or one, but got " + std::to_string(batches);
  } else {
    for (const TensorRegion &region : ArrayRef(workload.reads).drop_front())
      if (!region.isParameter)
        return "expected filter and bias to be parameters, since they are laid "
               "out before the network runs";
  }
  for (const TensorRegion &region : workload.reads)
    if (region.elementType && region.elementType.isIntOrIndex() &&
        !region.isParameter &&
        ceilDiv(region.elementType.getIntOrFloatBitWidth(), 8) !=
            engine::getElementBytes(type)) {
      llvm::raw_string_ostream(error)
          << "expected operands of the array to have type "
          << engine::stringifyElementKind(type) << ", but got "
          << region.elementType;
      break;
    }
  return error;
}

/// Returns the reason why the machine can never run a node; empty if it can.
static std::string findLimit(const Node &node, engine::TargetAttr target,
                             engine::ElementKind type) {
  const Workload &workload = node.workload;
  std::string error;
  llvm::raw_string_ostream os(error);
  auto needFunction = [&](StringRef function) {
    if (!error.empty() || target.getFunctionCycles(function))
      return;
    os << "expected a function of '" << target.getName() << "' (";
    llvm::interleaveComma(target.getFunctions(), os, [&](NamedAttribute entry) {
      os << entry.getName().getValue();
    });
    os << "), but got '" << function << "'";
  };
  switch (workload.kind) {
  case WorkloadKind::TransposedConvolution:
    if (workload.dilationHeight != 1 || workload.dilationWidth != 1)
      return "expected a transposed convolution without dilations";
    return checkOperands(workload, type);
  case WorkloadKind::Recurrent:
    return "expected no recurrent cell; run nn-unroll-recurrence first, which "
           "writes cells of "
           "floating-point numbers step by step";
  case WorkloadKind::Host:
    return "expected no work for the host; nn-expand-selection writes nn.top_k "
           "in operations of the machine, and --host=steps makes steps of "
           "those that it does not write";
  case WorkloadKind::Vector:
    for (const VectorSweep &sweep : workload.sweeps)
      needFunction(sweep.function);
    if (workload.writes.empty())
      return "expected vector work to write a tensor";
    return error;
  case WorkloadKind::Copy:
    for (const RegionCopy &copy : workload.copies)
      if (copy.from.sizes.empty())
        needFunction("fill");
      else if (!isCopyOfBoxes(copy))
        return "expected a copy with one dense side or equal sizes";
    return error;
  default:
    return checkOperands(workload, type);
  }
}

LogicalResult compiler::checkGraph(const Graph &graph,
                                   engine::TargetAttr target,
                                   engine::ElementKind type, std::string &error,
                                   int32_t &failed) {
  for (auto [index, node] : llvm::enumerate(graph.nodes))
    if (error = findLimit(node, target, type); !error.empty()) {
      failed = index;
      return failure();
    }
  return success();
}

/// Reasons why the costs of plans may be inaccurate: cascades, or resident
/// tensors in fragmented memory.
struct CostUncertainty {
  bool cascades = false, tensors = false;
  /// True if tiles are loaded late.
  bool late = false;
};

/// The result of compiling a graph.
struct CompileSummary {
  CostUncertainty uncertainty;
  /// Description of the decisions.
  std::string decisions;
};

static std::string describe(const Graph &graph, const Planner &planner,
                            const TileSchedule &schedule) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << graph.nodes.size() << " operations, " << schedule.tensors
     << " tensors stay in SRAM, in " << schedule.tensorBytes
     << " bytes (at least " << schedule.tensorBound
     << "), weights of several operations: " << planner.getNumShared()
     << ", cascades: " << planner.getNumCascades() << " of "
     << planner.getNumCascaded()
     << " operations, commands: " << schedule.order.size();
  return text;
}

/// Compiles a graph to commands at the insertion point of `builder`. On
/// failure, sets `failed` to the node that cannot run, and `error` to the
/// reason.
static LogicalResult
compileGraph(OpBuilder &builder, const Graph &graph, engine::TargetAttr target,
             engine::ElementKind type, const PlanOptions &options,
             TilingMemory &memory, std::string &error, int32_t &failed,
             CompileSummary *summary = nullptr, ProgramMap *map = nullptr) {
  if (mlir::failed(checkGraph(graph, target, type, error, failed)))
    return failure();
  Planner planner(graph, target, type, memory);
  if (mlir::failed(planner.plan(options, error, failed)))
    return failure();
  TileProgram program;
  TileSchedule schedule;
  if (std::optional<int32_t> node =
          placeProgram(planner, target.getMachine(), options, program, schedule,
                       map ? EmitDetail::Images : EmitDetail::Commands)) {
    failed = *node;
    error = "expected its tiles to fit the " +
            std::to_string(target.getMachine().sramBytes) + " bytes of SRAM";
    return failure();
  }
  error = verifySchedule(program, schedule, target.getMachine().sramBytes);
  if (!error.empty()) {
    failed = 0;
    error.insert(0, "the compiler made a wrong schedule, please report it: ");
    return failure();
  }
  if (summary)
    *summary = {{planner.hasCascades(), planner.getNumRelaxed() > 0,
                 planner.isLate(schedule.lateBytes)},
                describe(graph, planner, schedule)};
  writeProgram(builder, graph, program, schedule, type);
  if (map)
    *map = makeMap(graph, program, schedule);
  return success();
}

LogicalResult tenon::compileWorkload(OpBuilder &builder, Location loc,
                                     const Workload &workload,
                                     engine::TargetAttr target,
                                     engine::ElementKind type, StringRef layer,
                                     std::string &error) {
  if (workload.kind == WorkloadKind::View)
    return success();
  Graph graph = buildGraph(workload, layer, loc, target.getMachine(), type);
  int32_t failed = -1;
  PlanOptions options;
  options.keepTensors = options.cascades = false;
  TilingMemory memory;
  if (mlir::failed(compileGraph(builder, graph, target, type, options, memory,
                                error, failed)))
    return failure();
  engine::BarrierOp::create(builder, loc, layer);
  return success();
}

/// Returns the first name in a location; empty if there is none.
static StringRef findName(Location loc) {
  StringRef name;
  loc->walk([&](Location part) {
    if (auto named = dyn_cast<NameLoc>(part)) {
      name = named.getName();
      return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  return name;
}

std::string tenon::getLayerName(Operation *op) {
  StringRef name = findName(op->getLoc());
  if (!name.empty())
    return name.str();
  std::string text = op->getName().getStringRef().str();
  if (auto loc = op->getLoc()->findInstanceOf<FileLineColLoc>())
    text += ":" + std::to_string(loc.getLine());
  return text;
}

namespace {
/// A candidate for the program of a function.
struct Candidate {
  Candidate(OpBuilder &builder, FunctionOpInterface function, bool isMapped)
      : builder(builder.getContext()) {
    if (isMapped)
      map.emplace();
    program = engine::ProgramOp::create(this->builder, function.getLoc(),
                                        "candidate");
    this->builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  }
  LogicalResult compile(const Graph &graph, engine::TargetAttr target,
                        engine::ElementKind type, const PlanOptions &options,
                        TilingMemory &memory, std::string &error,
                        int32_t &failed) {
    return compileGraph(builder, graph, target, type, options, memory, error,
                        failed, &summary, map ? &*map : nullptr);
  }
  /// Returns the cycles of the program, or INT64_MAX if it does not run.
  int64_t getCycles(engine::TargetAttr target) {
    FailureOr<DecodedProgram> decoded = decodeProgram(*program, target);
    if (mlir::failed(decoded))
      return INT64_MAX;
    llvm::Expected<SimulationResult> result = simulateFast(*decoded);
    if (result)
      return result->total.cycles;
    llvm::consumeError(result.takeError());
    return INT64_MAX;
  }
  void moveTo(OpBuilder &other) {
    other.getInsertionBlock()->getOperations().splice(
        other.getInsertionPoint(), program->getBody().front().getOperations());
  }

  OpBuilder builder;
  OwningOpRef<engine::ProgramOp> program;
  CompileSummary summary;
  std::optional<ProgramMap> map;
};
} // namespace

/// Selects the fastest program by simulation if inaccurate costs had a large
/// influence on the plan. The alternatives to `best` place small tensors at the
/// end of memory, pack tiles, use no cascades, or keep no tensors.
static void improve(Candidate &best, FunctionOpInterface function,
                    const Graph &graph, engine::TargetAttr target,
                    engine::ElementKind type, PlanOptions plan,
                    TilingMemory &memory) {
  const CostUncertainty uncertainty = best.summary.uncertainty;
  if (!uncertainty.cascades && !uncertainty.tensors && !uncertainty.late)
    return;
  int64_t cycles = best.getCycles(target);
  auto tryPlan = [&] {
    Candidate other(best.builder, function, best.map.has_value());
    std::string error;
    int32_t node = -1;
    if (failed(other.compile(graph, target, type, plan, memory, error, node)))
      return false;
    if (int64_t fewer = other.getCycles(target); fewer < cycles) {
      cycles = fewer;
      best = std::move(other);
      return true;
    }
    return false;
  };
  plan.smallAtEnd = true;
  plan.smallAtEnd = uncertainty.late && tryPlan();
  plan.packsFirst = true;
  plan.packsFirst = uncertainty.tensors && tryPlan();
  plan.cascades = false;
  if (uncertainty.cascades)
    tryPlan();
  plan.keepTensors = false;
  if (uncertainty.tensors)
    tryPlan();
}

/// Compiles the network of a function to one program.
static LogicalResult compileNetwork(OpBuilder &builder,
                                    FunctionOpInterface function,
                                    engine::TargetAttr target,
                                    engine::ElementKind type,
                                    const CompileOptions &options,
                                    CompileFailure &reason, ProgramMap *map) {
  Graph graph = buildGraph(function, target.getMachine(), type);
  PlanOptions plan;
  plan.cascades = options.cascades;
  int32_t failed = -1;
  TilingMemory memory;
  Candidate best(builder, function, map != nullptr);
  if (succeeded(best.compile(graph, target, type, plan, memory, reason.message,
                             failed))) {
    improve(best, function, graph, target, type, plan, memory);
    remark::passed(
        function.getLoc(),
        remark::RemarkOpts::name("compiled").category("engine-compile"))
        << best.summary.decisions;
    best.moveTo(builder);
    if (map)
      *map = std::move(*best.map);
    return success();
  }
  const Node &node = graph.nodes[failed];
  reason.loc = node.loc;
  reason.op = node.opName.str();
  reason.layer = node.getName();
  return failure();
}

/// Compiles each operation separately.
static LogicalResult compileLayers(OpBuilder &builder,
                                   FunctionOpInterface function,
                                   engine::TargetAttr target,
                                   engine::ElementKind type,
                                   CompileFailure &reason) {
  WalkResult walked = function.walk([&](WorkloadOpInterface op) {
    std::string layer = getLayerName(op);
    if (succeeded(compileWorkload(builder, op->getLoc(), op.getWorkload(),
                                  target, type, layer, reason.message)))
      return WalkResult::advance();
    reason.loc = op->getLoc();
    reason.op = op->getName().getStringRef().str();
    reason.layer = layer;
    return WalkResult::interrupt();
  });
  return failure(walked.wasInterrupted());
}

LogicalResult tenon::compileFunction(OpBuilder &builder,
                                     FunctionOpInterface function,
                                     engine::TargetAttr target,
                                     const CompileOptions &options,
                                     CompileFailure &reason, ProgramMap *map) {
  engine::ElementKind type =
      options.type.value_or(target.getMachine().defaultType);
  return options.byLayer
             ? compileLayers(builder, function, target, type, reason)
             : compileNetwork(builder, function, target, type, options, reason,
                              map);
}

LogicalResult tenon::compileModule(ModuleOp module, engine::TargetAttr target,
                                   const CompileOptions &options,
                                   std::map<std::string, ProgramMap> *maps) {
  SymbolTable symbols(module);
  for (auto function :
       llvm::make_early_inc_range(module.getOps<FunctionOpInterface>())) {
    if (function.isExternal())
      continue;
    OpBuilder builder(function);
    auto program = engine::ProgramOp::create(builder, function.getLoc(),
                                             function.getName());
    Block &block = program.getBody().emplaceBlock();
    builder.setInsertionPointToEnd(&block);
    CompileFailure reason{function.getLoc(), "", "", ""};
    ProgramMap map;
    if (failed(compileFunction(builder, function, target, options, reason,
                               maps ? &map : nullptr))) {
      program.erase();
      return emitError(reason.loc)
             << "'" << reason.op << "' op cannot run on '" << target.getName()
             << "': " << reason.message;
    }
    program->remove();
    program.setSymName((function.getName() + "_program").str());
    symbols.insert(program, Block::iterator(function));
    if (maps)
      maps->emplace(program.getSymName().str(), std::move(map));
  }
  return success();
}
