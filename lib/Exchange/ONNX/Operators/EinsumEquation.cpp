//===- EinsumEquation.cpp - Equations of Einstein's notation --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EinsumEquation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <map>
#include <set>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

/// The label of the last dimension of an ellipsis; those before it have smaller
/// ones.
static constexpr int kLastOfEllipsis = 1 << 30;

/// One letter a dimension; an ellipsis has as many as are left of `rank`,
/// and `ellipsis` becomes the most that one has.
static FailureOr<Labels> readLabels(const Node &node, StringRef text,
                                    int64_t rank, int64_t &ellipsis) {
  size_t dots = text.find("...");
  int64_t letters = text.size() - (dots == StringRef::npos ? 0 : 3);
  if (dots == StringRef::npos ? letters != rank : letters > rank)
    return node.error() << "expected '" << text << "' to name " << rank
                        << " dimensions";
  Labels labels;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == dots) {
      for (int64_t d = rank - letters; d > 0; --d)
        labels.push_back(kLastOfEllipsis + 1 - int(d));
      ellipsis = std::max(ellipsis, rank - letters);
      i += 2;
      continue;
    }
    if (!llvm::isAlpha(text[i]))
      return node.error() << "expected letters and one ellipsis in '" << text
                          << "'";
    labels.push_back(text[i]);
  }
  return labels;
}

/// Without an arrow: the ellipsis, then the letters that are there once.
static Labels makeResultLabels(StringRef inputs, int64_t ellipsis) {
  Labels result;
  for (int64_t d = ellipsis; d > 0; --d)
    result.push_back(kLastOfEllipsis + 1 - int(d));
  for (int letter = 'A'; letter <= 'z'; ++letter)
    if (llvm::isAlpha(char(letter)) && inputs.count(char(letter)) == 1)
      result.push_back(letter);
  return result;
}

/// Labels of the result occur once, and in an operand. Equal labels mean equal
/// sizes, or 1.
static LogicalResult checkSizes(const Node &node,
                                const EinsumEquation &equation,
                                ArrayRef<SmallVector<int64_t>> shapes) {
  std::map<int, int64_t> sizes;
  for (auto [labels, shape] : llvm::zip_equal(equation.operands, shapes))
    for (auto [label, size] : llvm::zip_equal(labels, shape)) {
      int64_t &known = sizes.try_emplace(label, size).first->second;
      if (size != known && size != 1 && known != 1)
        return node.error() << "expected one size for each letter, but got "
                            << known << " and " << size;
      known = std::max(known, size);
    }
  std::set<int> seen;
  for (int label : equation.result)
    if (!sizes.count(label) || !seen.insert(label).second)
      return node.error() << "expected each letter of the result once, and in "
                             "an operand";
  return success();
}

FailureOr<EinsumEquation>
onnx_frontend::readEquation(const Node &node,
                            ArrayRef<SmallVector<int64_t>> shapes) {
  std::string text = node.getString("equation", "");
  llvm::erase(text, ' ');
  bool hasArrow = StringRef(text).contains("->");
  auto [inputs, output] = StringRef(text).split("->");
  SmallVector<StringRef> parts;
  inputs.split(parts, ',');
  if (parts.size() != shapes.size())
    return node.error() << "expected an equation of " << shapes.size()
                        << " operands, but got '" << text << "'";
  EinsumEquation equation;
  int64_t ellipsis = 0;
  for (auto [part, shape] : llvm::zip_equal(parts, shapes)) {
    FailureOr<Labels> labels = readLabels(node, part, shape.size(), ellipsis);
    if (failed(labels))
      return failure();
    equation.operands.push_back(*labels);
  }
  if (!hasArrow) {
    equation.result = makeResultLabels(inputs, ellipsis);
  } else {
    bool hasEllipsis = output.contains("...");
    int64_t letters = output.size() - (hasEllipsis ? 3 : 0);
    FailureOr<Labels> labels = readLabels(
        node, output, letters + (hasEllipsis ? ellipsis : 0), ellipsis);
    if (failed(labels))
      return failure();
    equation.result = *labels;
  }
  if (failed(checkSizes(node, equation, shapes)))
    return failure();
  return equation;
}
