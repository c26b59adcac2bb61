//===- Values.h - Moves of constant values ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_VALUES_H
#define LIB_EXCHANGE_TOSA_VALUES_H

#include "mlir/IR/BuiltinAttributes.h"

namespace tenon::tosa {

/// The same values in another shape, without a copy of them. This and the
/// others give nothing if there are no values, or none that can be read; what
/// was a resource stays one and does not become an attribute of the context.
mlir::ElementsAttr reshapeValues(mlir::ElementsAttr values,
                                 llvm::ArrayRef<int64_t> shape);
/// Dimension i of the result is dimension `permutation[i]`.
mlir::ElementsAttr transposeValues(mlir::ElementsAttr values,
                                   llvm::ArrayRef<int64_t> permutation);
/// `count` indices of the first dimension.
mlir::ElementsAttr sliceValues(mlir::ElementsAttr values, int64_t begin,
                               int64_t count);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_VALUES_H
