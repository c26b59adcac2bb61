//===- Registration.h - Everything that Tenon adds to MLIR ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REGISTRATION_REGISTRATION_H
#define TENON_REGISTRATION_REGISTRATION_H

#include "mlir/IR/DialectRegistry.h"

namespace tenon {

/// Adds the dialects that networks and programs consist of.
void registerAllDialects(mlir::DialectRegistry &registry);

/// Registers Tenon's passes and pipelines; calls after the first one in a
/// process do nothing.
void registerAllPasses();

} // namespace tenon

#endif // TENON_REGISTRATION_REGISTRATION_H
