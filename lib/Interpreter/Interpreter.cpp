//===- Interpreter.cpp - Execution of networks on the host ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Interpreter/Interpreter.h"
#include "Kernels.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "tenon/Support/Assert.h"
#include "tenon/Support/HostMemory.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

KernelMap interpreter::makeKernels() {
  KernelMap kernels;
  addConvolutionKernels(kernels);
  addElementwiseKernels(kernels);
  addMoveKernels(kernels);
  addProductKernels(kernels);
  addQuantizedKernels(kernels);
  addRecurrentKernels(kernels);
  addReductionKernels(kernels);
  addSelectionKernels(kernels);
  addWindowKernels(kernels);
  return kernels;
}

SmallVector<int64_t> interpreter::getStrides(Shape shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (size_t i = shape.size(); i > 1; --i)
    strides[i - 2] = strides[i - 1] * shape[i - 1];
  return strides;
}

SmallVector<int64_t> interpreter::getBroadcastStrides(Shape operand,
                                                      Shape shape) {
  SmallVector<int64_t> own = getStrides(operand);
  SmallVector<int64_t> strides(shape.size(), 0);
  size_t missing = shape.size() - operand.size();
  for (size_t i = 0; i < operand.size(); ++i)
    if (operand[i] != 1)
      strides[missing + i] = own[i];
  return strides;
}

void interpreter::forEachRow(Shape shape,
                             ArrayRef<SmallVector<int64_t>> strides,
                             llvm::function_ref<void(ArrayRef<int64_t>)> body) {
  SmallVector<int64_t> index(shape.size(), 0), offsets(strides.size(), 0);
  while (true) {
    body(offsets);
    int64_t d = int64_t(shape.size()) - 2;
    for (; d >= 0; --d) {
      for (size_t k = 0; k < strides.size(); ++k)
        offsets[k] += strides[k][d];
      if (++index[d] < shape[d])
        break;
      for (size_t k = 0; k < strides.size(); ++k)
        offsets[k] -= strides[k][d] * shape[d];
      index[d] = 0;
    }
    if (d < 0)
      return;
  }
}

namespace {
/// Runs one function. Frees tensors after their last use.
class Run {
public:
  explicit Run(Block &block) : kernels(makeKernels()) {
    for (Operation &op : block)
      for (Value operand : op.getOperands())
        lastUse[operand] = &op;
  }

  LogicalResult run(Operation &op);
  void define(Value value, HostTensor tensor) {
    values[value] = std::move(tensor);
  }
  const HostTensor &get(Value value) { return values[value]; }
  /// Returns the results of an operation that has just run.
  SmallVector<HostTensor> getResults(Operation &op) {
    SmallVector<HostTensor> results;
    for (Value result : op.getResults())
      results.push_back(values[result]);
    return results;
  }
  void release(Operation &op);

private:
  KernelMap kernels;
  DenseMap<Value, HostTensor> values;
  DenseMap<Value, Operation *> lastUse;
};
} // namespace

/// Returns the value of a parameter or constant.
static FailureOr<HostTensor> getConstant(Operation *op) {
  ElementsAttr elements;
  if (auto constant = dyn_cast<nn::ConstantOp>(op))
    elements = constant.getValue();
  else
    elements = cast<nn::ParameterOp>(op).getValueAttr();
  if (std::optional<HostTensor> tensor = HostTensor::fromElements(elements))
    return *tensor;
  auto parameter = dyn_cast<nn::ParameterOp>(op);
  return emitError(op->getLoc())
         << (parameter ? "parameter '" + parameter.getName().str() + "'"
                       : "the constant")
         << " has no value; a network runs with its weights only";
}

