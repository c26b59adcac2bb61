//===- Footprint.h - Memory requirements of a network -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_FOOTPRINT_H
#define TENON_CODEGEN_FOOTPRINT_H

#include "tenon/Codegen/Compile.h"

namespace tenon {

/// Returns the size of the liveness arena: the maximum number of bytes of
/// deployed tensors, without padding, that are alive at once when the
/// operations run in program order. Inputs are alive from the start, and
/// results until the end. Parameters, tensors that are part of another tensor,
/// and tensors that a drain computes are not counted.
int64_t getArenaBytes(mlir::FunctionOpInterface function,
                      engine::TargetAttr target, engine::ElementKind type);

/// Returns the minimum size of SRAM in bytes, in steps of 1 KiB, with which
/// `target` can run `function`, or nullopt if 1 GiB is not sufficient. Compiles
/// the function about a dozen times.
std::optional<int64_t> findSmallestSram(mlir::FunctionOpInterface function,
                                        engine::TargetAttr target,
                                        const CompileOptions &options);

} // namespace tenon

#endif // TENON_CODEGEN_FOOTPRINT_H
