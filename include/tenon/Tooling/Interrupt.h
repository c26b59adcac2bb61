//===- Interrupt.h - Ends long work early -----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_INTERRUPT_H
#define TENON_TOOLING_INTERRUPT_H

namespace tenon {

/// While this lives, the first SIGINT, SIGTERM or SIGHUP does not end the tool
/// but asks it to end; the second one ends it. There is one at a time.
class InterruptRequest {
public:
  InterruptRequest();
  InterruptRequest(const InterruptRequest &) = delete;
  InterruptRequest &operator=(const InterruptRequest &) = delete;
  ~InterruptRequest();

  /// True once the user has asked.
  bool isMade() const;
};

/// The exit code of a tool that was asked to end, as shells give it for SIGINT.
inline constexpr int interruptExitCode = 130;

} // namespace tenon

#endif // TENON_TOOLING_INTERRUPT_H
