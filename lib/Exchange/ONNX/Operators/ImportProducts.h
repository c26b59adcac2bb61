//===- ImportProducts.h - Convolutions of several operators -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_OPERATORS_IMPORTPRODUCTS_H
#define LIB_EXCHANGE_ONNX_OPERATORS_IMPORTPRODUCTS_H

#include "lib/Exchange/ONNX/Import/Importer.h"

namespace tenon::onnx_frontend {

/// Reports if an input, a filter and a bias, which may be null, do not fit.
llvm::LogicalResult checkConvolution(const Node &node, const Imported *x,
                                     const Imported *w, const Imported *bias);

/// A convolution with the window that the node's attributes give; images, also
/// those of one spatial dimension, are `[N, H, W, C]`; `bias` may be null. Null
/// after a diagnostic.
mlir::Value buildConvolution(Importer &importer, const Node &node,
                             const Imported &x, const Imported &w,
                             const Imported *bias);

/// The input as `[N, H, W, C]`; of one spatial dimension as one row.
mlir::Value getImage(Importer &importer, const Node &node, const Imported &x);

/// Defines the output of a window over an input of this rank.
llvm::LogicalResult defineImage(Importer &importer, const Node &node,
                                mlir::Value value, int64_t rank);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_OPERATORS_IMPORTPRODUCTS_H
