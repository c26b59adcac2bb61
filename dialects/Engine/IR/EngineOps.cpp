//===- EngineOps.cpp - Verifiers of the commands --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpImplementation.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

#define GET_OP_CLASSES
#include "dialects/Engine/IR/EngineOps.cpp.inc"

/// Sizes above this are mistakes.
static constexpr int64_t maxSize = int64_t(1) << 32;
/// DRAM ends here.
static constexpr int64_t maxAddress = int64_t(1) << 48;
/// What one command does at most: bytes that it moves, elements that it visits,
/// products that it adds.
static constexpr int64_t maxWork = int64_t(1) << 48;

/// The product of positive numbers up to 2^32, or a larger one than maxWork.
static int64_t getProduct(ArrayRef<int64_t> values) {
  int64_t product = 1;
  for (int64_t value : values) {
    if (product > maxWork)
      return product;
    if (llvm::MulOverflow(product, value, product))
      return INT64_MAX;
  }
  return product;
}

static LogicalResult verifyWork(Operation *op, StringRef what,
                                ArrayRef<int64_t> factors) {
  if (getProduct(factors) <= maxWork)
    return success();
  InFlightDiagnostic diagnostic = op->emitOpError()
                                  << "expected at most 2^48 " << what
                                  << " in a command, but got ";
  llvm::interleave(factors, diagnostic, " * ");
  return diagnostic;
}

static LogicalResult verifyPositive(Operation *op, StringRef what,
                                    ArrayRef<int64_t> values) {
  for (int64_t value : values)
    if (value < 1 || value > maxSize)
      return op->emitOpError()
             << "expected " << what << " between 1 and 2^32, but got " << value;
  return success();
}

static LogicalResult verifyCount(Operation *op, StringRef what,
                                 ArrayRef<int64_t> values, size_t count) {
  if (values.size() != count)
    return op->emitOpError() << "expected " << count << ' ' << what
                             << ", but got " << values.size();
  return success();
}

/// Checks that `[address, address + bytes)` is in the SRAM of the target and,
/// for tiles, starts at an aligned address (sram_r3).
static LogicalResult verifySram(Operation *op, StringRef what, int64_t address,
                                int64_t bytes) {
  if (address < 0 || address % sramAlignment != 0)
    return op->emitOpError()
           << "expected the SRAM address of " << what << " to be a multiple of "
           << sramAlignment << ", but got " << address;
  TargetAttr target = getTarget(op);
  if (target && (address > target.getMachine().sramBytes ||
                 bytes > target.getMachine().sramBytes - address))
    return op->emitOpError()
           << "expected " << what << " to end within the "
           << target.getMachine().sramBytes << " bytes of SRAM, but got "
           << bytes << " bytes at " << address;
  return success();
}

namespace {
/// How far a strided box reaches from its address, in bytes: below it, where
/// strides are negative, and to behind its last byte.
struct Reach {
  int64_t below = 0, above = 0;
};
} // namespace

/// Nothing if the reach does not fit 48 bits.
static std::optional<Reach> getReach(ArrayRef<int64_t> sizes,
                                     ArrayRef<int64_t> strides) {
  Reach reach;
  reach.above = sizes.back();
  for (auto [size, stride] : llvm::zip(sizes.drop_back(), strides)) {
    int64_t extent;
    if (llvm::MulOverflow(size - 1, stride, extent) || extent > maxAddress ||
        extent < -maxAddress)
      return std::nullopt;
    (extent < 0 ? reach.below : reach.above) += std::abs(extent);
  }
  return reach;
}

