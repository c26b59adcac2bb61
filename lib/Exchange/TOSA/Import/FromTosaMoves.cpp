//===- FromTosaMoves.cpp - Constants and moves from TOSA ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromTosa.h"
#include "lib/Exchange/TOSA/Export/Emitter.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;
namespace mt = mlir::tosa;

static FailureOr<Value> fromConst(mt::ConstOp op, mt::ConstOp::Adaptor adaptor,
                                  NetworkEmitter &emitter) {
  return emitter.constant(op.getValues(), op.getLoc());
}

static FailureOr<Value> fromIdentity(mt::IdentityOp op,
                                     mt::IdentityOp::Adaptor adaptor,
                                     NetworkEmitter &emitter) {
  return adaptor.getInput1();
}

static FailureOr<Value> fromConcat(mt::ConcatOp op,
                                   mt::ConcatOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  return emitter.emit<nn::ConcatOp>(adaptor.getInput1(),
                                    uint64_t(op.getAxis()));
}

static FailureOr<Value> fromReshape(mt::ReshapeOp op,
                                    mt::ReshapeOp::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  // The result type has the shape, constant or not.
  return emitter.reshape(adaptor.getInput1(),
                         typeOf(op.getOutput()).getShape());
}

static FailureOr<Value> fromTranspose(mt::TransposeOp op,
                                      mt::TransposeOp::Adaptor adaptor,
                                      NetworkEmitter &emitter) {
  SmallVector<int64_t> permutation(op.getPerms());
  return emitter.transpose(adaptor.getInput1(), permutation);
}

static FailureOr<Value> fromReverse(mt::ReverseOp op,
                                    mt::ReverseOp::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  Ints sizes = typeOf(op.getInput1()).getShape();
  SmallVector<int64_t> offsets(sizes.size(), 0), strides(sizes.size(), 1);
  offsets[op.getAxis()] = sizes[op.getAxis()] - 1;
  strides[op.getAxis()] = -1;
  return emitter.emit<nn::SliceOp>(adaptor.getInput1(), offsets, sizes,
                                   strides);
}

static FailureOr<Value> fromSlice(mt::SliceOp op, mt::SliceOp::Adaptor adaptor,
                                  NetworkEmitter &emitter) {
  auto offsets = getShapeOperand(op.getStart(), emitter);
  auto sizes = getShapeOperand(op.getSize(), emitter);
  if (failed(offsets) || failed(sizes))
    return failure();
  // A size of -1 is what there is; the type knows.
  SmallVector<int64_t> strides(offsets->size(), 1);
  return emitter.emit<nn::SliceOp>(adaptor.getInput1(), *offsets,
                                   typeOf(op.getOutput()).getShape(), strides);
}

/// The constant number of a tensor of one element; null if it is none.
static TypedAttr getFill(Value value) {
  DenseElementsAttr values;
  if (!matchPattern(value, m_Constant(&values)) || values.empty() ||
      !values.isSplat())
    return {};
  return cast<TypedAttr>(values.getSplatValue<Attribute>());
}

static FailureOr<Value> fromPad(mt::PadOp op, mt::PadOp::Adaptor adaptor,
                                NetworkEmitter &emitter) {
  auto padding = getShapeOperand(op.getPadding(), emitter);
  if (failed(padding))
    return failure();
  TypedAttr value = getFill(op.getPadConst());
  if (!value)
    return emitter.refuse("expected the padding to be a constant number, but "
                          "got another value");
  SmallVector<int64_t> low, high;
  for (size_t i = 0; i < padding->size(); i += 2) {
    low.push_back((*padding)[i]);
    high.push_back((*padding)[i + 1]);
  }
  return emitter.emit<nn::PadOp>(nn::PadMode::constant, adaptor.getInput1(),
                                 low, high, value);
}

static FailureOr<Value> fromTile(mt::TileOp op, mt::TileOp::Adaptor adaptor,
                                 NetworkEmitter &emitter) {
  auto multiples = getShapeOperand(op.getMultiples(), emitter);
  if (failed(multiples))
    return failure();
  Value x = adaptor.getInput1();
  // What is longer than one element is repeated by concatenation.
  SmallVector<int64_t> shape(typeOf(x).getShape());
  for (auto [d, count] : llvm::enumerate(*multiples)) {
    if (shape[d] == 1)
      shape[d] = count;
    else if (count != 1)
      x = emitter.emit<nn::ConcatOp>(SmallVector<Value>(count, x), d);
  }
  RankedTensorType type = typeOf(op.getOutput());
  return type == x.getType() ? x : emitter.emit<nn::BroadcastOp>(type, x);
}

/// Batches `[N, K, C]` become one table of N K rows; indices `[N, W]` of batch
/// n start at row n K.
static FailureOr<Value> fromGather(mt::GatherOp op,
                                   mt::GatherOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  Ints shape = typeOf(op.getValues()).getShape();
  Value indices = adaptor.getIndices();
  RankedTensorType type = typeOf(indices);
  if (shape[0] > 1) {
    SmallVector<APInt> starts;
    for (int64_t n = 0; n < shape[0]; ++n)
      starts.push_back(
          APInt(type.getElementTypeBitWidth(), uint64_t(n * shape[1])));
    auto column = type.clone({shape[0], 1});
    Value offsets = emitter.emit<nn::ConstantOp>(
        cast<ElementsAttr>(DenseElementsAttr::get(column, starts)));
    indices = emitter.emit<nn::AddOp>(indices, offsets);
  }
  indices = emitter.reshape(indices, type.getNumElements());
  Value table =
      emitter.reshape(adaptor.getValues(), {shape[0] * shape[1], shape[2]});
  return emitter.reshape(
      emitter.emit<nn::GatherOp>(table, indices, uint64_t(0)),
      typeOf(op.getOutput()).getShape());
}

void tenon::tosa::addFromMoves(RewritePatternSet &patterns) {
  addFrom<mt::ConstOp>(patterns, fromConst);
  addFrom<mt::IdentityOp>(patterns, fromIdentity);
  addFrom<mt::ConcatOp>(patterns, fromConcat);
  addFrom<mt::ReshapeOp>(patterns, fromReshape);
  addFrom<mt::TransposeOp>(patterns, fromTranspose);
  addFrom<mt::ReverseOp>(patterns, fromReverse);
  addFrom<mt::SliceOp>(patterns, fromSlice);
  addFrom<mt::PadOp>(patterns, fromPad);
  addFrom<mt::TileOp>(patterns, fromTile);
  addFrom<mt::GatherOp>(patterns, fromGather);
}
