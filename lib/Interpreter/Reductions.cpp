//===- Reductions.cpp - Reductions, softmax and normalizations ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

/// Calls `body(to, value)` for each element, where `to` is its position in a
/// tensor whose `axes` are reduced to size 1.
template <typename T, typename Body>
static void forEachReduced(Shape shape, ArrayRef<int64_t> axes, const T *x,
                           Body body) {
  SmallVector<int64_t> reduced(shape);
  for (int64_t axis : axes)
    reduced[axis] = 1;
  SmallVector<SmallVector<int64_t>> strides = {
      getBroadcastStrides(reduced, shape)};
  int64_t n = shape.empty() ? 1 : shape.back();
  int64_t step = shape.empty() ? 0 : strides[0].back();
  forEachRow(shape, strides, [&](ArrayRef<int64_t> at) {
    for (int64_t i = 0; i < n; ++i)
      body(at[0] + i * step, *x++);
  });
}

/// Returns the initial value of a reduction.
template <typename T>
static T getInitial(nn::ReduceKind kind) {
  using Limits = std::numeric_limits<T>;
  switch (kind) {
  case nn::ReduceKind::max:
    return Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
  case nn::ReduceKind::min:
    return Limits::has_infinity ? Limits::infinity() : Limits::max();
  case nn::ReduceKind::prod:
    return T(1);
  default:
    return T(0);
  }
}

/// Adds an element to a reduction. Integers wrap around.
template <typename T>
static T accumulate(nn::ReduceKind kind, T sum, T x) {
  using Wide =
      typename std::conditional_t<std::is_integral_v<T>, std::make_unsigned<T>,
                                  std::common_type<T>>::type;
  auto s = Wide(sum), v = Wide(x);
  switch (kind) {
  case nn::ReduceKind::max:
    return x != x || x > sum ? x : sum;
  case nn::ReduceKind::min:
    return x != x || x < sum ? x : sum;
  case nn::ReduceKind::prod:
    return T(s * v);
  case nn::ReduceKind::l1:
    return T(s + (x < T(0) ? Wide(-v) : v));
  case nn::ReduceKind::l2:
  case nn::ReduceKind::sum_square:
    return T(s + v * v);
  default:
    return T(s + v);
  }
}

static LogicalResult reduce(Operation *op, Frame &frame) {
  auto reduce = cast<nn::ReduceOp>(op);
  nn::ReduceKind kind = reduce.getKind();
  RankedTensorType type = typeOf(op->getResult(0));
  const HostTensor &input = frame.operands[0];
  withComputeType(type.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    // Sums of many elements have more precision than their stored type.
    using Sum = std::conditional_t<std::is_same_v<T, float>, double, T>;
    Elements<T> x(input);
    std::vector<Sum> sums(type.getNumElements(), getInitial<Sum>(kind));
    std::vector<Sum> largest;
    if (kind == nn::ReduceKind::log_sum_exp) {
      largest.assign(sums.size(), getInitial<Sum>(nn::ReduceKind::max));
      forEachReduced(input.getShape(), reduce.getAxes(), x.get(),
                     [&](int64_t to, T v) {
                       largest[to] = std::max(largest[to], Sum(v));
                     });
    }
    // Infinities have no difference; the largest one is the result.
    auto isFinite = [&](int64_t i) {
      return std::isfinite(double(largest[i]));
    };
    forEachReduced(
        input.getShape(), reduce.getAxes(), x.get(), [&](int64_t to, T v) {
          if (!largest.empty() && !isFinite(to) && v == v)
            return;
          Sum value = largest.empty()
                          ? Sum(v)
                          : Sum(std::exp(double(v) - double(largest[to])));
          sums[to] = accumulate(kind, sums[to], value);
        });
    Sum count = Sum(input.getNumElements() / type.getNumElements());
    Output<T> out(type);
    for (int64_t i = 0, e = out.size(); i < e; ++i)
      switch (kind) {
      case nn::ReduceKind::mean:
        out[i] = T(sums[i] / count);
        break;
      case nn::ReduceKind::l2:
        out[i] = fromReal<T>(std::sqrt(double(sums[i])));
        break;
      case nn::ReduceKind::log_sum:
        out[i] = fromReal<T>(std::log(double(sums[i])));
        break;
      case nn::ReduceKind::log_sum_exp:
        out[i] =
            isFinite(i)
                ? fromReal<T>(std::log(double(sums[i])) + double(largest[i]))
            : sums[i] == sums[i] ? T(largest[i])
                                 : T(sums[i]);
        break;
      default:
        out[i] = T(sums[i]);
      }
    frame.results.push_back(out.take());
  });
  return success();
}

/// A tensor as `outer` x `size` x `inner` around one axis.
struct AxisView {
  AxisView(Shape shape, int64_t axis) : size(shape[axis]) {
    for (int64_t s : shape.take_front(axis))
      outer *= s;
    for (int64_t s : shape.drop_front(axis + 1))
      inner *= s;
  }
  int64_t outer = 1, size, inner = 1;
};

