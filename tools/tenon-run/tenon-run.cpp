//===- tenon-run.cpp - Runs networks on the host --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Interpreter/Interpreter.h"
#include "tenon/JIT/JIT.h"
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Tooling/NetworkTensors.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Tooling/OutputFiles.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/CommandLine.h"
#include <cmath>
#include <map>
#include <set>

namespace cl = llvm::cl;
using namespace tenon;
using mlir::failed;
using mlir::failure;
using mlir::LogicalResult;
using mlir::success;

static LogicalResult fail(const llvm::Twine &message) {
  printError("tenon-run", message);
  return failure();
}

namespace {
/// What the command line asks for.
struct Request {
  TensorFiles outputs;
  std::optional<uint64_t> seed;
  LoadOptions load;
};

/// A network that is ready to run.
struct Network {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::func::FuncOp function;

  LogicalResult load(llvm::StringRef path, mlir::MLIRContext *context,
                     const LoadOptions &options);
};
} // namespace

LogicalResult Network::load(llvm::StringRef path, mlir::MLIRContext *context,
                            const LoadOptions &options) {
  module = loadNetwork(path, context, options);
  if (!module)
    return failure();
  auto functions = module->getOps<mlir::func::FuncOp>();
  if (!llvm::hasSingleElement(functions) || (*functions.begin()).isExternal())
    return fail("expected a network of one function in '" + path + "'");
  function = *functions.begin();
  // First: evaluating a parameter may take what is not there.
  if (failed(checkTensors(function)))
    return failure();
  mlir::PassManager pm(context);
  pm.addPass(createMaterializeParameters());
  return pm.run(*module);
}

/// Runs the network on the interpreter, and prints the inner tensors that were
/// asked for.
static mlir::FailureOr<llvm::SmallVector<HostTensor>>
interpretNetwork(Network &network, llvm::ArrayRef<HostTensor> inputs,
                 llvm::ArrayRef<std::string> inner) {
  llvm::StringSet<> seen;
  auto observe = [&](mlir::Operation *op, llvm::ArrayRef<HostTensor> results) {
    std::string name = nn::getLocName(op->getLoc());
    if (!llvm::is_contained(inner, name) || nn::isParameter(op->getResult(0)))
      return;
    seen.insert(name);
    for (const HostTensor &result : results)
      llvm::outs() << describeTensor(name, result) << '\n'
                   << printTensor(result);
  };
  auto results = interpret(network.function, inputs, observe);
  if (failed(results))
    return failure();
  for (const std::string &name : inner)
    if (!seen.contains(name))
      return fail("--print-tensor: no operation has the name '" + name +
                  "'; names are the locations in the text of the network");
  return results;
}

/// Compiles the network and runs it as machine code.
static mlir::FailureOr<llvm::SmallVector<HostTensor>>
compileAndRun(Network &network, llvm::ArrayRef<HostTensor> inputs,
              llvm::ArrayRef<std::string> inner) {
  if (!inner.empty())
    return fail("--print-tensor: expected the backend interpreter, but got "
                "jit, which has no inner tensors");
  auto code = CompiledNetwork::compile(network.function);
  if (failed(code))
    return failure();
  return code->run(inputs);
}

/// Runs a second network on the same inputs, on the interpreter, and prints how
/// far apart they are.
static LogicalResult compareWith(llvm::StringRef path, Network &network,
                                 const Request &request,
                                 llvm::ArrayRef<HostTensor> inputs,
                                 llvm::ArrayRef<HostTensor> results,
                                 double tolerance) {
  Network other;
  LoadOptions load = request.load;
  load.allowUnusedBindings = true;
  if (failed(other.load(path, network.module->getContext(), load)))
    return failure();
  auto expected = interpretNetwork(other, inputs, {});
  if (failed(expected))
    return failure();
  if (expected->size() != results.size())
    return fail("'" + path + "' has " + llvm::Twine(expected->size()) +
                " outputs instead of " + llvm::Twine(results.size()));
  bool agrees = true;
  for (size_t i = 0; i < results.size(); ++i) {
    std::string name = getOutputNames(network.function)[i];
    if (results[i].getShape() != (*expected)[i].getShape())
      return fail("output '" + name + "' has two shapes in the two networks");
    TensorDifference d = compareTensors(results[i], (*expected)[i]);
    bool isNear = d.relative <= tolerance;
    agrees &= isNear;
    char text[120];
    std::snprintf(text, sizeof(text), ": absolute %.3g, relative %.3g%s\n",
                  d.absolute, d.relative,
                  isNear ? "" : ", beyond the tolerance");
    llvm::outs() << escapeText(name) << text;
  }
  return success(agrees);
}

