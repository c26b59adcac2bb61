//===- MaterializeParameters.cpp - Evaluates parameter expressions --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cstring>

namespace tenon {
#define GEN_PASS_DEF_MATERIALIZEPARAMETERS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

using Bytes = std::vector<char>;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static unsigned getElementSize(RankedTensorType type) {
  return (type.getElementTypeBitWidth() + 7) / 8;
}

/// The bytes of a parameter or constant; nothing if it has no value.
static std::optional<Bytes> readBytes(Value value) {
  ElementsAttr elements;
  if (auto parameter = value.getDefiningOp<ParameterOp>())
    elements = parameter.getValueAttr();
  else if (auto constant = value.getDefiningOp<ConstantOp>())
    elements = constant.getValue();
  if (auto resource = dyn_cast_or_null<DenseResourceElementsAttr>(elements)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return std::nullopt;
    return Bytes(blob->getData().begin(), blob->getData().end());
  }
  auto dense = dyn_cast_or_null<DenseElementsAttr>(elements);
  if (!dense || dense.getElementType().isInteger(1))
    return std::nullopt;
  ArrayRef<char> raw = dense.getRawData();
  if (!dense.isSplat())
    return Bytes(raw.begin(), raw.end());
  Bytes bytes;
  for (int64_t i = 0, e = typeOf(value).getNumElements(); i < e; ++i)
    bytes.insert(bytes.end(), raw.begin(), raw.end());
  return bytes;
}

/// Copies a box of `sizes` between two dense tensors, row by row.
static void copyBox(const char *from, ArrayRef<int64_t> fromShape,
                    ArrayRef<int64_t> fromOffsets, char *to,
                    ArrayRef<int64_t> toShape, ArrayRef<int64_t> toOffsets,
                    ArrayRef<int64_t> sizes, unsigned elementSize) {
  if (sizes.empty()) {
    std::memcpy(to, from, elementSize);
    return;
  }
  int64_t rows = 1;
  for (int64_t size : sizes.drop_back())
    rows *= size;
  for (int64_t row = 0; row < rows; ++row) {
    int64_t rest = row, source = 0, target = 0, sourceStride = fromShape.back(),
            targetStride = toShape.back();
    for (size_t d = sizes.size() - 1; d-- > 0;) {
      int64_t at = rest % sizes[d];
      rest /= sizes[d];
      source += (at + fromOffsets[d]) * sourceStride;
      target += (at + toOffsets[d]) * targetStride;
      sourceStride *= fromShape[d];
      targetStride *= toShape[d];
    }
    std::memcpy(to + (target + toOffsets.back()) * elementSize,
                from + (source + fromOffsets.back()) * elementSize,
                sizes.back() * elementSize);
  }
}

/// Element `i` of a tensor of floating-point numbers.
static double readFloat(FloatType type, const Bytes &bytes, int64_t i) {
  if (type.isF32()) {
    float value;
    std::memcpy(&value, bytes.data() + i * 4, 4);
    return value;
  }
  unsigned size = type.getWidth() / 8;
  uint64_t bits = 0;
  std::memcpy(&bits, bytes.data() + i * size, size);
  return APFloat(type.getFloatSemantics(), APInt(type.getWidth(), bits))
      .convertToDouble();
}

static void writeFloat(FloatType type, Bytes &bytes, int64_t i, double value) {
  if (type.isF32()) {
    auto rounded = float(value);
    std::memcpy(bytes.data() + i * 4, &rounded, 4);
    return;
  }
  APFloat number(value);
  bool losesInfo;
  number.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                 &losesInfo);
  uint64_t bits = number.bitcastToAPInt().getZExtValue();
  unsigned size = type.getWidth() / 8;
  std::memcpy(bytes.data() + i * size, &bits, size);
}

namespace {
/// Evaluates one expression whose operands are known.
struct Evaluator {
  ArrayRef<Bytes> in;
  Bytes out;

