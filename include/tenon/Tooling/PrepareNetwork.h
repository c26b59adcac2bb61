//===- PrepareNetwork.h - Preparation of networks for machines ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_PREPARENETWORK_H
#define TENON_TOOLING_PREPARENETWORK_H

#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// Returns true if `module` has operations for which machines have no commands,
/// but which `prepareForEngine` can replace: recurrent cells, selections, and
/// products in which only some of the batches are repeated. Also returns true
/// if it has host steps, at which `prepareForEngine` splits functions.
bool needsPreparation(mlir::ModuleOp module);

/// Replaces these operations and splits functions at host steps. Operations
/// that cannot be replaced do not change; the compiler reports them.
mlir::LogicalResult prepareForEngine(mlir::ModuleOp module);

} // namespace tenon

#endif // TENON_TOOLING_PREPARENETWORK_H
