//===- Passes.cpp - Passes from networks to engine programs ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Simulator/Hazards/Hazards.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace tenon;

namespace tenon {
#define GEN_PASS_DEF_ENGINEATTACHTARGETPASS
#define GEN_PASS_DEF_ENGINECOMPILEPASS
#define GEN_PASS_DEF_ENGINEVERIFYPASS
#include "tenon/Compiler/Passes.h.inc"
} // namespace tenon

using ErrorHandler = llvm::function_ref<LogicalResult(const Twine &)>;

/// Rejects values with a comma and an equals sign, which are two options.
static LogicalResult checkSeparators(StringRef value, ErrorHandler onError) {
  if (!value.contains(',') || !value.contains('='))
    return success();
  return onError("expected options to be separated by spaces, but got '" +
                 value + "'");
}

static LogicalResult checkPreset(StringRef preset, ErrorHandler onError) {
  if (failed(checkSeparators(preset, onError)))
    return failure();
  SmallVector<StringRef> names = engine::getPresetNames();
  if (preset.empty() || llvm::is_contained(names, preset))
    return success();
  return onError("expected preset to be one of " + llvm::join(names, ", ") +
                 ", but got '" + preset + "'");
}

static LogicalResult checkType(StringRef type, ErrorHandler onError) {
  if (failed(checkSeparators(type, onError)))
    return failure();
  if (type.empty() || engine::parseElementKind(type))
    return success();
  return onError("expected type to be i8, i16 or f16, but got '" + type + "'");
}

/// Reports an error of one line that names the pass of the option. Options are
/// checked when the pass is initialized because the pipeline parser adds its
/// own lines.
static LogicalResult reportOption(MLIRContext *context, StringRef pass,
                                  const Twine &message) {
  return emitError(UnknownLoc::get(context)) << pass << ": " << message;
}

namespace {
struct EngineAttachTarget
    : tenon::impl::EngineAttachTargetPassBase<EngineAttachTarget> {
  using EngineAttachTargetPassBase::EngineAttachTargetPassBase;

  LogicalResult initialize(MLIRContext *context) override {
    auto onError = [&](const Twine &message) {
      return reportOption(context, getArgument(), message);
    };
    if (failed(checkPreset(preset, onError)) ||
        failed(checkSeparators(file, onError)))
      return failure();
    if (preset.empty() == file.empty())
      return onError("expected a preset or a file");
    return success();
  }

  void runOnOperation() override {
    std::string error;
    engine::TargetAttr target =
        file.empty() ? engine::getPreset(&getContext(), preset)
                     : engine::readTargetFile(&getContext(), file, error);
    if (!target) {
      if (error.empty())
        error = "expected preset to be one of " +
                llvm::join(engine::getPresetNames(), ", ") + ", but got '" +
                preset + "'";
      emitError(UnknownLoc::get(&getContext())) << error;
      return signalPassFailure();
    }
    getOperation()->setAttr(engine::EngineDialect::getTargetAttrName(), target);
  }
};

struct EngineVerify : tenon::impl::EngineVerifyPassBase<EngineVerify> {
  using EngineVerifyPassBase::EngineVerifyPassBase;

  void runOnOperation() override {
    HazardKind kind = racesOnly ? HazardKind::Races : HazardKind::All;
    for (auto program : getOperation().getOps<engine::ProgramOp>())
      if (failed(verifyHazards(program, kind)))
        return signalPassFailure();
    markAllAnalysesPreserved();
  }
};

struct EngineCompile : tenon::impl::EngineCompilePassBase<EngineCompile> {
  using EngineCompilePassBase::EngineCompilePassBase;

  LogicalResult initialize(MLIRContext *context) override {
    return checkType(type, [&](const Twine &message) {
      return reportOption(context, getArgument(), message);
    });
  }

  void runOnOperation() override {
    engine::TargetAttr target = engine::getTarget(getOperation());
    if (!target) {
      getOperation().emitError("expected a module with a target; run "
                               "engine-attach-target first");
      return signalPassFailure();
    }
    CompileOptions options;
    options.type = engine::parseElementKind(type);
    options.byLayer = byLayer;
    options.cascades = cascades;
    if (failed(compileModule(getOperation(), target, options)))
      signalPassFailure();
  }
};

/// Options of the pipeline.
struct DefaultOptions : PassPipelineOptions<DefaultOptions> {
  Option<std::string> preset{
      *this, "preset",
      llvm::cl::desc("Name of a machine that comes with Tenon"),
      llvm::cl::init("ne-medium")};
  Option<std::string> type{
      *this, "type",
      llvm::cl::desc("Deployed type of float tensors: i8, i16 or f16"),
      llvm::cl::init("")};
};
} // namespace

/// Registers `engine-default`. Its values are checked before a pass is created.
static void registerDefaultPipeline() {
  auto build = [](OpPassManager &manager, StringRef text,
                  ErrorHandler onError) -> LogicalResult {
    DefaultOptions options;
    if (failed(options.parseFromString(text)))
      return failure();
    if (failed(checkPreset(options.preset, onError)) ||
        failed(checkType(options.type, onError)))
      return failure();
    manager.addPass(createEngineAttachTargetPass({options.preset, ""}));
    manager.addPass(createEngineCompilePass(
        {options.type, /*byLayer=*/false, /*cascades=*/true}));
    return success();
  };
  auto visitOptions =
      [](llvm::function_ref<void(const mlir::detail::PassOptions &)> visit) {
        visit(DefaultOptions());
      };
  registerPassPipeline("engine-default", "Attach a machine and compile for it",
                       build, visitOptions);
}

void tenon::registerCompilerPasses() {
  registerPass([] { return createEngineAttachTargetPass(); });
  registerPass([] { return createEngineCompilePass(); });
  registerPass([] { return createEngineVerifyPass(); });
  registerDefaultPipeline();
}
