//===- ConvertTosaToNetwork.cpp - The pass convert-tosa-to-nn -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromTosa.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Iterators.h"
#include "tenon/Exchange/TOSA/Passes.h"
#include "llvm/ADT/StringSet.h"

namespace tenon {
#define GEN_PASS_DEF_CONVERTTOSATONETWORK
#include "tenon/Exchange/TOSA/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
/// Comes after all others: what has no pattern.
struct UnknownOperation : ConversionPattern {
  UnknownOperation(MLIRContext *context)
      : ConversionPattern(MatchAnyOpTypeTag(), /*benefit=*/0, context) {}

  LogicalResult
  matchAndRewrite(Operation *op, ArrayRef<Value>,
                  ConversionPatternRewriter &rewriter) const override {
    return tenon::tosa::refuse(
        rewriter, op->getLoc(),
        "expected an operation that networks have, but got '" +
            op->getName().getStringRef() + "'");
  }
};

struct ConvertTosaToNetwork
    : tenon::impl::ConvertTosaToNetworkBase<ConvertTosaToNetwork> {
  void runOnOperation() override;
};
} // namespace

/// An operation on shapes, which are no tensors.
static bool computesShape(Operation *op) {
  return op->getNumResults() == 1 &&
         isa<mlir::tosa::shapeType>(op->getResult(0).getType());
}

/// What nobody reads any more: shapes, zero points, filters that were moved.
static void eraseDeadConstants(ModuleOp module) {
  // Backwards: a shape may have been read by another one.
  module.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if ((isa<nn::ParameterOp, nn::ConstantOp>(op) || computesShape(op)) &&
        op->use_empty())
      op->erase();
  });
}

/// Names of parameters are unique in a function.
static void nameParameters(func::FuncOp function) {
  llvm::StringSet<> taken, given;
  function.walk(
      [&](nn::ParameterOp parameter) { taken.insert(parameter.getName()); });
  function.walk([&](nn::ParameterOp parameter) {
    std::string name = parameter.getName().str(), unique = name;
    for (unsigned i = 1;
         given.contains(unique) || (unique != name && taken.contains(unique));
         ++i)
      unique = name + "." + std::to_string(i);
    given.insert(unique);
    parameter.setName(unique);
  });
}

void ConvertTosaToNetwork::runOnOperation() {
  ConversionTarget target(getContext());
  target.addLegalDialect<nn::NNDialect, func::FuncDialect>();
  target.addLegalOp<ModuleOp>();
  // Shapes are read where they are used, and go when nobody reads them.
  target.addDynamicallyLegalDialect<mlir::tosa::TosaDialect>(computesShape);
  RewritePatternSet patterns(&getContext());
  tenon::tosa::addFromElementwise(patterns);
  tenon::tosa::addFromMoves(patterns);
  tenon::tosa::addFromWindows(patterns);
  patterns.add<UnknownOperation>(&getContext());
  if (failed(tenon::tosa::convertFully(getOperation(), target,
                                       std::move(patterns))))
    return signalPassFailure();
  getOperation()->removeAttr("tosa.target_env");
  eraseDeadConstants(getOperation());
  for (auto function : getOperation().getOps<func::FuncOp>())
    nameParameters(function);
}
