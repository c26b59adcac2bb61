//===- ImportNode.cpp - Single nodes of ONNX models -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "llvm/ADT/STLExtras.h"
#include <onnx/onnx_pb.h>
#include <set>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

static const HandlerMap &getHandlers() {
  static const HandlerMap handlers = [] {
    HandlerMap map;
    addArithmeticHandlers(map);
    addAttentionHandlers(map);
    addConstantHandlers(map);
    addControlHandlers(map);
    addConversionHandlers(map);
    addDynamicHandlers(map);
    addEinsumHandlers(map);
    addIndexHandlers(map);
    addLoopHandlers(map);
    addMarkHandlers(map);
    addMoveHandlers(map);
    addNormalizationHandlers(map);
    addPickHandlers(map);
    addPowerPoolHandlers(map);
    addProductHandlers(map);
    addQuantizedHandlers(map);
    addRecurrentHandlers(map);
    addSamplingHandlers(map);
    addScatterHandlers(map);
    addSequenceHandlers(map);
    addShapeHandlers(map);
    addSignalHandlers(map);
    addResizeHandlers(map);
    addWindowHandlers(map);
    return map;
  }();
  return handlers;
}

std::vector<std::string> tenon::getImportedOnnxOperators() {
  std::set<std::string> names;
  for (const auto &[name, handler] : getHandlers())
    names.insert(name);
  for (StringLiteral name : getFoldedOperators())
    names.insert(name.str());
  return {names.begin(), names.end()};
}

/// All inputs are constants, and small enough to be shape computations, unless
/// the node only moves the elements of weights.
static bool hasFoldableConstants(Importer &importer, const Node &node) {
  StringRef name = node.getOperator();
  bool moves = name == "Concat" || name == "Slice" || name == "Split";
  int64_t limit = moves ? INT64_MAX : 4096;
  bool hasInputs = false;
  for (unsigned i = 0; i < node.getNumInputs(); ++i) {
    const Imported *input = importer.peekInput(node, i);
    if (!input)
      continue;
    hasInputs = true;
    if (!input->constant || input->constant->getNumElements() > limit ||
        input->constant->getNumElements() == 0)
      return false;
  }
  // Branches bring their own nodes; scales make a type, not a number.
  return hasInputs && name != "If" && name != "Loop" &&
         !name.ends_with_insensitive("quantizelinear") &&
         !name.starts_with("QLinear") && !name.ends_with("Integer");
}

/// Names of inputs are known, those of outputs are not.
static LogicalResult checkNames(Importer &importer, const Node &node,
                                const onnx::NodeProto &proto) {
  if (!proto.domain().empty() && proto.domain() != "ai.onnx")
    return node.error() << "operators of domain '" << proto.domain()
                        << "' are not supported; --host=cut or --host=steps "
                           "goes on without them";
  if (node.getOpset() < 6 && !isReadBefore6(node.getOperator()))
    return node.error() << "expected opset 6 or later, but got "
                        << node.getOpset()
                        << "; convert the model to a newer opset";
  for (const std::string &input : proto.input())
    if (!input.empty() && !importer.isKnown(input))
      return node.error() << "reads '" << input
                          << "', which no earlier node produces";
  for (const std::string &output : proto.output())
    if (!output.empty() && importer.isKnown(output))
      return node.error() << "produces '" << output
                          << "', which is there already";
  return success();
}

LogicalResult onnx_frontend::importNode(Importer &importer,
                                        const onnx::NodeProto &proto) {
  std::string name = proto.name();
  if (name.empty() && proto.output_size() > 0)
    name = proto.output(0);
  MLIRContext *context = importer.getContext();
  Node node(proto, importer.getOpset(),
            NameLoc::get(StringAttr::get(context, name)));
  if (failed(checkNames(importer, node, proto)))
    return failure();
  SmallVector<const HostTensor *> constants;
  for (unsigned i = 0; i < node.getNumInputs(); ++i) {
    const Imported *input = importer.peekInput(node, i);
    if (input && !input->constant)
      break;
    constants.push_back(input ? &*input->constant : nullptr);
  }
  if (constants.size() == node.getNumInputs()) {
    std::vector<HostTensor> results = foldNode(node, constants, context);
    for (size_t i = 0; i < results.size(); ++i)
      importer.defineConstant(node, i, std::move(results[i]));
    if (!results.empty())
      return node.checkUse();
  }
  auto handler = getHandlers().find(proto.op_type());
  if (handler == getHandlers().end() &&
      llvm::is_contained(getFoldedOperators(), StringRef(proto.op_type()))) {
    for (unsigned i = 0; i < node.getNumInputs(); ++i)
      if (const Imported *input = importer.peekInput(node, i))
        if (!input->constant)
          return node.error()
                 << "computes shapes: expected constants, but '"
                 << node.getInputName(i) << "' is known at run time only";
    return node.error() << "computes shapes: it is supported on small "
                           "constants only";
  }
  if (handler == getHandlers().end())
    return node.error()
           << "the operator is not supported; `tenon-translate "
              "--list-onnx-operators` lists those that are, and --host=cut or "
              "--host=steps goes on without it";
  castToStorage(importer, node);
  if (failed(hasFoldableConstants(importer, node)
                 ? executeNode(importer, node, handler->second)
                 : handler->second(importer, node)) ||
      failed(node.checkUse()))
    return failure();
  for (const std::string &output : proto.output())
    if (!output.empty() && !importer.isKnown(output))
      return node.error() << "output '" << output << "' is not supported";
  return success();
}
