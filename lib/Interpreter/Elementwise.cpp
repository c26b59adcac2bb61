//===- Elementwise.cpp - Element-wise arithmetic --------------------------===//
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

/// Applies `f` to the elements of two operands that broadcast to `shape`.
template <typename T, typename R, typename F>
static void broadcast(const HostTensor &lhs, const HostTensor &rhs, Shape shape,
                      R *out, F f) {
  Elements<T> a(lhs), b(rhs);
  SmallVector<SmallVector<int64_t>> strides = {
      getBroadcastStrides(lhs.getShape(), shape),
      getBroadcastStrides(rhs.getShape(), shape)};
  int64_t n = shape.empty() ? 1 : shape.back();
  int64_t sa = shape.empty() ? 0 : strides[0].back();
  int64_t sb = shape.empty() ? 0 : strides[1].back();
  forEachRow(shape, strides, [&](ArrayRef<int64_t> at) {
    const T *x = a.get() + at[0], *y = b.get() + at[1];
    for (int64_t i = 0; i < n; ++i)
      *out++ = R(f(x[i * sa], y[i * sb]));
  });
}

/// Returns a kernel of `f`, which is generic over the type of the computation.
template <typename F>
static Kernel binary(F f) {
  return [f](Operation *op, Frame &frame) {
    RankedTensorType type = typeOf(op->getResult(0));
    withComputeType(type.getElementType(), [&](auto zero) {
      using T = decltype(zero);
      Output<T> out(type);
      broadcast<T>(frame.operands[0], frame.operands[1], type.getShape(),
                   out.get(), [&](T a, T b) { return f(a, b); });
      frame.results.push_back(out.take());
    });
    return success();
  };
}

template <typename F>
static Kernel unary(F f) {
  return [f](Operation *op, Frame &frame) {
    RankedTensorType type = typeOf(op->getResult(0));
    withComputeType(type.getElementType(), [&](auto zero) {
      using T = decltype(zero);
      Elements<T> x(frame.operands[0]);
      Output<T> out(type);
      for (int64_t i = 0, e = out.size(); i < e; ++i)
        out[i] = T(f(x[i]));
      frame.results.push_back(out.take());
    });
    return success();
  };
}

//===----------------------------------------------------------------------===//
// Integer arithmetic: wraps, without undefined behaviour
//===----------------------------------------------------------------------===//

template <typename T>
static T divide(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    if (b == 0)
      return 0;
    if (std::is_signed_v<T> && b == T(-1))
      return T(-uint64_t(a));
  }
  return a / b;
}

template <typename T>
static T modulo(T a, T b) {
  if constexpr (std::is_integral_v<T>)
    return b == 0 || (std::is_signed_v<T> && b == T(-1)) ? T(0) : T(a % b);
  else
    return std::fmod(a, b);
}

/// Returns the power. For a negative exponent, it is the quotient, rounded to
/// zero.
template <typename T>
static T power(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    if (b < 0)
      return a == T(1) ? T(1) : a == T(-1) ? (b % 2 ? a : T(1)) : T(0);
    uint64_t result = 1, square = uint64_t(a);
    for (uint64_t rest = uint64_t(b); rest; rest >>= 1, square *= square)
      result *= rest & 1 ? square : 1;
    return T(result);
  } else {
    return std::pow(a, b);
  }
}

/// Return the larger or the smaller value; NaN if one of them is NaN.
template <typename T>
static T larger(T a, T b) {
  return a != a || a > b ? a : b;
}
template <typename T>
static T smaller(T a, T b) {
  return a != a || a < b ? a : b;
}

/// Applies `f`. Integers use 64-bit unsigned arithmetic, which may wrap.
template <typename T, typename F>
static T wrapping(T a, T b, F f) {
  if constexpr (std::is_integral_v<T>)
    return T(f(uint64_t(a), uint64_t(b)));
  else
    return f(a, b);
}

template <typename T>
static T negate(T x) {
  if constexpr (std::is_integral_v<T>)
    return T(-uint64_t(x));
  else
    return -x;
}

static void addArithmetic(KernelMap &kernels) {
  kernels["nn.add"] = binary([](auto a, auto b) {
    return wrapping(a, b, [](auto x, auto y) { return x + y; });
  });
  kernels["nn.sub"] = binary([](auto a, auto b) {
    return wrapping(a, b, [](auto x, auto y) { return x - y; });
  });
  kernels["nn.mul"] = binary([](auto a, auto b) {
    return wrapping(a, b, [](auto x, auto y) { return x * y; });
  });
  kernels["nn.div"] = binary([](auto a, auto b) { return divide(a, b); });
  kernels["nn.mod"] = binary([](auto a, auto b) { return modulo(a, b); });
  kernels["nn.pow"] = binary([](auto a, auto b) { return power(a, b); });
  kernels["nn.max"] = binary([](auto a, auto b) { return larger(a, b); });
  kernels["nn.min"] = binary([](auto a, auto b) { return smaller(a, b); });
  kernels["nn.prelu"] =
      binary([](auto a, auto b) { return a < 0 ? a * b : a; });
  kernels["nn.and"] = binary([](auto a, auto b) { return a && b; });
  kernels["nn.or"] = binary([](auto a, auto b) { return a || b; });
  kernels["nn.xor"] = binary([](auto a, auto b) { return !a != !b; });
}

