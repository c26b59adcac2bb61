//===- Values.cpp - Values of a run against the network -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Values.h"
#include "Simulate.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Interpreter/Interpreter.h"
#include "tenon/Tooling/NetworkTensors.h"
#include "tenon/Transforms/Passes.h"
#include <cmath>

using namespace mlir;
using namespace tenon;

/// Gives the parameters that have no values random ones: filters that keep the
/// size of what they sum up, and vectors of positive numbers, which may be
/// variances.
static void fillParameters(func::FuncOp function, uint64_t seed) {
  unsigned number = function.getNumArguments();
  function.walk([&](nn::ParameterOp parameter) {
    ++number;
    if (parameter.getValueAttr())
      return;
    auto type = cast<RankedTensorType>(parameter.getType());
    HostTensor tensor = makeRandomTensor(type, seed, number);
    int64_t inputs = 1;
    for (int64_t size : type.getShape().drop_front(type.getRank() ? 1 : 0))
      inputs *= size;
    bool isFloat = isa<FloatType>(type.getElementType());
    SmallVector<Attribute> values;
    std::vector<double> numbers = tensor.getDoubles();
    for (int64_t i = 0, e = tensor.getNumElements(); isFloat && i != e; ++i)
      tensor.setDouble(i, type.getRank() > 1
                              ? numbers[i] * std::sqrt(3.0 / double(inputs))
                              : 1 + numbers[i] / 2);
    parameter.setValueAttr(DenseElementsAttr::getFromRawBuffer(
        type,
        ArrayRef<char>(tensor.getBytes().data(), tensor.getBytes().size())));
  });
}

LogicalResult Reference::run(func::FuncOp function, const Options &options) {
  names = getOutputNames(function);
  uint64_t seed = options.random;
  auto inputFiles =
      splitFiles("input", options.inputs, getInputNames(function));
  if (!inputFiles)
    return fail(llvm::toString(inputFiles.takeError()));
  auto outputs = splitFiles("output", options.outputs, names);
  if (!outputs)
    return fail(llvm::toString(outputs.takeError()));
  files = std::move(*outputs);
  std::string error;
  auto made = makeInputs(function, *inputFiles, seed, error);
  if (failed(made))
    return error.empty() ? failure() : fail(error);
  inputs = std::move(*made);
  auto observe = [&](Operation *op, ArrayRef<HostTensor> values) {
    for (auto [result, value] : llvm::zip_equal(op->getResults(), values)) {
      TensorSum &sum = sums[result];
      for (int64_t i = 0, e = value.getNumElements(); i != e; ++i)
        sum.add(value.getDouble(i));
    }
    auto isConstant = [&](Value operand) { return constants.count(operand); };
    if (!llvm::all_of(op->getOperands(), isConstant))
      return;
    for (auto [result, value] : llvm::zip_equal(op->getResults(), values))
      constants[result] = value;
  };
  auto expected = interpret(function, inputs, observe);
  if (failed(expected))
    return failure();
  results = std::move(*expected);
  return success();
}

std::string Reference::findCulprit(const ProgramMap &map, const ValueRun &run,
                                   double tolerance) const {
  for (auto [node, sum] : llvm::zip_equal(map.nodes, run.sums)) {
    // Moves compute nothing.
    if (!node.op || sum.magnitude == 0)
      continue;
    Operation *last = node.drained.empty() ? node.op : node.drained.back();
    if (!sum.isNear(sums.lookup(last->getResult(0)), tolerance))
      return getLayerName(node.op);
  }
  return "";
}

LogicalResult
Reference::check(engine::ProgramOp program, const ProgramMap &map,
                 const Trace &trace, const Options &options,
                 std::vector<ValueDifference> &differences) const {
  auto actual = runValues(program, map, getEndOrder(program, trace), inputs,
                          [&](Value value) { return constants.lookup(value); });
  if (failed(actual))
    return failure();
  FileWriter writer;
  for (auto [index, name] : llvm::enumerate(names)) {
    HostTensor &result = actual->results[index];
    TensorDifference d = compareTensors(result, results[index]);
    bool isNear = d.relative <= options.tolerance;
    differences.push_back(
        {name, d.absolute, d.relative, isNear,
         isNear ? "" : findCulprit(map, *actual, options.tolerance)});
    auto file = files.find(name);
    if (file == files.end())
      continue;
    result.setName(name);
    if (llvm::Error error = addTensorFile(writer, file->second, result))
      return fail(llvm::toString(std::move(error)));
  }
  if (llvm::Error error = writer.keep())
    return fail(llvm::toString(std::move(error)));
  return success();
}

std::string tenon::getProgramName(func::FuncOp function) {
  return (function.getName() + "_program").str();
}

FailureOr<References> tenon::runReferences(ModuleOp module,
                                           const Options &options) {
  auto functions = llvm::make_filter_range(
      module.getOps<func::FuncOp>(),
      [](func::FuncOp function) { return !function.isExternal(); });
  if (!options.outputs.empty() && !llvm::hasSingleElement(functions))
    return fail("expected a module with one network for --output, but got " +
                Twine(llvm::range_size(functions)));
  for (func::FuncOp function : functions) {
    if (failed(checkTensors(function)))
      return failure();
    fillParameters(function, options.random);
  }
  // What cells were unrolled to may be computed from parameters.
  PassManager manager(module.getContext());
  manager.addPass(createMaterializeParameters());
  if (failed(manager.run(module)))
    return failure();
  References references;
  for (func::FuncOp function : functions)
    if (failed(references[getProgramName(function)].run(function, options)))
      return failure();
  return references;
}
