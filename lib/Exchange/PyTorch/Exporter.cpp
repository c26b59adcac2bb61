//===- Exporter.cpp - From the nn dialect to steps of Python --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::pytorch;

Order pytorch::identityOrder(int64_t rank) {
  return llvm::to_vector(llvm::seq<int64_t>(0, rank));
}

Order pytorch::channelsFirst(int64_t rank) {
  Order order = {0, rank - 1};
  for (int64_t i = 1; i < rank - 1; ++i)
    order.push_back(i);
  return order;
}

int64_t pytorch::positionOf(ArrayRef<int64_t> order, int64_t dim) {
  return llvm::find(order, dim) - order.begin();
}

SmallVector<int64_t> pytorch::permute(ArrayRef<int64_t> values,
                                      ArrayRef<int64_t> order) {
  SmallVector<int64_t> result;
  for (int64_t dim : order)
    result.push_back(values[dim]);
  return result;
}

bool pytorch::isOwn(Value value) {
  return value.getDefiningOp<ParameterOp>() && value.hasOneUse() &&
         isa<FloatType>(typeOf(value).getElementType());
}

Weight pytorch::makeWeight(StringRef suffix, Value value,
                           ArrayRef<int64_t> order) {
  std::optional<HostTensor> tensor = Exporter::getConstant(value);
  if (tensor && !llvm::equal(order, identityOrder(order.size())))
    tensor = tensor->transpose(order);
  return {suffix.str(), tensor};
}

std::optional<HostTensor> Exporter::getConstant(Value value) {
  ElementsAttr elements;
  if (auto constant = value.getDefiningOp<ConstantOp>())
    elements = constant.getValue();
  else if (auto parameter = value.getDefiningOp<ParameterOp>())
    elements = parameter.getValueAttr();
  return HostTensor::fromElements(elements);
}

Order Exporter::getOrder(Value value) {
  auto found = values.find(value);
  return found != values.end() ? found->second.order
                               : identityOrder(typeOf(value).getRank());
}

//===----------------------------------------------------------------------===//
// Values in the text of a step
//===----------------------------------------------------------------------===//

StepBuilder::StepBuilder(Exporter &exporter, Operation *op)
    : exporter(exporter), op(op), name(getLocName(op->getLoc())) {
  if (name.empty())
    name = op->getName().stripDialect().str();
  if (auto block = op->getAttrOfType<BlockAttr>(kBlockAttrName))
    step.block = block.getName().str();
}

unsigned StepBuilder::addInput(unsigned number) {
  auto found = llvm::find(step.inputs, number);
  unsigned index = found - step.inputs.begin();
  if (found == step.inputs.end())
    step.inputs.push_back(number);
  return index;
}

/// `text` with the dimensions moved from one order to another.
static std::string addPermute(std::string text, ArrayRef<int64_t> from,
                              ArrayRef<int64_t> to) {
  if (from == to)
    return text;
  SmallVector<int64_t> permutation;
  for (int64_t dim : to)
    permutation.push_back(positionOf(from, dim));
  std::string list = tuple(permutation);
  return text + ".permute" + list;
}

std::string StepBuilder::get(Value value, ArrayRef<int64_t> order) {
  if (isParameter(value))
    return getParameter(value, typeOf(value).getShape(), order);
  const Exporter::Known &known = exporter.values[value];
  return addPermute(mark(Mark::input, addInput(known.number)), known.order,
                    order);
}

std::string StepBuilder::getPlain(Value value) {
  return get(value, identityOrder(typeOf(value).getRank()));
}

/// The elements from `at` on as nested lists.
static std::string printList(const HostTensor &tensor, ArrayRef<int64_t> shape,
                             int64_t &at) {
  if (shape.empty()) {
    int64_t i = at++;
    if (tensor.getElementType().isInteger(1))
      return tensor.getDouble(i) != 0 ? "True" : "False";
    return tensor.isInteger() ? std::to_string(tensor.getInt(i))
                              : real(tensor.getDouble(i));
  }
  std::string text = "[";
  for (int64_t i = 0; i < shape.front(); ++i)
    text += (i ? ", " : "") + printList(tensor, shape.drop_front(), at);
  return text + "]";
}

