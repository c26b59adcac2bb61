//===- TraceFile.cpp - Traces for Perfetto --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Viewers want the events of one thread to lie apart or inside each other. The
// flights of two loads overlap, so these units have as many threads, lanes, as
// commands are under way at once.
//
//===----------------------------------------------------------------------===//

#include "TraceFile.h"
#include "tenon/Report/Json.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace tenon;

namespace {
/// Threads of a process; lanes of loads and stores begin at multiples of 1000.
enum Thread : int64_t {
  SequencerThread = 1,
  LoaderThread = 2,
  StepperThread = 3,
  DrainThread = 4,
  VectorThread = 5,
  LoadThread = 1000,
  StoreThread = 2000,
};

/// Writes the events of one program.
class Writer {
public:
  Writer(JsonWriter &json, const TraceInput &input, int64_t process)
      : json(json), program(input.decoded), trace(input.trace),
        sramUse(input.sramUse), process(process) {
    writeName("process_name", 0, input.program);
  }
  void write();

private:
  void writeName(llvm::StringRef kind, int64_t thread, llvm::StringRef name);
  void writeTime(llvm::StringRef key, int64_t cycles);
  void writeEvent(int64_t thread, uint32_t command, llvm::StringRef kind,
                  int64_t begin, int64_t end);
  void writeWork(const Command &command);
  void writeTransfers(Unit unit, int64_t thread, llvm::StringRef kind);
  void writeCounters();
  void writeSramUse();
  /// Nanoseconds, rounded, so that neighbours meet exactly.
  int64_t getNanoseconds(int64_t cycles) const {
    int64_t mhz = program.machine.clockMhz;
    return (cycles * 1000 + mhz / 2) / mhz;
  }

  JsonWriter &json;
  const DecodedProgram &program;
  const Trace &trace;
  const std::vector<SramUse> &sramUse;
  int64_t process;
};
} // namespace

void Writer::writeName(llvm::StringRef kind, int64_t thread,
                       llvm::StringRef name) {
  json.object([&] {
    json.attribute("ph", "M");
    json.attribute("pid", process);
    json.attribute("tid", thread);
    json.attribute("name", kind);
    json.attributeObject("args", [&] { json.attribute("name", name); });
  });
}

void Writer::writeTime(llvm::StringRef key, int64_t nanoseconds) {
  json.attributeBegin(key);
  json.rawValue([&](llvm::raw_ostream &os) {
    os << nanoseconds / 1000 << '.'
       << llvm::format("%03d", int(nanoseconds % 1000));
  });
  json.attributeEnd();
}

void Writer::writeWork(const Command &command) {
  if (command.unit == Unit::Load || command.unit == Unit::Store) {
    const TransferShape &shape = program.transfers[command.work];
    json.attribute("bytes", shape.getBytes());
    json.attribute("dram_address", shape.address);
  } else if (command.unit == Unit::Array) {
    const ArrayShape &shape = program.arrays[command.work];
    json.attribute("rows", shape.rows);
    json.attribute("width", shape.width);
    json.attribute("channels", shape.outChannels);
    json.attribute("input_channels", shape.inChannels);
    json.attribute("taps", shape.kernelRows * shape.kernelColumns);
  } else if (command.unit == Unit::Vector) {
    const VectorShape &shape = program.vectors[command.work];
    json.attribute("pixels", shape.pixels);
    json.attribute("taps", shape.taps);
    json.attribute("channels", shape.channels);
  }
}

void Writer::writeEvent(int64_t thread, uint32_t index, llvm::StringRef kind,
                        int64_t begin, int64_t end) {
  const CommandTimes &times = trace.commands[index];
  int64_t from = getNanoseconds(begin);
  json.object([&] {
    json.attribute("ph", "X");
    json.attribute("pid", process);
    json.attribute("tid", thread);
    writeTime("ts", from);
    writeTime("dur", getNanoseconds(end) - from);
    llvm::StringRef layer = program.layers[program.commands[index].layer];
    json.attribute("name",
                   layer.empty() ? kind.str() : (layer + " " + kind).str());
    json.attribute("cat", kind);
    json.attributeObject("args", [&] {
      json.attribute("command", index);
      json.attribute("begin", begin);
      json.attribute("end", end);
      json.attribute("entered", times.entered);
      json.attribute("started", times.started);
      if (times.issued >= 0)
        json.attribute("issued", times.issued);
      json.attribute("ended", times.ended);
      writeWork(program.commands[index]);
    });
  });
}

