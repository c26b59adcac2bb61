//===- ImportSignals.cpp - Window functions of signals --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

namespace {
/// A window is `offset - first cos(t) + second cos(2 t)` for `t` from 0 to a
/// whole turn.
struct Cosines {
  double offset, first, second;
};
} // namespace

/// A window function of a size that is known: a constant.
static LogicalResult importWindow(Importer &importer, const Node &node,
                                  Cosines c) {
  FailureOr<HostTensor> size = importer.getConstant(node, 0, "size");
  if (failed(size))
    return failure();
  int64_t count =
      size->getNumElements() == 1 && size->isInteger() ? size->getInt(0) : 0;
  if (count < 1 || count > kMostMadeElements)
    return node.error() << "expected a size of 1 to " << kMostMadeElements;
  int64_t kind = node.getInt("output_datatype", 1);
  Type type = onnx_frontend::getElementType(importer.getContext(), kind);
  if (!type)
    return node.error() << "element type " << getOnnxTypeName(kind)
                        << " is not supported";
  // A periodic window ends before it would start again.
  int64_t steps = node.getInt("periodic", 1) ? count : count - 1;
  double turn = 2 * std::acos(-1.0) / double(std::max<int64_t>(steps, 1));
  std::vector<double> values;
  values.reserve(count);
  for (int64_t i = 0; i < count; ++i)
    values.push_back(c.offset - c.first * std::cos(double(i) * turn) +
                     c.second * std::cos(2 * double(i) * turn));
  importer.defineConstant(node, 0,
                          HostTensor::fromDoubles(type, {count}, values));
  return success();
}

void onnx_frontend::addSignalHandlers(HandlerMap &handlers) {
  handlers["HannWindow"] = [](Importer &importer, const Node &node) {
    return importWindow(importer, node, {0.5, 0.5, 0});
  };
  handlers["HammingWindow"] = [](Importer &importer, const Node &node) {
    return importWindow(importer, node, {25.0 / 46, 21.0 / 46, 0});
  };
  handlers["BlackmanWindow"] = [](Importer &importer, const Node &node) {
    return importWindow(importer, node, {0.42, 0.5, 0.08});
  };
}