/// What makes a tensor that is no module's.
static Member makeMember(Operation *user, Value value,
                         std::optional<HostTensor> tensor,
                         ArrayRef<int64_t> shape) {
  Type type = typeOf(value).getElementType();
  std::string sizes = tuple(shape), dtype = getTypeArgument(type);
  if (value.getDefiningOp<ConstantOp>() && tensor &&
      tensor->getNumElements() <= 64) {
    int64_t at = 0;
    std::string list = printList(*tensor, shape, at);
    return {Member::buffer,
            "",
            "torch.tensor(" + list + ", dtype=torch." + getTorchType(type) +
                "), persistent=False",
            {}};
  }
  std::vector<Weight> weights = {{"", tensor}};
  std::string zeros = "torch.zeros(" + sizes + dtype + ")";
  if (!isa<FloatType>(type) || value.getDefiningOp<ConstantOp>())
    return {Member::buffer, "", zeros, weights};
  // A vector is an offset, wherever its dimension lies.
  bool isMatrix = llvm::count_if(shape, [](int64_t n) { return n > 1; }) > 1;
  std::string code = isa<MulOp, DivOp, NormalizeOp>(user)
                         ? "torch.ones(" + sizes + dtype + ")"
                     : isMatrix ? "torch.randn(" + sizes + dtype + ") * 0.02"
                                : zeros;
  return {Member::parameter, "", code, weights};
}

/// The name of a parameter, or one made of that of its user.
static std::string getMemberName(Value value, StringRef user) {
  auto parameter = value.getDefiningOp<ParameterOp>();
  return parameter ? parameter.getName().str() : (user + ".constant").str();
}

std::string StepBuilder::getParameter(Value value, ArrayRef<int64_t> shape,
                                      ArrayRef<int64_t> order) {
  Order plain = identityOrder(shape.size());
  bool isConstant = static_cast<bool>(value.getDefiningOp<ConstantOp>());
  if (isConstant || value.hasOneUse()) {
    std::optional<HostTensor> tensor = Exporter::getConstant(value);
    if (tensor)
      tensor = tensor->reshape(shape);
    if (tensor && order != ArrayRef<int64_t>(plain))
      tensor = tensor->transpose(order);
    step.members.push_back(
        makeMember(op, value, tensor, permute(shape, order)));
    step.members.back().name = getMemberName(value, name);
    return mark(Mark::member, step.members.size() - 1);
  }
  // One member for all users, read by a step of its own.
  auto known = exporter.values.find(value);
  if (known == exporter.values.end()) {
    Step shared;
    shared.outputs.push_back(exporter.script.numValues++);
    shared.members.push_back(makeMember(op, value, Exporter::getConstant(value),
                                        typeOf(value).getShape()));
    shared.members.back().name = getMemberName(value, name);
    shared.lines.push_back(mark(Mark::output, 0) + " = " +
                           mark(Mark::member, 0));
    Exporter::Known entry = {shared.outputs.front(),
                             identityOrder(typeOf(value).getRank())};
    exporter.script.steps.push_back(std::move(shared));
    known = exporter.values.insert({value, entry}).first;
  }
  std::string text = mark(Mark::input, addInput(known->second.number));
  if (shape != typeOf(value).getShape())
    text += ".reshape" + sizeArguments(shape);
  return addPermute(text, plain, order);
}

std::string StepBuilder::getLiteral(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  if (!constant || typeOf(value).getNumElements() != 1)
    return "";
  std::optional<HostTensor> tensor = Exporter::getConstant(value);
  int64_t at = 0;
  std::string text = tensor ? printList(*tensor, {}, at) : "";
  return StringRef(text).starts_with("-") ? "(" + text + ")" : text;
}

SmallVector<std::string> StepBuilder::getElementwise(Order &order,
                                                     bool inlineScalars) {
  ArrayRef<int64_t> result = typeOf(op->getResult(0)).getShape();
  int64_t rank = result.size();
  order = identityOrder(rank);
  bool isKnown = false, isWhole = false;
  for (Value operand : op->getOperands()) {
    isWhole |=
        getLiteral(operand).empty() && typeOf(operand).getShape() == result;
    if (isKnown || isParameter(operand) || typeOf(operand).getRank() != rank)
      continue;
    order = exporter.getOrder(operand);
    isKnown = true;
  }
  SmallVector<std::string> operands;
  for (Value operand : op->getOperands()) {
    SmallVector<int64_t> shape(typeOf(operand).getShape());
    std::string literal = getLiteral(operand);
    if (inlineScalars && isWhole && !literal.empty()) {
      operands.push_back(literal);
      continue;
    }
    bool isRaised = int64_t(shape.size()) < rank;
    shape.insert(shape.begin(), rank - shape.size(), 1);
    if (order == identityOrder(rank))
      operands.push_back(getPlain(operand));
    else if (isParameter(operand))
      operands.push_back(getParameter(operand, shape, order));
    else if (!isRaised)
      operands.push_back(get(operand, order));
    else
      operands.push_back(
          addPermute(getPlain(operand) + ".reshape" + sizeArguments(shape),
                     identityOrder(rank), order));
  }
  return operands;
}