/// Returns a kernel that applies `f` to real numbers. Integers are converted to
/// double.
template <typename F>
static Kernel real(F f) {
  return unary([f](auto x) {
    using T = decltype(x);
    if constexpr (std::is_integral_v<T>)
      return fromReal<T>(f(double(x)));
    else
      return f(x);
  });
}

/// Returns a kernel that applies `f` to real numbers. Integers stay unchanged.
template <typename F>
static Kernel rounding(F f) {
  return unary([f](auto x) {
    if constexpr (std::is_integral_v<decltype(x)>)
      return x;
    else
      return f(x);
  });
}

static void addFunctions(KernelMap &kernels) {
  kernels["nn.abs"] = unary([](auto x) { return x < 0 ? negate(x) : x; });
  kernels["nn.neg"] = unary([](auto x) { return negate(x); });
  kernels["nn.not"] = unary([](auto x) { return !x; });
  kernels["nn.sign"] =
      unary([](auto x) { return x != x ? x : decltype(x)((x > 0) - (x < 0)); });
  kernels["nn.ceil"] = rounding([](auto x) { return std::ceil(x); });
  kernels["nn.floor"] = rounding([](auto x) { return std::floor(x); });
  kernels["nn.round"] = rounding([](auto x) { return std::nearbyint(x); });
  kernels["nn.cos"] = real([](auto x) { return std::cos(x); });
  kernels["nn.sin"] = real([](auto x) { return std::sin(x); });
  kernels["nn.tan"] = real([](auto x) { return std::tan(x); });
  kernels["nn.acos"] = real([](auto x) { return std::acos(x); });
  kernels["nn.asin"] = real([](auto x) { return std::asin(x); });
  kernels["nn.atan"] = real([](auto x) { return std::atan(x); });
  kernels["nn.cosh"] = real([](auto x) { return std::cosh(x); });
  kernels["nn.sinh"] = real([](auto x) { return std::sinh(x); });
  kernels["nn.acosh"] = real([](auto x) { return std::acosh(x); });
  kernels["nn.asinh"] = real([](auto x) { return std::asinh(x); });
  kernels["nn.atanh"] = real([](auto x) { return std::atanh(x); });
  kernels["nn.erf"] = real([](auto x) { return std::erf(x); });
  kernels["nn.exp"] = real([](auto x) { return std::exp(x); });
  kernels["nn.log"] = real([](auto x) { return std::log(x); });
  kernels["nn.sqrt"] = real([](auto x) { return std::sqrt(x); });
  kernels["nn.reciprocal"] = real([](auto x) { return 1 / x; });
}

//===----------------------------------------------------------------------===//
// Comparison, selection, conversion
//===----------------------------------------------------------------------===//

static LogicalResult compareElements(Operation *op, Frame &frame) {
  nn::CompareKind kind = cast<nn::CompareOp>(op).getKind();
  RankedTensorType type = typeOf(op->getResult(0));
  withComputeType(frame.operands[0].getElementType(), [&](auto zero) {
    using T = decltype(zero);
    HostTensor out = HostTensor::zeros(type.getElementType(), type.getShape());
    broadcast<T>(frame.operands[0], frame.operands[1], type.getShape(),
                 out.getMutableBytes(), [&](T a, T b) {
                   switch (kind) {
                   case nn::CompareKind::eq:
                     return a == b;
                   case nn::CompareKind::lt:
                     return a < b;
                   case nn::CompareKind::le:
                     return a <= b;
                   case nn::CompareKind::gt:
                     return a > b;
                   case nn::CompareKind::ge:
                     return a >= b;
                   }
                   return false;
                 });
    frame.results.push_back(std::move(out));
  });
  return success();
}

/// Selects whole elements, regardless of their type.
static LogicalResult selectElements(Operation *op, Frame &frame) {
  RankedTensorType type = typeOf(op->getResult(0));
  HostTensor out = HostTensor::zeros(type.getElementType(), type.getShape());
  unsigned size = HostTensor::getElementBytes(type.getElementType());
  SmallVector<SmallVector<int64_t>> strides;
  for (const HostTensor &operand : frame.operands)
    strides.push_back(getBroadcastStrides(operand.getShape(), type.getShape()));
  int64_t n = type.getRank() == 0 ? 1 : type.getShape().back();
  char *to = out.getMutableBytes();
  forEachRow(type.getShape(), strides, [&](ArrayRef<int64_t> at) {
    for (int64_t i = 0; i < n; ++i, to += size) {
      auto index = [&](unsigned k) {
        return at[k] + (type.getRank() == 0 ? 0 : i * strides[k].back());
      };
      unsigned from = frame.operands[0].getBytes()[index(0)] ? 1 : 2;
      std::memcpy(to,
                  frame.operands[from].getBytes().data() + index(from) * size,
                  size);
    }
  });
  frame.results.push_back(std::move(out));
  return success();
}

