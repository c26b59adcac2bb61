//===- ResolutionShapes.cpp - Sizes before and after ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resolution.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;

Extent ExtentProduct::getTotal() const {
  Extent total{1, 1};
  for (Extent factor : factors) {
    total.old *= factor.old;
    total.now *= factor.now;
  }
  return total;
}

ScaledDim ScaledDim::plain(int64_t old, int64_t now) {
  ScaledDim dim;
  dim.parts.push_back({{{old, now}}});
  return dim;
}

Extent ScaledDim::getTotal() const {
  Extent total{0, 0};
  for (const ExtentProduct &part : parts) {
    Extent own = part.getTotal();
    total.old += own.old;
    total.now += own.now;
  }
  return total;
}

bool ScaledDim::isChanged() const {
  Extent total = getTotal();
  return total.old != total.now;
}

/// Divides a factor into one of `outer` elements before and the rest.
static bool divide(Extent factor, int64_t outer, Extent &first, Extent &rest) {
  int64_t inner = factor.old / outer;
  bool canOuter = factor.now % inner == 0, canInner = factor.now % outer == 0;
  first = {outer, outer};
  rest = {inner, inner};
  if (factor.old == factor.now)
    return true;
  // The larger one is the image, the other one a block of it.
  if (canOuter && (outer >= inner || !canInner))
    first.now = factor.now / inner;
  else if (canInner)
    rest.now = factor.now / outer;
  else
    return false;
  return true;
}

/// Hands factors out to dimensions of `sizes` elements before.
static bool distribute(SmallVector<Extent> factors, ArrayRef<int64_t> sizes,
                       MutableArrayRef<ScaledDim> result) {
  size_t next = 0;
  for (auto [size, dim] : llvm::zip_equal(sizes, result)) {
    ExtentProduct own;
    int64_t open = size;
    while (open > 1) {
      Extent &factor = factors[next];
      if (open % factor.old == 0) {
        open /= factor.old;
        own.factors.push_back(factor);
        ++next;
        continue;
      }
      Extent first, rest;
      if (factor.old % open || !divide(factor, open, first, rest))
        return false;
      own.factors.push_back(first);
      factor = rest;
      open = 1;
    }
    if (own.factors.empty())
      own.factors.push_back({1, 1});
    dim.parts.push_back(std::move(own));
  }
  // What had one element and has more now belongs to the last dimension.
  for (; next < factors.size(); ++next)
    result.back().parts.back().factors.push_back(factors[next]);
  return true;
}

/// One run of dimensions that a reshape merges and divides.
static bool reshapeRun(ArrayRef<ScaledDim> from, ArrayRef<int64_t> sizes,
                       MutableArrayRef<ScaledDim> to) {
  auto isOne = [](const ScaledDim &dim) {
    return dim.getTotal() == Extent{1, 1};
  };
  SmallVector<ScaledDim> dims;
  for (const ScaledDim &dim : from)
    if (!isOne(dim))
      dims.push_back(dim);
  bool isSame = dims.size() == 1 &&
                llvm::count_if(sizes, [](int64_t n) { return n != 1; }) == 1;
  if (isSame) {
    // Dimensions of one element come and go.
    for (auto [size, dim] : llvm::zip_equal(sizes, to))
      dim = size == 1 ? ScaledDim::plain(1, 1) : dims.front();
    return true;
  }
  SmallVector<Extent> factors;
  for (const ScaledDim &dim : dims) {
    if (dim.parts.size() == 1)
      llvm::append_range(factors, dim.parts.front().factors);
    else if (!dim.isChanged())
      factors.push_back(dim.getTotal());
    else
      return false;
  }
  llvm::erase_if(factors, [](Extent factor) { return factor == Extent{1, 1}; });
  return distribute(std::move(factors), sizes, to);
}

std::optional<ScaledShape> tenon::reshapeDims(ArrayRef<ScaledDim> input,
                                              ArrayRef<int64_t> oldResult) {
  ScaledShape result(oldResult.size());
  size_t in = 0, out = 0;
  while (in < input.size() && out < oldResult.size()) {
    // The shortest runs of dimensions on both sides of one size.
    size_t firstIn = in, firstOut = out;
    int64_t inSize = input[in++].getTotal().old, outSize = oldResult[out++];
    while (inSize != outSize) {
      if (inSize < outSize)
        inSize *= input[in++].getTotal().old;
      else
        outSize *= oldResult[out++];
    }
    // What is left is of one element each.
    if (in == input.size())
      out = oldResult.size();
    if (out == oldResult.size())
      in = input.size();
    if (!reshapeRun(input.slice(firstIn, in - firstIn),
                    oldResult.slice(firstOut, out - firstOut),
                    MutableArrayRef(result).slice(firstOut, out - firstOut)))
      return std::nullopt;
  }
  // A scalar has no dimension to begin with.
  for (; out < oldResult.size(); ++out)
    result[out] = ScaledDim::plain(1, 1);
  return result;
}
