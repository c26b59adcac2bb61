//===- Presets.cpp - Machines by name and from files ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

namespace {
struct Preset {
  StringRef name, body;
};
} // namespace

static ArrayRef<Preset> getPresets() {
  static const Preset presets[] = {
#define TENON_ENGINE_PRESET(name, body) {name, body},
#include "dialects/Engine/IR/Presets.inc"
  };
  return presets;
}

SmallVector<StringRef> engine::getPresetNames() {
  return llvm::map_to_vector(getPresets(),
                             [](const Preset &preset) { return preset.name; });
}

static ArrayRef<Preset> getSystolicPresets() {
  static const Preset presets[] = {
#define TENON_SYSTOLIC_PRESET(name, body) {name, body},
#include "dialects/Engine/IR/Presets.inc"
  };
  return presets;
}

SmallVector<StringRef> engine::getSystolicPresetNames() {
  return llvm::map_to_vector(getSystolicPresets(),
                             [](const Preset &preset) { return preset.name; });
}

/// Parses the preset of this name as `#engine.<mnemonic>`.
static Attribute parsePreset(MLIRContext *context, ArrayRef<Preset> presets,
                             StringRef mnemonic, StringRef name) {
  context->getOrLoadDialect<EngineDialect>();
  for (const Preset &preset : presets)
    if (preset.name == name)
      return parseAttribute(("#engine." + mnemonic + "<\"" + preset.name +
                             "\", " + preset.body + ">")
                                .str(),
                            context);
  return {};
}

TargetAttr engine::getPreset(MLIRContext *context, StringRef name) {
  return dyn_cast_or_null<TargetAttr>(
      parsePreset(context, getPresets(), "target", name));
}

SystolicAttr engine::getSystolicPreset(MLIRContext *context, StringRef name) {
  return dyn_cast_or_null<SystolicAttr>(
      parsePreset(context, getSystolicPresets(), "systolic", name));
}

/// The module attribute `engine.target` of a file, whatever it is.
static Attribute readMachineFile(MLIRContext *context, StringRef path,
                                 std::string &error) {
  context->getOrLoadDialect<EngineDialect>();
  std::string message;
  std::unique_ptr<llvm::MemoryBuffer> buffer = openInputFile(path, &message);
  if (!buffer) {
    error = message;
    return {};
  }
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(buffer), SMLoc());
  std::string first;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (first.empty()) {
      llvm::raw_string_ostream os(first);
      if (auto loc = dyn_cast<FileLineColLoc>(diagnostic.getLocation()))
        os << loc.getFilename().getValue() << ':' << loc.getLine() << ':'
           << loc.getColumn() << ": ";
      os << diagnostic;
    }
    return success();
  });
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(sources, context);
  if (!module) {
    error = first.empty() ? (path + ": expected an MLIR module").str() : first;
    return {};
  }
  Attribute machine = (*module)->getAttr(EngineDialect::getTargetAttrName());
  if (!machine)
    error = (path + ": expected a module with the attribute '" +
             EngineDialect::getTargetAttrName() + "', but got none")
                .str();
  return machine;
}

/// A systolic array is a machine, but runs no programs.
static TargetAttr expectTarget(Attribute machine, std::string &error) {
  auto systolic = dyn_cast_or_null<SystolicAttr>(machine);
  if (systolic)
    error = ("expected a machine that runs programs, but got the systolic "
             "array '" +
             systolic.getName() + "', which runs topologies only")
                .str();
  return dyn_cast_or_null<TargetAttr>(machine);
}

TargetAttr engine::readTargetFile(MLIRContext *context, StringRef path,
                                  std::string &error) {
  return expectTarget(readMachineFile(context, path, error), error);
}

TargetAttr engine::findTarget(MLIRContext *context, StringRef presetOrFile,
                              std::string &error) {
  if (presetOrFile.ends_with(".mlir"))
    return readTargetFile(context, presetOrFile, error);
  if (TargetAttr target = getPreset(context, presetOrFile))
    return target;
  if (SystolicAttr systolic = getSystolicPreset(context, presetOrFile))
    return expectTarget(systolic, error);
  error = ("expected one of the engines " + llvm::join(getPresetNames(), ", ") +
           " or a .mlir file, but got '" + presetOrFile + "'")
              .str();
  return {};
}

Attribute engine::findMachine(MLIRContext *context, StringRef presetOrFile,
                              std::string &error) {
  if (presetOrFile.ends_with(".mlir"))
    return readMachineFile(context, presetOrFile, error);
  if (SystolicAttr systolic = getSystolicPreset(context, presetOrFile))
    return systolic;
  if (TargetAttr target = getPreset(context, presetOrFile))
    return target;
  SmallVector<StringRef> names = getPresetNames();
  llvm::append_range(names, getSystolicPresetNames());
  error = ("expected one of the engines " + llvm::join(names, ", ") +
           " or a .mlir file, but got '" + presetOrFile + "'")
              .str();
  return {};
}
