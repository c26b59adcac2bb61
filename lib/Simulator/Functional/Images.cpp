//===- Images.cpp - Constants in DRAM -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Images.h"
#include "dialects/Network/IR/Network.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

/// Returns the scale or offset to which the parameters of a batch normalization
/// are folded before deployment.
static HostTensor foldBatchNorm(nn::BatchNormOp op, int32_t operand,
                                ConstantSource constants) {
  HostTensor scale = constants(op.getScale()),
             offset = constants(op.getOffset());
  HostTensor mean = constants(op.getMean()),
             variance = constants(op.getVariance());
  HostTensor folded =
      HostTensor::zeros(scale.getElementType(), scale.getShape());
  double epsilon = op.getEpsilon().convertToFloat();
  for (int64_t i = 0, e = folded.getNumElements(); i != e; ++i) {
    double factor =
        scale.getDouble(i) / std::sqrt(variance.getDouble(i) + epsilon);
    folded.setDouble(i, operand == 1
                            ? factor
                            : offset.getDouble(i) - mean.getDouble(i) * factor);
  }
  return folded;
}

namespace {
/// Writes the tiles of the weights of one operation.
class WeightWriter {
public:
  WeightWriter(Memory &dram, const MappedNode &node, const HostTensor &weights)
      : dram(dram), weights(weights), isProduct(isa<nn::MatMulOp>(node.op)),
        stored(HostTensor::getElementBytes(weights.getElementType())) {
    ArrayRef<int64_t> shape = weights.getShape();
    if (isProduct || shape.size() != 4)
      return;
    rows = shape[1];
    columns = shape[2];
  }
  void write(const ParameterImage &image, ArrayRef<uint64_t> records);

private:
  uint64_t getWeight(const ParameterImage &image, int64_t k, int64_t r,
                     int64_t s, int64_t c) const;
  Memory &dram;
  const HostTensor &weights;
  bool isProduct;
  unsigned stored;
  int64_t rows = 1, columns = 1;
};
} // namespace

/// Returns the weight of result `k` and input `c` of the whole filter at a tap
/// of the tile; zero if the filter has no such tap. The zero point of quantized
/// weights is not needed because transposed convolutions have no quantized
/// form.
uint64_t WeightWriter::getWeight(const ParameterImage &image, int64_t k,
                                 int64_t r, int64_t s, int64_t c) const {
  if (isProduct)
    return getBits(
        weights, (image.batch * image.groupInputs + c) * image.groupOutputs + k,
        stored);
  int64_t row = image.firstTap[0] + r * image.tapStep[0];
  int64_t column = image.firstTap[1] + s * image.tapStep[1];
  if (row < 0 || row >= rows || column < 0 || column >= columns)
    return 0;
  int64_t depth = image.isDepthwise ? 1 : image.groupInputs;
  int64_t batch = image.batch * image.groupOutputs * depth;
  return getBits(weights,
                 batch + ((k * rows + row) * columns + column) * depth + c,
                 stored);
}

/// Writes the weights of a group as [K, R, S, C], followed by its records
/// (array_r11).
void WeightWriter::write(const ParameterImage &image,
                         ArrayRef<uint64_t> records) {
  int64_t address = image.dram;
  for (int64_t g = 0; g != image.groups; ++g) {
    int64_t first = (image.group + g) * image.groupOutputs + image.outChannel;
    for (int64_t k = 0; k != image.outChannels; ++k)
      for (int64_t r = 0; r != image.taps[0]; ++r)
        for (int64_t s = 0; s != image.taps[1]; ++s)
          for (int64_t c = 0; c != image.inChannels; ++c) {
            int64_t channel = image.isDepthwise ? 0 : image.inChannel + c;
            dram.set(address, getWeight(image, first + k, r, s, channel));
            address += image.bytes;
          }
    address = engine::alignUp(address, engine::sramAlignment);
    for (int64_t k = 0; k != image.outChannels; ++k)
      dram.set(address + k * engine::accumulatorBytes, records[first + k]);
    address =
        engine::alignUp(address + image.outChannels * engine::accumulatorBytes,
                        engine::sramAlignment);
  }
}

void values::writeImages(Machine &machine) {
  ConstantSource constants = machine.constants;
  for (const ParameterImage &image : machine.map.images) {
    const MappedNode &node = machine.map.nodes[image.node];
    Value operand = node.op->getOperand(image.operand);
    if (image.kind == ParameterImage::Weights) {
      WeightWriter(machine.dram, node, constants(operand))
          .write(image, machine.getRecords(image.node));
      continue;
    }
    auto norm = dyn_cast<nn::BatchNormOp>(node.op);
    HostTensor tensor = norm ? foldBatchNorm(norm, image.operand, constants)
                             : constants(operand);
    OutsideTensor place;
    place.dram = image.dram;
    place.bytes = image.bytes;
    writeTensor(machine.dram, tensor, place);
  }
}
