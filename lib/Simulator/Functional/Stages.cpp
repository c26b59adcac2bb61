//===- Stages.cpp - Operations sweep by sweep -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stages.h"
#include "dialects/Interfaces/Interfaces.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

RankedTensorType SweepStage::getInputType(size_t input) const {
  return cast<RankedTensorType>(whole ? whole->getOperand(input).getType()
                                      : body->getArgument(input).getType());
}

RankedTensorType SweepStage::getResultType() const {
  Operation *last = whole ? whole : &body->back();
  return cast<RankedTensorType>(last->getResult(0).getType());
}

FailureOr<HostTensor> SweepStage::run(ArrayRef<HostTensor> inputs,
                                      const OperationRunner &runner) const {
  auto runOp = [&](Operation *op,
                   ArrayRef<HostTensor> operands) -> FailureOr<HostTensor> {
    auto results = runner.run(op, operands);
    if (failed(results))
      return failure();
    return results->front();
  };
  if (whole)
    return runOp(whole, inputs);
  llvm::DenseMap<Value, HostTensor> known;
  for (auto [argument, input] : llvm::zip_equal(body->getArguments(), inputs))
    known[argument] = input;
  HostTensor last = inputs.front();
  for (Operation &op : *body) {
    if (auto constant = dyn_cast<nn::ConstantOp>(op)) {
      known[op.getResult(0)] = *HostTensor::fromElements(constant.getValue());
      continue;
    }
    SmallVector<HostTensor> operands;
    for (Value operand : op.getOperands())
      operands.push_back(known[operand]);
    FailureOr<HostTensor> result = runOp(&op, operands);
    if (failed(result))
      return failure();
    known[op.getResult(0)] = last = *result;
  }
  return last;
}

namespace {
/// Adds the stages of one operation.
class StageBuilder {
public:
  explicit StageBuilder(Operation *op)
      : op(op), builder(op->getContext()), loc(op->getLoc()),
        workload(cast<WorkloadOpInterface>(op).getWorkload()) {}

  /// Begins the next sweep. Its inputs are `arg(0)`, `arg(1)` and so on.
  void begin() {
    const VectorSweep &sweep = workload.sweeps[stages.size()];
    SweepStage stage;
    stage.body = std::make_unique<Block>();
    for (int32_t input : sweep.inputs)
      stage.body->addArgument(input >= 0 ? op->getOperand(input).getType()
                                         : stages[-1 - input].getResultType(),
                              loc);
    builder.setInsertionPointToEnd(stage.body.get());
    stages.push_back(std::move(stage));
  }
  Value arg(unsigned i) const { return stages.back().body->getArgument(i); }
  template <typename OpT, typename... Args>
  Value make(Type type, Args &&...args) {
    return OpT::create(builder, loc, type, std::forward<Args>(args)...);
  }
  Value reduce(nn::ReduceKind kind, Value value, ArrayRef<int64_t> axes) {
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape(type.getShape());
    for (int64_t axis : axes)
      shape[axis] = 1;
    return make<nn::ReduceOp>(type.clone(shape), kind, value, axes);
  }
  /// Returns a constant with the element type of `like`.
  Value number(Value like, double value) {
    auto type = RankedTensorType::get(
        {}, cast<RankedTensorType>(like.getType()).getElementType());
    Attribute element =
        isa<FloatType>(type.getElementType())
            ? Attribute(builder.getFloatAttr(type.getElementType(), value))
            : Attribute(builder.getIntegerAttr(type.getElementType(), value));
    return nn::ConstantOp::create(
        builder, loc, type,
        DenseElementsAttr::get(type, ArrayRef<Attribute>(element)));
  }

  void addBatchNorm();
  void addNormalize(nn::NormalizeOp norm);
  void addSelect(nn::SelectOp select);
  void addAveragePool();
  void addSoftmax(nn::SoftmaxOp softmax);
  void addFiniteMax(nn::ReduceOp op);
  void addReduce(nn::ReduceOp reduce);

