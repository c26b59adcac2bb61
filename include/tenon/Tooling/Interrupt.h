//===- Interrupt.h - Interruption of long work ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_INTERRUPT_H
#define TENON_TOOLING_INTERRUPT_H

namespace tenon {

/// During the lifetime of this object, the first SIGINT, SIGTERM or SIGHUP
/// requests the tool to stop instead of terminating it. The second signal
/// terminates it. There can be only one object at a time.
class InterruptRequest {
public:
  InterruptRequest();
  InterruptRequest(const InterruptRequest &) = delete;
  InterruptRequest &operator=(const InterruptRequest &) = delete;
  ~InterruptRequest();

  /// Returns true if the tool has been requested to stop.
  bool isMade() const;
};

/// The exit code of a tool that was requested to stop. It is the code that
/// shells report for SIGINT.
inline constexpr int interruptExitCode = 130;

} // namespace tenon

#endif // TENON_TOOLING_INTERRUPT_H
