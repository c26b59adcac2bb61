//===- Interfaces.cpp - What networks and machines tell each other --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Interfaces/Interfaces.h"

#include "dialects/Interfaces/AttrInterfaces.cpp.inc"
#include "dialects/Interfaces/OpInterfaces.cpp.inc"
