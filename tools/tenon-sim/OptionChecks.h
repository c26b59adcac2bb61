//===- OptionChecks.h - Whether options make sense together -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_OPTIONCHECKS_H
#define TOOLS_TENON_SIM_OPTIONCHECKS_H

#include "Simulate.h"

namespace tenon {

/// Checks, before anything runs, that options which need a value have one and
/// are of one kind of run, and that the files of `-o` and `--trace` can be
/// written and are not those that are read. Leaves no file.
mlir::LogicalResult checkOptions(const Options &options);

} // namespace tenon

#endif // TOOLS_TENON_SIM_OPTIONCHECKS_H
