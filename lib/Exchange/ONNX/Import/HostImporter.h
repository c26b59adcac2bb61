//===- HostImporter.h - Nodes that no network has ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_IMPORT_HOSTIMPORTER_H
#define LIB_EXCHANGE_ONNX_IMPORT_HOSTIMPORTER_H

#include "Importer.h"
#include <set>

namespace tenon::onnx_frontend {

/// Imports nodes, and leaves those that cannot be imported out or makes them
/// steps of the host, as the options say. Warns of each.
class HostImporter {
public:
  /// `types` are those of the model's values, as far as they are known; they
  /// outlive it.
  HostImporter(Importer &importer,
               const std::map<std::string, onnx::TypeProto> &types)
      : importer(importer), mode(importer.getOptions().host), types(types) {}

  /// Imports a node, or does without; fails for one that reads what is not
  /// there.
  llvm::LogicalResult import(const onnx::NodeProto &proto);

  /// The value was left out.
  bool isCut(llvm::StringRef name) const { return cut.count(name.str()); }
  /// The names of values that nodes which were left out read, in the order of
  /// the model.
  llvm::ArrayRef<std::string> getFrontier() const { return frontier; }

private:
  /// Imports a node, and returns the reason why that failed; empty if it did
  /// not.
  std::string tryNode(const onnx::NodeProto &proto);
  llvm::LogicalResult makeStep(const onnx::NodeProto &proto,
                               llvm::StringRef reason);
  mlir::FailureOr<mlir::RankedTensorType>
  getResultType(const onnx::NodeProto &proto, int output);
  std::optional<llvm::SmallVector<int64_t>>
  getLargestShape(const onnx::NodeProto &proto);
  mlir::FailureOr<mlir::DictionaryAttr>
  getParameters(const onnx::NodeProto &proto);
  mlir::Value getOperand(const Node &node, const Imported &x);
  void cutNode(const onnx::NodeProto &proto);
  mlir::Location getLoc(const onnx::NodeProto &proto);

  Importer &importer;
  HostMode mode;
  const std::map<std::string, onnx::TypeProto> &types;
  std::set<std::string> cut, seen;
  llvm::SmallVector<std::string> frontier;
};

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_IMPORT_HOSTIMPORTER_H
