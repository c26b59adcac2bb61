//===- Exporter.h - From the nn dialect to an ONNX graph ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_EXPORT_EXPORTER_H
#define LIB_EXCHANGE_ONNX_EXPORT_EXPORTER_H

#include "dialects/Network/IR/Network.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <onnx/onnx_pb.h>

namespace tenon::onnx_frontend {

/// The order of dimensions of an ONNX tensor: its dimension i is dimension
/// `order[i]` of the nn value.
using Order = llvm::SmallVector<int64_t>;

/// A node under construction.
struct NodeBuilder {
  onnx::NodeProto *node;

  NodeBuilder &input(llvm::StringRef name);
  NodeBuilder &set(llvm::StringRef name, int64_t value);
  NodeBuilder &set(llvm::StringRef name, float value);
  NodeBuilder &set(llvm::StringRef name, llvm::StringRef value);
  NodeBuilder &set(llvm::StringRef name, llvm::ArrayRef<int64_t> values);
  NodeBuilder &set(llvm::StringRef name, llvm::ArrayRef<float> values);
};

/// State of one export. Values keep the order of dimensions in which ONNX
/// produced them; a Transpose appears only where another order is needed.
class Exporter {
public:
  explicit Exporter(onnx::GraphProto &graph) : graph(graph) {}

  llvm::LogicalResult exportOp(mlir::Operation *op);
  /// Declares an argument as a graph input of this name.
  void addInput(mlir::BlockArgument argument, llvm::StringRef name);
  /// Makes a value a graph output of this name.
  void addOutput(mlir::Value value, llvm::StringRef name, mlir::Location loc);
  /// Applies the names of outputs to the nodes that produce them.
  void finish();

  //===--------------------------------------------------------------------===//
  // For the exports of single operations
  //===--------------------------------------------------------------------===//

  /// The name that a node of this type at `loc` takes; for nodes whose operands
  /// need nodes of their own, which must not take it first.
  std::string takeName(llvm::StringRef type, mlir::Location loc);

  /// A node with one output, both of a name that was taken.
  NodeBuilder addNamedNode(llvm::StringRef type, llvm::StringRef taken);

  /// A node named after the location of `op`, with one output, whose name goes
  /// to `output`.
  NodeBuilder addNode(llvm::StringRef type, mlir::Location loc,
                      std::string &output);
  /// An initializer of 64-bit integers; returns its name.
  std::string addInts(mlir::Location loc, llvm::StringRef what,
                      llvm::ArrayRef<int64_t> values);
  /// An initializer of 32-bit floats; returns its name.
  std::string addFloats(mlir::Location loc, llvm::StringRef what,
                        llvm::ArrayRef<double> values);
  /// A scalar initializer; returns its name.
  std::string addScalar(mlir::Location loc, llvm::StringRef what,
                        mlir::Type type, double value);
  /// One more output of a node under construction; returns its name.
  std::string addOutput(NodeBuilder &node, llvm::StringRef wanted);
  /// An initializer; returns its name.
  std::string addInitializer(const HostTensor &tensor, llvm::StringRef name);
  /// The constant behind a parameter or nn.constant, if it is one.
  std::optional<HostTensor> getConstant(mlir::Value value);
  /// The name of `value`, in the order of the nn dialect, in another shape.
  std::string getReshaped(mlir::Value value, llvm::ArrayRef<int64_t> shape);
  /// Appends a Reshape; returns the name of its result.
  std::string addReshape(mlir::Location loc, llvm::StringRef input,
                         llvm::ArrayRef<int64_t> shape);
  /// The name of `value` in this order, transposed if need be.
  std::string get(mlir::Value value, llvm::ArrayRef<int64_t> order);
  /// The same in the order of the nn dialect.
  std::string getPlain(mlir::Value value);
  /// The order that `value` has; that of the nn dialect for parameters.
  Order getOrder(mlir::Value value);
  void define(mlir::Value value, std::string name,
              llvm::ArrayRef<int64_t> order);
  /// Operands of an element-wise operation in one common order.
  llvm::SmallVector<std::string> getElementwise(mlir::Operation *op,
                                                Order &order);
  /// Appends an activation; returns the name of its result.
  std::string addActivation(nn::ActivationAttr activation, mlir::Type type,
                            mlir::Location loc, std::string input);
  /// Defines the result of `op`, with the activation behind it if there is one.
  void defineActivated(mlir::Operation *op, std::string name,
                       std::optional<nn::ActivationAttr> activation,
                       llvm::ArrayRef<int64_t> order);

  static Order identityOrder(int64_t rank);
  /// N, C, spatial dimensions.
  static Order channelsFirst(int64_t rank);

private:
  struct Exported {
    std::string name;
    Order order;
  };

  std::string makeUnique(llvm::StringRef wanted);
  /// A parameter, first reshaped to `shape`, in this order.
  std::string getParameter(mlir::Value value, llvm::ArrayRef<int64_t> shape,
                           llvm::ArrayRef<int64_t> order, bool trim);

  onnx::GraphProto &graph;
  llvm::DenseMap<mlir::Value, Exported> values;
  std::map<std::pair<void *, std::string>, std::string> materialized;
  llvm::StringSet<> names;
  /// What names of values become when an output takes their place.
  std::map<std::string, std::string> renamed;
};

/// Where ONNX has dimension `dim` of a value that is in this order.
inline int64_t positionOf(llvm::ArrayRef<int64_t> order, int64_t dim) {
  return llvm::find(order, dim) - order.begin();
}

/// The window of a convolution.
void setConvolutionAttributes(NodeBuilder &node, nn::Conv2DOp op);

/// An operand or a result has a quantized type.
bool isQuantized(mlir::Operation *op);
/// Writes an operation on quantized tensors; reports those that it cannot.
llvm::LogicalResult exportQuantized(Exporter &exporter, mlir::Operation *op);

/// Write the operations of one file each; fail without a word for others.
llvm::LogicalResult exportHost(Exporter &exporter, mlir::Operation *op);
llvm::LogicalResult exportRecurrent(Exporter &exporter, mlir::Operation *op);
llvm::LogicalResult exportNormalize(Exporter &exporter, nn::NormalizeOp op);
llvm::LogicalResult exportConvTranspose(Exporter &exporter,
                                        nn::ConvTranspose2DOp op);

/// Writes one operation; reports and fails for those it does not know.
llvm::LogicalResult exportOperator(Exporter &exporter, mlir::Operation *op);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_EXPORT_EXPORTER_H