  Operation *op;
  OpBuilder builder;
  Location loc;
  Workload workload;
  Stages stages;
};
} // namespace

void StageBuilder::addBatchNorm() {
  begin();
  make<nn::MulOp>(arg(0).getType(), arg(0), arg(1));
  begin();
  make<nn::AddOp>(arg(0).getType(), arg(0), arg(1));
}

void StageBuilder::addNormalize(nn::NormalizeOp norm) {
  ArrayRef<int64_t> axes = norm.getAxes();
  Type type = norm.getType();
  begin();
  reduce(nn::ReduceKind::mean, arg(0), axes);
  begin();
  make<nn::SubOp>(type, arg(0), arg(1));
  begin();
  reduce(nn::ReduceKind::mean, make<nn::MulOp>(type, arg(0), arg(0)), axes);
  begin();
  Type small = arg(0).getType();
  Value epsilon = number(arg(0), norm.getEpsilon().convertToDouble());
  Value deviation =
      make<nn::SqrtOp>(small, make<nn::AddOp>(small, arg(0), epsilon));
  make<nn::ReciprocalOp>(small, deviation);
  begin();
  make<nn::MulOp>(type, arg(0), arg(1));
  if (norm.getScale()) {
    begin();
    make<nn::MulOp>(type, arg(0), arg(1));
  }
  if (norm.getOffset()) {
    begin();
    make<nn::AddOp>(type, arg(0), arg(1));
  }
}

/// Replaces the elements of each side that are not selected with zeros, and
/// adds both sides.
void StageBuilder::addSelect(nn::SelectOp select) {
  RankedTensorType type = select.getType();
  begin();
  make<nn::SelectOp>(type, arg(0), arg(1), number(select, 0));
  begin();
  make<nn::SelectOp>(type, arg(0), number(select, 0), arg(1));
  begin();
  if (type.getElementType().isInteger(1))
    make<nn::OrOp>(type, arg(0), arg(1));
  else
    make<nn::AddOp>(type, arg(0), arg(1));
}

/// Sums each window and divides the sum by the size of the window.
void StageBuilder::addAveragePool() {
  double taps = double(workload.sweeps.front().taps);
  Type type = op->getResult(0).getType();
  begin();
  IRMapping mapping;
  mapping.map(op->getOperand(0), arg(0));
  Value mean = builder.clone(*op, mapping)->getResult(0);
  make<nn::MulOp>(type, mean, number(mean, taps));
  begin();
  make<nn::DivOp>(type, arg(0), number(arg(0), taps));
}

void StageBuilder::addSoftmax(nn::SoftmaxOp softmax) {
  auto axis = int64_t(softmax.getAxis());
  Type type = softmax.getType();
  begin();
  reduce(nn::ReduceKind::max, arg(0), axis);
  begin();
  if (softmax.getLogarithm()) {
    make<nn::SubOp>(type, arg(0), arg(1));
    begin();
    make<nn::ExpOp>(type, arg(0));
  } else {
    make<nn::ExpOp>(type, make<nn::SubOp>(type, arg(0), arg(1)));
  }
  begin();
  reduce(nn::ReduceKind::sum, arg(0), axis);
  begin();
  if (softmax.getLogarithm()) {
    make<nn::LogOp>(arg(0).getType(), arg(0));
    begin();
    make<nn::SubOp>(type, arg(0), arg(1));
  } else {
    make<nn::DivOp>(type, arg(0), arg(1));
  }
}

/// Returns the maximum, or the largest finite number if it is infinite, since
/// infinities have no difference.
void StageBuilder::addFiniteMax(nn::ReduceOp op) {
  Value most = reduce(nn::ReduceKind::max, arg(0), op.getAxes());
  auto element = cast<FloatType>(op.getType().getElementType());
  double bound =
      APFloat::getLargest(element.getFloatSemantics()).convertToDouble();
  most = make<nn::MaxOp>(most.getType(), most, number(most, -bound));
  make<nn::MinOp>(most.getType(), most, number(most, bound));
}