/// Loads or stores, from the start to the last landing.
void Writer::writeTransfers(Unit unit, int64_t thread, llvm::StringRef kind) {
  std::vector<int64_t> free;
  for (auto [index, command] : llvm::enumerate(program.commands)) {
    if (command.unit != unit)
      continue;
    const CommandTimes &times = trace.commands[index];
    auto lane =
        llvm::find_if(free, [&](int64_t end) { return end <= times.started; });
    if (lane == free.end()) {
      writeName("thread_name", thread + free.size(),
                free.empty()
                    ? kind.str()
                    : kind.str() + " " + std::to_string(free.size() + 1));
      free.push_back(0);
      lane = free.end() - 1;
    }
    *lane = times.ended;
    writeEvent(thread + (lane - free.begin()), index, kind, times.started,
               times.ended);
  }
}

/// Bytes a cycle on the DRAM bus, by window; a window equal to the one before
/// it is left out.
void Writer::writeCounters() {
  BusWindow last{-1, -1};
  for (size_t i = 0; i <= trace.bus.size(); ++i) {
    BusWindow window = i < trace.bus.size() ? trace.bus[i] : BusWindow();
    if (window.readBytes == last.readBytes &&
        window.writeBytes == last.writeBytes)
      continue;
    last = window;
    json.object([&] {
      json.attribute("ph", "C");
      json.attribute("pid", process);
      json.attribute("name", "DRAM bytes a cycle");
      writeTime("ts", getNanoseconds(i * Trace::windowCycles));
      json.attributeObject("args", [&] {
        auto rate = [&](int64_t bytes) {
          return double(bytes) / Trace::windowCycles;
        };
        json.attribute("read", rate(window.readBytes));
        json.attribute("written", rate(window.writeBytes));
      });
    });
  }
}

void Writer::writeSramUse() {
  for (const SramUse &use : sramUse)
    json.object([&] {
      json.attribute("ph", "C");
      json.attribute("pid", process);
      json.attribute("name", "SRAM bytes in use");
      writeTime("ts", getNanoseconds(use.cycle));
      json.attributeObject("args", [&] { json.attribute("used", use.bytes); });
    });
}

void Writer::write() {
  writeName("thread_name", SequencerThread, "barriers");
  for (auto [index, command] : llvm::enumerate(program.commands))
    if (command.unit == Unit::Barrier)
      writeEvent(SequencerThread, index, "barrier",
                 trace.commands[index].started, trace.commands[index].ended);
  std::pair<int64_t, llvm::StringRef> stages[] = {
      {LoaderThread, "array loads"},
      {StepperThread, "array steps"},
      {DrainThread, "array drain"}};
  for (auto [stage, spans] : llvm::zip(stages, trace.spans)) {
    writeName("thread_name", stage.first, stage.second);
    for (const StageSpan &span : spans)
      writeEvent(stage.first, span.command, stage.second, span.begin, span.end);
  }
  writeName("thread_name", VectorThread, "vector");
  for (auto [index, command] : llvm::enumerate(program.commands))
    if (command.unit == Unit::Vector)
      writeEvent(VectorThread, index, "vector", trace.commands[index].started,
                 trace.commands[index].ended);
  writeTransfers(Unit::Load, LoadThread, "load");
  writeTransfers(Unit::Store, StoreThread, "store");
  writeCounters();
  writeSramUse();
}

void tenon::printTraces(llvm::raw_ostream &os,
                        llvm::ArrayRef<TraceInput> inputs) {
  JsonWriter json(os);
  json.object([&] {
    json.attribute("displayTimeUnit", "ns");
    json.attributeArray("traceEvents", [&] {
      for (auto [index, input] : llvm::enumerate(inputs))
        Writer(json, input, index + 1).write();
    });
  });
  os << '\n';
}
