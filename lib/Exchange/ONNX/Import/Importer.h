//===- Importer.h - From an ONNX graph to the nn dialect ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_IMPORT_IMPORTER_H
#define LIB_EXCHANGE_ONNX_IMPORT_IMPORTER_H

#include "dialects/Network/IR/Network.h"
#include "lib/Exchange/ONNX/Model/Node.h"
#include "mlir/IR/Builders.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "llvm/ADT/StringMap.h"
#include <functional>
#include <map>
#include <optional>

namespace tenon::onnx_frontend {

/// The order of dimensions in which a tensor is stored: stored dimension i is
/// dimension `order[i]` of the ONNX tensor.
using Order = llvm::SmallVector<int64_t>;

/// What an ONNX name stands for: a constant, or a value of the network that is
/// stored in some order of its dimensions. Carrying the order along instead of
/// transposing is what leaves no transposes inside a network.
struct Imported {
  std::optional<HostTensor> constant;
  mlir::Value value;
  Order order;

  /// The shape of the ONNX tensor.
  llvm::SmallVector<int64_t> getShape() const;
  int64_t getRank() const { return getShape().size(); }
  mlir::Type getElementType() const;
};

class Importer;
/// Imports one node; reports and fails if it cannot.
using Handler = std::function<llvm::LogicalResult(Importer &, const Node &)>;
using HandlerMap = std::map<std::string, Handler>;

/// Each adds the operators of one file.
void addArithmeticHandlers(HandlerMap &handlers);
void addAttentionHandlers(HandlerMap &handlers);
void addConstantHandlers(HandlerMap &handlers);
void addControlHandlers(HandlerMap &handlers);
void addConversionHandlers(HandlerMap &handlers);
void addDynamicHandlers(HandlerMap &handlers);
void addEinsumHandlers(HandlerMap &handlers);
void addIndexHandlers(HandlerMap &handlers);
void addLoopHandlers(HandlerMap &handlers);
void addMarkHandlers(HandlerMap &handlers);
void addMoveHandlers(HandlerMap &handlers);
void addNormalizationHandlers(HandlerMap &handlers);
void addPickHandlers(HandlerMap &handlers);
void addPowerPoolHandlers(HandlerMap &handlers);
void addProductHandlers(HandlerMap &handlers);
void addQuantizedHandlers(HandlerMap &handlers);
void addRecurrentHandlers(HandlerMap &handlers);
void addSamplingHandlers(HandlerMap &handlers);
void addScatterHandlers(HandlerMap &handlers);
void addSequenceHandlers(HandlerMap &handlers);
void addShapeHandlers(HandlerMap &handlers);
void addSignalHandlers(HandlerMap &handlers);
void addResizeHandlers(HandlerMap &handlers);
void addWindowHandlers(HandlerMap &handlers);

/// Computes a node whose inputs are all constants: shape computations.
/// Returns an empty vector if it does not know the operator.
std::vector<HostTensor> foldNode(const Node &node,
                                 llvm::ArrayRef<const HostTensor *> inputs,
                                 mlir::MLIRContext *context);
/// The operators that foldNode knows.
llvm::ArrayRef<llvm::StringLiteral> getFoldedOperators();

/// State of one import: what each name stands for, and what was built.
class Importer {
public:
  Importer(mlir::OpBuilder builder, const OnnxImportOptions &options,
           int64_t opset, bool isScratch = false)
      : b(builder), options(options), opset(opset), isScratch(isScratch) {}

  mlir::OpBuilder &builder() { return b; }
  mlir::MLIRContext *getContext() { return b.getContext(); }
  const OnnxImportOptions &getOptions() const { return options; }
  int64_t getOpset() const { return opset; }

  //===--------------------------------------------------------------------===//
  // Names
  //===--------------------------------------------------------------------===//

