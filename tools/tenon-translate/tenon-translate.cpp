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
#include "tenon/Exchange/PyTorch/PyTorch.h"
#include "tenon/Support/Npz.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include <memory>

namespace cl = llvm::cl;
using namespace tenon;

static int fail(const llvm::Twine &message) {
  printError("tenon-translate", message);
  return 1;
}

/// Evaluates the expressions of parameters.
static mlir::LogicalResult materialize(mlir::ModuleOp module) {
  mlir::PassManager pm(module.getContext());
  pm.addPass(createMaterializeParameters());
  return pm.run(module);
}

/// The module as an ONNX model, parameters evaluated.
static mlir::LogicalResult toOnnx(mlir::ModuleOp module, std::string &bytes) {
  llvm::raw_string_ostream os(bytes);
  if (failed(materialize(module)))
    return mlir::failure();
  return exportOnnx(module, os);
}

/// Writes the module as Python, its weights beside it.
static int toPyTorch(mlir::ModuleOp module, const std::string &input,
                     llvm::StringRef output) {
  llvm::SmallString<128> weights(output);
  llvm::sys::path::replace_extension(weights, "npz");
  if (failed(materialize(module)))
    return 1;
  mlir::FailureOr<PyTorchModel> model =
      exportPyTorch(module, llvm::sys::path::filename(weights));
  if (failed(model))
    return 1;
  bool hasWeights = !model->tensors.empty();
  if (hasWeights && output == "-")
    return fail("expected an output file, since weights go to a file beside "
                "it, but got standard output");
  if (hasWeights && weights == output)
    return fail("expected an output file of Python, but got '" + output +
                "', where its weights go");
  NamedFile archive = {"the weights", hasWeights ? weights.str().str() : ""};
  if (llvm::Error error = checkOutputFiles(archive, {{"", input}}))
    return fail(llvm::toString(std::move(error)));
  auto writeWeights = [&](llvm::raw_ostream &os) {
    return writeNpz(model->tensors, os);
  };
  FileWriter writer;
  llvm::Error error =
      hasWeights ? writer.add(weights, writeWeights) : llvm::Error::success();
  if (!error)
    error = writer.add(output, model->text);
  if (!error)
    error = writer.keep();
  return error ? fail(llvm::toString(std::move(error))) : 0;
}

/// Options of one direction mean nothing in the other.
static bool checkDirection(llvm::ArrayRef<const cl::Option *> options,
                           llvm::StringRef given) {
  for (const cl::Option *option : options)
    if (option->getNumOccurrences()) {
      fail("--" + option->ArgStr + ": expected --import-onnx, but got " +
           given);
      return false;
    }
  return true;
}

static int listOperators(llvm::StringRef output) {
  llvm::Error error = writeFile(output, [](llvm::raw_ostream &os) {
    for (const std::string &name : getImportedOnnxOperators())
      os << name << '\n';
  });
  return error ? fail(llvm::toString(std::move(error))) : 0;
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
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
  cl::opt<bool> exportPyTorchFlag(
      "export-pytorch",
      cl::desc("The nn dialect to a module of PyTorch, its weights to an .npz "
               "file beside it"),
      cl::cat(category));
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
  cl::ParseCommandLineOptions(argc, argv,
                              "Networks from and to other formats\n");

  if (list) {
    if (llvm::Error error =
            checkMode(category, "--list-onnx-operators", {&list, &output}))
      return fail(llvm::toString(std::move(error)));
    if (input.getNumOccurrences())
      return fail("expected a network or --list-onnx-operators, but got both");
    return listOperators(output);
  }
  if (importOnnxFlag + exportOnnxFlag + exportPyTorchFlag != 1)
    return fail("expected one of --import-onnx, --export-onnx and "
                "--export-pytorch");
  llvm::SmallVector<const cl::Option *> ofImport = networkOptions.getOptions();
  ofImport.append({&elide, &raw, &bytecode});
  if (!importOnnxFlag &&
      !checkDirection(ofImport,
                      exportOnnxFlag ? "--export-onnx" : "--export-pytorch"))
    return 1;
  std::vector<NamedFile> read = networkOptions.getFiles();
  read.push_back({"", input});
  if (llvm::Error error = checkOutputFiles({{"-o", output}}, read))
    return fail(llvm::toString(std::move(error)));
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
  if (exportPyTorchFlag)
    return toPyTorch(*module, input, output);
  std::string result;
  if (exportOnnxFlag) {
    if (failed(toOnnx(*module, result)))
      return 1;
  } else if (bytecode) {
    llvm::raw_string_ostream os(result);
    if (failed(mlir::writeBytecodeToFile(*module, os)))
      return fail("cannot write bytecode");
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
