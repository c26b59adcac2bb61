//===- ChannelRuns.h - Runs of channels that must be equal ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ANALYSIS_CHANNELRUNS_H
#define LIB_ANALYSIS_CHANNELRUNS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace tenon {

/// A run of channels, each of which is repeated `inner` times in sequence.
struct RunSegment {
  unsigned run;
  int64_t inner;
};

/// Union-find over runs of channels. A run is split if it meets shorter runs.
/// It becomes a stretched form of another run if each channel of that run meets
/// several of its channels.
class ChannelRuns {
public:
  using Segments = llvm::SmallVector<RunSegment>;

  unsigned makeRun(int64_t size);
  /// Appends the undivided runs of which a run consists, with each channel
  /// repeated `inner` times.
  void expand(unsigned run, int64_t inner, Segments &out);
  /// Makes the channels of both lists equal, in order. Pins both if runs cannot
  /// represent this.
  void unite(Segments a, Segments b);
  void pin(unsigned run, llvm::StringRef reason);

  unsigned find(unsigned run);
  int64_t getSize(unsigned run) { return runs[find(run)].size; }
  /// Returns the reason why a run cannot change; empty if it can.
  const std::string &getPinReason(unsigned run) {
    return runs[find(run)].pinReason;
  }

private:
  struct Run {
    unsigned parent;
    int64_t size;
    std::string pinReason;
    /// The two parts of a run that was split.
    std::optional<std::pair<unsigned, unsigned>> halves;
    /// The run of which this run is a stretched form.
    std::optional<RunSegment> stretched;
  };

  bool uniteEqual(RunSegment x, RunSegment y);
  bool split(RunSegment longer, int64_t size, Segments &pieces);
  void pinAll(const Segments &segments, llvm::StringRef reason);

  std::vector<Run> runs;
};

} // namespace tenon

#endif // LIB_ANALYSIS_CHANNELRUNS_H
