//===- Window.h - Kernel, strides and pads of an ONNX node ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_OPERATORS_WINDOW_H
#define LIB_EXCHANGE_ONNX_OPERATORS_WINDOW_H

#include "lib/Exchange/ONNX/Model/Node.h"

namespace tenon::onnx_frontend {

/// The window of a 2-D convolution or pooling, as the nn dialect has it: pads
/// are top, bottom, left, right.
struct Window {
  llvm::SmallVector<int64_t, 2> kernel, strides, dilations;
  llvm::SmallVector<int64_t, 4> pads;
  /// The part of the pads that `ceil_mode` added: at the bottom, on the right.
  llvm::SmallVector<int64_t, 2> extension = {0, 0};

  bool isExtended() const { return extension[0] != 0 || extension[1] != 0; }
};

/// Reads strides, dilations, pads, auto_pad and, of a pooling, ceil_mode for an
/// NCHW input of this shape. Reports attributes of the wrong length or sign.
mlir::FailureOr<Window> readWindow(const Node &node,
                                   llvm::ArrayRef<int64_t> input,
                                   llvm::ArrayRef<int64_t> kernel,
                                   bool isPool = false);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_OPERATORS_WINDOW_H
