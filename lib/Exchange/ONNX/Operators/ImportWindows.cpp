//===- ImportWindows.cpp - Pooling, reductions, softmax and resize of ONNX ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Window.h"
#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// What `ceil_mode` adds behind a padded dimension that has `rest` elements
/// more than the window: the last window may reach over the end, but starts
/// before `end`, inside the input or the padding before it.
static int64_t getExtension(int64_t rest, int64_t stride, int64_t end) {
  // A window that is larger than all there is has one place.
  if (rest < 0)
    return rest > -stride ? -rest : 0;
  if (rest % stride == 0)
    return 0;
  int64_t last = (rest / stride + 1) * stride;
  return last < end ? last - rest : 0;
}

FailureOr<Window> onnx_frontend::readWindow(const Node &node,
                                            ArrayRef<int64_t> input,
                                            ArrayRef<int64_t> kernel,
                                            bool isPool) {
  Window w;
  size_t n = input.size() - 2;
  std::vector<int64_t> ones(n, 1);
  std::vector<int64_t> strides = node.getInts("strides", ones);
  std::vector<int64_t> dilations = node.getInts("dilations", ones);
  std::vector<int64_t> pads =
      node.getInts("pads", std::vector<int64_t>(2 * n, 0));
  if (kernel.size() != n || strides.size() != n || dilations.size() != n ||
      pads.size() != 2 * n)
    return node.error() << "expected kernel_shape, strides and dilations of "
                        << n << " and pads of " << 2 * n << " numbers";
  SmallVector<int64_t> sizes(input);
  w.kernel.assign(kernel.begin(), kernel.end());
  // One dimension is one row of two.
  if (n == 1) {
    sizes.insert(sizes.begin() + 2, 1);
    w.kernel.insert(w.kernel.begin(), 1);
    strides.insert(strides.begin(), 1);
    dilations.insert(dilations.begin(), 1);
    pads = {0, pads[0], 0, pads[1]};
  }
  input = sizes;
  kernel = w.kernel;
  for (int i = 0; i < 2; ++i)
    if (kernel[i] < 1 || strides[i] < 1 || dilations[i] < 1 || pads[i] < 0 ||
        pads[2 + i] < 0 || kernel[i] > (1 << 20) || dilations[i] > (1 << 20) ||
        strides[i] > (1 << 30) || pads[i] > (1 << 30) ||
        pads[2 + i] > (1 << 30))
      return node.error() << "expected kernel_shape, strides and dilations "
                             "that are positive, and pads that are not "
                             "negative, none of them huge";
  w.strides.assign(strides.begin(), strides.end());
  w.dilations.assign(dilations.begin(), dilations.end());
  std::string autoPad = node.getString("auto_pad", "NOTSET");
  for (int i = 0; i < 2; ++i) {
    int64_t size = input[2 + i];
    int64_t extent = w.dilations[i] * (w.kernel[i] - 1) + 1;
    int64_t low = pads[i], high = pads[2 + i];
    if (autoPad == "VALID") {
      low = high = 0;
    } else if (autoPad == "SAME_UPPER" || autoPad == "SAME_LOWER") {
      int64_t out = (size + w.strides[i] - 1) / w.strides[i];
      int64_t total =
          std::max<int64_t>(0, (out - 1) * w.strides[i] + extent - size);
      low = autoPad == "SAME_LOWER" ? (total + 1) / 2 : total / 2;
      high = total - low;
    } else if (autoPad != "NOTSET") {
      return node.error() << "auto_pad '" << autoPad << "' is not known";
    }
    int64_t rest = size + low + high - extent;
    if (isPool && node.getInt("ceil_mode", 0))
      w.extension[i] = getExtension(rest, w.strides[i], size + low);
    w.pads.push_back(low);
    w.pads.push_back(high + w.extension[i]);
  }
  return w;
}

