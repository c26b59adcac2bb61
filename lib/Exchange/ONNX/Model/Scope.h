//===- Scope.h - Graphs inside of nodes -------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_MODEL_SCOPE_H
#define LIB_EXCHANGE_ONNX_MODEL_SCOPE_H

#include "lib/Exchange/ONNX/Import/Importer.h"

namespace tenon::onnx_frontend {

/// The values of a graph inside a node: names that it defines end with it.
class Scope {
public:
  Scope(Importer &importer, const Node &node, const onnx::GraphProto &graph)
      : importer(importer), node(node), graph(graph) {}
  ~Scope() {
    for (const std::string &name : names)
      importer.forget(name);
  }

  /// Gives an input of the graph a value.
  llvm::LogicalResult define(const std::string &name, Imported value) {
    if (importer.isKnown(name))
      return node.error() << "its graph defines '" << name
                          << "', which is there already";
    importer.define(name, std::move(value));
    names.push_back(name);
    return llvm::success();
  }
  /// Imports the nodes; the values of the outputs go to `results`.
  llvm::LogicalResult run(llvm::SmallVectorImpl<Imported> &results);

private:
  Importer &importer;
  const Node &node;
  const onnx::GraphProto &graph;
  llvm::SmallVector<std::string> names;
};

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_MODEL_SCOPE_H
