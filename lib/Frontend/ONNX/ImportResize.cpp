//===- ImportResize.cpp - ONNX operators that resample images -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
/// What a model says about all dimensions of the input, in ONNX's order: sizes,
/// and scales where they are not the quotients of sizes.
struct Resizing {
  SmallVector<int64_t> sizes;
  std::vector<float> scales;
};
} // namespace

/// The numbers of an input or an attribute, as many as there are axes.
static FailureOr<std::vector<double>>
readNumbers(Importer &importer, const Node &node, bool &areSizes) {
  bool isResize11 = node.getOperator() == "Resize" && node.getOpset() >= 11;
  const Imported *sizes = isResize11 ? importer.getInput(node, 3) : nullptr;
  areSizes =
      sizes && !(sizes->constant && sizes->constant->getNumElements() == 0);
  if (!areSizes && node.hasAttr("scales")) {
    std::vector<float> scales = node.getFloats("scales");
    return std::vector<double>(scales.begin(), scales.end());
  }
  FailureOr<HostTensor> tensor =
      areSizes ? importer.getConstant(node, 3, "sizes")
               : importer.getConstant(node, isResize11 ? 2 : 1, "scales");
  if (failed(tensor))
    return failure();
  return tensor->getDoubles();
}

static FailureOr<Resizing> readResizing(Importer &importer, const Node &node,
                                        ArrayRef<int64_t> shape) {
  bool areSizes;
  FailureOr<std::vector<double>> numbers =
      readNumbers(importer, node, areSizes);
  if (failed(numbers))
    return failure();
  std::vector<int64_t> all(shape.size());
  std::iota(all.begin(), all.end(), 0);
  std::vector<int64_t> axes = node.getInts("axes", all);
  if (numbers->size() != axes.size())
    return node.error() << "expected " << axes.size()
                        << " sizes or scales, but got " << numbers->size();
  Resizing result;
  result.sizes.assign(shape.begin(), shape.end());
  result.scales.assign(shape.size(), 1);
  for (auto [axis, number] : llvm::zip_equal(axes, *numbers)) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, shape.size());
    if (failed(normal))
      return failure();
    int64_t old = shape[*normal];
    int64_t size = HostTensor::toInteger(
        areSizes ? number : double(float(old) * float(number)),
        /*isUnsigned=*/false);
    if (size < 1 || size > (int64_t(1) << 32))
      return node.error() << "expected positive sizes, but got " << size;
    result.sizes[*normal] = size;
    result.scales[*normal] =
        areSizes ? float(double(size) / double(old)) : float(number);
  }
  return result;
}

static FailureOr<ResizeCoordinates> readCoordinates(const Node &node) {
  if (node.getOperator() == "Upsample" || node.getOpset() < 11)
    return ResizeCoordinates::asymmetric;
  std::string name =
      node.getString("coordinate_transformation_mode", "half_pixel");
  if (std::optional<ResizeCoordinates> known = symbolizeResizeCoordinates(name))
    return *known;
  return node.error() << "coordinate_transformation_mode '" << name
                      << "' is not supported";
}

/// What no other operation says.
static LogicalResult checkAttributes(const Node &node) {
  if (node.getInt("antialias", 0))
    return node.error() << "antialias is not supported";
  std::string policy = node.getString("keep_aspect_ratio_policy", "stretch");
  if (policy != "stretch")
    return node.error() << "keep_aspect_ratio_policy '" << policy
                        << "' is not supported";
  // Linear interpolation repeats the border instead.
  if (node.getString("mode", "nearest") == "linear" &&
      node.getInt("exclude_outside", 0))
    return node.error() << "exclude_outside is not supported";
  return success();
}