  LogicalResult operator()(ParamSliceOp op) {
    SmallVector<int64_t> zeros(op.getType().getRank(), 0);
    copyBox(in[0].data(), typeOf(op.getInput()).getShape(), op.getOffsets(),
            out.data(), op.getType().getShape(), zeros, op.getSizes(),
            getElementSize(op.getType()));
    return success();
  }
  LogicalResult operator()(ParamPadOp op) {
    SmallVector<int64_t> zeros(op.getType().getRank(), 0);
    ArrayRef<int64_t> shape = typeOf(op.getInput()).getShape();
    copyBox(in[0].data(), shape, zeros, out.data(), op.getType().getShape(),
            zeros, shape, getElementSize(op.getType()));
    return success();
  }
  LogicalResult operator()(ParamConcatOp op) {
    SmallVector<int64_t> zeros(op.getType().getRank(), 0), offsets(zeros);
    for (auto [i, input] : llvm::enumerate(op.getInputs())) {
      ArrayRef<int64_t> shape = typeOf(input).getShape();
      copyBox(in[i].data(), shape, zeros, out.data(), op.getType().getShape(),
              offsets, shape, getElementSize(op.getType()));
      offsets[op.getAxis()] += shape[op.getAxis()];
    }
    return success();
  }
  LogicalResult operator()(ParamMergeFiltersOp op) {
    auto type = dyn_cast<FloatType>(op.getType().getElementType());
    if (!type)
      return failure();
    ArrayRef<int64_t> s = op.getType().getShape();
    int64_t to = 0;
    for (int64_t o = 0; o < s[0]; ++o)
      for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
        for (int64_t i = 0; i < s[3]; ++i)
          writeFloat(type, out, to++,
                     readFloat(type, in[1], o * s[1] * s[2] + rs) *
                         readFloat(type, in[0], o * s[3] + i));
    return success();
  }
  LogicalResult operator()(ParamMergeBiasesOp op) {
    auto type = dyn_cast<FloatType>(op.getType().getElementType());
    if (!type)
      return failure();
    ArrayRef<int64_t> s = typeOf(op.getDepthwise()).getShape();
    for (int64_t o = 0; o < s[0]; ++o) {
      double sum = 0;
      for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
        sum += readFloat(type, in[1], o * s[1] * s[2] + rs);
      double bias = in.size() > 2 ? readFloat(type, in[2], o) : 0.0;
      writeFloat(type, out, o, bias + readFloat(type, in[0], o) * sum);
    }
    return success();
  }
};

struct MaterializeParameters
    : tenon::impl::MaterializeParametersBase<MaterializeParameters> {
  LogicalResult materialize(Operation *op);
  void runOnOperation() override;
};
} // namespace

/// The first parameter of an expression.
static StringRef getFirstName(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (auto parameter = dyn_cast<ParameterOp>(op))
      return parameter.getName();
    if (op->getNumOperands() == 0)
      break;
    value = op->getOperand(0);
  }
  return "parameter";
}

LogicalResult MaterializeParameters::materialize(Operation *op) {
  auto type = typeOf(op->getResult(0));
  std::string name = getFirstName(op->getResult(0)).str();
  std::vector<Bytes> in;
  for (Value operand : op->getOperands())
    if (std::optional<Bytes> bytes = readBytes(operand))
      in.push_back(std::move(*bytes));
  ElementsAttr value;
  if (in.size() == op->getNumOperands()) {
    Evaluator evaluator{in,
                        Bytes(type.getNumElements() * getElementSize(type))};
    auto unknown = [](Operation *) -> LogicalResult { return failure(); };
    if (failed(llvm::TypeSwitch<Operation *, LogicalResult>(op)
                   .Case<ParamSliceOp, ParamPadOp, ParamConcatOp,
                         ParamMergeFiltersOp, ParamMergeBiasesOp>(
                       [&](auto o) { return evaluator(o); })
                   .Default(unknown)))
      return emitError(op->getLoc())
             << getArgument() << ": '" << op->getName() << "' of type " << type
             << " is not supported; expected floating-point numbers";
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
        ArrayRef<char>(evaluator.out), 64, /*dataIsMutable=*/false);
    value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  }
  OpBuilder b(op);
  auto parameter =
      ParameterOp::create(b, op->getLoc(), type, b.getStringAttr(name), value);
  op->getResult(0).replaceAllUsesWith(parameter.getResult());
  op->erase();
  return success();
}

void MaterializeParameters::runOnOperation() {
  for (auto function : getOperation().getOps<FunctionOpInterface>()) {
    if (function.isExternal())
      continue;
    Block &block = function.getFunctionBody().front();
    bool found = false;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (!op.hasTrait<ParameterExpression>() ||
          isa<ParameterOp, ConstantOp>(op))
        continue;
      found = true;
      if (failed(materialize(&op)))
        return signalPassFailure();
    }
    if (!found)
      continue;
    // What expressions started from is dead now unless the network reads it.
    llvm::StringMap<unsigned> taken;
    for (Operation &op : llvm::make_early_inc_range(block))
      if (isa<ParameterOp>(op) && op.use_empty())
        op.erase();
    for (auto parameter : block.getOps<ParameterOp>())
      ++taken[parameter.getName()];
    llvm::StringSet<> given;
    for (auto parameter : block.getOps<ParameterOp>()) {
      std::string name = parameter.getName().str(), unique = name;
      // Names that others bear are theirs.
      for (unsigned i = 1;
           given.contains(unique) || (unique != name && taken.contains(unique));
           ++i)
        unique = name + "." + std::to_string(i);
      given.insert(unique);
      parameter.setName(unique);
    }
  }
}
