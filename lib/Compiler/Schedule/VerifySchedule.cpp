//===- VerifySchedule.cpp - Verification of programs and schedules --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "VerifySchedule.h"
#include "Placement.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace tenon;
using namespace tenon::compiler;

static std::string describe(llvm::StringRef what, int64_t index,
                            llvm::StringRef expected) {
  return ("expected " + what + " " + std::to_string(index) + " " + expected)
      .str();
}

std::string compiler::checkTileProgram(const TileProgram &program) {
  std::vector<bool> isWritten(program.buffers.size(), false);
  std::string problem;
  for (auto [index, command] : llvm::enumerate(program.commands)) {
    // Reads are visited before writes.
    program.visitSpans(command, [&, index = index](const Span &span,
                                                   bool isWrite) {
      if (!problem.empty())
        return;
      if (span.buffer < 0 || size_t(span.buffer) >= program.buffers.size())
        problem = describe("command", index, "to use a buffer that there is");
      else if (span.offset < 0 || span.bytes < 0 ||
               span.offset + span.bytes > program.buffers[span.buffer].bytes)
        problem = describe("command", index, "to stay within its buffers");
      else if (!isWrite && !isWritten[span.buffer])
        problem = describe("command", index, "to read what is written");
      else if (isWrite)
        isWritten[span.buffer] = true;
    });
    if (!problem.empty())
      return problem;
  }
  return problem;
}

/// Checks that the order contains each command once, and that all commands
/// except loads are in program order.
static std::string verifyOrder(const TileProgram &program,
                               const TileSchedule &schedule) {
  if (schedule.order.size() != program.commands.size())
    return "expected a place for each command";
  std::vector<bool> isPlaced(program.commands.size(), false);
  int32_t last = -1;
  for (int32_t index : schedule.order) {
    if (index < 0 || size_t(index) >= isPlaced.size() || isPlaced[index])
      return describe("command", index, "to be placed once");
    isPlaced[index] = true;
    if (program.commands[index].unit == TileUnit::Load)
      continue;
    if (index < last)
      return describe("command", index, "to stay behind those before it");
    last = index;
  }
  return "";
}

/// Checks that buffers lie within memory and that live buffers do not overlap.
/// Visits buffers in the order of their first use and keeps the live ones
/// sorted by address.
static std::string verifyApart(ArrayRef<Lifetime> lifetimes,
                               ArrayRef<int64_t> addresses, int64_t bytes) {
  std::vector<size_t> order;
  // Unused buffers need no address.
  for (auto [index, lifetime] : llvm::enumerate(lifetimes))
    if (lifetime.last >= 0)
      order.push_back(index);
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::pair(lifetimes[a].first, a) < std::pair(lifetimes[b].first, b);
  });
  std::map<int64_t, size_t> holders;
  for (size_t index : order) {
    int64_t begin = addresses[index], end = begin + lifetimes[index].bytes;
    if (begin < 0 || end > bytes || begin % bufferAlignment != 0)
      return describe("buffer", index, "to be aligned and within memory");
    auto it = holders.lower_bound(begin);
    if (it != holders.begin() &&
        addresses[std::prev(it)->second] +
                lifetimes[std::prev(it)->second].bytes >
            begin)
      --it;
    while (it != holders.end() && it->first < end) {
      if (lifetimes[it->second].last >= lifetimes[index].first)
        return describe("buffer", index,
                        "not to share memory with buffer " +
                            std::to_string(it->second));
      it = holders.erase(it);
    }
    holders[begin] = index;
  }
  return "";
}

std::string compiler::verifySchedule(const TileProgram &program,
                                     const TileSchedule &schedule,
                                     int64_t sramBytes) {
  std::string problem = verifyOrder(program, schedule);
  if (!problem.empty())
    return problem;
  size_t count = program.buffers.size();
  std::vector<Lifetime> lifetimes(count);
  for (auto [lifetime, buffer] : llvm::zip_equal(lifetimes, program.buffers))
    lifetime = {buffer.bytes, INT32_MAX, -1};
  std::vector<bool> isWritten(count, false);
  for (auto [position, index] : llvm::enumerate(schedule.order))
    program.visitSpans(
        program.commands[index], [&, position = position, index = index](
                                     const Span &span, bool isWrite) {
          Lifetime &lifetime = lifetimes[span.buffer];
          lifetime.first = std::min<int32_t>(lifetime.first, position);
          lifetime.last = position;
          if (!isWrite && !isWritten[span.buffer] && problem.empty())
            problem = describe("command", index, "to come behind its loads");
          isWritten[span.buffer] = isWritten[span.buffer] || isWrite;
        });
  if (!problem.empty())
    return problem;
  return verifyApart(lifetimes, schedule.addresses, sramBytes);
}
