//===- Selection.cpp - Selection of the first elements --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

/// Returns true if `a` comes before `b` in descending order. NaN is larger than
/// all numbers.
template <typename T>
static bool isLarger(T a, T b) {
  if (a != a || b != b)
    return a != a && b == b;
  return a > b;
}

/// Finds the positions of the first `count` elements of a row.
template <typename T>
static void findFirst(const T *row, int64_t step, int64_t count, bool isMax,
                      MutableArrayRef<int64_t> places) {
  for (auto [i, place] : llvm::enumerate(places))
    place = int64_t(i);
  auto isBefore = [&](int64_t i, int64_t j) {
    T a = row[i * step], b = row[j * step];
    if (isLarger(a, b))
      return isMax;
    if (isLarger(b, a))
      return !isMax;
    return i < j;
  };
  std::partial_sort(places.begin(), places.begin() + count, places.end(),
                    isBefore);
}

static LogicalResult selectFirst(Operation *op, Frame &frame) {
  auto topK = cast<nn::TopKOp>(op);
  const HostTensor &input = frame.operands[0];
  int64_t axis = topK.getAxis(), count = topK.getCount(), outer = 1, inner = 1;
  Shape shape = input.getShape();
  for (int64_t size : shape.take_front(axis))
    outer *= size;
  for (int64_t size : shape.drop_front(axis + 1))
    inner *= size;
  std::vector<int64_t> places(shape[axis]);
  bool isMax = topK.getKind() == nn::Extremum::max;
  withComputeType(input.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Elements<T> x(input);
    Output<T> values(typeOf(topK.getValues()));
    Output<int64_t> indices(typeOf(topK.getIndices()));
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t i = 0; i < inner; ++i) {
        const T *row = x.get() + o * shape[axis] * inner + i;
        findFirst(row, inner, count, isMax, places);
        for (int64_t k = 0; k < count; ++k) {
          int64_t to = (o * count + k) * inner + i;
          values[to] = row[places[k] * inner];
          indices[to] = places[k];
        }
      }
    frame.results.push_back(values.take());
    frame.results.push_back(indices.take());
  });
  return success();
}

void interpreter::addSelectionKernels(KernelMap &kernels) {
  kernels["nn.top_k"] = selectFirst;
}
