//===- Footprint.h - Memory requirements of a network -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_GRAPH_FOOTPRINT_H
#define TENON_COMPILER_GRAPH_FOOTPRINT_H

#include "tenon/Compiler/Compile.h"

namespace tenon {

/// Returns the size of the liveness arena: the SRAM with which every tensor
/// between operations could stay on chip. It is the maximum number of bytes
/// that are alive at once when the operations run in program order and each
/// tensor stays from the first operation that writes it to the last that reads
/// it. Pixels are padded (sram_r3). Inputs and results of the network,
/// parameters, and tensors that the compiler never keeps in SRAM are not
/// counted.
int64_t getArenaBytes(mlir::FunctionOpInterface function,
                      engine::TargetAttr target, engine::ElementKind type);

/// Returns the minimum size of SRAM in bytes, in steps of 1 KiB, with which
/// `target` can run `function`, or nullopt if 1 GiB is not sufficient. Compiles
/// the function about a dozen times.
std::optional<int64_t> findSmallestSram(mlir::FunctionOpInterface function,
                                        engine::TargetAttr target,
                                        const CompileOptions &options);

} // namespace tenon

#endif // TENON_COMPILER_GRAPH_FOOTPRINT_H
