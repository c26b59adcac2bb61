//===- ImportAttention.cpp - Scaled products of queries and keys ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
/// Reads Attention of ONNX, written in products and a softmax. Queries, keys
/// and values are `[N, heads, length, channels]`, or `[N, length, heads
/// channels]`. Several heads of queries may share a head of keys: their rows
/// are one matrix.
class AttentionReader {
public:
  AttentionReader(Importer &importer, const Node &node)
      : importer(importer), node(node) {}

  LogicalResult run();

private:
  LogicalResult readOperands();
  /// Operand `i` as `[N, heads, length, channels]`.
  Value readHeads(unsigned i, StringRef attribute);
  /// The operand behind what an earlier run left in input `past`.
  Value append(Value x, unsigned past);
  /// What is added to the products; null if there is nothing.
  FailureOr<Value> readMask();
  Value makeCausal();
  Value scores();
  int64_t size(Value x, unsigned dim) {
    return cast<RankedTensorType>(x.getType()).getDimSize(dim);
  }
  Value reshape(Value x, ArrayRef<int64_t> shape) {
    return x ? importer.reshape(node.getLoc(), x, shape) : Value();
  }
  template <typename OpTy>
  Value with(Value x, double number) {
    return x ? build<OpTy>(importer, node, x,
                           makeScalar(importer, node, x, number))
             : Value();
  }
  /// Defines the fourth output if it is what a model asks for.
  void define(int64_t mode, Value x) {
    if (mode == outputMode && !node.getOutput(3).empty())
      importer.define(node, 3, x);
  }

  Importer &importer;
  const Node &node;
  Value q, k, v;
  int64_t heads = 0, keyHeads = 0, past = 0, outputMode = 0;
  bool isFlat = false;
};
} // namespace

Value AttentionReader::readHeads(unsigned i, StringRef attribute) {
  const Imported &x = *importer.getInput(node, i);
  SmallVector<int64_t> shape = x.getShape();
  int64_t heads = node.getInt(attribute, 0);
  if (shape.size() == 4)
    return importer.inOnnxOrder(node, x);
  if (shape.size() != 3 || heads < 1 || shape[2] % heads) {
    node.error() << "expected operands of rank 4, or of rank 3 with "
                 << attribute << " heads, but got rank " << shape.size()
                 << " and " << heads;
    return {};
  }
  Value split = reshape(importer.inOnnxOrder(node, x),
                        {shape[0], shape[1], heads, shape[2] / heads});
  return build<TransposeOp>(importer, node, split,
                            ArrayRef<int64_t>{0, 2, 1, 3});
}

Value AttentionReader::append(Value x, unsigned input) {
  const Imported *before = importer.getInput(node, input);
  if (!x || !before)
    return x;
  return build<ConcatOp>(importer, node,
                         ValueRange({importer.inOnnxOrder(node, *before), x}),
                         uint64_t(2));
}

LogicalResult AttentionReader::readOperands() {
  if (failed(expectInputs(node, 3)))
    return failure();
  for (unsigned i : {0u, 1u, 2u})
    if (failed(expectFloats(node, *importer.getInput(node, i))))
      return failure();
  // Which precision the softmax has at least; it has 32 bits here.
  int64_t precision = node.getInt("softmax_precision", 1);
  if (precision != 0 && precision != 1 && precision != 10 && precision != 16)
    return node.error() << "softmax_precision "
                        << getOnnxTypeName(int(precision))
                        << " is not supported";
  outputMode = node.getInt("qk_matmul_output_mode", 0);
  isFlat = importer.getInput(node, 0)->getRank() == 3;
  q = readHeads(0, "q_num_heads");
  k = q ? readHeads(1, "kv_num_heads") : Value();
  v = k ? readHeads(2, "kv_num_heads") : Value();
  if (!v)
    return failure();
  if (const Imported *before = importer.getInput(node, 4))
    past = before->getRank() == 4 ? before->getShape()[2] : 0;
  k = append(k, 4);
  v = append(v, 5);
  if (!k || !v)
    return failure();
  if (!node.getOutput(1).empty())
    importer.define(node, 1, k);
  if (!node.getOutput(2).empty())
    importer.define(node, 2, v);
  heads = size(q, 1);
  keyHeads = size(k, 1);
  if (heads % keyHeads || size(v, 1) != keyHeads || size(q, 3) != size(k, 3) ||
      size(k, 2) != size(v, 2) || size(q, 0) != size(k, 0))
    return node.error() << "expected heads, lengths and channels that agree";
  return success();
}

