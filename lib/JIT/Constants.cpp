//===- Constants.cpp - Constants as arguments -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace tenon;

/// Constants with more elements become arguments. Small ones are worth more to
/// the compiler when it knows them.
static constexpr int64_t kMaxInlineElements = 64;

FailureOr<SmallVector<HostTensor>>
jit::makeConstantsArguments(ModuleOp module) {
  auto function = *module.getOps<func::FuncOp>().begin();
  SmallVector<HostTensor> values;
  WalkResult result = function.walk([&](mlir::tosa::ConstOp constant) {
    auto type = cast<RankedTensorType>(constant.getType());
    if (type.getNumElements() <= kMaxInlineElements)
      return WalkResult::advance();
    std::optional<HostTensor> tensor =
        HostTensor::fromElements(constant.getValues());
    if (!tensor)
      return emitError(constant.getLoc())
                 << "expected a constant that holds its values, but got a "
                    "resource without a blob",
             WalkResult::interrupt();
    if (failed(function.insertArgument(function.getNumArguments(), type, {},
                                       constant.getLoc())))
      return WalkResult::interrupt();
    values.push_back(*tensor);
    constant.replaceAllUsesWith(function.getArguments().back());
    constant.erase();
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  return values;
}
