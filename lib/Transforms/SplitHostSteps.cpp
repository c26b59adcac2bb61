//===- SplitHostSteps.cpp - Parts between steps of the host ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Remarks.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include <vector>

namespace tenon {
#define GEN_PASS_DEF_SPLITHOSTSTEPS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct SplitHostSteps : tenon::impl::SplitHostStepsBase<SplitHostSteps> {
  void runOnOperation() override;
};

/// Splits one function. A value's level is the number of steps of the host
/// that must be over before it is there; constants have none.
class Splitter {
public:
  explicit Splitter(func::FuncOp function) : function(function) {}

  /// Returns the number of parts.
  unsigned run();

private:
  static constexpr int kConstant = -1;

  void findLevels();
  bool isNeededBehind(Value value, int level) const;
  void addPart(int level, unsigned number);
  void cloneConstant(Value value, OpBuilder &b, IRMapping &map);

  func::FuncOp function;
  DenseMap<Value, int> levels;
  /// Of each level, in their order; neither constants nor steps.
  std::vector<SmallVector<Operation *>> bodies;
};
} // namespace

void Splitter::findLevels() {
  for (BlockArgument argument : function.getArguments())
    levels[argument] = 0;
  for (Operation &op : function.getBody().front()) {
    int level = kConstant;
    for (Value operand : op.getOperands())
      level = std::max(level, levels.lookup(operand));
    if (isa<HostStepOp>(op))
      level = std::max(level, 0) + 1;
    for (Value result : op.getResults())
      levels[result] = level;
    if (level >= int(bodies.size()))
      bodies.resize(level + 1);
    if (level != kConstant && op.getNumResults() && !isa<HostStepOp>(op))
      bodies[level].push_back(&op);
  }
}

/// Whether the host, a later part or the caller reads a value of a part.
bool Splitter::isNeededBehind(Value value, int level) const {
  return llvm::any_of(value.getUsers(), [&](Operation *user) {
    return isa<HostStepOp>(user) || user->hasTrait<OpTrait::IsTerminator>() ||
           levels.lookup(user->getResult(0)) != level;
  });
}

/// Copies a constant, with what it is computed from.
void Splitter::cloneConstant(Value value, OpBuilder &b, IRMapping &map) {
  if (map.contains(value))
    return;
  Operation *op = value.getDefiningOp();
  for (Value operand : op->getOperands())
    cloneConstant(operand, b, map);
  b.clone(*op, map);
}

void Splitter::addPart(int level, unsigned number) {
  llvm::SetVector<Value> inputs, outputs;
  for (Operation *op : bodies[level]) {
    for (Value operand : op->getOperands())
      if (int from = levels.lookup(operand);
          from != kConstant && (from != level || !operand.getDefiningOp() ||
                                isa<HostStepOp>(operand.getDefiningOp())))
        inputs.insert(operand);
    for (Value result : op->getResults())
      if (isNeededBehind(result, level))
        outputs.insert(result);
  }
  if (outputs.empty())
    return;
  OpBuilder b(function);
  auto getTypes = [](const llvm::SetVector<Value> &values) {
    return llvm::map_to_vector(values, [](Value v) { return v.getType(); });
  };
  std::string name = function.getName().str();
  if (number)
    name += "." + std::to_string(number);
  auto part = func::FuncOp::create(
      b, function.getLoc(), name,
      b.getFunctionType(getTypes(inputs), getTypes(outputs)));
  part->setDiscardableAttrs(function->getDiscardableAttrDictionary());
  Block *entry = part.addEntryBlock();
  b.setInsertionPointToStart(entry);
  IRMapping map;
  for (auto [value, argument] : llvm::zip(inputs, entry->getArguments())) {
    map.map(value, argument);
    argument.setLoc(value.getLoc());
    auto own = dyn_cast<BlockArgument>(value);
    if (Attribute given =
            own ? function.getArgAttr(own.getArgNumber(), kNameAttrName)
                : Attribute())
      part.setArgAttr(argument.getArgNumber(), kNameAttrName, given);
  }
  for (Operation *op : bodies[level]) {
    for (Value operand : op->getOperands())
      if (levels.lookup(operand) == kConstant)
        cloneConstant(operand, b, map);
    b.clone(*op, map);
  }
  func::ReturnOp::create(
      b, function.getLoc(),
      llvm::map_to_vector(outputs, [&](Value v) { return map.lookup(v); }));
}

unsigned Splitter::run() {
  findLevels();
  unsigned parts = 0;
  for (int level = 0; level != int(bodies.size()); ++level) {
    Operation *before = function->getPrevNode();
    addPart(level, parts);
    parts += function->getPrevNode() != before;
  }
  return parts;
}

void SplitHostSteps::runOnOperation() {
  SmallVector<func::FuncOp> functions;
  for (auto function : getOperation().getOps<func::FuncOp>())
    if (!function.isExternal() && !function.getBody().front().empty() &&
        !function.getOps<HostStepOp>().empty())
      functions.push_back(function);
  for (func::FuncOp function : functions) {
    unsigned parts = Splitter(function).run();
    remarkPassed(function.getLoc(), getArgument(), "split",
                 Twine(parts) + " parts between steps of the host");
    function.erase();
  }
}
