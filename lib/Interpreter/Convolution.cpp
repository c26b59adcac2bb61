//===- Convolution.cpp - Convolutions -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Product.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

namespace {
/// The sizes of a convolution or, for a transposed convolution, of the
/// convolution that it reverses.
struct Sizes {
  int64_t batch, height, width, channels;
  int64_t outHeight, outWidth, outChannels;
  int64_t kernelHeight, kernelWidth, groups;
  ArrayRef<int64_t> strides, pads, dilations;

  int64_t inPerGroup() const { return channels / groups; }
  int64_t outPerGroup() const { return outChannels / groups; }
  int64_t taps() const { return kernelHeight * kernelWidth; }
  /// Return the row or column of the input under a tap, which may be outside
  /// the input.
  int64_t rowOf(int64_t out, int64_t tap) const {
    return out * strides[0] - pads[0] + tap * dilations[0];
  }
  int64_t columnOf(int64_t out, int64_t tap) const {
    return out * strides[1] - pads[2] + tap * dilations[1];
  }
  bool isPointwise() const {
    return taps() == 1 && strides[0] == 1 && strides[1] == 1 &&
           outHeight == height && outWidth == width;
  }
};
} // namespace

template <typename OpTy>
static Sizes getSizes(OpTy op, Shape in, Shape out) {
  Shape filter = typeOf(op.getFilter()).getShape();
  return {in[0],
          in[1],
          in[2],
          in[3],
          out[1],
          out[2],
          out[3],
          filter[1],
          filter[2],
          int64_t(op.getGroups()),
          op.getStrides(),
          op.getPads(),
          op.getDilations()};
}

/// Convolves with one filter per channel: sums along channels, which vectorize.
template <typename T>
static void convolveDepthwise(const Sizes &s, const T *x, const T *w, T *out) {
  // The filters, sorted by tap instead of by channel.
  std::vector<T> taps(s.taps() * s.channels);
  for (int64_t c = 0; c < s.channels; ++c)
    for (int64_t t = 0; t < s.taps(); ++t)
      taps[t * s.channels + c] = w[c * s.taps() + t];
  for (int64_t n = 0; n < s.batch; ++n)
    for (int64_t oh = 0; oh < s.outHeight; ++oh)
      for (int64_t ow = 0; ow < s.outWidth; ++ow, out += s.channels)
        for (int64_t r = 0; r < s.kernelHeight; ++r) {
          int64_t ih = s.rowOf(oh, r);
          if (ih < 0 || ih >= s.height)
            continue;
          for (int64_t q = 0; q < s.kernelWidth; ++q) {
            int64_t iw = s.columnOf(ow, q);
            if (iw < 0 || iw >= s.width)
              continue;
            const T *from =
                x + ((n * s.height + ih) * s.width + iw) * s.channels;
            const T *tap = taps.data() + (r * s.kernelWidth + q) * s.channels;
            for (int64_t c = 0; c < s.channels; ++c)
              out[c] += from[c] * tap[c];
          }
        }
}

/// Gathers the windows of one row of outputs for the channels of one group.
/// Each window becomes a row of the matrix.
template <typename T>
static void gatherWindows(const Sizes &s, const T *image, int64_t oh,
                          int64_t group, Matrix<T> &windows) {
  int64_t c = s.inPerGroup();
  windows.setZero();
  for (int64_t ow = 0; ow < s.outWidth; ++ow)
    for (int64_t r = 0; r < s.kernelHeight; ++r) {
      int64_t ih = s.rowOf(oh, r);
      if (ih < 0 || ih >= s.height)
        continue;
      for (int64_t q = 0; q < s.kernelWidth; ++q) {
        int64_t iw = s.columnOf(ow, q);
        if (iw < 0 || iw >= s.width)
          continue;
        const T *from = image + (ih * s.width + iw) * s.channels + group * c;
        std::copy(from, from + c,
                  windows.data() + ow * windows.cols() +
                      (r * s.kernelWidth + q) * c);
      }
    }
}

