//===- Layers.cpp - Workloads of measured layers --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layers.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::calibration;

LayerTable::LayerTable(MLIRContext *context, std::vector<Workload> &layers,
                       std::vector<std::vector<uint32_t>> &groups)
    : type(Float32Type::get(context)), layers(layers), groups(groups) {}

uint32_t LayerTable::addGroup(std::vector<uint32_t> list) {
  groups.push_back(std::move(list));
  return uint32_t(groups.size() - 1);
}

void LayerTable::add(const Workload &workload, std::vector<uint32_t> &list) {
  auto [it, isNew] = known.try_emplace(workload.getKey(), layers.size());
  if (isNew)
    layers.push_back(workload);
  list.push_back(it->second);
}

/// Returns the size in one direction that the windows need in addition to the
/// input.
static int64_t getMissing(int64_t in, int64_t out, int64_t kernel,
                          int64_t stride, int64_t dilation) {
  return (out - 1) * stride + (kernel - 1) * dilation + 1 - in;
}

void LayerTable::addConvolution(const ConvolutionSizes &sizes,
                                std::vector<uint32_t> &list) {
  Workload w;
  w.kind = WorkloadKind::Convolution;
  w.inHeight = sizes.inHeight;
  w.inWidth = sizes.inWidth;
  w.inChannels = sizes.inChannels;
  w.outHeight = sizes.outHeight;
  w.outWidth = sizes.outWidth;
  w.outChannels = sizes.filters;
  w.kernelHeight = sizes.kernelHeight;
  w.kernelWidth = sizes.kernelWidth;
  w.strideHeight = sizes.strideHeight;
  w.strideWidth = sizes.strideWidth;
  // A stride may leave a remainder of the input, but not a whole step.
  auto raise = [&](int64_t in, int64_t out, int64_t kernel, int64_t stride) {
    int64_t dilation = sizes.dilation;
    while (kernel > 1 &&
           getMissing(in, out, kernel, stride, dilation) <= -stride)
      ++dilation;
    return dilation;
  };
  w.dilationHeight = w.dilationWidth =
      std::max(raise(w.inHeight, w.outHeight, w.kernelHeight, w.strideHeight),
               raise(w.inWidth, w.outWidth, w.kernelWidth, w.strideWidth));
  auto split = [](int64_t missing, int64_t &before, int64_t &behind) {
    before = std::max<int64_t>(missing, 0) / 2;
    behind = std::max<int64_t>(missing, 0) - before;
  };
  split(getMissing(w.inHeight, w.outHeight, w.kernelHeight, w.strideHeight,
                   w.dilationHeight),
        w.padTop, w.padBottom);
  split(getMissing(w.inWidth, w.outWidth, w.kernelWidth, w.strideWidth,
                   w.dilationWidth),
        w.padLeft, w.padRight);
  w.reads = {
      getTensor({1, w.inHeight, w.inWidth, w.inChannels}),
      getTensor({w.outChannels, w.kernelHeight, w.kernelWidth, w.inChannels},
                true),
      getTensor({w.outChannels}, true)};
  w.writes = {getTensor({1, w.outHeight, w.outWidth, w.outChannels})};
  std::vector<uint32_t> single;
  add(w, single);
  auto [it, isNew] = singles.try_emplace(single.front(), 0);
  if (isNew)
    it->second = addGroup(std::move(single));
  list.push_back(it->second);
}

/// Adds a convolution whose output is the size of the input divided by the
/// stride.
void LayerTable::addSame(Image &image, int64_t channels, int64_t kernel,
                         int64_t stride, int64_t groups,
                         std::vector<uint32_t> &list) {
  Workload w;
  w.kind = WorkloadKind::Convolution;
  w.inHeight = w.inWidth = image.size;
  w.outHeight = w.outWidth = (image.size + stride - 1) / stride;
  w.inChannels = image.channels;
  w.outChannels = channels;
  w.groups = groups;
  w.kernelHeight = w.kernelWidth = kernel;
  w.strideHeight = w.strideWidth = stride;
  int64_t missing = std::max<int64_t>(
      getMissing(w.inHeight, w.outHeight, kernel, stride, 1), 0);
  w.padTop = w.padLeft = missing / 2;
  w.padBottom = w.padRight = missing - missing / 2;
  w.reads = {
      getTensor({1, w.inHeight, w.inWidth, w.inChannels}),
      getTensor({channels, kernel, kernel, image.channels / groups}, true),
      getTensor({channels}, true)};
  w.writes = {getTensor({1, w.outHeight, w.outWidth, channels})};
  add(w, list);
  image = {w.outHeight, channels};
}

static VectorSweep makeSweep(StringRef function, int64_t pixels, int64_t taps,
                             int64_t channels, ArrayRef<int32_t> inputs) {
  VectorSweep sweep;
  sweep.function = function.str();
  sweep.pixels = pixels;
  sweep.taps = taps;
  sweep.channels = channels;
  sweep.inputs.assign(inputs.begin(), inputs.end());
  return sweep;
}