template <typename OpT>
static LogicalResult verifyTransfer(OpT op) {
  size_t rank = op.getSizes().size();
  if (rank < 1 || rank > 4)
    return op.emitOpError("expected 1 to 4 sizes, but got ") << rank;
  if (failed(verifyPositive(op, "sizes", op.getSizes())) ||
      failed(verifyCount(op, "DRAM strides", op.getDramStrides(), rank - 1)) ||
      failed(verifyCount(op, "SRAM strides", op.getSramStrides(), rank - 1)))
    return failure();
  for (int64_t stride : op.getSramStrides())
    if (stride < 0)
      return op.emitOpError("expected SRAM strides of at least 0, but got ")
             << stride;
  if (op.getDramAddress() < 0)
    return op.emitOpError("expected a DRAM address of at least 0, but got ")
           << op.getDramAddress();
  if (failed(verifyWork(op, "bytes to move", op.getSizes())))
    return failure();
  std::optional<Reach> dram = getReach(op.getSizes(), op.getDramStrides());
  std::optional<Reach> sram = getReach(op.getSizes(), op.getSramStrides());
  if (!dram || !sram)
    return op.emitOpError("expected a region below 2^48 bytes");
  if (op.getDramAddress() < dram->below)
    return op.emitOpError("expected the region to begin at a DRAM address of "
                          "at least 0, but got ")
           << dram->below << " bytes below " << op.getDramAddress();
  if (op.getDramAddress() > maxAddress - dram->above)
    return op.emitOpError("expected the region to end within 2^48 bytes of "
                          "DRAM, but got ")
           << dram->above << " bytes at " << op.getDramAddress();
  return verifySram(op, "the region", op.getSramAddress(), sram->above);
}

LogicalResult LoadOp::verify() { return verifyTransfer(*this); }
LogicalResult StoreOp::verify() { return verifyTransfer(*this); }

LogicalResult ProgramOp::verify() {
  for (Operation &op : *getBody().begin())
    if (op.getDialect() != getOperation()->getDialect() || isa<ProgramOp>(op))
      return op.emitOpError("expected a command of a neural engine in a "
                            "program");
  return success();
}

LogicalResult BarrierOp::verify() {
  return isa<ProgramOp>((*this)->getParentOp())
             ? success()
             : emitOpError("expected to be in a program");
}

LogicalResult LayerOp::verify() {
  return isa<ProgramOp>((*this)->getParentOp())
             ? success()
             : emitOpError("expected to be in a program");
}

/// Checks the lengths of all arrays of a command and the signs of their values.
static LogicalResult verifyShapes(ArrayOp op) {
  if (failed(verifyCount(op, "output sizes", op.getOutputSizes(), 3)) ||
      failed(verifyCount(op, "output pitches", op.getOutputPitch(), 2)) ||
      failed(verifyCount(op, "input sizes", op.getInputSizes(), 3)) ||
      failed(verifyCount(op, "input pitches", op.getInputPitch(), 2)) ||
      failed(verifyCount(op, "kernel sizes", op.getKernel(), 2)) ||
      failed(verifyCount(op, "strides", op.getStrides(), 2)) ||
      failed(verifyCount(op, "dilations", op.getDilations(), 2)) ||
      failed(verifyCount(op, "pads", op.getPads(), 2)) ||
      failed(verifyPositive(op, "output sizes", op.getOutputSizes())) ||
      failed(verifyPositive(op, "output pitches", op.getOutputPitch())) ||
      failed(verifyPositive(op, "input sizes", op.getInputSizes())) ||
      failed(verifyPositive(op, "input pitches", op.getInputPitch())) ||
      failed(verifyPositive(op, "kernel sizes", op.getKernel())) ||
      failed(verifyPositive(op, "strides", op.getStrides())) ||
      failed(verifyPositive(op, "dilations", op.getDilations())))
    return failure();
  for (int64_t pad : op.getPads())
    if (pad < 0 || pad > maxSize)
      return op.emitOpError("expected pads of at least 0, but got ") << pad;
  return success();
}

