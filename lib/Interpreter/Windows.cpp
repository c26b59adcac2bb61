//===- Windows.cpp - Pooling and resizing ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

/// Calls `body(pixel, from)` for each element inside the input of each window,
/// with the numbers of the pixels of the result and of the input.
template <typename OpTy>
static void forEachInWindow(OpTy op, ArrayRef<int64_t> dilations,
                            llvm::function_ref<void(int64_t, int64_t)> body) {
  Shape in = typeOf(op.getInput()).getShape(), out = op.getType().getShape();
  for (int64_t n = 0; n < in[0]; ++n)
    for (int64_t oh = 0; oh < out[1]; ++oh)
      for (int64_t ow = 0; ow < out[2]; ++ow)
        for (int64_t r = 0; r < op.getKernel()[0]; ++r)
          for (int64_t q = 0; q < op.getKernel()[1]; ++q) {
            int64_t ih =
                oh * op.getStrides()[0] - op.getPads()[0] + r * dilations[0];
            int64_t iw =
                ow * op.getStrides()[1] - op.getPads()[2] + q * dilations[1];
            if (ih >= 0 && ih < in[1] && iw >= 0 && iw < in[2])
              body((n * out[1] + oh) * out[2] + ow,
                   (n * in[1] + ih) * in[2] + iw);
          }
}

static LogicalResult maxPool(Operation *op, Frame &frame) {
  auto pool = cast<nn::MaxPool2DOp>(op);
  int64_t c = pool.getType().getDimSize(3);
  withComputeType(pool.getType().getElementType(), [&](auto zero) {
    using T = decltype(zero);
    using Limits = std::numeric_limits<T>;
    Elements<T> x(frame.operands[0]);
    Output<T> out(pool.getType());
    std::fill(out.get(), out.get() + out.size(),
              Limits::has_infinity ? -Limits::infinity() : Limits::lowest());
    forEachInWindow(pool, pool.getDilations(), [&](int64_t to, int64_t from) {
      const T *a = x.get() + from * c;
      T *b = out.get() + to * c;
      for (int64_t k = 0; k < c; ++k)
        b[k] = a[k] > b[k] || a[k] != a[k] ? a[k] : b[k];
    });
    frame.results.push_back(out.take());
  });
  return success();
}

static LogicalResult avgPool(Operation *op, Frame &frame) {
  auto pool = cast<nn::AvgPool2DOp>(op);
  int64_t c = pool.getType().getDimSize(3);
  int64_t window = pool.getKernel()[0] * pool.getKernel()[1];
  withComputeType(pool.getType().getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(frame.operands[0]);
    Output<T> out(pool.getType());
    std::vector<int64_t> counts(out.size() / c, 0);
    forEachInWindow(pool, {1, 1}, [&](int64_t to, int64_t from) {
      ++counts[to];
      for (int64_t k = 0; k < c; ++k)
        out[to * c + k] += x[from * c + k];
    });
    for (size_t i = 0; i < counts.size(); ++i)
      for (int64_t k = 0; k < c; ++k)
        out[i * c + k] /=
            T(pool.getCountIncludePad() ? window
                                        : std::max<int64_t>(counts[i], 1));
    frame.results.push_back(out.take());
  });
  return success();
}

//===----------------------------------------------------------------------===//
// Resize
//===----------------------------------------------------------------------===//

namespace {
/// The elements of one dimension that one element of the result combines.
struct Mix {
  int64_t count = 0;
  int64_t from[4] = {};
  double weights[4] = {};
};

/// The resampling of one dimension.
struct Axis {
  nn::ResizeOp op;
  int64_t in;

  Mix getNearest(double x);
  Mix getLinear(double x);
  Mix getCubic(double x);
};
} // namespace

