//===- ConvertNetworkToTosa.cpp - The pass convert-nn-to-tosa -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"
#include "lib/Exchange/TOSA/Convert.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "tenon/Exchange/TOSA/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_CONVERTNETWORKTOTOSA
#include "tenon/Exchange/TOSA/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// Constants keep the names of the parameters they were: as locations, which
/// is where TOSA has names.
static void nameParameters(ModuleOp module) {
  module.walk([](nn::ParameterOp parameter) {
    parameter->setLoc(
        NameLoc::get(parameter.getNameAttr(), parameter.getLoc()));
  });
}

/// What the conversion of constants left behind.
static void eraseDeadConstants(ModuleOp module) {
  module.walk([](mlir::tosa::ConstOp constant) {
    if (constant->use_empty())
      constant.erase();
  });
}

/// Attributes of other dialects of Tenon, such as the machine, would keep other
/// tools from reading the module.
static void dropForeignAttributes(ModuleOp module) {
  for (NamedAttribute attribute :
       llvm::to_vector(module->getDiscardableAttrs())) {
    StringRef dialect = attribute.getValue().getDialect().getNamespace();
    if (dialect != "builtin" && dialect != "tosa")
      module->removeAttr(attribute.getName());
  }
}

namespace {
struct ConvertNetworkToTosa
    : tenon::impl::ConvertNetworkToTosaBase<ConvertNetworkToTosa> {
  void runOnOperation() override {
    ConversionTarget target(getContext());
    target.addLegalDialect<mlir::tosa::TosaDialect, func::FuncDialect>();
    target.addLegalOp<ModuleOp>();
    target.addIllegalDialect<nn::NNDialect>();
    RewritePatternSet patterns(&getContext());
    tenon::tosa::addElementwiseConversions(patterns);
    tenon::tosa::addMoveConversions(patterns);
    tenon::tosa::addProductConversions(patterns);
    tenon::tosa::addRecurrentConversions(patterns);
    tenon::tosa::addReductionConversions(patterns);
    tenon::tosa::addRefusals(patterns);
    tenon::tosa::addWindowConversions(patterns);
    nameParameters(getOperation());
    if (failed(tenon::tosa::convertFully(getOperation(), target,
                                         std::move(patterns))))
      return signalPassFailure();
    eraseDeadConstants(getOperation());
    dropForeignAttributes(getOperation());
  }
};
} // namespace