  bool isKnown(llvm::StringRef name) const { return values.count(name); }
  const Imported &lookup(llvm::StringRef name) const {
    return values.find(name)->second;
  }
  void define(llvm::StringRef name, Imported value) {
    values[name] = std::move(value);
  }
  /// Frees a constant that nobody reads any more; its name stays taken.
  void release(llvm::StringRef name) {
    Imported &value = values[name];
    if (value.constant)
      value = {};
  }
  /// Ends the scope of a name.
  void forget(llvm::StringRef name) { values.erase(name); }
  /// Defines an output of `node` as a value stored in `order`; in the order of
  /// ONNX if `order` is empty.
  void define(const Node &node, unsigned output, mlir::Value value,
              llvm::ArrayRef<int64_t> order = {});
  void defineConstant(const Node &node, unsigned output, HostTensor tensor);

  /// The input of a node; null if it is absent.
  const Imported *getInput(const Node &node, unsigned i) const;
  /// The same for whoever does not read what the input means.
  const Imported *peekInput(const Node &node, unsigned i) const;
  /// The input of a node as a constant, or an error that it must be one.
  mlir::FailureOr<HostTensor> getConstant(const Node &node, unsigned i,
                                          llvm::StringRef what) const;
  /// Integers from an attribute or, in newer opsets, from a constant input;
  /// nothing if both are absent.
  mlir::FailureOr<std::optional<std::vector<int64_t>>>
  getIntsFrom(const Node &node, llvm::StringRef attribute,
              unsigned input) const;

  //===--------------------------------------------------------------------===//
  // Values
  //===--------------------------------------------------------------------===//

  /// The value stored in this order, transposed if need be.
  mlir::Value inOrder(const Node &node, const Imported &x,
                      llvm::ArrayRef<int64_t> order);
  /// The value in the order of ONNX.
  mlir::Value inOnnxOrder(const Node &node, const Imported &x);
  /// A constant as a parameter of the network. `variant` tells apart constants
  /// that were made of one initializer and bear its name.
  mlir::Value makeParameter(mlir::Location loc, const HostTensor &tensor,
                            llvm::ArrayRef<int64_t> order,
                            llvm::StringRef variant = "");
  /// A constant of the structure, never elided.
  mlir::Value makeConstant(mlir::Location loc, const HostTensor &tensor);
  /// Operands of an element-wise operation, in one common order, which is
  /// returned in `order`.
  llvm::SmallVector<mlir::Value>
  makeElementwise(const Node &node, llvm::ArrayRef<const Imported *> inputs,
                  Order &order);
  /// A reshape, or the value itself.
  mlir::Value reshape(mlir::Location loc, mlir::Value value,
                      llvm::ArrayRef<int64_t> shape);

