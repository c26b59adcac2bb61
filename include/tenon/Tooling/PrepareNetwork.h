//===- PrepareNetwork.h - Networks that machines can run ------------------===//
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

/// True if `module` has operations that machines have no commands for but that
/// `prepareForEngine` can write with others: recurrent cells, selections,
/// products whose batches are repeated in part; or steps on the host, between
/// which it is split.
bool needsPreparation(mlir::ModuleOp module);

/// Writes them with others. What can not be written so stays, and the compiler
/// says what it is.
mlir::LogicalResult prepareForEngine(mlir::ModuleOp module);

} // namespace tenon

#endif // TENON_TOOLING_PREPARENETWORK_H
