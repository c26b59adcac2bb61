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

static RankedTensorType typeOf(Value x) {
  return cast<RankedTensorType>(x.getType());
}

int64_t NetworkBuilder::channelsOf(Value x) {
  return typeOf(x).getShape().back();
}
int64_t NetworkBuilder::rowsOf(Value x) { return typeOf(x).getDimSize(1); }

NetworkBuilder::NetworkBuilder(MLIRContext *context, const ZooOptions &options,
                               StringRef name)
    : options(options), b(context), random(options.seed) {
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

int64_t NetworkBuilder::scaled(int64_t channels) const {
  // Sandler et al., 2018: `_make_divisible` with a divisor of 8.
  double exact = channels * options.multiplier;
  int64_t rounded = std::max<int64_t>(8, int64_t(exact + 4) / 8 * 8);
  return rounded < 0.9 * exact ? rounded + 8 : rounded;
}

double NetworkBuilder::normal() {
  // Box and Muller, 1958; the library's distribution is not portable.
  double u = (double(random() >> 11) + 0.5) * 0x1p-53;
  double v = (double(random() >> 11) + 0.5) * 0x1p-53;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * M_PI * v);
}

Value NetworkBuilder::parameter(StringRef name, ArrayRef<int64_t> shape,
                                double deviation) {
  auto type = RankedTensorType::get(shape, b.getF32Type());
  ElementsAttr value;
  if (!options.elideWeights) {
    std::vector<float> numbers(type.getNumElements());
    for (float &number : numbers)
      number = float(deviation * normal());
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyInferAlign(
        ArrayRef<float>(numbers), /*dataIsMutable=*/false);
    value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  }
  return nn::ParameterOp::create(b, at(name), type, b.getStringAttr(name),
                                 value);
}

Value NetworkBuilder::input(int64_t size) {
  auto type =
      RankedTensorType::get({options.batch, size, size, 3}, b.getF32Type());
  Value x = function.getBody().front().addArgument(type, at("image"));
  function.setType(b.getFunctionType({type}, {}));
  function.setArgAttr(0, nn::kNameAttrName, b.getStringAttr("image"));
  return x;
}

Value NetworkBuilder::conv(Value x, StringRef name, const ConvSpec &spec) {
  int64_t in = channelsOf(x), out = spec.depthwise ? in : spec.channels;
  int64_t perGroup = spec.depthwise ? 1 : in;
  double fanIn = double(perGroup * spec.kernel * spec.kernel);
  // Without a rectifier behind, the variance need not be doubled.
  double deviation = std::sqrt((spec.activated ? 2.0 : 1.0) / fanIn);
  Value filter =
      parameter((name + ".weight").str(),
                {out, spec.kernel, spec.kernel, perGroup}, deviation);
  Value bias = parameter((name + ".bias").str(), {out}, 0.1);
  int64_t pad = spec.kernel / 2;
  int64_t pads[] = {pad, pad, pad, pad};
  int64_t strides[] = {spec.stride, spec.stride}, ones[] = {1, 1};
  nn::ActivationAttr activation;
  if (spec.activated)
    activation = nn::ActivationAttr::get(
        b.getContext(), nn::ActivationKind::clamp, {0.0f, 6.0f});
  return nn::Conv2DOp::create(b, at(name), x, filter, bias, strides, pads, ones,
                              spec.depthwise ? in : 1, activation);
}

Value NetworkBuilder::fullyConnected(Value x, StringRef name,
                                     int64_t channels) {
  int64_t in = channelsOf(x);
  Value weight = parameter((name + ".weight").str(), {channels, in},
                           std::sqrt(1.0 / double(in)));
  Value bias = parameter((name + ".bias").str(), {channels}, 0.1);
  return nn::FullyConnectedOp::create(b, at(name), x, weight, bias,
                                      nn::ActivationAttr());
}

Value NetworkBuilder::add(Value a, Value c, StringRef name) {
  return nn::AddOp::create(b, at(name), a, c);
}

Value NetworkBuilder::globalMean(Value x, StringRef name) {
  int64_t axes[] = {1, 2};
  Value mean = nn::ReduceOp::create(b, at(name), nn::ReduceKind::mean, x, axes);
  return reshape(mean, (name + ".flatten").str(),
                 {options.batch, channelsOf(x)});
}

Value NetworkBuilder::reshape(Value x, StringRef name,
                              ArrayRef<int64_t> shape) {
  return nn::ReshapeOp::create(b, at(name),
                               RankedTensorType::get(shape, b.getF32Type()), x);
}

Value NetworkBuilder::concat(ArrayRef<Value> parts, StringRef name,
                             int64_t axis) {
  return nn::ConcatOp::create(b, at(name), parts, axis);
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
