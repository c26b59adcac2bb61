//===- Prepare.h - Makes models simpler to import ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_MODEL_PREPARE_H
#define LIB_EXCHANGE_ONNX_MODEL_PREPARE_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <set>
#include <string>
#include <vector>

namespace onnx {
class GraphProto;
class ModelProto;
class NodeProto;
} // namespace onnx

namespace tenon::onnx_frontend {

/// Calls back with every name that a node reads, also in its branches.
void forEachRead(const onnx::NodeProto &node,
                 llvm::function_ref<void(llvm::StringRef)> body);

/// Replaces nodes that call functions of the model by the bodies of these, in
/// branches, too. Reports, at a place of the node's name, a function that calls
/// itself or that has an opset of its own.
llvm::LogicalResult inlineFunctions(onnx::ModelProto &model,
                                    mlir::Location loc);

/// Writes quantized operators of ONNX Runtime (domain com.microsoft) that have
/// an equivalent in ONNX as that. Reports those that lack an input that the
/// equivalent needs; leaves others as they are.
llvm::LogicalResult rewriteMicrosoft(onnx::GraphProto &graph,
                                     mlir::Location loc);

/// Makes the named values the inputs and outputs of the graph, those of empty
/// lists apart, and drops what no output needs. Reports names that are not
/// there, inputs of unknown type, inputs that are needed and not named, and
/// named ones that are not needed.
llvm::LogicalResult selectPart(onnx::ModelProto &model,
                               const std::vector<std::string> &inputs,
                               const std::vector<std::string> &outputs,
                               mlir::Location loc);

/// Drops the nodes that no output of the graph needs; returns the names of the
/// values that are needed.
std::set<std::string> dropUnneededNodes(onnx::GraphProto &graph);

/// Clears the names of outputs, other than the first one of a node, that no
/// node and no output of a graph reads: nobody wants them. With `keepPlaces`
/// only those behind the last one that is read, so the rest keep their places.
void dropUnreadOutputs(onnx::GraphProto &graph, bool keepPlaces);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_MODEL_PREPARE_H
