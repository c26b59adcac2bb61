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
#include "tenon/Support/HostMemory.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/DenseMap.h"
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
/// Evaluates the expressions of one function, in order.
class Materializer {
public:
  explicit Materializer(StringRef pass) : pass(pass) {}

  LogicalResult run(Block &block);

private:
  /// What is known of an expression until all its readers are evaluated.
  struct Inner {
    std::string name;
    std::optional<HostTensor> value;
    unsigned readers = 0;
  };

  bool hasValue(Value operand) const;
  LogicalResult checkMemory(Operation *op) const;
  LogicalResult materialize(Operation *op);
  std::optional<HostTensor> getValue(Value operand) const;
  void release(Operation *op);

  StringRef pass;
  llvm::DenseMap<Value, Inner> inner;
  /// Bytes of the values that were made and are not forgotten.
  int64_t heldBytes = 0;
};

struct MaterializeParameters
    : tenon::impl::MaterializeParametersBase<MaterializeParameters> {
  void runOnOperation() override;
};
} // namespace

static bool isExpression(Operation *op) {
  return op->hasTrait<ParameterExpression>() &&
         !isa<ParameterOp, ConstantOp>(op);
}

std::optional<HostTensor> Materializer::getValue(Value operand) const {
  auto found = inner.find(operand);
  return found != inner.end() ? found->second.value
                              : evaluateParameter(operand);
}

/// Forgets the operands that nobody else reads.
void Materializer::release(Operation *op) {
  for (Value operand : op->getOperands()) {
    auto found = inner.find(operand);
    if (found != inner.end() && --found->second.readers == 0) {
      if (found->second.value)
        heldBytes -= getTensorBytes(operand.getType());
      inner.erase(found);
    }
  }
}

bool Materializer::hasValue(Value operand) const {
  auto found = inner.find(operand);
  if (found != inner.end())
    return found->second.value.has_value();
  auto parameter = operand.getDefiningOp<ParameterOp>();
  return !parameter || parameter.getValueAttr();
}

/// The values of the result, and of what is read, which may be written as one
/// number.
LogicalResult Materializer::checkMemory(Operation *op) const {
  if (!llvm::all_of(op->getOperands(),
                    [&](Value operand) { return hasValue(operand); }))
    return success();
  int64_t bytes = heldBytes;
  for (Type type : op->getResultTypes())
    bytes += getTensorBytes(type);
  for (Value operand : op->getOperands())
    if (!inner.contains(operand))
      bytes += getTensorBytes(operand.getType());
  if (fitsHost(bytes))
    return success();
  return emitError(op->getLoc())
         << pass << ": "
         << describeMissingMemory(bytes, "for the values of parameters")
         << "; a smaller network needs less";
}

LogicalResult Materializer::materialize(Operation *op) {
  Value result = op->getResult(0);
  auto type = typeOf(result);
  if (failed(checkMemory(op)))
    return failure();
  Value first = op->getOperand(0);
  auto known = inner.find(first);
  Inner own;
  own.name =
      known != inner.end() ? known->second.name : getParameterName(first).str();
  SmallVector<HostTensor> in;
  for (Value operand : op->getOperands())
    if (std::optional<HostTensor> value = getValue(operand))
      in.push_back(std::move(*value));
  if (in.size() == op->getNumOperands()) {
    FailureOr<HostTensor> value = evaluateExpression(op, in);
    if (failed(value))
      return emitError(op->getLoc())
             << pass << ": '" << op->getName() << "' of type " << type
             << " is not supported; expected floating-point numbers";
    own.value = std::move(*value);
    heldBytes += getTensorBytes(type);
  }
  release(op);
  // A layer reads a parameter; expressions read what is known here.
  SmallVector<OpOperand *> reads;
  for (OpOperand &use : result.getUses())
    if (isExpression(use.getOwner()))
      ++own.readers;
    else
      reads.push_back(&use);
  if (!reads.empty()) {
    ElementsAttr elements;
    if (own.value) {
      StringRef bytes = own.value->getBytes();
      heldBytes += bytes.size();
      elements = DenseResourceElementsAttr::get(
          type, own.name,
          HeapAsmResourceBlob::allocateAndCopyWithAlign(
              ArrayRef<char>(bytes.data(), bytes.size()), 64,
              /*dataIsMutable=*/false));
    }
    OpBuilder b(op);
    auto parameter = ParameterOp::create(b, op->getLoc(), type,
                                         b.getStringAttr(own.name), elements);
    for (OpOperand *use : reads)
      use->set(parameter.getResult());
  }
  if (own.readers)
    inner.try_emplace(result, std::move(own));
  else if (own.value)
    heldBytes -= getTensorBytes(type);
  return success();
}

LogicalResult Materializer::run(Block &block) {
  SmallVector<Operation *> expressions;
  for (Operation &op : block)
    if (isExpression(&op))
      expressions.push_back(&op);
  // What nobody reads is not evaluated.
  for (Operation *&op : llvm::reverse(expressions))
    if (op->use_empty()) {
      op->erase();
      op = nullptr;
    }
  for (Operation *op : expressions)
    if (op && failed(materialize(op)))
      return failure();
  for (Operation *op : llvm::reverse(expressions))
    if (op)
      op->erase();
  return success();
}

/// What expressions started from is dead now unless the network reads it, and
/// every name is given once.
static void tidyParameters(Block &block) {
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

void MaterializeParameters::runOnOperation() {
  for (auto function : getOperation().getOps<FunctionOpInterface>()) {
    if (function.isExternal())
      continue;
    Block &block = function.getFunctionBody().front();
    if (llvm::none_of(block, [](Operation &op) { return isExpression(&op); }))
      continue;
    if (failed(Materializer(getArgument()).run(block)))
      return signalPassFailure();
    tidyParameters(block);
  }
}
