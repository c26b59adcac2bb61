//===- Measurement.cpp - Measured costs of subgraphs ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Measure/Measurement.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Compiler/Graph/Footprint.h"
#include "tenon/Simulator/Energy.h"
#include "tenon/Simulator/Simulator.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

using namespace mlir;
using namespace tenon;

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

void tenon::makeCanonical(ModuleOp module) {
  Builder builder(module.getContext());
  DictionaryAttr none = builder.getDictionaryAttr({});
  module->setDiscardableAttrs(none);
  unsigned parameters = 0, position = 0;
  module.walk<WalkOrder::PreOrder>([&](Operation *op) {
    op->setLoc(builder.getUnknownLoc());
    if (op == module)
      return;
    if (auto function = dyn_cast<func::FuncOp>(op)) {
      function.setName("main");
      function.removeArgAttrsAttr();
      function.removeResAttrsAttr();
      for (BlockArgument argument : function.getArguments())
        argument.setLoc(builder.getUnknownLoc());
      return;
    }
    op->setDiscardableAttrs(none);
    if (auto parameter = dyn_cast<nn::ParameterOp>(op)) {
      parameter.setName("p" + std::to_string(parameters++));
      parameter.removeValueAttr();
    }
    // The compiler names layers after locations.
    op->setLoc(NameLoc::get(builder.getStringAttr(std::to_string(position++))));
  });
}

std::string tenon::getCanonicalText(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module->print(os, OpPrintingFlags().enableDebugInfo(false));
  os << '\n';
  return text;
}

std::string tenon::getTextHash(StringRef text) {
  std::array<uint8_t, 32> hash = llvm::SHA256::hash(
      ArrayRef(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
  return llvm::toHex(hash, /*LowerCase=*/true);
}

std::string tenon::getTargetText(engine::TargetAttr target) {
  std::string text;
  llvm::raw_string_ostream(text) << target;
  return text;
}

/// Returns the costs of the operations in the layers of a run.
static std::vector<OperationCost> getOperations(func::FuncOp function,
                                                const SimulationResult &result,
                                                ArrayRef<Energy> energies) {
  std::vector<OperationCost> costs;
  llvm::SmallVector<Operation *> operations;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op != function)
      operations.push_back(op);
  });
  for (auto [index, layer] : llvm::enumerate(result.layers)) {
    OperationCost cost;
    // Resets and other layers without a number belong to no operation.
    if (StringRef(layer.name).getAsInteger(10, cost.position))
      continue;
    cost.name = operations[cost.position]->getName().getStringRef().str();
    cost.cycles = layer.cycles;
    cost.dramBytes = layer.dramReadBytes + layer.dramWriteBytes;
    cost.picojoules = energies.empty() ? 0 : energies[index].getTotal();
    costs.push_back(std::move(cost));
  }
  llvm::sort(costs, [](const OperationCost &a, const OperationCost &b) {
    return a.position < b.position;
  });
  return costs;
}

llvm::Expected<Measurement> tenon::measureModule(ModuleOp module,
                                                 engine::TargetAttr target,
                                                 engine::ElementKind type) {
  auto function = *module.getOps<func::FuncOp>().begin();
  OpBuilder builder(module.getContext());
  OwningOpRef<engine::ProgramOp> program =
      engine::ProgramOp::create(builder, function.getLoc(), "measured");
  builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  CompileOptions options;
  options.type = type;
  CompileFailure reason{function.getLoc(), "", "", ""};
  if (failed(compileFunction(builder, function, target, options, reason)))
    return makeError("'" + reason.op + "': " + reason.message);
  FailureOr<DecodedProgram> decoded = decodeProgram(*program, target);
  if (failed(decoded))
    return makeError("expected a program that the machine can run");
  llvm::Expected<SimulationResult> result = simulateFast(*decoded);
  if (!result)
    return result.takeError();
  std::vector<Energy> energies;
  if (std::optional<engine::EnergyTable> table = target.getEnergyTable())
    energies = getEnergies(*decoded, *result, *table);
  Measurement measurement;
  measurement.cycles = result->total.cycles;
  measurement.arrayCycles = result->total.arrayCycles;
  measurement.dramReadBytes = result->total.dramReadBytes;
  measurement.dramWriteBytes = result->total.dramWriteBytes;
  measurement.sramBytes = result->sramBytes;
  measurement.arenaBytes = getArenaBytes(function, target, type);
  for (const Energy &energy : energies)
    measurement.picojoules += energy.getTotal();
  measurement.operations = getOperations(function, *result, energies);
  return measurement;
}
