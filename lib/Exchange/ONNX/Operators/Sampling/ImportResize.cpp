//===- ImportResize.cpp - ONNX operators that resample images -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resampling.h"
#include "lib/Exchange/ONNX/Import/Importer.h"
#include <cmath>
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
  /// The part of each dimension that is looked at, from 0 to 1.
  std::vector<float> starts, ends;
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

/// The attribute, which newer opsets have.
static std::string getMode(const Node &node) {
  if (node.getOperator() == "Upsample" || node.getOpset() < 11)
    return "asymmetric";
  return node.getString("coordinate_transformation_mode", "half_pixel");
}

/// Sizes that keep the proportions of the image, as large as the given ones or
/// just larger. Half an element is a whole one.
static LogicalResult keepProportions(const Node &node, ArrayRef<int64_t> axes,
                                     ArrayRef<int64_t> shape,
                                     Resizing &resizing) {
  std::string policy = node.getString("keep_aspect_ratio_policy", "stretch");
  if (policy == "stretch")
    return success();
  if (policy != "not_larger" && policy != "not_smaller")
    return node.error() << "keep_aspect_ratio_policy '" << policy
                        << "' is not supported";
  float scale = resizing.scales[axes.front()];
  for (int64_t axis : axes)
    scale = policy == "not_larger" ? std::min(scale, resizing.scales[axis])
                                   : std::max(scale, resizing.scales[axis]);
  for (int64_t axis : axes) {
    resizing.scales[axis] = scale;
    resizing.sizes[axis] =
        std::max<int64_t>(1, std::lround(scale * float(shape[axis])));
  }
  return success();
}

/// Which part of the image tf_crop_and_resize looks at.
static LogicalResult readRegion(Importer &importer, const Node &node,
                                ArrayRef<int64_t> axes, Resizing &resizing) {
  size_t rank = resizing.sizes.size();
  resizing.starts.assign(rank, 0);
  resizing.ends.assign(rank, 1);
  // Sizes make scales, and other modes the region, of no interest.
  if (node.getOperator() == "Resize" && node.getOpset() >= 11)
    node.ignoreInputs(1);
  if (getMode(node) != "tf_crop_and_resize")
    return success();
  FailureOr<HostTensor> given = importer.getConstant(node, 1, "roi");
  if (failed(given))
    return failure();
  if (given->getNumElements() != int64_t(2 * axes.size()))
    return node.error() << "expected a roi of " << 2 * axes.size()
                        << " numbers, but got " << given->getNumElements();
  for (auto [i, axis] : llvm::enumerate(axes)) {
    resizing.starts[axis] = float(given->getDouble(int64_t(i)));
    resizing.ends[axis] = float(given->getDouble(int64_t(i + axes.size())));
  }
  return success();
}

static FailureOr<Resizing> readResizing(Importer &importer, const Node &node,
                                        ArrayRef<int64_t> shape) {
  bool areSizes;
  FailureOr<std::vector<double>> numbers =
      readNumbers(importer, node, areSizes);
  if (failed(numbers))
    return failure();
  std::vector<int64_t> axes(shape.size());
  std::iota(axes.begin(), axes.end(), 0);
  axes = node.getInts("axes", axes);
  if (numbers->size() != axes.size() || axes.empty())
    return node.error() << "expected " << axes.size()
                        << " sizes or scales, but got " << numbers->size();
  if (failed(normalizeAxes(node, axes, shape.size())))
    return failure();
  Resizing result;
  result.sizes.assign(shape.begin(), shape.end());
  result.scales.assign(shape.size(), 1);
  if (failed(readRegion(importer, node, axes, result)))
    return failure();
  for (auto [axis, number] : llvm::zip_equal(axes, *numbers)) {
    int64_t old = shape[axis];
    float part = result.ends[axis] - result.starts[axis];
    int64_t size = HostTensor::toInteger(
        areSizes ? number : double(float(old) * part * float(number)),
        /*isUnsigned=*/false);
    if (size < 1 || size > (int64_t(1) << 32))
      return node.error() << "expected positive sizes, but got " << size;
    result.sizes[axis] = size;
    result.scales[axis] =
        areSizes ? float(double(size) / double(old)) : float(number);
  }
  if (areSizes && failed(keepProportions(node, axes, shape, result)))
    return failure();
  node.ignore("keep_aspect_ratio_policy");
  return result;
}

