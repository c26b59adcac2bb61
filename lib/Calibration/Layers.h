//===- Layers.h - Workloads of measured layers ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_CALIBRATION_LAYERS_H
#define LIB_CALIBRATION_LAYERS_H

#include "tenon/Calibration/Measurements.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include <array>

namespace tenon::calibration {

/// Number of stages of a network of inverted bottlenecks.
inline constexpr size_t numStages = 7;

/// The stages of a network of inverted bottlenecks, with one entry per stage:
/// expansion of the channels, size of the kernel, number of blocks, and 1 with
/// squeeze-excite.
struct StageLists {
  std::array<int64_t, numStages> expansion, kernel, blocks, squeezeExcite;
};

/// A convolution with one group, as described by a line of a file. Sizes are in
/// elements.
struct ConvolutionSizes {
  int64_t inHeight = 1, inWidth = 1, inChannels = 1;
  int64_t outHeight = 1, outWidth = 1, filters = 1;
  int64_t kernelHeight = 1, kernelWidth = 1;
  int64_t strideHeight = 1, strideWidth = 1, dilation = 1;
};

/// Keeps one copy of each distinct layer.
class LayerTable {
public:
  LayerTable(mlir::MLIRContext *context, std::vector<Workload> &layers,
             std::vector<std::vector<uint32_t>> &groups);

  /// Adds the groups of layers of a network to `list`: its stem, its stages and
  /// its head. Each distinct group is created once.
  void addNetwork(const StageLists &stages, std::vector<uint32_t> &list);
  /// Adds a convolution, which becomes a separate group. Rows and columns that
  /// the output needs in addition to the input are padding. If the output is
  /// too small for the dilation, as in files without dilations, the dilation is
  /// increased, which does not change the cycles.
  void addConvolution(const ConvolutionSizes &sizes,
                      std::vector<uint32_t> &list);

private:
  /// A square image in a network, with all channels.
  struct Image {
    int64_t size, channels;
  };
  void add(const Workload &workload, std::vector<uint32_t> &list);
  void addSame(Image &image, int64_t channels, int64_t kernel, int64_t stride,
               int64_t groups, std::vector<uint32_t> &list);
  void addPool(Image image, std::vector<uint32_t> &list);
  void addElementwise(Image image, llvm::StringRef function, Image other,
                      std::vector<uint32_t> &list);
  void addProduct(int64_t inChannels, int64_t outChannels,
                  std::vector<uint32_t> &list);
  void addSqueezeExcite(Image image, int64_t hidden,
                        std::vector<uint32_t> &list);
  void addBlock(Image &image, int64_t expansion, int64_t kernel,
                bool squeezeExcite, int64_t channels, int64_t stride,
                std::vector<uint32_t> &list);
  TensorRegion getTensor(llvm::ArrayRef<int64_t> shape,
                         bool isParameter = false) const {
    return TensorRegion::dense(shape, type, isParameter);
  }

  uint32_t addGroup(std::vector<uint32_t> list);
  /// Return the group of the stem, of a stage with its number of blocks, or of
  /// the head.
  uint32_t getStem();
  uint32_t getStage(size_t stage, const StageLists &stages);
  uint32_t getHead();

  mlir::Type type;
  std::vector<Workload> &layers;
  std::vector<std::vector<uint32_t>> &groups;
  llvm::StringMap<uint32_t> known;
  /// Groups of single layers, by layer, and of stages, by their parameters.
  llvm::DenseMap<uint32_t, uint32_t> singles;
  llvm::DenseMap<uint64_t, uint32_t> knownStages;
  std::optional<uint32_t> stem, head;
};

} // namespace tenon::calibration

#endif // LIB_CALIBRATION_LAYERS_H
