//===- Images.h - Constants in DRAM -----------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FUNCTIONAL_IMAGES_H
#define LIB_SIMULATOR_FUNCTIONAL_IMAGES_H

#include "Commands.h"

namespace tenon::values {

/// Writes the constants of all operations to DRAM.
void writeImages(Machine &machine);

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_IMAGES_H
