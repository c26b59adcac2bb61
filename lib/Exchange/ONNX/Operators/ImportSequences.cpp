//===- ImportSequences.cpp - Sums and reversals along a dimension ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Moves elements along dimension `at`, towards its end or its begin; zeros
/// follow.
static Value shift(Importer &importer, const Node &node, Value x, int64_t at,
                   int64_t by, bool toBegin) {
  SmallVector<int64_t> sizes(cast<RankedTensorType>(x.getType()).getShape());
  SmallVector<int64_t> offsets(sizes.size(), 0), strides(sizes.size(), 1);
  SmallVector<int64_t> low(sizes.size(), 0), high(sizes.size(), 0);
  sizes[at] -= by;
  offsets[at] = toBegin ? by : 0;
  (toBegin ? high : low)[at] = by;
  Value kept = build<SliceOp>(importer, node, x, offsets, sizes, strides);
  return build<PadOp>(importer, node, PadMode::constant, kept, low, high,
                      TypedAttr());
}

/// Sums up to each element. Each round adds what lies twice as far away as in
/// the one before, so there are few of them and integers stay exact.
static LogicalResult importCumSum(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input)
    return failure();
  FailureOr<HostTensor> given = importer.getConstant(node, 1, "axis");
  if (failed(given))
    return failure();
  if (given->getNumElements() != 1)
    return node.error() << "expected an axis of 1 element, but got "
                        << given->getNumElements();
  FailureOr<int64_t> axis =
      normalizeAxis(node, given->getInts()[0], input->getRank());
  if (failed(axis))
    return failure();
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  int64_t at = llvm::find(order, *axis) - order.begin();
  auto type = cast<RankedTensorType>(x.getType());
  int64_t size = type.getDimSize(at);
  bool toBegin = node.getInt("reverse", 0);
  bool isExclusive = node.getInt("exclusive", 0);
  if (isExclusive && size == 1)
    return defineOutput(importer, node,
                        BroadcastOp::create(importer.builder(), node.getLoc(),
                                            type,
                                            makeScalar(importer, node, x, 0)),
                        order);
  if (isExclusive)
    x = shift(importer, node, x, at, 1, toBegin);
  for (int64_t by = 1; by < size; by *= 2)
    x = build<AddOp>(importer, node, x,
                     shift(importer, node, x, at, by, toBegin));
  return defineOutput(importer, node, x, order);
}

/// The first `length` elements of each sequence from behind. Batch and time are
/// one dimension, of which indices are picked.
static LogicalResult importReverse(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  const Imported *x = importer.getInput(node, 0);
  const Imported *lengths = importer.getInput(node, 1);
  int64_t time = node.getInt("time_axis", 0);
  int64_t batch = node.getInt("batch_axis", 1);
  if (x->getRank() < 2 || time < 0 || time > 1 || batch != 1 - time)
    return node.error() << "expected time and batch to be the first two "
                           "dimensions, but got "
                        << time << " and " << batch << " of " << x->getRank();
  SmallVector<int64_t> shape = x->getShape();
  if (ArrayRef<int64_t>(lengths->getShape()) != ArrayRef(shape[batch]))
    return node.error() << "expected " << shape[batch]
                        << " lengths, one a sequence";
  if (std::max(shape[0], shape[1]) > kMostMadeElements)
    return node.error() << "the input has too many elements";
  Location loc = node.getLoc();
  int64_t column[] = {batch == 0 ? shape[0] : 1, batch == 0 ? 1 : shape[1]};
  Type i64 = importer.builder().getI64Type();
  Value length = importer.reshape(
      loc, castTo(importer, node, importer.inOnnxOrder(node, *lengths), i64),
      column);
  Value step = makeRange(importer, node, i64, shape[time], 2, time);
  Value isInside =
      build<CompareOp>(importer, node, CompareKind::lt, step, length);
  Value last = build<SubOp>(importer, node, length,
                            makeScalar(importer, node, length, 1));
  Value from = build<SelectOp>(importer, node, isInside,
                               build<SubOp>(importer, node, last, step), step);
  if (time == 0)
    from = build<MulOp>(importer, node, from,
                        makeScalar(importer, node, from, double(shape[1])));
  Value index = build<AddOp>(importer, node, from,
                             makeRange(importer, node, i64, shape[batch], 2,
                                       batch, batch == 0 ? shape[1] : 1));
  SmallVector<int64_t> merged(ArrayRef<int64_t>(shape).drop_front());
  merged[0] *= shape[0];
  Value rows = importer.reshape(loc, importer.inOnnxOrder(node, *x), merged);
  return defineOutput(importer, node,
                      build<GatherOp>(importer, node, rows, index, uint64_t(0)),
                      {});
}

void onnx_frontend::addSequenceHandlers(HandlerMap &handlers) {
  handlers["CumSum"] = importCumSum;
  handlers["ReverseSequence"] = importReverse;
}
