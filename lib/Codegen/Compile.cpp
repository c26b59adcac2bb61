//===- Compile.cpp - From workloads to programs ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Codegen/Compile.h"
#include "Emitter.h"
#include "dialects/Interfaces/Interfaces.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::codegen;

LogicalResult tenon::compileWorkload(OpBuilder &builder, Location loc,
                                     const Workload &workload,
                                     engine::TargetAttr target,
                                     engine::ElementKind type, StringRef layer,
                                     std::string &error) {
  Emitter emitter(builder, loc, target, type);
  LogicalResult result = success();
  switch (workload.kind) {
  case WorkloadKind::View:
    return success();
  case WorkloadKind::Convolution:
  case WorkloadKind::Matmul:
    result = emitArray(emitter, workload, error);
    break;
  case WorkloadKind::Vector:
    result = emitVector(emitter, workload, error);
    break;
  case WorkloadKind::Copy:
    result = emitCopy(emitter, workload, error);
    break;
  case WorkloadKind::TransposedConvolution:
    error = "transposed convolutions have no program on the machine yet";
    return failure();
  case WorkloadKind::Recurrent:
    error = "recurrent cells have no program on the machine yet";
    return failure();
  }
  if (succeeded(result))
    emitter.barrier(layer);
  return result;
}

/// The first name in a location; empty if there is none.
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

LogicalResult tenon::compileModule(ModuleOp module, engine::TargetAttr target,
                                   std::optional<engine::ElementKind> type) {
  engine::ElementKind deployed = type.value_or(target.getMachine().defaultType);
  SymbolTable symbols(module);
  for (auto function :
       llvm::make_early_inc_range(module.getOps<FunctionOpInterface>())) {
    OpBuilder builder(function);
    auto program = engine::ProgramOp::create(builder, function.getLoc(),
                                             function.getName());
    Block &block = program.getBody().emplaceBlock();
    builder.setInsertionPointToEnd(&block);
    WalkResult walked = function.walk([&](WorkloadOpInterface op) {
      std::string error;
      if (succeeded(compileWorkload(builder, op->getLoc(), op.getWorkload(),
                                    target, deployed, getLayerName(op), error)))
        return WalkResult::advance();
      emitError(op->getLoc()) << "'" << op->getName() << "' op can not run on '"
                              << target.getName() << "': " << error;
      return WalkResult::interrupt();
    });
    if (walked.wasInterrupted()) {
      program.erase();
      return failure();
    }
    program->remove();
    program.setSymName((function.getName() + "_program").str());
    symbols.insert(program, Block::iterator(function));
  }
  return success();
}
