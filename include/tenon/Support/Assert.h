//===- Assert.h - Assertions of Tenon's own code ----------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_ASSERT_H
#define TENON_SUPPORT_ASSERT_H

namespace tenon {

/// Ends the process with a message that names the place and the condition. Use
/// TENON_ASSERT, which calls it.
[[noreturn]] void reportFailedAssertion(const char *condition,
                                        const char *message, const char *file,
                                        unsigned line);

} // namespace tenon

/// States what holds at a place if the code is right; `message` describes it.
/// Builds with TENON_ASSERTIONS evaluate the condition, others do not. The
/// `assert` of C depends on NDEBUG, which must match the library of LLVM,
/// because the layout of its classes depends on it.
#ifdef TENON_ASSERTIONS
#define TENON_ASSERT(condition, message)                                       \
  ((condition) ? static_cast<void>(0)                                          \
               : ::tenon::reportFailedAssertion(#condition, message, __FILE__, \
                                                __LINE__))
#else
#define TENON_ASSERT(condition, message) static_cast<void>(sizeof(!(condition)))
#endif

#endif // TENON_SUPPORT_ASSERT_H