/// The resampled image `[N, H, W, C]`; `order` says which dimension of the
/// model each of them is.
static Value buildResize(Importer &importer, const Node &node, Value image,
                         const Resizing &resizing, ArrayRef<int64_t> order) {
  FailureOr<ResizeCoordinates> coordinates = readCoordinates(node);
  std::string modeName = node.getString("mode", "nearest");
  std::optional<ResizeMode> mode = symbolizeResizeMode(modeName);
  if (failed(coordinates) || failed(checkAttributes(node)))
    return {};
  if (!mode) {
    node.error() << "mode '" << modeName << "' is not supported";
    return {};
  }
  bool isOld = node.getOperator() == "Upsample" || node.getOpset() < 11;
  std::string roundName =
      node.getString("nearest_mode", isOld ? "floor" : "round_prefer_floor");
  std::optional<RoundMode> round = symbolizeRoundMode(roundName);
  if (!round) {
    node.error() << "nearest_mode '" << roundName << "' is not supported";
    return {};
  }
  SmallVector<int64_t> result;
  for (int64_t dim : order)
    result.push_back(resizing.sizes[dim]);
  auto type = cast<RankedTensorType>(image.getType());
  SmallVector<float> scales;
  for (unsigned i : {1u, 2u})
    scales.push_back(resizing.scales[order[i]]);
  // Quotients of the sizes need not be said.
  auto isQuotient = [&](unsigned i) {
    return scales[i] ==
           float(double(result[1 + i]) / double(type.getDimSize(1 + i)));
  };
  if (isQuotient(0) && isQuotient(1))
    scales.clear();
  // Only cubic interpolation has weights to choose, only the nearest neighbour
  // is rounded to.
  bool isCubic = *mode == ResizeMode::cubic;
  if (*mode != ResizeMode::nearest)
    round = RoundMode::round_prefer_floor;
  return ResizeOp::create(
      importer.builder(), node.getLoc(),
      RankedTensorType::get(result, type.getElementType()), *mode, *coordinates,
      image, scales, *round,
      APFloat(isCubic ? node.getFloat("cubic_coeff_a", -0.75f) : -0.75f),
      isCubic && node.getInt("exclude_outside", 0));
}

/// A signal `[N, C, L]` is an image of one row.
static LogicalResult importSignal(Importer &importer, const Node &node,
                                  const Imported &x, Resizing resizing) {
  SmallVector<int64_t> shape = x.getShape(), order = {0, 2, 1};
  if (resizing.sizes[0] != shape[0] || resizing.sizes[1] != shape[1])
    return node.error() << "resizing batch or channels is not supported";
  Value image =
      importer.reshape(node.getLoc(), importer.inOrder(node, x, order),
                       {shape[0], 1, shape[2], shape[1]});
  resizing.sizes.insert(resizing.sizes.begin() + 2, 1);
  resizing.scales.insert(resizing.scales.begin() + 2, 1);
  Value result =
      buildResize(importer, node, image, resizing, Importer::channelsLast(4));
  if (!result)
    return failure();
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), result,
                                       {shape[0], resizing.sizes[3], shape[1]}),
                      order);
}

static LogicalResult importResize(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x || x->getRank() < 3 || x->getRank() > 4)
    return node.error() << "expected an input of rank 3 or 4, but got rank "
                        << (x ? x->getRank() : 0);
  SmallVector<int64_t> shape = x->getShape();
  FailureOr<Resizing> resizing = readResizing(importer, node, shape);
  if (failed(resizing))
    return failure();
  if (x->getRank() == 3)
    return importSignal(importer, node, *x, *resizing);
  // Models from TensorFlow resize NHWC tensors as they are.
  auto changes = [&](unsigned i) {
    return resizing->sizes[i] != shape[i] || resizing->scales[i] != 1;
  };
  bool isNhwc = changes(1) && !changes(3);
  Order order = isNhwc ? Importer::identityOrder(4) : Importer::channelsLast(4);
  if (changes(0) || changes(order[3]))
    return node.error() << "resizing batch or channels is not supported";
  Value result = buildResize(importer, node, importer.inOrder(node, *x, order),
                             *resizing, order);
  if (!result)
    return failure();
  importer.define(node, 0, result, order);
  return success();
}

void onnx_frontend::addResizeHandlers(HandlerMap &handlers) {
  handlers["Resize"] = importResize;
  handlers["Upsample"] = importResize;
}
