//===- EinsumEquation.h - Equations of Einstein's notation ---- -*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_OPERATORS_EINSUMEQUATION_H
#define LIB_EXCHANGE_ONNX_OPERATORS_EINSUMEQUATION_H

#include "lib/Exchange/ONNX/Import/Importer.h"

namespace tenon::onnx_frontend {

/// A label for each dimension: its letter, or a number beyond all letters for
/// those of an ellipsis.
using Labels = llvm::SmallVector<int>;

struct EinsumEquation {
  std::vector<Labels> operands;
  Labels result;
};

/// Reads the attribute `equation` for operands of these shapes. The labels of
/// the result are there once, and in an operand; sizes of equal labels are
/// equal or 1.
mlir::FailureOr<EinsumEquation>
readEquation(const Node &node,
             llvm::ArrayRef<llvm::SmallVector<int64_t>> shapes);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_OPERATORS_EINSUMEQUATION_H