  static Order identityOrder(int64_t rank);
  /// N, spatial dimensions, C.
  static Order channelsLast(int64_t rank);

private:
  mlir::OpBuilder b;
  const OnnxImportOptions &options;
  int64_t opset;
  /// What is built is executed and thrown away: constants keep their values and
  /// no parameters are made.
  bool isScratch;
  llvm::StringMap<Imported> values;
  /// Parameters and transposes made so far, so that none is made twice.
  llvm::StringMap<mlir::Value> parameters;
  llvm::StringMap<unsigned> parameterNames;
  std::map<std::pair<void *, Order>, mlir::Value> transposes;
};

/// Imports a node: folds it if all of its inputs are small constants, else
/// hands it to its handler.
llvm::LogicalResult importNode(Importer &importer,
                               const onnx::NodeProto &proto);

/// Imports the initializers of a graph or of a branch. With `owner`, which is
/// the same graph, their bytes are moved out of it.
llvm::LogicalResult importInitializers(Importer &importer,
                                       const onnx::GraphProto &graph,
                                       onnx::GraphProto *owner = nullptr);

/// Makes the quantized inputs of a node the integers that they are stored as,
/// unless it is one that computes with quantized tensors.
void castToStorage(Importer &importer, const Node &node);

/// A quantized value as the integers that it is stored as; others as they are.
Imported getStored(Importer &importer, const Node &node, const Imported &x);

/// Executes a node whose inputs are constants; defines its outputs as
/// constants.
llvm::LogicalResult executeNode(Importer &importer, const Node &node,
                                const Handler &handler);

/// Defines the first output of a node; fails without a word for a null value,
/// whose builder has reported.
llvm::LogicalResult defineOutput(Importer &importer, const Node &node,
                                 mlir::Value value,
                                 llvm::ArrayRef<int64_t> order);

/// Axis of a tensor of this rank, counted from the end if negative; reports one
/// that lies outside.
mlir::FailureOr<int64_t> normalizeAxis(const Node &node, int64_t axis,
                                       int64_t rank);

/// Makes each axis that of `normalizeAxis`; reports one that is there twice.
llvm::LogicalResult normalizeAxes(const Node &node,
                                  llvm::MutableArrayRef<int64_t> axes,
                                  int64_t rank);

/// Whether an operator of this opset, which is below 6, is read: what the
/// importer reads of it did not change before opset 6.
bool isReadBefore6(llvm::StringRef name);

/// The first input, or an error that there is none.
const Imported *expectInput(Importer &importer, const Node &node);

/// Reports if one of the first `least` inputs is absent.
llvm::LogicalResult expectInputs(const Node &node, unsigned least);

/// Reports an input that has other elements than floating-point numbers.
llvm::LogicalResult expectFloats(const Node &node, const Imported &x);

/// The second operand; before opset 7 its dimensions start at `axis`.
mlir::FailureOr<Imported> getSecondOperand(Importer &importer,
                                           const Node &node);

/// A number without dimensions, of the element type of `like`.
mlir::Value makeScalar(Importer &importer, const Node &node, mlir::Value like,
                       double value);

/// `x` with elements of another type; `x` itself if it has them.
mlir::Value castTo(Importer &importer, const Node &node, mlir::Value x,
                   mlir::Type type);

/// More elements than any constant has that an operator makes by itself.
constexpr int64_t kMostMadeElements = int64_t(1) << 24;

/// The numbers 0, 1, ... times `step` along dimension `at` of `rank`; `size` is
/// at most `kMostMadeElements`.
mlir::Value makeRange(Importer &importer, const Node &node, mlir::Type type,
                      int64_t size, int64_t rank, int64_t at, int64_t step = 1);

/// Indices with those below zero counted from the end; `size` broadcasts to
/// them. Null after a diagnostic.
mlir::Value normalizeIndices(Importer &importer, const Node &node,
                             mlir::Value x, mlir::Value size);

/// The places that tuples of indices, in the last dimension, name in dimensions
/// of these sizes and steps; that dimension stays, with size 1. Null after a
/// diagnostic.
mlir::Value sumTuples(Importer &importer, const Node &node, mlir::Value tuples,
                      llvm::ArrayRef<int64_t> sizes,
                      llvm::ArrayRef<int64_t> steps);

/// Infers the type of `op` from its operands and attributes; reports, erases it
/// and returns null if they do not fit.
template <typename OpTy>
mlir::Value inferOrErase(OpTy op) {
  llvm::SmallVector<mlir::Type> types;
  mlir::Operation *operation = op;
  if (mlir::failed(OpTy::inferReturnTypes(
          op.getContext(), op.getLoc(), operation->getOperands(),
          operation->getRawDictionaryAttrs(), operation->getPropertiesStorage(),
          operation->getRegions(), types))) {
    op.erase();
    return {};
  }
  operation->getResult(0).setType(llvm::cast<mlir::RankedTensorType>(types[0]));
  return operation->getResult(0);
}

/// Builds an operation whose type is inferred. The usual builders abort when
/// operands do not fit; here that is a diagnostic at the node, and null.
template <typename OpTy, typename... Args>
mlir::Value build(Importer &importer, const Node &node, Args &&...args) {
  mlir::OpBuilder &b = importer.builder();
  auto unknown = mlir::RankedTensorType::get({}, b.getF32Type());
  return inferOrErase(
      OpTy::create(b, node.getLoc(), unknown, std::forward<Args>(args)...));
}

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_IMPORT_IMPORTER_H