LogicalResult Run::run(Operation &op) {
  if (isa<nn::ParameterOp, nn::ConstantOp>(op)) {
    FailureOr<HostTensor> tensor = getConstant(&op);
    if (failed(tensor))
      return failure();
    define(op.getResult(0), *tensor);
    return success();
  }
  auto kernel = kernels.find(op.getName().getStringRef());
  if (kernel == kernels.end())
    return emitError(op.getLoc())
           << "operation '" << op.getName() << "' cannot be executed"
           << (op.hasTrait<nn::ParameterExpression>()
                   ? "; run nn-materialize-parameters first"
               : isa<nn::HostStepOp>(op)
                   ? "; its operator is known to the host alone"
                   : "");
  Frame frame;
  for (Value operand : op.getOperands())
    frame.operands.push_back(values[operand]);
  if (failed(kernel->second(&op, frame)))
    return failure();
  TENON_ASSERT(frame.results.size() == op.getNumResults(),
               "one value for each result");
  for (auto [result, tensor] : llvm::zip_equal(op.getResults(), frame.results))
    define(result, std::move(tensor));
  return success();
}

void Run::release(Operation &op) {
  for (Value operand : op.getOperands())
    if (lastUse.lookup(operand) == &op)
      values.erase(operand);
}

/// Returns the maximum number of bytes of tensors that are live at once during
/// a function.
static int64_t getPeakBytes(func::FuncOp function) {
  llvm::DenseMap<Value, Operation *> lastUse;
  int64_t alive = 0, peak = 0;
  auto add = [&](int64_t bytes) {
    alive += bytes;
    peak = std::max(peak, alive);
  };
  Block &block = function.getBody().front();
  for (Operation &op : block)
    for (Value operand : op.getOperands())
      lastUse[operand] = &op;
  for (Type type : block.getArgumentTypes())
    add(getTensorBytes(type));
  for (Operation &op : block) {
    for (Type type : op.getResultTypes())
      add(getTensorBytes(type));
    // An operand that is used twice is freed once.
    llvm::SmallPtrSet<void *, 4> freed;
    for (Value operand : op.getOperands())
      if (lastUse[operand] == &op &&
          freed.insert(operand.getAsOpaquePointer()).second)
        alive -= getTensorBytes(operand.getType());
  }
  return peak;
}

LogicalResult tenon::checkTensorSizes(func::FuncOp function) {
  auto check = [](Location loc, Type type) -> LogicalResult {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !nn::isSupportedType(tensor, /*quantized=*/true))
      return success();
    int64_t bytes = tensor.getNumElements() *
                    HostTensor::getElementBytes(tensor.getElementType());
    if (bytes <= (int64_t(1) << 31))
      return success();
    return emitError(loc) << "expected tensors of at most 2 GiB to execute, "
                             "but got "
                          << tensor << " of " << (bytes >> 30) << " GiB";
  };
  for (BlockArgument argument : function.getArguments())
    if (failed(check(argument.getLoc(), argument.getType())))
      return failure();
  WalkResult result = function.walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      if (failed(check(op->getLoc(), type)))
        return WalkResult::interrupt();
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  int64_t peak = getPeakBytes(function);
  if (!fitsHost(peak))
    return function.emitError(describeMissingMemory(peak, "to execute"))
           << "; a smaller batch or input needs less";
  return success();
}

FailureOr<SmallVector<HostTensor>>
tenon::interpret(func::FuncOp function, ArrayRef<HostTensor> inputs,
                 InterpreterObserver observer) {
  if (!llvm::hasSingleElement(function.getBody()))
    return emitError(function.getLoc())
           << "expected a function of one block to execute";
  Block &block = function.getBody().front();
  if (inputs.size() != block.getNumArguments())
    return emitError(function.getLoc())
           << "expected " << block.getNumArguments() << " inputs, but got "
           << inputs.size();
  if (failed(checkTensorSizes(function)))
    return failure();
  Run run(block);
  for (auto [argument, input] : llvm::zip_equal(block.getArguments(), inputs)) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    if (!type || type.getShape() != input.getShape() ||
        type.getElementType() != input.getElementType())
      return emitError(argument.getLoc())
             << "expected an input of type " << argument.getType()
             << ", but got "
             << RankedTensorType::get(input.getShape(), input.getElementType());
    run.define(argument, input);
  }
  for (Operation &op : block) {
    if (op.hasTrait<OpTrait::IsTerminator>()) {
      SmallVector<HostTensor> results;
      for (Value operand : op.getOperands())
        results.push_back(run.get(operand));
      return results;
    }
    if (failed(run.run(op)))
      return failure();
    if (observer)
      observer(&op, run.getResults(op));
    run.release(op);
  }
  return failure();
}
