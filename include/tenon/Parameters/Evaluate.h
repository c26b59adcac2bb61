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

/// Returns the value of one parameter expression whose operands have the values
/// `in`. Fails without a diagnostic if it does not support the element type.
mlir::FailureOr<HostTensor> evaluateExpression(mlir::Operation *op,
                                               llvm::ArrayRef<HostTensor> in);

/// Returns the value of a parameter, of a constant or of an expression over
/// them, or nullopt if it depends on a parameter without a value.
std::optional<HostTensor> evaluateParameter(mlir::Value value);

} // namespace tenon

#endif // TENON_PARAMETERS_EVALUATE_H