/// Whether no operation of the network resamples so.
static bool needsMatrices(const Node &node) {
  std::string mode = node.getString("mode", "nearest");
  // Each of these matters to some of the modes.
  for (StringRef name :
       {"cubic_coeff_a", "exclude_outside", "extrapolation_value"})
    node.ignore(name);
  bool isSmooth = mode == "linear" || mode == "cubic";
  if (node.getInt("antialias", 0) && isSmooth)
    return true;
  if (node.getInt("exclude_outside", 0) && mode == "linear")
    return true;
  std::string coordinates = getMode(node);
  return coordinates == "half_pixel_symmetric" ||
         coordinates == "tf_crop_and_resize";
}

static FailureOr<ResizeCoordinates> readCoordinates(const Node &node) {
  std::string name = getMode(node);
  if (std::optional<ResizeCoordinates> known = symbolizeResizeCoordinates(name))
    return *known;
  return node.error() << "coordinate_transformation_mode '" << name
                      << "' is not supported";
}

/// Which neighbour is nearest. Before opset 11 it is the one before, or after
/// where a dimension shrinks, as ONNX Runtime has it.
static FailureOr<RoundMode> readRounding(const Node &node, bool shrinks) {
  bool isOld = node.getOperator() == "Upsample" || node.getOpset() < 11;
  if (isOld)
    return shrinks ? RoundMode::ceil : RoundMode::floor;
  std::string name = node.getString("nearest_mode", "round_prefer_floor");
  if (std::optional<RoundMode> round = symbolizeRoundMode(name))
    return *round;
  return node.error() << "nearest_mode '" << name << "' is not supported";
}

/// One resampling of an image to rows and columns by these scales.
static Value buildStep(Importer &importer, const Node &node, Value image,
                       ArrayRef<int64_t> sizes, ArrayRef<float> given,
                       ResizeMode mode, ResizeCoordinates coordinates,
                       RoundMode round) {
  auto type = cast<RankedTensorType>(image.getType());
  SmallVector<int64_t> result(type.getShape());
  SmallVector<float> scales(given);
  bool areQuotients = true;
  for (int i = 0; i < 2; ++i) {
    result[1 + i] = sizes[i];
    areQuotients &=
        scales[i] == float(double(sizes[i]) / double(type.getDimSize(1 + i)));
  }
  // Quotients of the sizes need not be said.
  if (areQuotients)
    scales.clear();
  // Only cubic interpolation has weights to choose, only the nearest neighbour
  // is rounded to.
  bool isCubic = mode == ResizeMode::cubic;
  if (mode != ResizeMode::nearest)
    round = RoundMode::round_prefer_floor;
  return ResizeOp::create(
      importer.builder(), node.getLoc(), type.clone(result), mode, coordinates,
      image, scales, round,
      APFloat(isCubic ? node.getFloat("cubic_coeff_a", -0.75f) : -0.75f),
      isCubic && node.getInt("exclude_outside", 0));
}

/// Multiplies dimension `d` of an image `[N, H, W, C]`, rows or columns, by the
/// weights of a resampling.
static Value multiplyDimension(Importer &importer, const Node &node,
                               Value image, unsigned d,
                               const Resampling &resampling) {
  auto type = cast<RankedTensorType>(image.getType());
  ArrayRef<int64_t> shape = type.getShape();
  Location loc = node.getLoc();
  ResamplingMatrix matrix = makeResamplingMatrix(resampling);
  std::string suffix = d == 1 ? ".rows" : ".columns";
  auto makeParameter = [&](ArrayRef<int64_t> size, ArrayRef<double> values,
                           StringRef name) {
    HostTensor tensor =
        HostTensor::fromDoubles(type.getElementType(), size, values);
    tensor.setName((node.getOutput(0) + suffix + name).str());
    return importer.makeParameter(loc, tensor,
                                  Importer::identityOrder(size.size()));
  };
  int64_t in = resampling.in, out = resampling.out;
  int64_t outer = d == 1 ? shape[0] : shape[0] * shape[1];
  int64_t inner = d == 1 ? shape[2] * shape[3] : shape[3];
  Value x = importer.reshape(loc, image, {outer, in, inner});
  x = build<MatMulOp>(importer, node,
                      makeParameter({out, in}, matrix.weights, ""), x);
  if (x && matrix.hasOutside) {
    double value = node.getFloat("extrapolation_value", 0);
    std::vector<double> values;
    for (bool isOutside : matrix.isOutside)
      values.push_back(isOutside ? value : 0);
    x = build<AddOp>(importer, node, x,
                     makeParameter({out, 1}, values, ".outside"));
  }
  SmallVector<int64_t> result(shape);
  result[d] = out;
  return x ? importer.reshape(loc, x, result) : Value();
}