template <typename T>
static void convolve(const Sizes &s, const T *x, const T *w, T *out) {
  if (s.groups > 1 && s.groups == s.channels && s.outChannels == s.channels)
    return convolveDepthwise(s, x, w, out);
  int64_t c = s.inPerGroup(), k = s.outPerGroup(), depth = s.taps() * c;
  if (s.isPointwise()) {
    int64_t pixels = s.batch * s.height * s.width;
    for (int64_t g = 0; g < s.groups; ++g)
      mapMatrix(out + g * k, pixels, k, s.outChannels).noalias() =
          mapMatrix(x + g * c, pixels, c, s.channels) *
          mapMatrix(w + g * k * c, k, c, c).transpose();
    return;
  }
  Matrix<T> windows(s.outWidth, depth);
  for (int64_t n = 0; n < s.batch; ++n) {
    const T *image = x + n * s.height * s.width * s.channels;
    for (int64_t oh = 0; oh < s.outHeight; ++oh) {
      T *row = out + (n * s.outHeight + oh) * s.outWidth * s.outChannels;
      for (int64_t g = 0; g < s.groups; ++g) {
        gatherWindows(s, image, oh, g, windows);
        mapMatrix(row + g * k, s.outWidth, k, s.outChannels).noalias() =
            windows * mapMatrix(w + g * k * depth, k, depth, depth).transpose();
      }
    }
  }
}

/// Adds the filter, multiplied by each pixel, to the result. `s` describes the
/// convolution from the result to the input.
template <typename T>
static void convolveTransposed(const Sizes &s, const T *x, const T *w, T *out) {
  int64_t c = s.outPerGroup(), k = s.inPerGroup(), depth = s.taps() * c;
  for (int64_t g = 0; g < s.groups; ++g) {
    // Converts [K, R, S, C] to a matrix with C rows and taps * K columns.
    Matrix<T> filter(c, s.taps() * k);
    for (int64_t o = 0; o < k; ++o)
      for (int64_t t = 0; t < s.taps(); ++t)
        for (int64_t i = 0; i < c; ++i)
          filter(i, t * k + o) = w[(g * k + o) * depth + t * c + i];
    for (int64_t n = 0; n < s.batch; ++n)
      for (int64_t oh = 0; oh < s.outHeight; ++oh) {
        const T *row =
            x + (n * s.outHeight + oh) * s.outWidth * s.outChannels + g * c;
        Matrix<T> sums = mapMatrix(row, s.outWidth, c, s.outChannels) * filter;
        for (int64_t ow = 0; ow < s.outWidth; ++ow)
          for (int64_t t = 0; t < s.taps(); ++t) {
            int64_t ih = s.rowOf(oh, t / s.kernelWidth);
            int64_t iw = s.columnOf(ow, t % s.kernelWidth);
            if (ih < 0 || ih >= s.height || iw < 0 || iw >= s.width)
              continue;
            T *to =
                out + ((n * s.height + ih) * s.width + iw) * s.channels + g * k;
            for (int64_t o = 0; o < k; ++o)
              to[o] += sums(ow, t * k + o);
          }
      }
  }
}

static LogicalResult conv2d(Operation *op, Frame &frame) {
  auto conv = cast<nn::Conv2DOp>(op);
  Sizes s =
      getSizes(conv, frame.operands[0].getShape(), conv.getType().getShape());
  return runProduct(
      op, frame, conv.getBias() ? &frame.operands[2] : nullptr,
      conv.getActivation(),
      [&](const auto *x, const auto *w, auto *out) { convolve(s, x, w, out); });
}

static LogicalResult convTranspose2d(Operation *op, Frame &frame) {
  auto conv = cast<nn::ConvTranspose2DOp>(op);
  Sizes s =
      getSizes(conv, conv.getType().getShape(), frame.operands[0].getShape());
  return runProduct(op, frame, conv.getBias() ? &frame.operands[2] : nullptr,
                    conv.getActivation(),
                    [&](const auto *x, const auto *w, auto *out) {
                      convolveTransposed(s, x, w, out);
                    });
}

void interpreter::addConvolutionKernels(KernelMap &kernels) {
  kernels["nn.conv2d"] = conv2d;
  kernels["nn.conv_transpose2d"] = convTranspose2d;
}
