//===- Footprint.h - Memory that a network needs ----------------*- C++ -*-===//
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

/// The liveness arena: the most bytes of tensors, deployed and without padding,
/// that are alive at once when the operations run in their order. Inputs are
/// alive from the start, results to the end; parameters do not count, and
/// neither does what is part of another tensor or computed in a drain.
int64_t getArenaBytes(mlir::FunctionOpInterface function,
                      engine::TargetAttr target, engine::ElementKind type);

/// The least bytes of SRAM, in steps of 1 KiB, with which `target` can run
/// `function`; nullopt if it can not with 1 GiB either. Compiles the function
/// about a dozen times.
std::optional<int64_t> findSmallestSram(mlir::FunctionOpInterface function,
                                        engine::TargetAttr target,
                                        const CompileOptions &options);

} // namespace tenon

#endif // TENON_CODEGEN_FOOTPRINT_H
