//===- ScaleResolution.cpp - Inputs of another size -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resolution.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Options.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"

namespace tenon {
#define GEN_PASS_DEF_SCALERESOLUTION
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// The longest side of an image or signal that the option takes.
static constexpr int64_t kMostPixels = int64_t(1) << 20;

namespace {
struct ScaleResolution : tenon::impl::ScaleResolutionBase<ScaleResolution> {
  using ScaleResolutionBase::ScaleResolutionBase;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override;
  LogicalResult scale(func::FuncOp function, bool &isFound);
  std::optional<SmallVector<int64_t>> getWanted(BlockArgument argument,
                                                bool hasSignals) const;

  SmallVector<int64_t> numbers;
};
} // namespace

LogicalResult ScaleResolution::initialize(MLIRContext *context) {
  numbers.clear();
  SmallVector<StringRef> parts;
  StringRef(input).split(parts, 'x');
  for (StringRef part : parts) {
    int64_t number;
    if (part.getAsInteger(10, number) || number < 1 || number > kMostPixels)
      return reportOption(context, getArgument(), "input",
                          "rows and columns as in 160x160, a length, or a "
                          "whole shape, of sizes from 1 to 2^20",
                          input);
    numbers.push_back(number);
  }
  return success();
}

/// The dimensions of an input that its readers take for those of `layout`:
/// models with channels first begin with a transpose.
static SmallVector<unsigned> findDims(Value input, ArrayRef<unsigned> layout) {
  for (Operation *user : input.getUsers())
    if (auto transpose = dyn_cast<nn::TransposeOp>(user)) {
      SmallVector<unsigned> dims;
      for (unsigned dim : layout)
        dims.push_back(unsigned(transpose.getPermutation()[dim]));
      return dims;
    }
  return llvm::to_vector(layout);
}

/// The shape that an input gets; nothing if the option is not about it.
std::optional<SmallVector<int64_t>>
ScaleResolution::getWanted(BlockArgument argument, bool hasSignals) const {
  auto type = dyn_cast<RankedTensorType>(argument.getType());
  if (!type)
    return std::nullopt;
  SmallVector<int64_t> shape(type.getShape());
  if (numbers.size() > 2) {
    if (numbers.size() != shape.size())
      return std::nullopt;
    return numbers;
  }
  bool isSignal = hasSignals && numbers.size() == 1;
  if (shape.size() != (isSignal ? 3u : 4u))
    return std::nullopt;
  SmallVector<unsigned> layout =
      isSignal ? SmallVector<unsigned>{1} : SmallVector<unsigned>{1, 2};
  for (auto [i, dim] : llvm::enumerate(findDims(argument, layout)))
    shape[dim] = numbers[std::min(i, numbers.size() - 1)];
  return shape;
}

static std::string toText(ArrayRef<int64_t> shape) {
  return llvm::join(
      llvm::map_range(shape, [](int64_t n) { return std::to_string(n); }), "x");
}

LogicalResult ScaleResolution::scale(func::FuncOp function, bool &isFound) {
  bool hasSignals = llvm::any_of(function.getArgumentTypes(), [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.getRank() == 3;
  });
  // Nothing changes if something cannot.
  OwningOpRef<func::FuncOp> copy = function.clone();
  ResolutionScaler scaler(*copy, getArgument());
  SmallVector<std::string> done;
  for (BlockArgument argument : copy->getArguments()) {
    auto wanted = getWanted(argument, hasSignals);
    if (!wanted)
      continue;
    auto shape =
        llvm::to_vector(cast<RankedTensorType>(argument.getType()).getShape());
    SmallVector<unsigned> layout;
    if (shape.size() == 4)
      layout = findDims(argument, {1, 2});
    for (auto [i, size] : llvm::enumerate(*wanted)) {
      if (size == shape[i])
        continue;
      if (shape[i] == 1)
        return emitError(function.getLoc())
               << getArgument() << ": dimension " << i << " of input "
               << argument.getArgNumber()
               << " has one element; it cannot become " << size;
      auto *axis = llvm::find(layout, unsigned(i));
      scaler.setInput(argument.getArgNumber(), unsigned(i), size,
                      axis == layout.end()
                          ? std::nullopt
                          : std::optional<unsigned>(axis - layout.begin()));
    }
    done.push_back(("input " + Twine(argument.getArgNumber()) + ": " +
                    toText(shape) + " -> " + toText(*wanted) + ", structural")
                       .str());
  }
  if (done.empty())
    return success();
  isFound = true;
  if (failed(scaler.run()))
    return failure();
  function.setFunctionType(copy->getFunctionType());
  function.getBody().takeBody(copy->getBody());
  for (const std::string &text : done)
    remarkPassed(function.getLoc(), getArgument(), "scaled", text);
  return success();
}

void ScaleResolution::runOnOperation() {
  bool isFound = false;
  for (auto function : getOperation().getOps<func::FuncOp>())
    if (!function.isExternal() && failed(scale(function, isFound)))
      return signalPassFailure();
  if (isFound)
    return;
  emitError(getOperation().getLoc())
      << getArgument() << ": no input of the network fits '" << input
      << "'; rows and columns are for inputs of 4 dimensions, a length for "
         "inputs of 3";
  signalPassFailure();
}