/// Adds the mean of all pixels.
void LayerTable::addPool(Image image, std::vector<uint32_t> &list) {
  Workload w;
  w.kind = WorkloadKind::Vector;
  w.reads = {getTensor({1, image.size, image.size, image.channels})};
  w.writes = {getTensor({1, 1, 1, image.channels})};
  w.sweeps = {makeSweep("add", 1, image.size * image.size, image.channels, {0}),
              makeSweep("mul", 1, 1, image.channels, {getSweepResult(0)})};
  add(w, list);
}

void LayerTable::addElementwise(Image image, StringRef function, Image other,
                                std::vector<uint32_t> &list) {
  Workload w;
  w.kind = WorkloadKind::Vector;
  w.reads = {getTensor({1, image.size, image.size, image.channels}),
             getTensor({1, other.size, other.size, other.channels})};
  w.writes = {w.reads.front()};
  w.sweeps = {
      makeSweep(function, image.size * image.size, 1, image.channels, {0, 1})};
  add(w, list);
}

void LayerTable::addProduct(int64_t inChannels, int64_t outChannels,
                            std::vector<uint32_t> &list) {
  Workload w;
  w.kind = WorkloadKind::Matmul;
  w.inChannels = inChannels;
  w.outChannels = outChannels;
  w.reads = {getTensor({1, inChannels}),
             getTensor({outChannels, inChannels}, true),
             getTensor({outChannels}, true)};
  w.writes = {getTensor({1, outChannels})};
  add(w, list);
}

/// Adds a squeeze-excite, which scales each channel by a function of the means
/// of all channels.
void LayerTable::addSqueezeExcite(Image image, int64_t hidden,
                                  std::vector<uint32_t> &list) {
  addPool(image, list);
  Image pixel{1, image.channels};
  addSame(pixel, hidden, 1, 1, 1, list);
  addSame(pixel, image.channels, 1, 1, 1, list);
  addElementwise(image, "mul", pixel, list);
}

void LayerTable::addBlock(Image &image, int64_t expansion, int64_t kernel,
                          bool squeezeExcite, int64_t channels, int64_t stride,
                          std::vector<uint32_t> &list) {
  Image input = image;
  int64_t inside = image.channels * expansion;
  if (expansion != 1)
    addSame(image, inside, 1, 1, 1, list);
  addSame(image, inside, kernel, stride, inside, list);
  if (squeezeExcite)
    addSqueezeExcite(image, std::max<int64_t>(input.channels / 4, 1), list);
  addSame(image, channels, 1, 1, 1, list);
  if (stride == 1 && input.channels == channels)
    addElementwise(image, "add", image, list);
}

static constexpr std::array<int64_t, numStages> kChannels = {16,  24,  40, 80,
                                                             112, 192, 320};
static constexpr std::array<int64_t, numStages> kStrides = {1, 2, 2, 2,
                                                            1, 2, 1};

uint32_t LayerTable::getStem() {
  if (!stem) {
    Image image{224, 3};
    std::vector<uint32_t> list;
    addSame(image, 32, 3, 2, 1, list);
    stem = addGroup(std::move(list));
  }
  return *stem;
}

uint32_t LayerTable::getStage(size_t stage, const StageLists &stages) {
  int64_t blocks = stages.blocks[stage], kernel = stages.kernel[stage];
  int64_t expansion = stages.expansion[stage];
  bool squeezeExcite = stages.squeezeExcite[stage] != 0;
  uint64_t key = stage;
  for (int64_t number : {blocks, kernel, expansion, int64_t(squeezeExcite)})
    key = key << 8 | uint64_t(number);
  auto [it, isNew] = knownStages.try_emplace(key, 0);
  if (!isNew)
    return it->second;
  // The input of a stage follows from the previous stages.
  Image image{112, 32};
  for (size_t s = 0; s != stage; ++s)
    image = {(image.size + kStrides[s] - 1) / kStrides[s], kChannels[s]};
  std::vector<uint32_t> list;
  for (int64_t block = 0; block != blocks; ++block)
    addBlock(image, expansion, kernel, squeezeExcite, kChannels[stage],
             block == 0 ? kStrides[stage] : 1, list);
  return it->second = addGroup(std::move(list));
}

uint32_t LayerTable::getHead() {
  if (!head) {
    Image image{7, kChannels.back()};
    std::vector<uint32_t> list;
    addSame(image, 1280, 1, 1, 1, list);
    addPool(image, list);
    addProduct(1280, 1000, list);
    head = addGroup(std::move(list));
  }
  return *head;
}

void LayerTable::addNetwork(const StageLists &stages,
                            std::vector<uint32_t> &list) {
  list.reserve(numStages + 2);
  list.push_back(getStem());
  for (size_t stage = 0; stage != numStages; ++stage)
    list.push_back(getStage(stage, stages));
  list.push_back(getHead());
}
