//===- NetworkBuilder.cpp - Builds networks layer by layer ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NetworkBuilder.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

ArrayRef<int64_t> NetworkBuilder::shapeOf(Value x) {
  return cast<RankedTensorType>(x.getType()).getShape();
}
int64_t NetworkBuilder::channelsOf(Value x) { return shapeOf(x).back(); }
int64_t NetworkBuilder::sizeOf(Value x, int64_t axis) {
  return shapeOf(x)[axis];
}

NetworkBuilder::NetworkBuilder(MLIRContext *context, const ZooOptions &options,
                               StringRef name)
    : options(options), b(context),
      weights(options.seed, options.elideWeights) {
  context->loadDialect<nn::NNDialect, func::FuncDialect>();
  Location loc = NameLoc::get(b.getStringAttr(name));
  module = ModuleOp::create(loc);
  b.setInsertionPointToEnd(module->getBody());
  function = func::FuncOp::create(b, loc, "main", b.getFunctionType({}, {}));
  b.setInsertionPointToEnd(function.addEntryBlock());
}

Location NetworkBuilder::at(StringRef name) {
  return NameLoc::get(b.getStringAttr(name));
}

Value NetworkBuilder::note(Value x, Signal signal) {
  signals[x] = signal;
  return x;
}

int64_t NetworkBuilder::makeDivisible(double channels) {
  int64_t rounded = std::max<int64_t>(8, int64_t(channels + 4) / 8 * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

int64_t NetworkBuilder::scaled(int64_t channels) const {
  // Sandler et al., 2018: `_make_divisible` with a divisor of 8.
  return makeDivisible(channels * options.multiplier);
}

int64_t NetworkBuilder::widened(int64_t channels) const {
  return options.multiplier > 1 ? scaled(channels) : channels;
}

double NetworkBuilder::getBranchDeviation(Value x, int64_t blocks) {
  return std::sqrt(signalOf(x).power / double(blocks));
}

Value NetworkBuilder::parameter(StringRef name, ArrayRef<int64_t> shape,
                                ArrayRef<float> values) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  ElementsAttr value;
  if (!options.elideWeights) {
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyInferAlign(
        values, /*dataIsMutable=*/false);
    value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  }
  return nn::ParameterOp::create(b, at(name), type, b.getStringAttr(name),
                                 value);
}

Value NetworkBuilder::input(StringRef name, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  Value x = function.getBody().front().addArgument(type, at(name));
  function.setType(b.getFunctionType({type}, {}));
  function.setArgAttr(0, nn::kNameAttrName, b.getStringAttr(name));
  return note(x, {});
}

Value NetworkBuilder::image() {
  return input("image", {options.batch, options.input, options.input, 3});
}

OwningOpRef<ModuleOp>
NetworkBuilder::finish(ArrayRef<std::pair<Value, std::string>> outputs) {
  SmallVector<Value> values;
  SmallVector<Type> types;
  for (const auto &[value, name] : outputs) {
    values.push_back(value);
    types.push_back(value.getType());
  }
  func::ReturnOp::create(b, function.getLoc(), values);
  function.setType(b.getFunctionType(function.getArgumentTypes(), types));
  for (size_t i = 0; i < outputs.size(); ++i)
    function.setResultAttr(i, nn::kNameAttrName,
                           b.getStringAttr(outputs[i].second));
  return std::move(module);
}
