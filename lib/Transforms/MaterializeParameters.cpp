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
#include "tenon/Support/HostTensor.h"
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

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The values of a parameter or constant; nothing if it has none.
static std::optional<HostTensor> readValues(Value value) {
  if (auto parameter = value.getDefiningOp<ParameterOp>())
    return HostTensor::fromElements(parameter.getValueAttr());
  auto constant = value.getDefiningOp<ConstantOp>();
  return HostTensor::fromElements(constant ? constant.getValue() : nullptr);
}

/// Copies a box of `sizes` between two tensors, row by row.
static void copyBox(const HostTensor &source, ArrayRef<int64_t> fromOffsets,
                    HostTensor &target, ArrayRef<int64_t> toOffsets,
                    ArrayRef<int64_t> sizes) {
  unsigned bytes = HostTensor::getElementBytes(target.getElementType());
  const char *from = source.getBytes().data();
  char *to = target.getMutableBytes();
  if (sizes.empty()) {
    std::memcpy(to, from, bytes);
    return;
  }
  ArrayRef<int64_t> fromShape = source.getShape(), toShape = target.getShape();
  int64_t rows = 1;
  for (int64_t size : sizes.drop_back())
    rows *= size;
  for (int64_t row = 0; row < rows; ++row) {
    int64_t rest = row, read = 0, write = 0, readStride = fromShape.back(),
            writeStride = toShape.back();
    for (size_t d = sizes.size() - 1; d-- > 0;) {
      int64_t at = rest % sizes[d];
      rest /= sizes[d];
      read += (at + fromOffsets[d]) * readStride;
      write += (at + toOffsets[d]) * writeStride;
      readStride *= fromShape[d];
      writeStride *= toShape[d];
    }
    std::memcpy(to + (write + toOffsets.back()) * bytes,
                from + (read + fromOffsets.back()) * bytes,
                sizes.back() * bytes);
  }
}

namespace {
/// Evaluates one expression whose operands are known.
struct Evaluator {
  ArrayRef<HostTensor> in;
  HostTensor out;

  LogicalResult operator()(ParamSliceOp op) {
    SmallVector<int64_t> zeros(out.getRank(), 0);
    copyBox(in[0], op.getOffsets(), out, zeros, op.getSizes());
    return success();
  }
  LogicalResult operator()(ParamPadOp op) {
    SmallVector<int64_t> zeros(out.getRank(), 0);
    copyBox(in[0], zeros, out, zeros, in[0].getShape());
    return success();
  }
  LogicalResult operator()(ParamConcatOp op) {
    SmallVector<int64_t> zeros(out.getRank(), 0), offsets(zeros);
    for (const HostTensor &input : in) {
      copyBox(input, zeros, out, offsets, input.getShape());
      offsets[op.getAxis()] += input.getShape()[op.getAxis()];
    }
    return success();
  }
  LogicalResult operator()(ParamMergeFiltersOp op) {
    if (!isa<FloatType>(out.getElementType()))
      return failure();
    ArrayRef<int64_t> s = out.getShape();
    int64_t to = 0;
    for (int64_t o = 0; o < s[0]; ++o)
      for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
        for (int64_t i = 0; i < s[3]; ++i)
          out.setDouble(to++, in[1].getDouble(o * s[1] * s[2] + rs) *
                                  in[0].getDouble(o * s[3] + i));
    return success();
  }
  LogicalResult operator()(ParamMergeBiasesOp op) {
    if (!isa<FloatType>(out.getElementType()))
      return failure();
    ArrayRef<int64_t> s = in[1].getShape();
    for (int64_t o = 0; o < s[0]; ++o) {
      double sum = 0;
      for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
        sum += in[1].getDouble(o * s[1] * s[2] + rs);
      double bias = in.size() > 2 ? in[2].getDouble(o) : 0.0;
      out.setDouble(o, bias + in[0].getDouble(o) * sum);
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
  std::vector<HostTensor> in;
  for (Value operand : op->getOperands())
    if (std::optional<HostTensor> values = readValues(operand))
      in.push_back(std::move(*values));
  ElementsAttr value;
  if (in.size() == op->getNumOperands()) {
    Evaluator evaluator{
        in, HostTensor::zeros(type.getElementType(), type.getShape())};
    auto unknown = [](Operation *) -> LogicalResult { return failure(); };
    if (failed(llvm::TypeSwitch<Operation *, LogicalResult>(op)
                   .Case<ParamSliceOp, ParamPadOp, ParamConcatOp,
                         ParamMergeFiltersOp, ParamMergeBiasesOp>(
                       [&](auto o) { return evaluator(o); })
                   .Default(unknown)))
      return emitError(op->getLoc())
             << getArgument() << ": '" << op->getName() << "' of type " << type
             << " is not supported; expected floating-point numbers";
    StringRef bytes = evaluator.out.getBytes();
    AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
        ArrayRef<char>(bytes.data(), bytes.size()), 64,
        /*dataIsMutable=*/false);
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
