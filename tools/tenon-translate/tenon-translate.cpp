//===- tenon-translate.cpp - Networks from and to other formats -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"

namespace cl = llvm::cl;
using namespace tenon;

static int fail(const llvm::Twine &message) {
  llvm::errs() << "tenon-translate: error: " << message << '\n';
  return 1;
}

/// The module as an ONNX model, parameters evaluated.
static mlir::LogicalResult toOnnx(mlir::ModuleOp module, std::string &bytes) {
  mlir::PassManager pm(module.getContext());
  pm.addPass(createMaterializeParameters());
  llvm::raw_string_ostream os(bytes);
  if (failed(pm.run(module)))
    return mlir::failure();
  return exportOnnx(module, os);
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  cl::OptionCategory category("tenon-translate");
  cl::opt<std::string> input(cl::Positional,
                             cl::desc("<input file, - for stdin>"),
                             cl::init("-"), cl::cat(category));
  cl::opt<std::string> output("o", cl::desc("Output file, - for stdout"),
                              cl::value_desc("file"), cl::init("-"),
                              cl::cat(category));
  cl::opt<bool> importOnnxFlag(
      "import-onnx", cl::desc("ONNX to the nn dialect"), cl::cat(category));
  cl::opt<bool> exportOnnxFlag(
      "export-onnx", cl::desc("The nn dialect to ONNX"), cl::cat(category));
  NetworkOptions networkOptions(category);
  cl::opt<bool> elide("elide-weights",
                      cl::desc("Import the shapes of weights only"),
                      cl::cat(category));
  cl::opt<bool> raw("raw", cl::desc("Import without clean-up"),
                    cl::cat(category));
  cl::opt<bool> bytecode("emit-bytecode", cl::desc("Write MLIR bytecode"),
                         cl::cat(category));
  cl::opt<bool> list("list-onnx-operators",
                     cl::desc("List the operators that are imported"),
                     cl::cat(category));
  cl::HideUnrelatedOptions(category);
  cl::SetVersionPrinter(
      [](llvm::raw_ostream &os) { os << getVersionText() << '\n'; });
  cl::ParseCommandLineOptions(argc, argv,
                              "Networks from and to other formats\n");

  if (list) {
    for (const std::string &name : getImportedOnnxOperators())
      llvm::outs() << name << '\n';
    return 0;
  }
  if (importOnnxFlag == exportOnnxFlag)
    return fail("expected one of --import-onnx and --export-onnx");
  LoadOptions options;
  options.onnx.elideWeights = elide;
  options.keepRaw = raw;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  context.loadDialect<nn::NNDialect, mlir::func::FuncDialect>();
  // What an engine or another tool attached to the module is passed on.
  context.allowUnregisteredDialects();
  if (llvm::Error error = networkOptions.read(&context, options))
    return fail(llvm::toString(std::move(error)));
  options.expectOnnx = importOnnxFlag;
  mlir::OwningOpRef<mlir::ModuleOp> module =
      loadNetwork(input, &context, options);
  if (!module)
    return 1;
  std::string result;
  if (exportOnnxFlag) {
    if (failed(toOnnx(*module, result)))
      return 1;
  } else if (bytecode) {
    llvm::raw_string_ostream os(result);
    if (failed(mlir::writeBytecodeToFile(*module, os)))
      return fail("can not write bytecode");
  }
  auto write = [&](llvm::raw_ostream &os) {
    if (exportOnnxFlag || bytecode)
      os << result;
    else
      printModule(*module, os);
  };
  if (llvm::Error error = writeFile(output, write))
    return fail(llvm::toString(std::move(error)));
  return 0;
}