/// A query sees the keys up to its own place.
Value AttentionReader::makeCausal() {
  int64_t rows = size(q, 2), columns = size(k, 2);
  std::vector<double> values;
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j)
      values.push_back(
          j <= i + past ? 0 : -std::numeric_limits<double>::infinity());
  Type type = cast<RankedTensorType>(q.getType()).getElementType();
  return importer.makeConstant(
      node.getLoc(), HostTensor::fromDoubles(type, {rows, columns}, values));
}

FailureOr<Value> AttentionReader::readMask() {
  Value mask;
  if (node.getInt("is_causal", 0)) {
    if (size(q, 2) > kMostMadeElements / size(k, 2))
      return node.error() << "the causal mask has too many elements";
    mask = makeCausal();
  }
  const Imported *given = importer.getInput(node, 3);
  if (!given)
    return mask;
  Value added = importer.inOnnxOrder(node, *given);
  if (given->getElementType().isInteger(1)) {
    Value zero = makeScalar(importer, node, q, 0);
    Value least =
        makeScalar(importer, node, q, -std::numeric_limits<double>::infinity());
    added = build<SelectOp>(importer, node, added, zero, least);
  }
  if (mask && added)
    added = build<AddOp>(importer, node, mask, added);
  if (!added)
    return failure();
  return added;
}

/// The softmax of the scaled products, `[N, heads, rows, columns]`.
Value AttentionReader::scores() {
  int64_t batch = size(q, 0), rows = size(q, 2), columns = size(k, 2);
  int64_t channels = size(q, 3);
  double scale = node.hasAttr("scale") ? node.getFloat("scale", 1)
                                       : 1 / std::sqrt(double(channels));
  FailureOr<Value> mask = readMask();
  if (failed(mask))
    return {};
  Value queries = reshape(with<MulOp>(q, scale),
                          {batch, keyHeads, heads / keyHeads * rows, channels});
  Value keys =
      build<TransposeOp>(importer, node, k, ArrayRef<int64_t>{0, 1, 3, 2});
  if (!queries || !keys)
    return {};
  Value x = reshape(build<MatMulOp>(importer, node, queries, keys),
                    {batch, heads, rows, columns});
  define(0, x);
  // The cap comes before the mask: behind it, masked columns would be -cap.
  if (float cap = node.getFloat("softcap", 0)) {
    x = with<MulOp>(x, 1 / double(cap));
    if (!x)
      return {};
    x = build<ActivationOp>(importer, node, x,
                            ActivationAttr::get(importer.getContext(),
                                                ActivationKind::tanh,
                                                ArrayRef<float>()));
    x = with<MulOp>(x, cap);
  }
  define(1, x);
  if (x && *mask)
    x = build<AddOp>(importer, node, x, *mask);
  define(2, x);
  if (!x)
    return {};
  x = build<SoftmaxOp>(importer, node, x, uint64_t(3), false);
  define(3, x);
  return x;
}

LogicalResult AttentionReader::run() {
  if (failed(readOperands()))
    return failure();
  Value weights = scores();
  if (!weights)
    return failure();
  int64_t batch = size(q, 0), rows = size(q, 2), columns = size(k, 2);
  int64_t channels = size(v, 3);
  weights =
      reshape(weights, {batch, keyHeads, heads / keyHeads * rows, columns});
  Value result = reshape(build<MatMulOp>(importer, node, weights, v),
                         {batch, heads, rows, channels});
  if (!result)
    return failure();
  if (isFlat) {
    result = build<TransposeOp>(importer, node, result,
                                ArrayRef<int64_t>{0, 2, 1, 3});
    result = reshape(result, {batch, rows, heads * channels});
  }
  return defineOutput(importer, node, result, {});
}

void onnx_frontend::addAttentionHandlers(HandlerMap &handlers) {
  handlers["Attention"] = [](Importer &importer, const Node &node) {
    return AttentionReader(importer, node).run();
  };
}