LogicalResult ArrayOp::verify() {
  if (failed(verifyShapes(*this)))
    return failure();
  int64_t in = getInputSizes()[2], out = getOutputSizes()[2];
  if (getMode() == ArrayMode::Depthwise) {
    if (out % in != 0)
      return emitOpError("expected a depthwise step to have a multiple of the ")
             << in << " input channels as output channels, but got " << out;
    if (getSums() != SumPart::Whole)
      return emitOpError("expected a depthwise step to have no partial sums");
  }
  TargetAttr target = getTarget(*this);
  if (target && getMode() == ArrayMode::Depthwise &&
      !target.getMachine().hasDepthwise())
    return emitOpError("expected a mode of the array of '")
           << target.getName() << "', but got depthwise";
  int64_t depth = getMode() == ArrayMode::Depthwise ? 1 : in;
  if (failed(verifyWork(*this, "products",
                        {getOutputSizes()[0], getOutputSizes()[1], out, depth,
                         getKernel()[0], getKernel()[1]})))
    return failure();
  int64_t bytes = getElementBytes(getElementKind(getType()));
  auto span = [&](ArrayRef<int64_t> sizes, ArrayRef<int64_t> pitch,
                  int64_t element) {
    return (sizes[0] - 1) * pitch[0] + (sizes[1] - 1) * pitch[1] +
           sizes[2] * element;
  };
  int64_t weights = out * depth * getKernel()[0] * getKernel()[1] * bytes;
  if (getWeightLayout() ==
      WeightLayout::Constant) // array_r11: the records are behind them.
    weights = alignUp(weights, sramAlignment) + out * accumulatorBytes;
  if (failed(verifySram(*this, "the output", getOutputAddress(),
                        span(getOutputSizes(), getOutputPitch(), bytes))) ||
      failed(verifySram(*this, "the input", getInputAddress(),
                        span(getInputSizes(), getInputPitch(), bytes))) ||
      failed(verifySram(*this,
                        getWeightLayout() != WeightLayout::Constant
                            ? "the weights"
                            : "the weights and records",
                        getWeightAddress(), weights)))
    return failure();
  if (getResidual() != -1) {
    if (getSums() == SumPart::First || getSums() == SumPart::Middle)
      return emitOpError("expected sums with a residual to be whole or last, "
                         "but got ")
             << stringifySumPart(getSums());
    if (failed(verifyCount(*this, "residual pitches", getResidualPitch(), 2)) ||
        failed(verifyPositive(*this, "residual pitches", getResidualPitch())) ||
        failed(verifySram(*this, "the residual", getResidual(),
                          span(getOutputSizes(), getResidualPitch(), bytes))))
      return failure();
  }
  if (getSums() == SumPart::Whole)
    return success();
  return verifySram(*this, "the partial sums", getPartials(),
                    getOutputSizes()[0] * getOutputSizes()[1] * out *
                        accumulatorBytes);
}

LogicalResult VectorOp::verify() {
  if (failed(verifyPositive(*this, "pixels", getPixels())) ||
      failed(verifyPositive(*this, "taps", getTaps())) ||
      failed(verifyPositive(*this, "channels", getChannels())) ||
      failed(verifyWork(*this, "visits of elements",
                        {getPixels(), getTaps(), getChannels()})) ||
      failed(verifyPositive(*this, "lengths", getInputBytes())) ||
      failed(verifyPositive(*this, "lengths", getOutputBytes())) ||
      failed(verifyCount(*this, "lengths of inputs", getInputBytes(),
                         getInputs().size())))
    return failure();
  if (getInputs().size() > 2)
    return emitOpError("expected at most 2 inputs, but got ")
           << getInputs().size();
  TargetAttr target = getTarget(*this);
  if (target && !target.getFunctionCycles(getFunction())) {
    InFlightDiagnostic diagnostic =
        emitOpError("expected one of the functions");
    StringRef separator = " ";
    for (NamedAttribute entry : target.getFunctions()) {
      diagnostic << separator << entry.getName().getValue();
      separator = ", ";
    }
    return diagnostic << ", but got '" << getFunction() << "'";
  }
  for (auto [address, bytes] : llvm::zip(getInputs(), getInputBytes()))
    if (failed(verifySram(*this, "an input", address, bytes)))
      return failure();
  return verifySram(*this, "the output", getOutput(), getOutputBytes());
}
