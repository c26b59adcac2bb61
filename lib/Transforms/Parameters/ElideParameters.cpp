//===- ElideParameters.cpp - Drops the values of parameters ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_ELIDEPARAMETERS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

namespace {
struct ElideParameters : tenon::impl::ElideParametersBase<ElideParameters> {
  void runOnOperation() override {
    getOperation().walk(
        [](tenon::nn::ParameterOp parameter) { parameter.removeValueAttr(); });
  }
};
} // namespace
