//===- ImportSampling.cpp - Pixels of an image at places of a grid --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
enum class Padding { zeros, border, reflection };

/// An index of a row or column, and what its pixel counts; 1 if that is null.
struct Tap {
  Value index, weight;
};

/// Samples an image where a grid says: rows and columns around each place, with
/// weights.
class Sampler {
public:
  Sampler(Importer &importer, const Node &node)
      : importer(importer), node(node) {}

  LogicalResult run();

private:
  LogicalResult check();
  SmallVector<Tap> getTaps(Value place, int64_t size);
  Tap makeTap(Value index, Value weight, int64_t size);
  /// Coordinate `i` of the grid in pixels of a dimension.
  Value getPlace(int64_t i, int64_t size);
  Value reflect(Value x, int64_t size);
  Value weighCubic(Value distance);
  Value pick(const Tap &row, const Tap &column, Value image);

  template <typename OpTy>
  Value with(Value x, double number) {
    return build<OpTy>(importer, node, x,
                       makeScalar(importer, node, x, number));
  }

  Importer &importer;
  const Node &node;
  std::string mode;
  Padding padding = Padding::zeros;
  bool alignCorners = false;
  Value grid;
  /// Of the image, `N, H, W, C`.
  SmallVector<int64_t> shape;
};
} // namespace

LogicalResult Sampler::check() {
  if (failed(expectInputs(node, 2)))
    return failure();
  const Imported &x = *importer.getInput(node, 0);
  const Imported &given = *importer.getInput(node, 1);
  if (failed(expectFloats(node, x)) || failed(expectFloats(node, given)))
    return failure();
  SmallVector<int64_t> image = x.getShape(), places = given.getShape();
  if (image.size() != 4 || places.size() != 4 || places[0] != image[0] ||
      places[3] != 2 || image[0] > kMostMadeElements)
    return node.error() << "expected an input of rank 4 and a grid of as many "
                           "images with two coordinates";
  mode = node.getString("mode", "bilinear");
  if (mode != "nearest" && mode != "bilinear" && mode != "bicubic" &&
      mode != "linear" && mode != "cubic")
    return node.error() << "mode '" << mode << "' is not supported";
  std::string name = node.getString("padding_mode", "zeros");
  if (name != "zeros" && name != "border" && name != "reflection")
    return node.error() << "padding_mode '" << name << "' is not supported";
  padding = name == "zeros"    ? Padding::zeros
            : name == "border" ? Padding::border
                               : Padding::reflection;
  alignCorners = node.getInt("align_corners", 0);
  grid = importer.inOnnxOrder(node, given);
  shape = {image[0], image[2], image[3], image[1]};
  return success();
}

/// The grid goes from -1 to 1, from the centre of the first pixel to that of
/// the last one or from edge to edge.
Value Sampler::getPlace(int64_t i, int64_t size) {
  SmallVector<int64_t> sizes(cast<RankedTensorType>(grid.getType()).getShape());
  int64_t offsets[] = {0, 0, 0, i}, strides[] = {1, 1, 1, 1};
  sizes[3] = 1;
  Value x = build<SliceOp>(importer, node, grid, offsets, sizes, strides);
  double pixels = double(alignCorners ? size - 1 : size);
  x = with<AddOp>(with<MulOp>(x, pixels / 2), pixels / 2);
  return alignCorners ? x : with<AddOp>(x, -0.5);
}

/// Mirrors indices at the centres or edges of the outermost pixels.
Value Sampler::reflect(Value x, int64_t size) {
  double low = alignCorners ? 0 : -0.5;
  double span = double(alignCorners ? size - 1 : size);
  if (span == 0)
    return with<MulOp>(x, 0);
  x = build<AbsOp>(importer, node, with<AddOp>(x, -low));
  x = with<AddOp>(with<ModOp>(x, 2 * span), -span);
  x = build<NegOp>(importer, node, build<AbsOp>(importer, node, x));
  return with<AddOp>(x, span + low);
}

