//===- Examples.h - Reads measurements for estimators -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_ESTIMATE_EXAMPLES_H
#define TOOLS_TENON_ESTIMATE_EXAMPLES_H

#include "Options.h"
#include "tenon/Calibration/Measurements.h"
#include "tenon/Estimator/Examples.h"

namespace tenon {

/// Reads a file of measured networks; paths in it are made relative to it. Says
/// what is wrong, also if `output` would be written over one of them.
std::optional<calibration::Measurements> readCsv(llvm::StringRef path,
                                                 llvm::StringRef output,
                                                 mlir::MLIRContext *context);

/// Draws the rows of --limit, in their order in the file.
void chooseRows(calibration::Measurements &measurements,
                const EstimateOptions &options);

/// The machines that may explain measurements: that of --engine, or all
/// presets.
mlir::FailureOr<std::vector<engine::TargetAttr>>
getCandidates(const EstimateOptions &options, mlir::MLIRContext *context);

/// The deployed type.
mlir::FailureOr<engine::ElementKind> getType(const EstimateOptions &options,
                                             engine::TargetAttr target);

/// Loads networks that measurements name; `byLayer` as in planNetwork.
std::function<llvm::Expected<estimator::Network>(
    llvm::StringRef, engine::TargetAttr, engine::ElementKind)>
getLoader(const EstimateOptions &options, mlir::MLIRContext *context,
          bool byLayer);

/// Reads --db, and sets the machine, type and unit of `model`.
mlir::LogicalResult readStore(const EstimateOptions &options,
                              mlir::MLIRContext *context,
                              estimator::Model &model,
                              std::vector<estimator::Example> &examples);

/// Loads, prepares and plans a network; prints what is wrong.
mlir::OwningOpRef<mlir::ModuleOp> loadPrepared(llvm::StringRef path,
                                               const EstimateOptions &options,
                                               mlir::MLIRContext *context);

} // namespace tenon

#endif // TOOLS_TENON_ESTIMATE_EXAMPLES_H
