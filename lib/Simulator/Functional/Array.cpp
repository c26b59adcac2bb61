//===- Array.cpp - Commands of the array on data --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;
using engine::ArrayOp;
using engine::SumPart;

namespace {
/// Runs one command. `T` is the type of sums.
template <typename T>
class ArrayCommand {
public:
  ArrayCommand(ArrayOp op, const MappedCommand &command, Machine &machine)
      : op(op), command(command), node(machine.map.nodes[command.node]),
        machine(machine), sram(machine.sram),
        bytes(engine::getElementBytes(engine::getElementKind(op.getType()))),
        isDepthwise(op.getMode() == engine::ArrayMode::Depthwise),
        outputs(op.getOutputSizes()[2]), inputs(op.getInputSizes()[2]),
        taps(op.getKernel()[0] * op.getKernel()[1]),
        pixels(op.getOutputSizes()[0] * op.getOutputSizes()[1]) {}
  LogicalResult run();

private:
  LogicalResult readInput();
  LogicalResult readWeights();
  LogicalResult checkRecords();
  void compute();
  void computePixel(const T *in, int64_t tap, T *out) const;
  LogicalResult addPartials();
  void writePartials();
  LogicalResult writeOutput();
  FailureOr<HostTensor> finish();
  FailureOr<HostTensor> drain(Operation *drained, Value current,
                              const HostTensor &tile);
  FailureOr<HostTensor> readResidual(RankedTensorType type);
  int64_t getZeroPoint(Type type, int64_t channel) const;
  int64_t getPixel(int64_t pixel, ArrayRef<int64_t> pitch) {
    int64_t width = op.getOutputSizes()[1];
    return pixel / width * pitch[0] + pixel % width * pitch[1];
  }

  ArrayOp op;
  const MappedCommand &command;
  const MappedNode &node;
  Machine &machine;
  Memory &sram;
  int64_t bytes;
  bool isDepthwise;
  int64_t outputs, inputs, taps, pixels;
  /// Elements in the order [h, w, C], [tap, C, K], and [H, W, K].
  std::vector<T> input, weights, sums;
};
} // namespace

template <typename T>
int64_t ArrayCommand<T>::getZeroPoint(Type type, int64_t channel) const {
  if (auto uniform = dyn_cast<quant::UniformQuantizedType>(type))
    return uniform.getZeroPoint();
  if (auto perAxis = dyn_cast<quant::UniformQuantizedPerAxisType>(type))
    return perAxis.getZeroPoints()[channel];
  return 0;
}

template <typename T>
LogicalResult ArrayCommand<T>::readInput() {
  Type type =
      cast<RankedTensorType>(node.op->getOperand(0).getType()).getElementType();
  Decoder decoder(type);
  auto zero = T(getZeroPoint(type, 0));
  ArrayRef<int64_t> sizes = op.getInputSizes(), pitch = op.getInputPitch();
  input.resize(sizes[0] * sizes[1] * sizes[2]);
  T *to = input.data();
  for (int64_t h = 0; h != sizes[0]; ++h)
    for (int64_t w = 0; w != sizes[1]; ++w) {
      int64_t address = op.getInputAddress() + h * pitch[0] + w * pitch[1];
      for (int64_t c = 0; c != sizes[2]; ++c, address += bytes) {
        if (!sram.isWritten(address))
          return reportUnwritten(op, "SRAM", address);
        *to++ = T(decoder.decode(sram.get(address))) - zero;
      }
    }
  return success();
}

template <typename T>
LogicalResult ArrayCommand<T>::readWeights() {
  Type type =
      cast<RankedTensorType>(node.op->getOperand(1).getType()).getElementType();
  Decoder decoder(type);
  int64_t depth = isDepthwise ? 1 : inputs;
  weights.resize(taps * depth * outputs);
  int64_t address = op.getWeightAddress();
  auto read = [&](int64_t k, int64_t tap, int64_t c) -> LogicalResult {
    if (!sram.isWritten(address))
      return reportUnwritten(op, "SRAM", address);
    weights[(tap * depth + c) * outputs + k] =
        T(decoder.decode(sram.get(address))) -
        T(getZeroPoint(type, command.outChannel + k));
    address += bytes;
    return success();
  };
  if (op.getWeightLayout() == engine::WeightLayout::Columns) {
    for (int64_t c = 0; c != depth; ++c)
      for (int64_t k = 0; k != outputs; ++k)
        if (failed(read(k, 0, c)))
          return failure();
    return success();
  }
  for (int64_t k = 0; k != outputs; ++k)
    for (int64_t tap = 0; tap != taps; ++tap)
      for (int64_t c = 0; c != depth; ++c)
        if (failed(read(k, tap, c)))
          return failure();
  return checkRecords();
}

