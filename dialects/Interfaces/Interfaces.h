//===- Interfaces.h - Interfaces between networks and machines --*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_INTERFACES_H
#define DIALECTS_INTERFACES_INTERFACES_H

#include "dialects/Interfaces/ChannelTies.h"
#include "dialects/Interfaces/Workload.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/OpDefinition.h"

#include "dialects/Interfaces/AttrInterfaces.h.inc"
#include "dialects/Interfaces/OpInterfaces.h.inc"

#endif // DIALECTS_INTERFACES_INTERFACES_H
