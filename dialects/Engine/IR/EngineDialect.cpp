//===- EngineDialect.cpp - The engine dialect -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/BytecodeVersion.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

#include "dialects/Engine/IR/EngineDialect.cpp.inc"
#include "dialects/Engine/IR/EngineEnums.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "dialects/Engine/IR/EngineTypes.cpp.inc"

void EngineDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/Engine/IR/EngineTypes.cpp.inc"
      >();
  registerAttributes();
  addInterface<VersionedBytecode<1>>();
  addOperations<
#define GET_OP_LIST
#include "dialects/Engine/IR/EngineOps.cpp.inc"
      >();
}

LogicalResult EngineDialect::verifyOperationAttribute(Operation *op,
                                                      NamedAttribute attr) {
  if (attr.getName() != getTargetAttrName())
    return op->emitOpError()
           << "has an unknown attribute '" << attr.getName().getValue() << "'";
  if (!isa<ModuleOp>(op))
    return op->emitOpError()
           << "expected '" << getTargetAttrName() << "' on a module";
  if (!isa<TargetAttr, SystolicAttr>(attr.getValue()))
    return op->emitOpError()
           << "expected '" << getTargetAttrName()
           << "' to be a #engine.target or a #engine.systolic, but got "
           << attr.getValue();
  return success();
}

void tenon::registerEngineDialects(DialectRegistry &registry) {
  registry.insert<EngineDialect>();
}

TargetAttr engine::getTarget(Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto target =
            op->getAttrOfType<TargetAttr>(EngineDialect::getTargetAttrName()))
      return target;
  return {};
}

StringRef engine::stringifyElementKind(ElementKind kind) {
  return stringifyCommandType(static_cast<CommandType>(kind));
}

std::optional<ElementKind> engine::parseElementKind(StringRef text) {
  if (std::optional<CommandType> type = symbolizeCommandType(text))
    return getElementKind(*type);
  return std::nullopt;
}