/// array_r11: checks that the drain finds the records of the channels after
/// constant weights. Computed factors have no records.
template <typename T>
LogicalResult ArrayCommand<T>::checkRecords() {
  if (op.getWeightLayout() != engine::WeightLayout::Constant)
    return success();
  int64_t depth = isDepthwise ? 1 : inputs;
  int64_t address =
      engine::alignUp(op.getWeightAddress() + outputs * taps * depth * bytes,
                      engine::sramAlignment);
  for (int64_t k = 0; k != outputs; ++k, address += engine::accumulatorBytes) {
    if (!sram.isWritten(address))
      return reportUnwritten(op, "SRAM", address);
    int64_t channel = command.outChannel + k;
    uint64_t record = sram.get(address);
    if (record != machine.getRecords(command.node)[channel])
      return op.emitOpError("expected the record of channel ")
             << channel << " at " << address
             << " of SRAM, but got that of channel " << uint32_t(record)
             << (uint32_t(record) == channel ? " of another operation" : "");
  }
  return success();
}

/// Adds the products of one tap.
template <typename T>
void ArrayCommand<T>::computePixel(const T *in, int64_t tap, T *out) const {
  if (isDepthwise) {
    int64_t ratio = outputs / inputs;
    const T *w = weights.data() + tap * outputs;
    for (int64_t k = 0; k != outputs; ++k)
      out[k] += in[k / ratio] * w[k];
    return;
  }
  for (int64_t c = 0; c != inputs; ++c) {
    const T *w = weights.data() + (tap * inputs + c) * outputs;
    T x = in[c];
    for (int64_t k = 0; k != outputs; ++k)
      out[k] += x * w[k];
  }
}

template <typename T>
void ArrayCommand<T>::compute() {
  ArrayRef<int64_t> in = op.getInputSizes(), out = op.getOutputSizes();
  ArrayRef<int64_t> strides = op.getStrides(), dilations = op.getDilations();
  ArrayRef<int64_t> pads = op.getPads();
  sums.assign(pixels * outputs, T(0));
  for (int64_t h = 0; h != out[0]; ++h)
    for (int64_t w = 0; w != out[1]; ++w)
      for (int64_t tap = 0; tap != taps; ++tap) {
        int64_t r = tap / op.getKernel()[1], s = tap % op.getKernel()[1];
        int64_t row = h * strides[0] - pads[0] + r * dilations[0];
        int64_t column = w * strides[1] - pads[1] + s * dilations[1];
        if (row >= 0 && row < in[0] && column >= 0 && column < in[1])
          computePixel(input.data() + (row * in[1] + column) * inputs, tap,
                       sums.data() + (h * out[1] + w) * outputs);
      }
}

template <typename T>
LogicalResult ArrayCommand<T>::addPartials() {
  if (op.getSums() != SumPart::Middle && op.getSums() != SumPart::Last)
    return success();
  for (int64_t i = 0; i != pixels * outputs; ++i) {
    int64_t address = op.getPartials() + i * engine::accumulatorBytes;
    if (!sram.isWritten(address))
      return reportUnwritten(op, "SRAM", address);
    sums[i] += T(llvm::bit_cast<double>(sram.get(address)));
  }
  return success();
}

template <typename T>
void ArrayCommand<T>::writePartials() {
  for (int64_t i = 0; i != pixels * outputs; ++i)
    sram.set(op.getPartials() + i * engine::accumulatorBytes,
             llvm::bit_cast<uint64_t>(double(sums[i])));
}

