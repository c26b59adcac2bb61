//===- Network.h - Headers of MLIR and of a dialect -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CMAKE_PRECOMPILED_NETWORK_H
#define TENON_CMAKE_PRECOMPILED_NETWORK_H

#include "MLIR.h"
#include "dialects/Network/IR/Network.h"

#endif // TENON_CMAKE_PRECOMPILED_NETWORK_H