static LogicalResult argReduce(Operation *op, Frame &frame) {
  auto reduce = cast<nn::ArgReduceOp>(op);
  const HostTensor &input = frame.operands[0];
  AxisView view(input.getShape(), reduce.getAxis());
  bool isMax = reduce.getKind() == nn::Extremum::max, last = reduce.getLast();
  withComputeType(input.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(input);
    Output<int64_t> out(typeOf(op->getResult(0)));
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        const T *at = x.get() + o * view.size * view.inner + i;
        int64_t best = 0;
        for (int64_t k = 1; k < view.size; ++k) {
          T a = at[k * view.inner], b = at[best * view.inner];
          // The first NaN wins.
          bool isBetter = isMax ? a > b : a < b;
          if (b == b && (isBetter || a != a || (last && a == b)))
            best = k;
        }
        out[o * view.inner + i] = best;
      }
    frame.results.push_back(out.take());
  });
  return success();
}

/// Calls `body` for float or double. Reports an error for other types.
template <typename Body>
static LogicalResult withFloats(Operation *op, Body body) {
  Type type = typeOf(op->getResult(0)).getElementType();
  if (!isa<FloatType>(type))
    return emitError(op->getLoc())
           << "'" << op->getName() << "' on elements of "
           << "type " << type << " cannot be executed";
  type.isF64() ? body(double()) : body(float());
  return success();
}

static LogicalResult softmax(Operation *op, Frame &frame) {
  auto softmax = cast<nn::SoftmaxOp>(op);
  const HostTensor &input = frame.operands[0];
  AxisView view(input.getShape(), softmax.getAxis());
  return withFloats(op, [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(input);
    Output<T> out(typeOf(op->getResult(0)));
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        int64_t at = o * view.size * view.inner + i;
        T largest = x[at];
        for (int64_t k = 1; k < view.size; ++k)
          largest = std::max(largest, x[at + k * view.inner]);
        double sum = 0;
        for (int64_t k = 0; k < view.size; ++k)
          sum += std::exp(x[at + k * view.inner] - largest);
        for (int64_t k = 0; k < view.size; ++k) {
          T shifted = x[at + k * view.inner] - largest;
          out[at + k * view.inner] = softmax.getLogarithm()
                                         ? T(shifted - std::log(sum))
                                         : T(std::exp(shifted) / sum);
        }
      }
    frame.results.push_back(out.take());
  });
}

static LogicalResult batchNorm(Operation *op, Frame &frame) {
  auto norm = cast<nn::BatchNormOp>(op);
  return withFloats(op, [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(frame.operands[0]), scale(frame.operands[1]),
        offset(frame.operands[2]), mean(frame.operands[3]),
        variance(frame.operands[4]);
    int64_t c = frame.operands[1].getNumElements();
    std::vector<T> factor(c);
    for (int64_t k = 0; k < c; ++k)
      factor[k] = scale[k] / std::sqrt(variance[k] +
                                       T(norm.getEpsilon().convertToFloat()));
    Output<T> out(typeOf(op->getResult(0)));
    for (int64_t i = 0, e = out.size(); i < e; i += c)
      for (int64_t k = 0; k < c; ++k)
        out[i + k] = (x[i + k] - mean[k]) * factor[k] + offset[k];
    frame.results.push_back(out.take());
  });
}

static LogicalResult normalize(Operation *op, Frame &frame) {
  auto norm = cast<nn::NormalizeOp>(op);
  const HostTensor &input = frame.operands[0];
  Shape shape = input.getShape();
  // Optional parameters; a scalar without effect if they are absent.
  HostTensor one = HostTensor::fromDoubles(input.getElementType(), {}, {1});
  HostTensor none = HostTensor::zeros(input.getElementType(), {});
  const HostTensor &scale = norm.getScale() ? frame.operands[1] : one;
  const HostTensor &offset = norm.getOffset() ? frame.operands.back() : none;
  return withFloats(op, [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(input), s(scale), t(offset);
    int64_t groups = 1, n = input.getNumElements();
    for (auto [d, size] : llvm::enumerate(shape))
      if (!llvm::is_contained(norm.getAxes(), int64_t(d)))
        groups *= size;
    std::vector<double> mean(groups, 0), square(groups, 0);
    double count = double(n / groups);
    forEachReduced(shape, norm.getAxes(), x.get(),
                   [&](int64_t to, T v) { mean[to] += v / count; });
    forEachReduced(shape, norm.getAxes(), x.get(), [&](int64_t to, T v) {
      square[to] += (v - mean[to]) * (v - mean[to]) / count;
    });
    for (double &variance : square)
      variance = 1 / std::sqrt(variance + norm.getEpsilon().convertToFloat());
    Output<T> out(typeOf(op->getResult(0)));
    SmallVector<int64_t> stored = getStrides(shape);
    SmallVector<int64_t> ss = getBroadcastStrides(scale.getShape(), shape);
    SmallVector<int64_t> ts = getBroadcastStrides(offset.getShape(), shape);
    int64_t i = 0;
    forEachReduced(shape, norm.getAxes(), x.get(), [&](int64_t to, T v) {
      int64_t at = 0, bt = 0;
      for (size_t d = 0; d < shape.size(); ++d) {
        int64_t index = i / stored[d] % shape[d];
        at += index * ss[d];
        bt += index * ts[d];
      }
      out[i++] = T((v - mean[to]) * square[to]) * s[at] + t[bt];
    });
    frame.results.push_back(out.take());
  });
}

void interpreter::addReductionKernels(KernelMap &kernels) {
  kernels["nn.reduce"] = reduce;
  kernels["nn.arg_reduce"] = argReduce;
  kernels["nn.softmax"] = softmax;
  kernels["nn.batch_norm"] = batchNorm;
  kernels["nn.normalize"] = normalize;
}
