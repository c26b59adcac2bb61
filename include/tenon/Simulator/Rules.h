//===- Rules.h - Coverage of the rules of the contract ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_RULES_H
#define TENON_SIMULATOR_RULES_H

#include "llvm/ADT/StringRef.h"
#include <array>
#include <cstdint>

namespace tenon {

/// A way in which a rule of docs/Engine.md is decisive; see Rules.inc.
enum class Rule : uint8_t {
#define TENON_RULE(name, id, when) name,
#include "tenon/Simulator/Rules.inc"
};
inline constexpr unsigned numRules = 0
// NOLINTNEXTLINE(bugprone-macro-parentheses): a term of a sum.
#define TENON_RULE(name, id, when) +1
#include "tenon/Simulator/Rules.inc"
    ;

/// Return the id of the rule, and a description of the event in which it is
/// decisive.
llvm::StringRef getRuleId(Rule rule);
llvm::StringRef getRuleText(Rule rule);

/// The number of times that each rule was decisive.
struct RuleHits {
  std::array<int64_t, numRules> counts = {};
  void hit(Rule rule) { ++counts[int(rule)]; }
  void hitIf(bool condition, Rule rule) { counts[int(rule)] += condition; }
};

} // namespace tenon

#endif // TENON_SIMULATOR_RULES_H
