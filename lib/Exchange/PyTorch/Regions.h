//===- Regions.h - Parts of a network with one input and one output -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_PYTORCH_REGIONS_H
#define LIB_EXCHANGE_PYTORCH_REGIONS_H

#include "Script.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon::pytorch {

/// Consecutive steps that read one value of others and compute one for others.
struct Region {
  size_t begin, end;
  unsigned input, output;
};

/// The regions between places where a single value is alive.
std::vector<Region> findRegions(const Script &script);

/// What a member of a step belongs to; empty if it belongs to nothing.
using GroupOf = llvm::function_ref<std::string(const Step &, const Member &)>;

/// The longest regions whose members all belong to one thing.
std::vector<Region> findRuns(const Script &script, GroupOf groupOf);

} // namespace tenon::pytorch

#endif // LIB_EXCHANGE_PYTORCH_REGIONS_H
