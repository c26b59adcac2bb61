//===- TileProgram.cpp - Commands whose memory is not placed yet ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TileProgram.h"

using namespace tenon;
using namespace tenon::codegen;

void TileProgram::visitSpans(
    const TileCommand &command,
    llvm::function_ref<void(const Span &, bool)> visit) const {
  auto read = [&](const Span &span) {
    if (span.buffer >= 0)
      visit(span, false);
  };
  switch (command.unit) {
  case TileUnit::Load:
    return visit(moves[command.work].sram, true);
  case TileUnit::Store:
    return read(moves[command.work].sram);
  case TileUnit::Array: {
    const ArrayStep &step = arrays[command.work];
    read(step.input);
    read(step.weights);
    read(step.residual);
    // Drains are in order, so parts of a sum need no tokens among each other
    // (array_r8): none of them counts as a read.
    if (step.sums != engine::SumPart::Whole)
      visit(step.partials, true);
    if (step.sums == engine::SumPart::Whole ||
        step.sums == engine::SumPart::Last)
      visit(step.output, true);
    return;
  }
  case TileUnit::Vector:
    for (const Span &span : vectors[command.work].inputs)
      read(span);
    return visit(vectors[command.work].output, true);
  }
}
