//===- Evaluate.h - Values of parameter expressions -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PARAMETERS_EVALUATE_H
#define TENON_PARAMETERS_EVALUATE_H

#include "mlir/IR/Operation.h"
#include "tenon/Support/HostTensor.h"
#include <optional>

namespace tenon {

/// The value of one parameter expression whose operands have these values.
/// Fails without a word if its elements are of a type that it can not compute
/// with.
mlir::FailureOr<HostTensor> evaluateExpression(mlir::Operation *op,
                                               llvm::ArrayRef<HostTensor> in);

/// The value of a parameter, of a constant or of an expression over them;
/// nothing if there is a parameter without a value in it.
std::optional<HostTensor> evaluateParameter(mlir::Value value);

} // namespace tenon

#endif // TENON_PARAMETERS_EVALUATE_H