static LogicalResult convert(Operation *op, Frame &frame) {
  RankedTensorType type = typeOf(op->getResult(0));
  const HostTensor &x = frame.operands[0];
  bool fromFloat = isa<FloatType>(x.getElementType());
  bool toBool = type.getElementType().isInteger(1);
  withComputeType(type.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Output<T> out(type);
    for (int64_t i = 0, e = out.size(); i < e; ++i) {
      if (!fromFloat && std::is_integral_v<T>)
        out[i] = T(x.getInt(i));
      else if (toBool)
        out[i] = T(x.getDouble(i) != 0);
      else if constexpr (std::is_integral_v<T>)
        out[i] = T(HostTensor::toInteger(x.getDouble(i), !std::is_signed_v<T>));
      else
        out[i] = T(x.getDouble(i));
    }
    frame.results.push_back(out.take());
  });
  return success();
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

/// Applies `f` to each value, with constants of its type.
template <typename T, typename F>
static void mapInPlace(T *values, int64_t size, F f) {
  for (int64_t i = 0; i < size; ++i)
    values[i] = f(values[i]);
}

template <typename T>
static T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

/// Returns log(exp(x) + 1) without overflow.
template <typename T>
static T softplus(T x) {
  return std::max(x, T(0)) + std::log1p(std::exp(-std::abs(x)));
}

template <typename T>
void interpreter::activate(nn::ActivationAttr activation, T *v, int64_t n) {
  using Kind = nn::ActivationKind;
  size_t given = activation.getConstants().size();
  T a = given > 0 ? T(activation.getConstant(0)) : T(0);
  T b = given > 1 ? T(activation.getConstant(1)) : T(0);
  switch (activation.getKind()) {
  case Kind::relu:
    return mapInPlace(v, n, [](T x) { return x < 0 ? T(0) : x; });
  case Kind::clamp:
    return mapInPlace(v, n, [=](T x) {
      T low = x < a ? a : x;
      return low > b ? b : low;
    });
  case Kind::leaky_relu:
    return mapInPlace(v, n, [=](T x) { return x < 0 ? a * x : x; });
  case Kind::elu:
    return mapInPlace(v, n, [=](T x) { return x < 0 ? a * std::expm1(x) : x; });
  case Kind::selu:
    return mapInPlace(v, n,
                      [=](T x) { return b * (x > 0 ? x : a * std::expm1(x)); });
  case Kind::sigmoid:
    return mapInPlace(v, n, [](T x) { return sigmoid(x); });
  case Kind::hard_sigmoid:
    return mapInPlace(
        v, n, [=](T x) { return std::min(std::max(a * x + b, T(0)), T(1)); });
  case Kind::hard_swish:
    return mapInPlace(v, n, [](T x) {
      return x * std::min(std::max(x / T(6) + T(0.5), T(0)), T(1));
    });
  case Kind::swish:
    return mapInPlace(v, n, [](T x) { return x * sigmoid(x); });
  case Kind::tanh:
    return mapInPlace(v, n, [](T x) { return std::tanh(x); });
  case Kind::softplus:
    return mapInPlace(v, n, [](T x) { return softplus(x); });
  case Kind::softsign:
    return mapInPlace(v, n, [](T x) { return x / (T(1) + std::abs(x)); });
  case Kind::gelu:
    return mapInPlace(v, n, [](T x) {
      return x * (T(1) + std::erf(x * T(M_SQRT1_2))) / T(2);
    });
  case Kind::gelu_tanh:
    return mapInPlace(v, n, [](T x) {
      T inner = T(std::sqrt(M_2_PI)) * (x + T(0.044715) * x * x * x);
      return x * (T(1) + std::tanh(inner)) / T(2);
    });
  case Kind::mish:
    return mapInPlace(v, n, [](T x) { return x * std::tanh(softplus(x)); });
  case Kind::celu:
    return mapInPlace(v, n,
                      [=](T x) { return x < 0 ? a * std::expm1(x / a) : x; });
  case Kind::thresholded_relu:
    return mapInPlace(v, n, [=](T x) { return x > a ? x : T(0); });
  }
}

template void interpreter::activate(nn::ActivationAttr, float *, int64_t);
template void interpreter::activate(nn::ActivationAttr, double *, int64_t);

static LogicalResult activateTensor(Operation *op, Frame &frame) {
  RankedTensorType type = typeOf(op->getResult(0));
  auto activation = cast<nn::ActivationOp>(op).getActivation();
  if (!isa<FloatType>(type.getElementType()))
    return emitError(op->getLoc())
           << "an activation of type " << type << " cannot be executed";
  auto run = [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(frame.operands[0]);
    Output<T> out(type);
    std::copy(x.get(), x.get() + out.size(), out.get());
    activate(activation, out.get(), out.size());
    frame.results.push_back(out.take());
  };
  type.getElementType().isF64() ? run(double()) : run(float());
  return success();
}

void interpreter::addElementwiseKernels(KernelMap &kernels) {
  addArithmetic(kernels);
  addFunctions(kernels);
  kernels["nn.compare"] = compareElements;
  kernels["nn.select"] = selectElements;
  kernels["nn.cast"] = convert;
  kernels["nn.activation"] = activateTensor;
}
