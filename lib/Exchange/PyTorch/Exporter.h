//===- Exporter.h - From the nn dialect to steps of Python ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_PYTORCH_EXPORTER_H
#define LIB_EXCHANGE_PYTORCH_EXPORTER_H

#include "Script.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::pytorch {

/// The order of dimensions of a tensor of PyTorch: its dimension i is dimension
/// `order[i]` of the nn value.
using Order = llvm::SmallVector<int64_t>;

inline mlir::RankedTensorType typeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}
/// 0, 1, 2, ...
Order identityOrder(int64_t rank);
/// N, C, spatial dimensions.
Order channelsFirst(int64_t rank);
/// Where an order has dimension `dim`.
int64_t positionOf(llvm::ArrayRef<int64_t> order, int64_t dim);
/// Entries of an attribute of the nn dialect in this order.
llvm::SmallVector<int64_t> permute(llvm::ArrayRef<int64_t> values,
                                   llvm::ArrayRef<int64_t> order);

/// `(1, 2)` and `(1,)`, as Python writes them.
std::string tuple(llvm::ArrayRef<int64_t> values);
/// The arguments of a method that takes sizes: `(1, 2)`, but `(())` for none.
std::string sizeArguments(llvm::ArrayRef<int64_t> sizes);
/// A number that Python reads as the same one, or as the same 32-bit float if
/// it is one.
std::string real(double value);
/// The type of elements as PyTorch names it, `float32`; empty if it has none.
std::string getTorchType(mlir::Type type);

/// State of one export. Values keep the order of dimensions in which they were
/// computed; `permute` appears only where another one is needed.
class Exporter {
public:
  explicit Exporter(Script &script) : script(script) {}

  llvm::LogicalResult exportFunction(mlir::func::FuncOp function);

  Order getOrder(mlir::Value value);
  void useHelper(llvm::StringRef name) { script.helpers.insert(name.str()); }
  /// The constant behind a parameter or nn.constant, if it has a value.
  static std::optional<HostTensor> getConstant(mlir::Value value);

private:
  friend class StepBuilder;
  struct Known {
    unsigned number;
    Order order;
  };

  llvm::LogicalResult checkTypes(mlir::Operation *op);
  llvm::LogicalResult exportOp(mlir::Operation *op);

  Script &script;
  llvm::DenseMap<mlir::Value, Known> values;
};

/// Builds the step of one operation.
class StepBuilder {
public:
  StepBuilder(Exporter &exporter, mlir::Operation *op);

  mlir::Operation *getOp() const { return op; }
  Exporter &getExporter() { return exporter; }

  /// The text of a value in this order of dimensions. A parameter becomes a
  /// member of the step.
  std::string get(mlir::Value value, llvm::ArrayRef<int64_t> order);
  /// The same in the order of the nn dialect.
  std::string getPlain(mlir::Value value);
  /// A parameter or constant, in another shape and order: a member of its own,
  /// `code` is what makes it if it has no value.
  std::string getParameter(mlir::Value value, llvm::ArrayRef<int64_t> shape,
                           llvm::ArrayRef<int64_t> order);
  /// The operands of an element-wise operation in one order, which is that of
  /// the result.
  llvm::SmallVector<std::string> getElementwise(Order &order,
                                                bool inlineScalars = false);
  /// The literal of a constant of one element; empty if it is none.
  static std::string getLiteral(mlir::Value value);

  /// Adds a module of PyTorch; returns its text, `self.name`.
  std::string addModule(std::string code, std::vector<Weight> weights);
  /// A number that blocks may differ in, and its role.
  std::string number(llvm::StringRef role, int64_t value);
  std::string number(llvm::StringRef role, llvm::ArrayRef<int64_t> values);

  /// A line that assigns to no result of the operation; `name = ...`.
  void addLine(std::string line);
  /// The variable of a result in this order, to be assigned by a line.
  std::string define(mlir::Value result, llvm::ArrayRef<int64_t> order);
  /// Adds the line that assigns the only result.
  void assign(std::string expression, llvm::ArrayRef<int64_t> order);
  /// The same with an activation behind it, if there is one.
  void assignActivated(std::string expression,
                       std::optional<nn::ActivationAttr> activation,
                       llvm::ArrayRef<int64_t> order);

  /// The result is the input seen in another order: no step at all.
  void alias(mlir::Value input, mlir::Value result,
             llvm::ArrayRef<int64_t> order);
  /// Appends the step to the script, if it has lines.
  void finish();

private:
  unsigned addInput(unsigned number);

  Exporter &exporter;
  mlir::Operation *op;
  Step step;
  std::string name;
};

/// Trained, and of no other operation: it fits into a module of PyTorch.
bool isOwn(mlir::Value value);
/// The value is absent, or isOwn.
inline bool isOwnOrNone(mlir::Value value) { return !value || isOwn(value); }
/// The value of an own parameter as a weight of a module.
Weight makeWeight(llvm::StringRef suffix, mlir::Value value,
                  llvm::ArrayRef<int64_t> order);
/// Reports that an operation on elements of this type has no counterpart.
llvm::LogicalResult refuseElements(mlir::Operation *op, mlir::Type element);
/// `dtype=torch.float64` as a last argument, unless it is the usual type.
std::string getTypeArgument(mlir::Type type);

/// An activation on the expression `x`.
std::string activate(nn::ActivationAttr activation, const std::string &x);

/// Each writes operations of one file; nothing if it does not know the
/// operation, otherwise whether there is a counterpart.
std::optional<llvm::LogicalResult> exportElementwise(StepBuilder &b);
std::optional<llvm::LogicalResult> exportMove(StepBuilder &b);
std::optional<llvm::LogicalResult> exportNormalization(StepBuilder &b);
std::optional<llvm::LogicalResult> exportProduct(StepBuilder &b);
std::optional<llvm::LogicalResult> exportRecurrent(StepBuilder &b);
std::optional<llvm::LogicalResult> exportWindow(StepBuilder &b);

} // namespace tenon::pytorch

#endif // LIB_EXCHANGE_PYTORCH_EXPORTER_H
