//===- MaterializeParameters.cpp - Evaluates parameter expressions --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Analysis/Summary.h"
#include "tenon/Parameters/Evaluate.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace tenon {
#define GEN_PASS_DEF_MATERIALIZEPARAMETERS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

namespace {
struct MaterializeParameters
    : tenon::impl::MaterializeParametersBase<MaterializeParameters> {
  LogicalResult materialize(Operation *op);
  void runOnOperation() override;
};
} // namespace

LogicalResult MaterializeParameters::materialize(Operation *op) {
  auto type = typeOf(op->getResult(0));
  std::string name = getParameterName(op->getResult(0)).str();
  std::vector<HostTensor> in;
  for (Value operand : op->getOperands())
    if (std::optional<HostTensor> values = evaluateParameter(operand))
      in.push_back(std::move(*values));
  ElementsAttr value;
  if (in.size() == op->getNumOperands()) {
    FailureOr<HostTensor> result = evaluateExpression(op, in);
    if (failed(result))
      return emitError(op->getLoc())
             << getArgument() << ": '" << op->getName() << "' of type " << type
             << " is not supported; expected floating-point numbers";
    StringRef bytes = result->getBytes();
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
        ArrayRef<char>(bytes.data(), bytes.size()), 64,
        /*dataIsMutable=*/false);
    value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  }
  OpBuilder b(op);
  auto parameter =
      ParameterOp::create(b, op->getLoc(), type, b.getStringAttr(name), value);
  op->getResult(0).replaceAllUsesWith(parameter.getResult());
  op->erase();
  return success();
}

void MaterializeParameters::runOnOperation() {
  for (auto function : getOperation().getOps<FunctionOpInterface>()) {
    if (function.isExternal())
      continue;
    Block &block = function.getFunctionBody().front();
    bool found = false;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (!op.hasTrait<ParameterExpression>() ||
          isa<ParameterOp, ConstantOp>(op))
        continue;
      found = true;
      if (failed(materialize(&op)))
        return signalPassFailure();
    }
    if (!found)
      continue;
    // What expressions started from is dead now unless the network reads it.
    llvm::StringMap<unsigned> taken;
    for (Operation &op : llvm::make_early_inc_range(block))
      if (isa<ParameterOp>(op) && op.use_empty())
        op.erase();
    for (auto parameter : block.getOps<ParameterOp>())
      ++taken[parameter.getName()];
    llvm::StringSet<> given;
    for (auto parameter : block.getOps<ParameterOp>()) {
      std::string name = parameter.getName().str(), unique = name;
      // Names that others bear are theirs.
      for (unsigned i = 1;
           given.contains(unique) || (unique != name && taken.contains(unique));
           ++i)
        unique = name + "." + std::to_string(i);
      given.insert(unique);
      parameter.setName(unique);
    }
  }
}