void StageBuilder::addReduce(nn::ReduceOp op) {
  using Kind = nn::ReduceKind;
  Kind kind = op.getKind(), sums = kind;
  Type type = op.getType(), input = op.getInput().getType();
  bool isSquare = kind == Kind::sum_square || kind == Kind::l2;
  if (kind == Kind::log_sum_exp) {
    begin();
    addFiniteMax(op);
    begin();
    make<nn::ExpOp>(input, make<nn::SubOp>(input, arg(0), arg(1)));
  } else if (isSquare || kind == Kind::l1) {
    begin();
    if (isSquare)
      make<nn::MulOp>(input, arg(0), arg(0));
    else
      make<nn::AbsOp>(input, arg(0));
  }
  if (kind != Kind::max && kind != Kind::min && kind != Kind::prod)
    sums = Kind::sum;
  begin();
  reduce(sums, arg(0), op.getAxes());
  if (stages.size() == workload.sweeps.size())
    return;
  begin();
  if (kind == Kind::l2) {
    make<nn::SqrtOp>(type, arg(0));
  } else if (kind == Kind::mean) {
    double count = double(op.getInput().getType().getNumElements()) /
                   op.getType().getNumElements();
    make<nn::DivOp>(type, arg(0), number(arg(0), count));
  } else {
    make<nn::LogOp>(type, arg(0));
  }
  if (kind != Kind::log_sum_exp)
    return;
  begin();
  make<nn::AddOp>(type, arg(0), arg(1));
}

Stages values::getStages(Operation *op) {
  StageBuilder stages(op);
  if (stages.workload.sweeps.size() == 1) {
    SweepStage stage;
    stage.whole = op;
    stages.stages.push_back(std::move(stage));
    return std::move(stages.stages);
  }
  llvm::TypeSwitch<Operation *>(op)
      .Case([&](nn::BatchNormOp) { stages.addBatchNorm(); })
      .Case([&](nn::NormalizeOp norm) { stages.addNormalize(norm); })
      .Case([&](nn::SelectOp select) { stages.addSelect(select); })
      .Case([&](nn::AvgPool2DOp) { stages.addAveragePool(); })
      .Case([&](nn::SoftmaxOp softmax) { stages.addSoftmax(softmax); })
      .Case([&](nn::ReduceOp reduce) { stages.addReduce(reduce); });
  TENON_ASSERT(stages.stages.size() == stages.workload.sweeps.size(),
               "a stage for each sweep");
  return std::move(stages.stages);
}

RankedTensorType TileOps::getType(Type tensor, int64_t pixels) {
  auto type = cast<RankedTensorType>(tensor);
  SmallVector<int64_t> shape(type.getShape());
  // Reductions over dimensions of size 1 have no effect, so the pixels are
  // placed in a larger dimension.
  size_t dim = 0;
  for (size_t i = 0; i + 1 < shape.size(); ++i)
    if (std::exchange(shape[i], 1) != 1)
      dim = i;
  if (shape.size() > 1)
    shape[dim] = pixels;
  return type.clone(shape);
}

Operation *TileOps::get(Operation *op, int64_t pixels) {
  Operation *&tile = made[{op, pixels}];
  if (tile)
    return tile;
  auto whole = cast<RankedTensorType>(op->getResult(0).getType());
  IRMapping mapping;
  for (Value operand : op->getOperands()) {
    if (mapping.contains(operand))
      continue;
    auto type = cast<RankedTensorType>(operand.getType());
    mapping.map(operand, body.addArgument(type.getShape() == whole.getShape()
                                              ? getType(type, pixels)
                                              : type,
                                          op->getLoc()));
  }
  tile = op->clone(mapping);
  tile->getResult(0).setType(getType(whole, pixels));
  body.push_back(tile);
  return tile;
}
