//===- PrintSummary.cpp - Prints shapes, operations and parameters --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Analysis/Summary.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_PRINTSUMMARY
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// Elements of the parameters among the operands.
static int64_t countParameters(Operation *op) {
  int64_t n = 0;
  for (Value operand : op->getOperands())
    if (nn::isParameter(operand) && !operand.getDefiningOp<nn::ConstantOp>())
      n += cast<RankedTensorType>(operand.getType()).getNumElements();
  return n;
}

static std::string formatShape(Type type) {
  std::string text;
  for (int64_t size : cast<RankedTensorType>(type).getShape())
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text.empty() ? "scalar" : text;
}

static void printSummary(ModuleOp module, raw_ostream &os) {
  Table table;
  table.addColumn("node", Table::Align::Left);
  table.addColumn("operation", Table::Align::Left);
  table.addColumn("result", Table::Align::Left);
  table.addColumn("multiply-accumulates", Table::Align::Right);
  table.addColumn("parameters", Table::Align::Right);
  module.walk([&](WorkloadOpInterface op) {
    if (op->hasTrait<nn::ParameterExpression>())
      return;
    table.addRow({getNodeName(op), op->getName().getStringRef().str(),
                  formatShape(op->getResult(0).getType()),
                  formatCount(op.getWorkload().getMultiplyAccumulates()),
                  formatCount(countParameters(op))});
  });
  NetworkSummary total = summarize(module);
  table.addRule();
  table.addRow({"total", "", "", formatCount(total.multiplyAccumulates),
                formatCount(total.parameters)});
  table.print(os);
}

namespace {
struct PrintSummary : tenon::impl::PrintSummaryBase<PrintSummary> {
  void runOnOperation() override {
    printSummary(getOperation(), llvm::errs());
    markAllAnalysesPreserved();
  }
};
} // namespace