/// Reads the residual into a tile with all channels, some of which the command
/// computes.
template <typename T>
FailureOr<HostTensor> ArrayCommand<T>::readResidual(RankedTensorType type) {
  HostTensor tile = HostTensor::zeros(type.getElementType(), type.getShape());
  unsigned stored = HostTensor::getElementBytes(type.getElementType());
  int64_t channels = type.getShape().back();
  for (int64_t p = 0; p != pixels; ++p)
    for (int64_t k = 0; k != outputs; ++k) {
      int64_t address =
          op.getResidual() + getPixel(p, op.getResidualPitch()) + k * bytes;
      if (!sram.isWritten(address)) {
        (void)reportUnwritten(op, "SRAM", address);
        return failure();
      }
      setBits(tile, p * channels + command.outChannel + k, stored,
              sram.get(address));
    }
  return tile;
}

/// Applies one operation of the drain to the result of the previous one.
template <typename T>
FailureOr<HostTensor> ArrayCommand<T>::drain(Operation *drained, Value current,
                                             const HostTensor &tile) {
  Operation *onTile = machine.tiles.get(drained, pixels);
  SmallVector<HostTensor> operands;
  for (auto [operand, type] :
       llvm::zip(drained->getOperands(), onTile->getOperandTypes())) {
    if (operand == current) {
      operands.push_back(tile);
    } else if (operand == node.residual) {
      FailureOr<HostTensor> residual =
          readResidual(cast<RankedTensorType>(type));
      if (failed(residual))
        return failure();
      operands.push_back(*residual);
    } else {
      operands.push_back(machine.constants(operand));
    }
  }
  auto results = machine.runner.run(onTile, operands);
  if (failed(results))
    return failure();
  return results->front();
}

/// Applies all operations of the drain, such as bias, scales and activation, to
/// a tile with all channels, some of which the command computes.
template <typename T>
FailureOr<HostTensor> ArrayCommand<T>::finish() {
  Value current = node.op->getResult(0);
  RankedTensorType type = TileOps::getType(current.getType(), pixels);
  int64_t channels = type.getShape().back();
  std::vector<double> all(pixels * channels);
  for (int64_t p = 0; p != pixels; ++p)
    for (int64_t k = 0; k != outputs; ++k)
      all[p * channels + command.outChannel + k] =
          double(sums[p * outputs + k]);
  HostTensor bias;
  Value biasValue = getProductBias(node.op);
  if (biasValue)
    bias = machine.constants(biasValue);
  FailureOr<HostTensor> tile =
      finishProduct(node.op, type, biasValue ? &bias : nullptr, all);
  for (Operation *drained : node.drained) {
    if (failed(tile))
      return failure();
    tile = drain(drained, current, *tile);
    current = drained->getResult(0);
  }
  return tile;
}

template <typename T>
LogicalResult ArrayCommand<T>::writeOutput() {
  FailureOr<HostTensor> tile = finish();
  if (failed(tile))
    return failure();
  unsigned stored = HostTensor::getElementBytes(tile->getElementType());
  int64_t channels = tile->getShape().back();
  TensorSum &sum = machine.sums[command.node];
  for (int64_t p = 0; p != pixels; ++p)
    for (int64_t k = 0; k != outputs; ++k) {
      int64_t element = p * channels + command.outChannel + k;
      sram.set(op.getOutputAddress() + getPixel(p, op.getOutputPitch()) +
                   k * bytes,
               getBits(*tile, element, stored));
      sum.add(tile->getDouble(element));
    }
  return success();
}

template <typename T>
LogicalResult ArrayCommand<T>::run() {
  if (failed(readInput()) || failed(readWeights()))
    return failure();
  compute();
  if (failed(addPartials()))
    return failure();
  if (op.getSums() == SumPart::Whole || op.getSums() == SumPart::Last)
    return writeOutput();
  writePartials();
  return success();
}

LogicalResult values::runArray(ArrayOp op, const MappedCommand &command,
                               Machine &machine) {
  Type type = cast<RankedTensorType>(
                  machine.map.nodes[command.node].op->getResult(0).getType())
                  .getElementType();
  if (isa<FloatType>(type) && !type.isF64())
    return ArrayCommand<float>(op, command, machine).run();
  return ArrayCommand<double>(op, command, machine).run();
}
