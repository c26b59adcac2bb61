//===- ProgramWriter.cpp - Engine programs from tile programs -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramWriter.h"
#include "lib/Compiler/Schedule/MemoryTracker.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

namespace {
/// Writes one program.
class Writer {
public:
  Writer(OpBuilder &builder, const Graph &graph, const TileProgram &program,
         const TileSchedule &schedule, engine::ElementKind type)
      : builder(builder), graph(graph), program(program), schedule(schedule),
        type(static_cast<engine::CommandType>(type)),
        tokenType(engine::TokenType::get(builder.getContext())),
        tokens(program.commands.size()) {
    for (LatestCommands &waits : waited)
      waits.fill(-1);
  }
  void write();

private:
  LatestCommands getDependencies(const TileCommand &command, int32_t position);
  Value create(const TileCommand &command, ValueRange after);
  Value create(const ArraySpans &spans, const ArrayShape &shape, Location loc,
               ValueRange after);
  Value create(const VectorStep &step, Location loc, ValueRange after);
  int64_t getAddress(const Span &span) const {
    return schedule.addresses[span.buffer] + span.offset;
  }

  OpBuilder &builder;
  const Graph &graph;
  const TileProgram &program;
  const TileSchedule &schedule;
  engine::CommandType type;
  Type tokenType;
  MemoryTracker sram, dram;
  /// Tokens by position, and the latest command of each unit for which each
  /// unit has already waited.
  std::vector<Value> tokens;
  std::array<LatestCommands, 4> waited;
};
} // namespace

/// Returns the dependencies of the command at `position`, except for those that
/// an earlier command of its unit has already waited for. Commands of a unit
/// start in order (seq_r3).
LatestCommands Writer::getDependencies(const TileCommand &command,
                                       int32_t position) {
  LatestCommands after;
  after.fill(-1);
  program.visitSpans(command, [&](const Span &span, bool isWrite) {
    int64_t begin = getAddress(span);
    sram.access(begin, begin + span.bytes, isWrite, command.unit, position,
                after);
  });
  if (command.unit == TileUnit::Load || command.unit == TileUnit::Store) {
    const Move &move = program.moves[command.work];
    if (!move.isParameter || !move.picks.empty())
      move.visitDram([&](const DramRange &range) {
        dram.access(range.begin, range.end, command.unit == TileUnit::Store,
                    command.unit, position, after);
      });
  }
  LatestCommands &known = waited[int(command.unit)];
  for (unsigned i = 0; i != after.size(); ++i) {
    if (after[i] <= known[i])
      after[i] = -1;
    known[i] = std::max(known[i], after[i]);
  }
  return after;
}

Value Writer::create(const ArraySpans &spans, const ArrayShape &shape,
                     Location loc, ValueRange after) {
  bool isCut = spans.sums != engine::SumPart::Whole;
  bool hasResidual = spans.residual.buffer >= 0;
  return engine::ArrayOp::create(
      builder, loc, tokenType, after, shape.mode, type,
      getAddress(spans.output), shape.outputSizes, shape.outputPitch,
      getAddress(spans.input), shape.inputSizes, shape.inputPitch,
      getAddress(spans.weights), shape.kernel, shape.strides, shape.dilations,
      shape.pads, spans.sums, isCut ? getAddress(spans.partials) : 0,
      hasResidual ? getAddress(spans.residual) : -1,
      hasResidual ? ArrayRef<int64_t>(shape.residualPitch)
                  : ArrayRef<int64_t>(),
      shape.weightLayout);
}

Value Writer::create(const VectorStep &step, Location loc, ValueRange after) {
  SmallVector<int64_t, 2> addresses, bytes;
  for (const Span &span : step.inputs) {
    addresses.push_back(getAddress(span));
    bytes.push_back(span.bytes);
  }
  return engine::VectorOp::create(builder, loc, tokenType, after, step.function,
                                  type, step.pixels, step.taps, step.channels,
                                  step.acrossLanes, addresses, bytes,
                                  getAddress(step.output), step.output.bytes);
}

Value Writer::create(const TileCommand &command, ValueRange after) {
  Location loc = graph.nodes[command.node].loc;
  if (command.unit == TileUnit::Array)
    return create(program.spans[command.work], program.shapes[command.work],
                  loc, after);
  if (command.unit == TileUnit::Vector)
    return create(program.vectors[command.work], loc, after);
  const Move &move = program.moves[command.work];
  SmallVector<int64_t, 4> sizes, dramStrides, sramStrides;
  for (const BoxDim &dim : move.dims) {
    sizes.push_back(dim.size);
    dramStrides.push_back(dim.dramStride);
    sramStrides.push_back(dim.sramStride);
  }
  sizes.push_back(move.bytes);
  int64_t address = getAddress(move.sram);
  if (command.unit == TileUnit::Store)
    return engine::StoreOp::create(builder, loc, tokenType, after, move.dram,
                                   dramStrides, address, sramStrides, sizes);
  return engine::LoadOp::create(builder, loc, tokenType, after, move.dram,
                                dramStrides, address, sramStrides, sizes);
}

void Writer::write() {
  int32_t node = -1;
  std::vector<StringAttr> names(graph.nodes.size());
  for (auto [position, index] : llvm::enumerate(schedule.order)) {
    const TileCommand &command = program.commands[index];
    if (command.node != node) {
      node = command.node;
      StringAttr &name = names[node];
      if (!name)
        name = builder.getStringAttr(graph.nodes[node].getName());
      engine::LayerOp::create(builder, graph.nodes[node].loc, name);
    }
    LatestCommands latest = getDependencies(command, position);
    SmallVector<Value, 4> after;
    for (int32_t wait : latest)
      if (wait >= 0)
        after.push_back(tokens[wait]);
    tokens[position] = create(command, after);
  }
}

void compiler::writeProgram(OpBuilder &builder, const Graph &graph,
                            const TileProgram &program,
                            const TileSchedule &schedule,
                            engine::ElementKind type) {
  Writer(builder, graph, program, schedule, type).write();
}
