//===- Registration.h - Registration of dialects and passes ---------------===//
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

/// Registers all dialects that networks and programs use.
void registerAllDialects(mlir::DialectRegistry &registry);

/// Registers Tenon's passes and pipelines. Only the first call in a process has
/// an effect.
void registerAllPasses();

} // namespace tenon

#endif // TENON_REGISTRATION_REGISTRATION_H