Mix Axis::getNearest(double x) {
  double index = 0;
  switch (op.getRound()) {
  case nn::RoundMode::round_prefer_floor:
    index = std::ceil(x - 0.5);
    break;
  case nn::RoundMode::round_prefer_ceil:
    index = std::floor(x + 0.5);
    break;
  case nn::RoundMode::floor:
    index = std::floor(x);
    break;
  case nn::RoundMode::ceil:
    index = std::ceil(x);
    break;
  }
  Mix mix;
  mix.count = 1;
  mix.from[0] = int64_t(std::min(std::max(index, 0.0), double(in - 1)));
  mix.weights[0] = 1;
  return mix;
}

Mix Axis::getLinear(double x) {
  x = std::min(std::max(x, 0.0), double(in - 1));
  Mix mix;
  mix.count = 2;
  mix.from[0] = int64_t(x);
  mix.from[1] = std::min(mix.from[0] + 1, in - 1);
  mix.weights[1] = x - std::floor(x);
  mix.weights[0] = 1 - mix.weights[1];
  return mix;
}

Mix Axis::getCubic(double x) {
  // Keys, "Cubic convolution interpolation for digital image processing", 1981.
  // Further outside, all four samples are the last one.
  x = std::min(std::max(x, -4.0), double(in) + 4);
  double a = op.getCubicA().convertToDouble(), t = x - std::floor(x), sum = 0;
  double near = 1 - t, far = 1 + t, last = 2 - t;
  Mix mix;
  mix.count = 4;
  auto inner = [&](double d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
  auto outer = [&](double d) {
    return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  };
  mix.weights[0] = outer(far);
  mix.weights[1] = inner(t);
  mix.weights[2] = inner(near);
  mix.weights[3] = outer(last);
  for (int64_t k = 0; k < 4; ++k) {
    int64_t at = int64_t(std::floor(x)) - 1 + k;
    if (op.getExcludeOutside() && (at < 0 || at >= in))
      mix.weights[k] = 0;
    sum += mix.weights[k];
    mix.from[k] = std::min(std::max<int64_t>(at, 0), in - 1);
  }
  for (double &weight : mix.weights)
    weight = op.getExcludeOutside() ? weight / sum : weight;
  return mix;
}

static std::vector<Mix> getMixes(nn::ResizeOp op, unsigned dim) {
  Axis axis = {op, typeOf(op.getInput()).getDimSize(1 + dim)};
  std::vector<Mix> mixes;
  for (int64_t i = 0; i < op.getType().getDimSize(1 + dim); ++i) {
    double x = op.getPosition(dim, i);
    mixes.push_back(op.getMode() == nn::ResizeMode::nearest ? axis.getNearest(x)
                    : op.getMode() == nn::ResizeMode::linear
                        ? axis.getLinear(x)
                        : axis.getCubic(x));
  }
  return mixes;
}

static LogicalResult resize(Operation *op, Frame &frame) {
  auto resize = cast<nn::ResizeOp>(op);
  Shape in = frame.operands[0].getShape();
  std::vector<Mix> rows = getMixes(resize, 0), columns = getMixes(resize, 1);
  int64_t c = in[3];
  withComputeType(resize.getType().getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(frame.operands[0]);
    Output<T> y(resize.getType());
    std::vector<double> sums(c);
    T *to = y.get();
    for (int64_t n = 0; n < in[0]; ++n)
      for (const Mix &row : rows)
        for (const Mix &column : columns) {
          std::fill(sums.begin(), sums.end(), 0.0);
          for (int64_t r = 0; r < row.count; ++r)
            for (int64_t q = 0; q < column.count; ++q) {
              double weight = row.weights[r] * column.weights[q];
              const T *from =
                  x.get() +
                  ((n * in[1] + row.from[r]) * in[2] + column.from[q]) * c;
              for (int64_t k = 0; k < c; ++k)
                sums[k] += weight * double(from[k]);
            }
          for (int64_t k = 0; k < c; ++k)
            *to++ = T(sums[k]);
        }
    frame.results.push_back(y.take());
  });
  return success();
}

void interpreter::addWindowKernels(KernelMap &kernels) {
  kernels["nn.max_pool2d"] = maxPool;
  kernels["nn.avg_pool2d"] = avgPool;
  kernels["nn.resize"] = resize;
}
