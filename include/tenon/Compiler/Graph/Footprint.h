//===- Footprint.h - Memory that a network needs ----------------*- C++ -*-===//
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

/// The liveness arena: the most bytes of SRAM that tensors take at once when
/// the operations run in their order and each tensor stays from the first
/// operation that writes it to the last that reads it. Pixels are padded
/// (sram_r3). Inputs and results of the network, parameters and tensors that
/// the compiler never keeps in SRAM lie in DRAM and do not count.
int64_t getArenaBytes(mlir::FunctionOpInterface function,
                      engine::TargetAttr target, engine::ElementKind type);

/// The least bytes of SRAM, in steps of 1 KiB, with which `target` can run
/// `function`; nullopt if it can not with 1 GiB either. Compiles the function
/// about a dozen times.
std::optional<int64_t> findSmallestSram(mlir::FunctionOpInterface function,
                                        engine::TargetAttr target,
                                        const CompileOptions &options);

} // namespace tenon

#endif // TENON_COMPILER_GRAPH_FOOTPRINT_H
