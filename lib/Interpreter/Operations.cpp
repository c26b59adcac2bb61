//===- Operations.cpp - Execution of single operations --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Interpreter/Operations.h"
#include "Product.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

struct OperationRunner::Kernels {
  KernelMap map = makeKernels();
};

OperationRunner::OperationRunner() : kernels(std::make_unique<Kernels>()) {}
OperationRunner::~OperationRunner() = default;
OperationRunner::OperationRunner(OperationRunner &&) noexcept = default;

FailureOr<SmallVector<HostTensor>>
OperationRunner::run(Operation *op, ArrayRef<HostTensor> operands) const {
  auto kernel = kernels->map.find(op->getName().getStringRef());
  if (kernel == kernels->map.end())
    return emitError(op->getLoc())
           << "operation '" << op->getName() << "' cannot be executed";
  Frame frame;
  frame.operands.assign(operands.begin(), operands.end());
  if (failed(kernel->second(op, frame)))
    return failure();
  return std::move(frame.results);
}

Value tenon::getProductBias(Operation *op) {
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case<nn::Conv2DOp, nn::ConvTranspose2DOp, nn::FullyConnectedOp>(
          [](auto product) { return product.getBias(); })
      .Default([](Operation *) { return Value(); });
}

static std::optional<nn::ActivationAttr> getActivation(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<nn::ActivationAttr>>(op)
      .Case<nn::Conv2DOp, nn::ConvTranspose2DOp, nn::FullyConnectedOp>(
          [](auto product) { return product.getActivation(); })
      .Default([](Operation *) { return std::nullopt; });
}

FailureOr<std::vector<double>>
interpreter::getSumScales(Operation *op, const ProductTypes &types,
                          std::optional<nn::ActivationAttr> activation) {
  std::optional<Quantization> qx = getQuantization(types.input);
  std::optional<Quantization> qw = getQuantization(types.filter);
  std::optional<Quantization> qy =
      getQuantization(types.result.getElementType());
  if (activation)
    return emitError(op->getLoc())
           << "a quantized product with an activation of its own cannot be "
              "executed";
  if (qx->axis >= 0 || !qw || !qy ||
      (qw->axis >= 0 && qw->axis != types.filterChannels) || qy->axis >= 0)
    return emitError(op->getLoc())
           << "quantized scales along other dimensions than those of a "
              "filter's results cannot be executed";
  for (double &scale : qw->scales)
    scale = float(float(scale) * float(qx->scales[0]));
  return qw->scales;
}

FailureOr<HostTensor> tenon::finishProduct(Operation *op, RankedTensorType type,
                                           const HostTensor *bias,
                                           ArrayRef<double> sums) {
  RankedTensorType filter = typeOf(op->getOperand(1));
  ProductTypes types = {typeOf(op->getOperand(0)).getElementType(),
                        filter.getElementType(), type};
  if (isa<nn::MatMulOp>(op))
    types.filterChannels = filter.getRank() - 1;
  std::optional<nn::ActivationAttr> activation = getActivation(op);
  if (getQuantization(types.input)) {
    auto scales = getSumScales(op, types, activation);
    if (failed(scales))
      return failure();
    std::vector<double> biased(sums);
    addBias(bias, biased.data(), biased.size());
    return requantize(biased, *scales, type);
  }
  return withComputeType(type.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Output<T> out(type);
    for (int64_t i = 0, e = out.size(); i < e; ++i)
      out[i] = T(sums[i]);
    return finishSums(out, bias, activation);
  });
}
