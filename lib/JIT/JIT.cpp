//===- JIT.cpp - Runs networks as machine code ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/JIT/JIT.h"
#include "Lowering.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "tenon/Exchange/TOSA/Passes.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"

using namespace mlir;
using namespace tenon;

struct CompiledNetwork::Code {
  std::unique_ptr<ExecutionEngine> engine;
  /// Values of parameters, which are arguments behind the inputs.
  SmallVector<HostTensor> constants;
  std::string name;
  FunctionType type;
  Location loc;
};

CompiledNetwork::CompiledNetwork(std::unique_ptr<Code> code)
    : code(std::move(code)) {}
CompiledNetwork::CompiledNetwork(CompiledNetwork &&) = default;
CompiledNetwork::~CompiledNetwork() = default;

/// A module of a copy of one function.
static OwningOpRef<ModuleOp> copyFunction(func::FuncOp function) {
  OwningOpRef<ModuleOp> module(ModuleOp::create(function.getLoc()));
  func::FuncOp copy = function.clone();
  copy.setPublic();
  // Names of inputs and outputs mean nothing to LLVM.
  copy.removeArgAttrsAttr();
  copy.removeResAttrsAttr();
  module->push_back(copy);
  return module;
}

/// Machine code for this machine; an error as a diagnostic.
static std::unique_ptr<ExecutionEngine> makeEngine(ModuleOp module) {
  auto fail = [&](llvm::Error error) {
    emitError(module.getLoc()) << "cannot compile for this machine: "
                               << llvm::toString(std::move(error));
    return nullptr;
  };
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!host)
    return fail(host.takeError());
  auto machine = host->createTargetMachine();
  if (!machine)
    return fail(machine.takeError());
  // A network is one long function, and the optimizer's time grows faster than
  // its length; the code of plain loops gains little from it.
  auto optimize = makeOptimizingTransformer(0, 0, machine->get());
  ExecutionEngineOptions options;
  options.transformer = optimize;
  options.jitCodeGenOptLevel = llvm::CodeGenOptLevel::Default;
  options.enableGDBNotificationListener = false;
  options.enablePerfNotificationListener = false;
  auto engine = ExecutionEngine::create(module, options, std::move(*machine));
  if (!engine)
    return fail(engine.takeError());
  return std::move(*engine);
}

FailureOr<CompiledNetwork> CompiledNetwork::compile(func::FuncOp function) {
  MLIRContext *context = function.getContext();
  DialectRegistry registry;
  jit::registerLoweringDialects(registry);
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  context->appendDialectRegistry(registry);

  OwningOpRef<ModuleOp> module = copyFunction(function);
  PassManager pm(context);
  pm.addPass(createConvertNetworkToTosa());
  if (failed(pm.run(*module)))
    return failure();
  FailureOr<SmallVector<HostTensor>> constants =
      jit::makeConstantsArguments(*module);
  if (failed(constants) || failed(jit::lowerToLLVM(*module)))
    return failure();
  std::unique_ptr<ExecutionEngine> engine = makeEngine(*module);
  if (!engine)
    return failure();
  auto code = std::make_unique<Code>(
      Code{std::move(engine), std::move(*constants), function.getName().str(),
           function.getFunctionType(), function.getLoc()});
  return CompiledNetwork(std::move(code));
}

FailureOr<SmallVector<HostTensor>>
CompiledNetwork::run(ArrayRef<HostTensor> inputs) const {
  if (inputs.size() != code->type.getNumInputs())
    return emitError(code->loc) << "expected " << code->type.getNumInputs()
                                << " inputs, but got " << inputs.size();
  // The code takes the address of each pointer.
  SmallVector<const char *> pointers;
  for (auto [input, type] : llvm::zip_equal(inputs, code->type.getInputs())) {
    auto given =
        RankedTensorType::get(input.getShape(), input.getElementType());
    if (given != type)
      return emitError(code->loc)
             << "expected an input of type " << type << ", but got " << given;
    pointers.push_back(input.getBytes().begin());
  }
  for (const HostTensor &constant : code->constants)
    pointers.push_back(constant.getBytes().begin());
  SmallVector<HostTensor> results;
  for (Type type : code->type.getResults()) {
    auto tensor = cast<RankedTensorType>(type);
    results.push_back(
        HostTensor::zeros(tensor.getElementType(), tensor.getShape()));
    pointers.push_back(results.back().getMutableBytes());
  }
  SmallVector<void *> arguments;
  for (const char *&pointer : pointers)
    arguments.push_back(static_cast<void *>(&pointer));
  if (llvm::Error error = code->engine->invokePacked(code->name, arguments))
    return emitError(code->loc) << llvm::toString(std::move(error));
  return results;
}
