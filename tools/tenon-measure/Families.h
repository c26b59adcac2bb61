//===- Families.h - Networks to measure -------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_MEASURE_FAMILIES_H
#define TOOLS_TENON_MEASURE_FAMILIES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Measure/Store.h"

namespace tenon {

/// Names of all families, sorted.
std::vector<std::string> getFamilyNames();

/// Builds sample `source.index` of a family: one of its architectures with
/// another size and width, and a random point of a space of rewrites; the same
/// for the same family, seed and number. Sets the network and the pipeline of
/// `source`. The module is canonical.
llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
buildSample(mlir::MLIRContext *context, SampleSource &source);

} // namespace tenon

#endif // TOOLS_TENON_MEASURE_FAMILIES_H