/// Writes the padding of a window out as zeros around the image; what
/// `ceil_mode` added stays.
static Value padImage(Importer &importer, const Node &node, Value image,
                      Window &window) {
  SmallVector<int64_t> low(4, 0), high(4, 0);
  for (int i = 0; i < 2; ++i) {
    low[1 + i] = window.pads[2 * i];
    high[1 + i] = window.pads[2 * i + 1] - window.extension[i];
    window.pads[2 * i] = 0;
    window.pads[2 * i + 1] = window.extension[i];
  }
  if (llvm::all_of(llvm::concat<int64_t>(low, high),
                   [](int64_t pad) { return pad == 0; }))
    return image;
  return build<PadOp>(importer, node, PadMode::constant, image, low, high,
                      TypedAttr());
}

static LogicalResult importPool(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x || x->getRank() < 3 || x->getRank() > 4)
    return node.error() << "expected a pooling of 1 or 2 dimensions, but got "
                        << "an input of rank " << (x ? x->getRank() : 0);
  if (!node.getOutput(1).empty())
    return node.error() << "the output 'Indices' is not supported";
  FailureOr<Window> window = readWindow(
      node, x->getShape(), node.getInts("kernel_shape"), /*isPool=*/true);
  if (failed(window))
    return failure();
  Order last = Importer::channelsLast(x->getRank());
  Value value = importer.inOrder(node, *x, last);
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(value.getType()).getShape());
  if (shape.size() == 3)
    shape.insert(shape.begin() + 1, 1);
  value = importer.reshape(node.getLoc(), value, shape);
  Value result;
  if (node.getOperator() == "MaxPool") {
    // The order of indices that nobody wants.
    node.ignore("storage_order");
    result =
        build<MaxPool2DOp>(importer, node, value, window->kernel,
                           window->strides, window->pads, window->dilations);
  } else {
    bool countPad = node.getInt("count_include_pad", 0);
    if (llvm::any_of(window->dilations, [](int64_t d) { return d != 1; }))
      return node.error() << "dilations are not supported";
    // Padding counts; what the last window reaches behind it does not.
    if (countPad && window->isExtended()) {
      value = padImage(importer, node, value, *window);
      countPad = false;
      if (!value)
        return failure();
    }
    result = build<AvgPool2DOp>(importer, node, value, window->kernel,
                                window->strides, window->pads, countPad);
  }
  if (!result)
    return failure();
  shape.assign(cast<RankedTensorType>(result.getType()).getShape().begin(),
               cast<RankedTensorType>(result.getType()).getShape().end());
  if (x->getRank() == 3)
    shape.erase(shape.begin() + 1);
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), result, shape), last);
}

/// Reduces over stored dimensions; drops them if `keep` is false.
static LogicalResult reduce(Importer &importer, const Node &node,
                            ReduceKind kind, const Imported &x,
                            std::vector<int64_t> axes, bool keep) {
  int64_t rank = x.getRank();
  for (int64_t &axis : axes) {
    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank)
      return node.error() << "expected axes of a tensor of rank " << rank;
  }
  Imported value = x;
  if (x.constant) {
    value = Imported();
    value.value = importer.inOnnxOrder(node, x);
    value.order = Importer::identityOrder(rank);
  }
  SmallVector<int64_t> stored, shape;
  Order order;
  for (auto [i, dim] : llvm::enumerate(value.order)) {
    if (llvm::is_contained(axes, dim)) {
      stored.push_back(i);
      continue;
    }
    shape.push_back(
        cast<RankedTensorType>(value.value.getType()).getDimSize(i));
    order.push_back(dim - llvm::count_if(axes, [d = dim](int64_t axis) {
                      return axis < d;
                    }));
  }
  Value result = build<ReduceOp>(importer, node, kind, value.value, stored);
  if (!result)
    return failure();
  if (keep)
    return defineOutput(importer, node, result, value.order);
  Value dropped = importer.reshape(node.getLoc(), result, shape);
  Imported out;
  out.value = dropped;
  out.order = order;
  importer.define(node.getOutput(0), out);
  return success();
}