//===----------------------------------------------------------------------===//
// Members and lines
//===----------------------------------------------------------------------===//

std::string StepBuilder::addModule(std::string code,
                                   std::vector<Weight> weights) {
  step.members.push_back(
      {Member::module, name, std::move(code), std::move(weights)});
  return mark(Mark::member, step.members.size() - 1);
}

std::string StepBuilder::number(StringRef role, int64_t value) {
  step.numbers.push_back({role.str(), std::to_string(value)});
  return mark(Mark::number, step.numbers.size() - 1);
}

std::string StepBuilder::number(StringRef role, ArrayRef<int64_t> values) {
  if (llvm::all_equal(values))
    return number(role, values.front());
  step.numbers.push_back({role.str(), tuple(values)});
  return mark(Mark::number, step.numbers.size() - 1);
}

void StepBuilder::addLine(std::string line) {
  step.lines.push_back(std::move(line));
}

std::string StepBuilder::define(Value result, ArrayRef<int64_t> order) {
  unsigned number = exporter.script.numValues++;
  exporter.values[result] = {number, llvm::to_vector(order)};
  step.outputs.push_back(number);
  return mark(Mark::output, step.outputs.size() - 1);
}

void StepBuilder::alias(Value input, Value result, ArrayRef<int64_t> order) {
  unsigned number = exporter.values[input].number;
  exporter.values[result] = {number, llvm::to_vector(order)};
}

void StepBuilder::finish() {
  if (!step.lines.empty())
    exporter.script.steps.push_back(std::move(step));
}

void StepBuilder::assign(std::string expression, ArrayRef<int64_t> order) {
  std::string variable = define(op->getResult(0), order);
  addLine(variable + " = " + expression);
}

void StepBuilder::assignActivated(std::string expression,
                                  std::optional<ActivationAttr> activation,
                                  ArrayRef<int64_t> order) {
  assign(activation ? activate(*activation, expression) : expression, order);
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

LogicalResult pytorch::refuseElements(Operation *op, Type element) {
  return emitError(op->getLoc())
         << "operation '" << op->getName() << "' on elements of type "
         << element << " has no PyTorch counterpart";
}

LogicalResult Exporter::checkTypes(Operation *op) {
  SmallVector<Type> types(op->getOperandTypes());
  llvm::append_range(types, op->getResultTypes());
  for (Type type : types) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      return emitError(op->getLoc())
             << "expected tensors, but got a value of type " << type;
    if (getTorchType(tensor.getElementType()).empty())
      return refuseElements(op, tensor.getElementType());
  }
  return success();
}

LogicalResult Exporter::exportOp(Operation *op) {
  if (op->hasTrait<ParameterExpression>()) {
    if (isa<ParameterOp, ConstantOp>(op))
      return success();
    return emitError(op->getLoc())
           << "expected parameters, but got '" << op->getName()
           << "'; run nn-materialize-parameters first";
  }
  if (op->use_empty())
    return success();
  if (failed(checkTypes(op)))
    return failure();
  StepBuilder b(*this, op);
  for (auto *write : {exportElementwise, exportMove, exportNormalization,
                      exportProduct, exportRecurrent, exportWindow})
    if (std::optional<LogicalResult> result = write(b)) {
      if (succeeded(*result))
        b.finish();
      return *result;
    }
  return emitError(op->getLoc())
         << "operation '" << op->getName() << "' has no PyTorch counterpart";
}

LogicalResult Exporter::exportFunction(func::FuncOp function) {
  for (BlockArgument argument : function.getArguments()) {
    unsigned number = script.numValues++;
    values[argument] = {number, identityOrder(typeOf(argument).getRank())};
  }
  for (Operation &op : function.getBody().front()) {
    if (!isa<func::ReturnOp>(op)) {
      if (failed(exportOp(&op)))
        return failure();
      continue;
    }
    if (failed(checkTypes(&op)))
      return failure();
    StepBuilder b(*this, &op);
    std::string line = "return ";
    for (auto [i, value] : llvm::enumerate(op.getOperands()))
      line += (i ? ", " : "") + b.getPlain(value);
    b.addLine(line);
    b.finish();
  }
  return success();
}
