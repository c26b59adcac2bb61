//===- Evaluators.h - Evaluators of parameter expressions -------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_PARAMETERS_EVALUATORS_H
#define LIB_PARAMETERS_EVALUATORS_H

#include "dialects/Network/IR/Network.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include <functional>

namespace tenon::parameters {

/// Fills `out`, which has the type of the result and contains zeros.
using Evaluator = std::function<llvm::LogicalResult(
    mlir::Operation *, llvm::ArrayRef<HostTensor> in, HostTensor &out)>;
using EvaluatorMap = llvm::StringMap<Evaluator>;

/// Adds the evaluator of one operation.
template <typename OpTy, typename Function>
void addEvaluator(EvaluatorMap &map, Function evaluate) {
  map[OpTy::getOperationName()] = [evaluate](mlir::Operation *op,
                                             llvm::ArrayRef<HostTensor> in,
                                             HostTensor &out) {
    return evaluate(llvm::cast<OpTy>(op), in, out);
  };
}

/// Returns true if a tensor has floating-point elements.
inline bool isFloat(const HostTensor &tensor) {
  return llvm::isa<mlir::FloatType>(tensor.getElementType());
}

/// Sets all elements to the number zero, for which quantized types may store
/// another number. Fails if the zero point differs between channels.
llvm::LogicalResult fillWithZero(HostTensor &tensor);

/// Add the evaluators of one kind, each of which has a separate file.
void addBoxEvaluators(EvaluatorMap &map);
void addFactorEvaluators(EvaluatorMap &map);
void addFilterEvaluators(EvaluatorMap &map);
void addImportanceEvaluators(EvaluatorMap &map);
void addNormEvaluators(EvaluatorMap &map);
void addResampleEvaluators(EvaluatorMap &map);

} // namespace tenon::parameters

#endif // LIB_PARAMETERS_EVALUATORS_H