template <ReduceKind kind>
static LogicalResult importReduce(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x)
    return node.error() << "expected an input";
  FailureOr<std::optional<std::vector<int64_t>>> axes =
      importer.getIntsFrom(node, "axes", 1);
  if (failed(axes))
    return failure();
  for (StringRef name : {"keepdims", "noop_with_empty_axes"})
    node.ignore(name);
  std::vector<int64_t> all;
  if (*axes && !(*axes)->empty()) {
    all = **axes;
    for (int64_t &axis : all)
      axis += axis < 0 ? x->getRank() : 0;
    llvm::sort(all);
    all.erase(llvm::unique(all), all.end());
  } else if (node.getInt("noop_with_empty_axes", 0)) {
    constexpr bool isSame = kind != ReduceKind::l1 && kind != ReduceKind::l2 &&
                            kind != ReduceKind::log_sum &&
                            kind != ReduceKind::sum_square;
    if (!isSame)
      return reduce(importer, node, kind, *x, {}, /*keep=*/true);
    importer.define(node.getOutput(0), *x);
    return success();
  } else {
    for (int64_t i = 0; i < x->getRank(); ++i)
      all.push_back(i);
  }
  return reduce(importer, node, kind, *x, all, node.getInt("keepdims", 1));
}

template <ReduceKind kind>
static LogicalResult importGlobalPool(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x || x->getRank() < 3)
    return node.error() << "expected an input with spatial dimensions";
  std::vector<int64_t> axes;
  for (int64_t i = 2; i < x->getRank(); ++i)
    axes.push_back(i);
  Imported last = *x;
  last.value = importer.inOrder(node, *x, Importer::channelsLast(x->getRank()));
  last.order = Importer::channelsLast(x->getRank());
  last.constant.reset();
  return reduce(importer, node, kind, last, axes, true);
}

static LogicalResult importSoftmax(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x)
    return node.error() << "expected an input";
  bool isNew = node.getOpset() >= 13;
  int64_t rank = x->getRank();
  int64_t axis = node.getInt("axis", isNew ? -1 : 1);
  axis += axis < 0 ? rank : 0;
  if (axis < 0 || axis >= rank)
    return node.error() << "expected an axis of a tensor of rank " << rank;
  bool logarithm = node.getOperator() == "LogSoftmax";
  SmallVector<int64_t> shape = x->getShape();
  int64_t inner = 1;
  for (int64_t i = axis; i < rank; ++i)
    inner *= shape[i];
  // Before opset 13 everything from the axis on is one dimension.
  if (!isNew && inner != shape[axis]) {
    Value value = importer.inOnnxOrder(node, *x);
    int64_t outer = 1;
    for (int64_t i = 0; i < axis; ++i)
      outer *= shape[i];
    value = importer.reshape(node.getLoc(), value, {outer, inner});
    value = build<SoftmaxOp>(importer, node, value, uint64_t(1), logarithm);
    if (!value)
      return failure();
    importer.define(node, 0, importer.reshape(node.getLoc(), value, shape));
    return success();
  }
  Order order;
  Value value = importer.makeElementwise(node, {x}, order)[0];
  uint64_t stored = llvm::find(order, axis) - order.begin();
  return defineOutput(
      importer, node,
      build<SoftmaxOp>(importer, node, value, stored, logarithm), order);
}

void onnx_frontend::addWindowHandlers(HandlerMap &handlers) {
  handlers["MaxPool"] = importPool;
  handlers["AveragePool"] = importPool;
  handlers["GlobalAveragePool"] = importGlobalPool<ReduceKind::mean>;
  handlers["GlobalMaxPool"] = importGlobalPool<ReduceKind::max>;
  handlers["ReduceSum"] = importReduce<ReduceKind::sum>;
  handlers["ReduceMean"] = importReduce<ReduceKind::mean>;
  handlers["ReduceMax"] = importReduce<ReduceKind::max>;
  handlers["ReduceMin"] = importReduce<ReduceKind::min>;
  handlers["ReduceProd"] = importReduce<ReduceKind::prod>;
  handlers["ReduceL1"] = importReduce<ReduceKind::l1>;
  handlers["ReduceL2"] = importReduce<ReduceKind::l2>;
  handlers["ReduceLogSum"] = importReduce<ReduceKind::log_sum>;
  handlers["ReduceLogSumExp"] = importReduce<ReduceKind::log_sum_exp>;
  handlers["ReduceSumSquare"] = importReduce<ReduceKind::sum_square>;
  handlers["Softmax"] = importSoftmax;
  handlers["LogSoftmax"] = importSoftmax;
}