/// Resamples rows and columns by products with the weights.
static Value multiply(Importer &importer, const Node &node, Value image,
                      const Resizing &resizing, ArrayRef<int64_t> order) {
  auto type = cast<RankedTensorType>(image.getType());
  if (!isa<FloatType>(type.getElementType())) {
    node.error() << "expected floating-point numbers, but got "
                 << type.getElementType();
    return {};
  }
  for (unsigned d : {1u, 2u}) {
    Resampling r;
    r.in = type.getDimSize(d);
    r.out = resizing.sizes[order[d]];
    r.scale = resizing.scales[order[d]];
    r.start = resizing.starts[order[d]];
    r.end = resizing.ends[order[d]];
    r.mode = node.getString("mode", "nearest");
    r.nearest = node.getString("nearest_mode", "round_prefer_floor");
    r.coordinates = getMode(node);
    r.cubic = node.getFloat("cubic_coeff_a", -0.75f);
    r.antialias = node.getInt("antialias", 0);
    r.excludeOutside = node.getInt("exclude_outside", 0);
    bool isWhole = r.start == 0 && r.end == 1;
    if (r.in == r.out && r.scale == 1 && isWhole)
      continue;
    if (r.out > kMostMadeElements / r.in) {
      node.error() << "expected at most " << kMostMadeElements
                   << " weights, but got " << r.in << " by " << r.out;
      return {};
    }
    image = multiplyDimension(importer, node, image, d, r);
    if (!image)
      return {};
  }
  return image;
}

/// The resampled image `[N, H, W, C]`; `order` says which dimension of the
/// model each of them is.
static Value buildResize(Importer &importer, const Node &node, Value image,
                         const Resizing &resizing, ArrayRef<int64_t> order) {
  std::string modeName = node.getString("mode", "nearest");
  std::optional<ResizeMode> mode = symbolizeResizeMode(modeName);
  if (mode && needsMatrices(node))
    return multiply(importer, node, image, resizing, order);
  FailureOr<ResizeCoordinates> coordinates = readCoordinates(node);
  if (failed(coordinates))
    return {};
  if (!mode) {
    node.error() << "mode '" << modeName << "' is not supported";
    return {};
  }
  auto type = cast<RankedTensorType>(image.getType());
  int64_t sizes[] = {resizing.sizes[order[1]], resizing.sizes[order[2]]};
  float scales[] = {resizing.scales[order[1]], resizing.scales[order[2]]};
  // A dimension that stays as it is has no neighbours to choose from.
  FailureOr<RoundMode> rounds[2] = {failure(), failure()};
  for (int i = 0; i < 2; ++i) {
    rounds[i] = readRounding(node, scales[scales[i] == 1 ? 1 - i : i] < 1);
    if (failed(rounds[i]))
      return {};
  }
  if (*mode != ResizeMode::nearest || *rounds[0] == *rounds[1])
    return buildStep(importer, node, image, sizes, scales, *mode, *coordinates,
                     *rounds[0]);
  // Rows and columns one after the other.
  image = buildStep(importer, node, image, {sizes[0], type.getDimSize(2)},
                    {scales[0], 1.0f}, *mode, *coordinates, *rounds[0]);
  return buildStep(importer, node, image, sizes, {1.0f, scales[1]}, *mode,
                   *coordinates, *rounds[1]);
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
  resizing.starts.insert(resizing.starts.begin() + 2, 0);
  resizing.ends.insert(resizing.ends.begin() + 2, 1);
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
    return resizing->sizes[i] != shape[i] || resizing->scales[i] != 1 ||
           resizing->starts[i] != 0 || resizing->ends[i] != 1;
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