/// The convolution kernel of Keys (1981) with a = -0.75.
Value Sampler::weighCubic(Value distance) {
  auto polynomial = [&](ArrayRef<double> factors) {
    Value sum = with<MulOp>(distance, factors[0]);
    for (double factor : factors.drop_front().drop_back())
      sum = build<MulOp>(importer, node, with<AddOp>(sum, factor), distance);
    return with<AddOp>(sum, factors.back());
  };
  Value isNear = build<CompareOp>(importer, node, CompareKind::le, distance,
                                  makeScalar(importer, node, distance, 1));
  return build<SelectOp>(importer, node, isNear,
                         polynomial({1.25, -2.25, 0, 1}),
                         polynomial({-0.75, 3.75, -6, 3}));
}

/// An index inside the image; one from outside counts nothing, or is moved.
Tap Sampler::makeTap(Value index, Value weight, int64_t size) {
  if (padding == Padding::reflection)
    index = reflect(index, size);
  Value inside = with<MinOp>(with<MaxOp>(index, 0), double(size - 1));
  if (padding == Padding::zeros) {
    Value isInside =
        build<CompareOp>(importer, node, CompareKind::eq, index, inside);
    Value full = weight ? weight : makeScalar(importer, node, index, 1);
    weight = build<SelectOp>(importer, node, isInside, full,
                             makeScalar(importer, node, index, 0));
  }
  return {castTo(importer, node, inside, importer.builder().getI64Type()),
          weight};
}

SmallVector<Tap> Sampler::getTaps(Value place, int64_t size) {
  if (mode == "nearest")
    return {makeTap(build<RoundOp>(importer, node, place), Value(), size)};
  Value first = build<FloorOp>(importer, node, place);
  Value rest = build<SubOp>(importer, node, place, first);
  SmallVector<Tap> taps;
  bool isCubic = mode == "bicubic" || mode == "cubic";
  for (int i = isCubic ? -1 : 0; i <= (isCubic ? 2 : 1); ++i) {
    Value distance =
        build<AbsOp>(importer, node, with<AddOp>(rest, -double(i)));
    Value weight = isCubic
                       ? weighCubic(distance)
                       : with<AddOp>(build<NegOp>(importer, node, distance), 1);
    taps.push_back(makeTap(with<AddOp>(first, double(i)), weight, size));
  }
  return taps;
}

/// The pixels of a row and a column of each place, times their weights. The
/// images are one list of pixels.
Value Sampler::pick(const Tap &row, const Tap &column, Value image) {
  Type i64 = importer.builder().getI64Type();
  Value index = with<MulOp>(row.index, double(shape[2]));
  index = build<AddOp>(importer, node, index, column.index);
  if (shape[0] > 1)
    index = build<AddOp>(
        importer, node, index,
        makeRange(importer, node, i64, shape[0], 4, 0, shape[1] * shape[2]));
  SmallVector<int64_t> places(
      cast<RankedTensorType>(index.getType()).getShape());
  places.pop_back();
  Value pixels = build<GatherOp>(importer, node, image,
                                 importer.reshape(node.getLoc(), index, places),
                                 uint64_t(0));
  if (!row.weight)
    return pixels;
  Value weight = build<MulOp>(importer, node, row.weight, column.weight);
  Type type = cast<RankedTensorType>(image.getType()).getElementType();
  return build<MulOp>(importer, node, pixels,
                      castTo(importer, node, weight, type));
}

LogicalResult Sampler::run() {
  if (failed(check()))
    return failure();
  Value image =
      importer.reshape(node.getLoc(),
                       importer.inOrder(node, *importer.getInput(node, 0),
                                        Importer::channelsLast(4)),
                       {shape[0] * shape[1] * shape[2], shape[3]});
  SmallVector<Tap> columns = getTaps(getPlace(0, shape[2]), shape[2]);
  SmallVector<Tap> rows = getTaps(getPlace(1, shape[1]), shape[1]);
  Value sum;
  for (const Tap &row : rows)
    for (const Tap &column : columns) {
      Value pixels = pick(row, column, image);
      if (!pixels)
        return failure();
      sum = sum ? build<AddOp>(importer, node, sum, pixels) : pixels;
    }
  return defineOutput(importer, node, sum, Importer::channelsLast(4));
}

static LogicalResult importGridSample(Importer &importer, const Node &node) {
  return Sampler(importer, node).run();
}

void onnx_frontend::addSamplingHandlers(HandlerMap &handlers) {
  handlers["GridSample"] = importGridSample;
}
