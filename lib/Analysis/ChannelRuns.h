//===- ChannelRuns.h - Equal runs of channels -----------------------------===//
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

/// A run of channels of which each is there `inner` times in sequence.
struct RunSegment {
  unsigned run;
  int64_t inner;
};

/// Union-find over runs of channels. A run is split where it meets shorter
/// ones, and becomes a stretched form of another where each of its channels
/// meets several.
class ChannelRuns {
public:
  using Segments = llvm::SmallVector<RunSegment>;

  unsigned makeRun(int64_t size);
  /// The undivided runs that a run is made of, each channel `inner` times.
  void expand(unsigned run, int64_t inner, Segments &out);
  /// Makes the channels of both equal, in their order. Where that cannot be
  /// said with runs, both are pinned.
  void unite(Segments a, Segments b);
  void pin(unsigned run, llvm::StringRef reason);

  unsigned find(unsigned run);
  int64_t getSize(unsigned run) { return runs[find(run)].size; }
  /// Empty if the run can change.
  const std::string &getPinReason(unsigned run) {
    return runs[find(run)].pinReason;
  }

private:
  struct Run {
    unsigned parent;
    int64_t size;
    std::string pinReason;
    /// First and second half, if the run was split.
    std::optional<std::pair<unsigned, unsigned>> halves;
    /// What it is a stretched form of.
    std::optional<RunSegment> stretched;
  };

  bool uniteEqual(RunSegment x, RunSegment y);
  bool split(RunSegment longer, int64_t size, Segments &pieces);
  void pinAll(const Segments &segments, llvm::StringRef reason);

  std::vector<Run> runs;
};

} // namespace tenon

#endif // LIB_ANALYSIS_CHANNELRUNS_H
