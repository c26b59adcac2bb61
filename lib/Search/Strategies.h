//===- Strategies.h - Factories of strategies -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A new strategy needs a file with its factory, and a line here and in the
// table of Strategy.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SEARCH_STRATEGIES_H
#define LIB_SEARCH_STRATEGIES_H

#include "tenon/Search/Strategy.h"

namespace tenon {

using StrategyMaker = llvm::Expected<std::unique_ptr<Strategy>>(
    const Space &space, uint64_t seed, size_t budget);

StrategyMaker createEvolution;
StrategyMaker createRandom;
StrategyMaker createExhaustive;

} // namespace tenon

#endif // LIB_SEARCH_STRATEGIES_H
