//===- Node.h - Access to one ONNX node -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_MODEL_NODE_H
#define LIB_EXCHANGE_ONNX_MODEL_NODE_H

#include "Model.h"
#include "llvm/ADT/SmallVector.h"
#include <set>
#include <vector>

namespace onnx {
class NodeProto;
class AttributeProto;
class GraphProto;
} // namespace onnx

namespace tenon::onnx_frontend {

/// Read access to a NodeProto, with the location for diagnostics. Remembers
/// which attributes and inputs were asked for: what nobody asks for is not
/// understood, and refused.
class Node {
public:
  Node(const onnx::NodeProto &proto, int64_t opset, mlir::Location loc)
      : proto(proto), opset(opset), loc(loc) {}

  llvm::StringRef getOperator() const;
  mlir::Location getLoc() const { return loc; }
  int64_t getOpset() const { return opset; }
  const onnx::NodeProto &getProto() const { return proto; }

  unsigned getNumInputs() const;
  unsigned getNumOutputs() const;
  /// Name of an input; empty if it is absent.
  llvm::StringRef getInput(unsigned i) const;
  /// The same for whoever does not read what the input means.
  llvm::StringRef getInputName(unsigned i) const;
  /// Name of an output; empty if nobody wants it.
  llvm::StringRef getOutput(unsigned i) const;

  bool hasAttr(llvm::StringRef name) const;
  int64_t getInt(llvm::StringRef name, int64_t otherwise) const;
  float getFloat(llvm::StringRef name, float otherwise) const;
  std::string getString(llvm::StringRef name, llvm::StringRef otherwise) const;
  std::vector<int64_t> getInts(llvm::StringRef name,
                               std::vector<int64_t> otherwise = {}) const;
  std::vector<float> getFloats(llvm::StringRef name) const;
  /// A tensor attribute, or null.
  const onnx::TensorProto *getTensor(llvm::StringRef name) const;
  /// A branch; null if it is absent.
  const onnx::GraphProto *getGraph(llvm::StringRef name) const;
  /// Strings of a list; empty if it is absent.
  std::vector<std::string> getStrings(llvm::StringRef name) const;

  /// Says that an attribute is known and changes nothing here.
  void ignore(llvm::StringRef name) const { (void)hasAttr(name); }
  /// Says that the inputs from `first` on are known and change nothing here.
  void ignoreInputs(unsigned first) const {
    for (unsigned i = first; i < getNumInputs(); ++i)
      (void)getInput(i);
  }

  /// Reports an attribute or an input that nobody asked for, and an attribute
  /// that was asked for as another type than it has.
  llvm::LogicalResult checkUse() const;
  /// An error at this node: `operator 'X': ...`.
  mlir::InFlightDiagnostic error() const;

private:
  /// The attribute, if it has the type (AttributeProto::AttributeType).
  const onnx::AttributeProto *find(llvm::StringRef name, int type) const;

  const onnx::NodeProto &proto;
  /// An attribute that was asked for and has another type.
  mutable std::string mistyped;
  /// The attributes, in the order of their names, and inputs asked for.
  mutable std::set<std::string, std::less<>> askedAttributes;
  mutable llvm::SmallVector<bool> askedInputs;
  int64_t opset;
  mlir::Location loc;
};

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_MODEL_NODE_H