static LogicalResult writeOutputs(Network &network, const Request &request,
                                  llvm::ArrayRef<HostTensor> results,
                                  bool quiet) {
  FileWriter writer;
  for (auto [i, result] : llvm::enumerate(results)) {
    std::string name = getOutputNames(network.function)[i];
    auto file = request.outputs.find(name);
    if (file == request.outputs.end()) {
      if (!quiet)
        llvm::outs() << describeTensor(name, result) << '\n';
      continue;
    }
    HostTensor named = result;
    named.setName(name);
    if (llvm::Error error = addTensorFile(writer, file->second, named))
      return fail(llvm::toString(std::move(error)));
  }
  if (llvm::Error error = writer.keep())
    return fail(llvm::toString(std::move(error)));
  return success();
}

static int run(int argc, char **argv) {
  cl::OptionCategory category("tenon-run");
  cl::opt<std::string> path(cl::Positional, cl::Required,
                            cl::desc("<network: ONNX or MLIR, - for stdin>"),
                            cl::cat(category));
  cl::list<std::string> inputs(
      "input", cl::desc("Values of an input, .npy or TensorProto"),
      cl::value_desc("name=file"), cl::cat(category));
  cl::opt<int64_t> seed(
      "random",
      cl::desc("Seed of the inputs that have no file: floats in "
               "[-1, 1), integers 0 or 1"),
      cl::value_desc("seed"), cl::cat(category));
  cl::list<std::string> outputs(
      "output",
      cl::desc("Where to write an output, .npy or .pb; others are summed up"),
      cl::value_desc("name=file"), cl::cat(category));
  cl::list<std::string> inner("print-tensor",
                              cl::desc("Print the result of a node"),
                              cl::value_desc("node"), cl::cat(category));
  cl::opt<std::string> backend(
      "backend",
      cl::desc("How to run: interpreter, or jit, which compiles by way of "
               "TOSA and shares no kernels with the interpreter"),
      cl::value_desc("name"), cl::init("interpreter"), cl::cat(category));
  cl::opt<std::string> other(
      "compare",
      cl::desc("Interpret another network on the same inputs; exit code 1 "
               "beyond the tolerance"),
      cl::value_desc("file"), cl::cat(category));
  cl::opt<double> tolerance(
      "tolerance",
      cl::desc("Largest difference, relative to the output's largest value "
               "(default 1e-4)"),
      cl::init(1e-4), cl::cat(category));
  NetworkOptions networkOptions(category);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "Runs networks on the host\n");

  Request request;
  if (seed.getNumOccurrences())
    request.seed = uint64_t(seed);
  if (backend != "interpreter" && backend != "jit")
    return failed(fail("--backend: expected interpreter or jit, but got '" +
                       backend + "'"));
  if (other.empty())
    if (llvm::Error error = checkUnused("one network", {&tolerance}))
      return failed(fail(llvm::toString(std::move(error))));
  std::vector<NamedFile> read = {{"", path}, {"--compare", other}};
  llvm::append_range(read, getNamedFiles("--input", inputs));
  llvm::append_range(read, networkOptions.getFiles());
  if (llvm::Error error =
          checkOutputFiles(getNamedFiles("--output", outputs), read))
    return failed(fail(llvm::toString(std::move(error))));
  if (!(tolerance >= 0) || std::isinf(tolerance))
    return failed(fail("--tolerance: expected a number that is not negative"));
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  context.loadDialect<nn::NNDialect, mlir::func::FuncDialect>();
  context.allowUnregisteredDialects();
  if (llvm::Error error = networkOptions.read(&context, request.load))
    return failed(fail(llvm::toString(std::move(error))));
  Network network;
  if (failed(network.load(path, &context, request.load)))
    return 1;
  std::vector<std::string> outputNames = getOutputNames(network.function);
  std::set<std::string> seen;
  for (const std::string &name : outputNames)
    if (!seen.insert(name).second)
      return failed(fail("two outputs have the name '" + name + "'"));
  auto inputFiles =
      splitFiles("input", inputs, getInputNames(network.function));
  if (!inputFiles)
    return failed(fail(llvm::toString(inputFiles.takeError())));
  auto outputFiles = splitFiles("output", outputs, outputNames);
  if (!outputFiles)
    return failed(fail(llvm::toString(outputFiles.takeError())));
  request.outputs = std::move(*outputFiles);
  std::string error;
  auto values = makeInputs(network.function, *inputFiles, request.seed, error);
  if (failed(values))
    return error.empty() ? 1 : failed(fail(error));
  auto results = backend == "jit" ? compileAndRun(network, *values, inner)
                                  : interpretNetwork(network, *values, inner);
  if (failed(results) ||
      failed(writeOutputs(network, request, *results, !other.empty())))
    return 1;
  if (other.empty())
    return 0;
  return failed(
      compareWith(other, network, request, *values, *results, tolerance));
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  int code = run(argc, argv);
  if (llvm::Error error = flushOutput())
    return failed(fail(llvm::toString(std::move(error))));
  return code;
}
