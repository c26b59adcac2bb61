#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes fast simulators with one mistake each: mutants.py <lib/Simulator/Fast> <part>
<parts> <output.cpp>. Each is the source of lib/Simulator/Fast, in a namespace of
its own, with one constant or comparison changed. Blanks in the texts below stand
for any blanks in the source; each text must be there exactly once."""

import pathlib
import re
import sys

# The rule that is broken, the file, what is there and what is put in its place.
MUTANTS = [
    ("seq_r1", "Fast.cpp", "nextEntry = now + machine.issue;", "nextEntry = now + 1;"),
    ("seq_r2", "FastQueue.h", "entries.size()) < program.machine.queueDepth",
     "entries.size()) <= program.machine.queueDepth"),
    ("seq_r3", "FastQueue.h", "entries.front().enteredAt + 1;", "entries.front().enteredAt;"),
    ("seq_r3", "FastQueue.h", "entries.front().enteredAt + 1;", "entries.front().enteredAt + 2;"),
    ("token_r1", "FastQueue.h", "std::max(readyAt, done);", "std::max(readyAt, done + 1);"),
    ("sram_r2", "FastCompute.cpp", "port > rest", "port >= rest"),
    ("sram_r2", "FastCompute.cpp", "ask(array.stepsLeft, machine.inputFeed)",
     "ask(array.stepsLeft, machine.inputFeed + 1)"),
    ("sram_r2", "FastCompute.cpp", "ask(array.loadLeft, machine.weightFeed)",
     "ask(array.loadLeft, machine.weightFeed - 1)"),
    ("dma_r1", "FastDram.cpp", "issueFrom = now + program.machine.dmaSetup;",
     "issueFrom = now + program.machine.dmaSetup + 1;"),
    ("dma_r3", "FastDram.cpp", "transfer.sizes.back() - 1)", "transfer.sizes.back())"),
    ("dma_r4", "FastDram.cpp", "ownerCan && turn.count < turn.most", "ownerCan && turn.count <= turn.most"),
    ("dma_r4", "FastDram.cpp", "turn.count == turn.most;", "turn.count > turn.most;"),
    ("dma_r4", "FastDram.cpp", ": canLoad ? 0 : 1;", ": canStore ? 1 : 0;"),
    ("dma_r4", "FastDram.cpp", "now != turn.lastIssue + 1", "now > turn.lastIssue + 2"),
    ("dma_r4", "FastDram.h", "landings(program.machine.dmaOutstanding)",
     "landings(program.machine.dmaOutstanding + 1)"),
    ("dma_r5", "FastDram.cpp", "std::max(lastLanding, end + program.machine.dmaLatency);",
     "end + program.machine.dmaLatency;"),
    ("dram_r1", "FastDram.cpp", "(place.row ^ (place.row / machine.dramBanks))", "place.row"),
    ("dram_r1", "FastDram.cpp", "place.rest > 1", "place.rest > 0"),
    ("dram_r3", "FastDram.cpp", "std::max(now, bank.dataEnd) + machine.tRp", "now + machine.tRp"),
    ("dram_r3", "FastDram.cpp", "bank.row != place.row", "bank.row < place.row"),
    ("dram_r4", "FastDram.cpp", "std::max(now, bank.rowReady) + machine.tCas", "bank.rowReady + machine.tCas"),
    ("dram_r5", "FastDram.cpp", "turns ? machine.tTurn : 0", "turns ? 0 : machine.tTurn"),
    ("dram_r6", "FastDram.cpp", "start + dataCycles > channel.refresh", "start + dataCycles >= channel.refresh"),
    ("dram_r6", "FastDram.cpp", "start = channel.refresh + machine.tRfc;", "start = channel.refresh;"),
    ("dram_r8", "FastDram.cpp", "channel.busFree = bank.dataEnd + otherCycles;",
     "channel.busFree = bank.dataEnd;"),
    ("dram_r8", "FastDram.cpp", "machine.dramShare - 1) /", "machine.dramShare) /"),
    ("dram_r7", "FastDram.cpp", "bank.interval != interval", "bank.interval > interval"),
    ("dram_r7", "FastDram.cpp", "now >= intervalEnd", "now > intervalEnd"),
    ("array_r3", "FastArray.h", "std::min(index, steps % chunks)",
     "std::max<int64_t>(0, index + steps % chunks - chunks)"),
    ("array_r3", "FastArray.cpp", "ceilDiv(walk.steps, program.machine.accumulators)",
     "ceilDiv(walk.steps, program.machine.accumulators + 1)"),
    ("array_r4", "FastArray.cpp", "stepsEnded + 1 >= loadsStarted", "stepsEnded >= loadsStarted"),
    ("array_r4", "FastArray.cpp", "stepsEnded + 1 >= loadsStarted", "stepsEnded + 2 >= loadsStarted"),
    ("array_r4", "FastArray.cpp", "drainsEnded + 1 >= chunksStarted", "drainsEnded + 2 >= chunksStarted"),
    ("array_r4", "FastArray.cpp", "readyAt = now + program.machine.pipeline;",
     "readyAt = now + program.machine.pipeline + 1;"),
    ("array_r4", "FastArray.h", "return blocksLeft == 0;", "return blocksLeft == 0 && loadLeft == 0;"),
    ("array_r7", "FastArray.cpp", "ceilDiv(pixels * channels, program.machine.drainLanes)",
     "pixels * channels / program.machine.drainLanes + 1"),
    ("dma_r2", "FastDecode.cpp", "if (shape.sizes[i] == 1)", "if (shape.sizes[i] == 0)"),
    ("dma_r2", "FastDecode.cpp", "shape.strides[i] == transfer.sizes[slot] * transfer.strides[slot]",
     "shape.strides[i] < transfer.sizes[slot] * transfer.strides[slot]"),
    ("dma_r2", "FastDecode.cpp", "shape.strides[i] == transfer.sizes[slot] * transfer.strides[slot]",
     "shape.strides[i] == shape.sizes[3]"),
    ("dma_r2", "FastDecode.cpp", "transfer.sizes[slot] *= shape.sizes[i];", "transfer.sizes[slot] += shape.sizes[i];"),
    ("array_r2", "FastDecode.cpp", "ceilDiv(shape.width, pixels)", "(shape.width / pixels + 1)"),
    ("array_r3", "FastDecode.cpp", "taps * ceilDiv(shape.inChannels, inputs)",
     "ceilDiv(taps * shape.inChannels, inputs)"),
    ("array_r3", "FastDecode.cpp", "taps = shape.kernelRows * shape.kernelColumns;",
     "taps = shape.kernelRows * shape.kernelRows;"),
    ("array_r3", "FastArray.cpp", "ceilDiv(work.outChannels, work.channelsPerBlock)",
     "(work.outChannels / work.channelsPerBlock + 1)"),
    ("array_r5", "FastDecode.cpp", "isDepthwise ? inputs : machine.standardK * inputs;",
     "isDepthwise ? inputs : std::min(shape.outChannels, machine.standardK) * inputs;"),
    ("array_r5", "FastDecode.cpp", "ceilDiv(blockElements * bytes, machine.weightFeed)",
     "(blockElements * bytes / machine.weightFeed + 1)"),
    ("array_r5", "FastDecode.cpp", "ceilDiv(blockElements * bytes, machine.weightFeed)",
     "ceilDiv(blockElements, machine.weightFeed)"),
    ("array_r6", "FastDecode.cpp", "std::max(machine.getStepCycles(shape.type),",
     "std::max(machine.getStepCycles(engine::ElementKind::I8),"),
    ("array_r6", "FastDecode.cpp", "ceilDiv(inputs * pixels * bytes, machine.inputFeed)",
     "(inputs * pixels * bytes / machine.inputFeed + 1)"),
    ("array_r6", "FastDecode.cpp", "ceilDiv(inputs * pixels * bytes, machine.inputFeed)",
     "ceilDiv(inputs * bytes, machine.inputFeed)"),
    ("array_r8", "FastDecode.cpp", "writesSums ? engine::accumulatorBytes : bytes;",
     "writesSums ? 2 * bytes : bytes;"),
    ("array_r8", "FastDecode.cpp", "readsSums ? engine::accumulatorBytes : 0;", "readsSums ? bytes : 0;"),
    ("array_r8", "FastDecode.cpp", "shape.sums == SumPart::Middle || shape.sums == SumPart::Last",
     "shape.sums == SumPart::Last"),
    ("array_r8", "FastArray.cpp", "next.port = work.drainPort;", "next.port = work.drainPort - 1;"),
    ("array_r9", "FastDecode.cpp", "isDepthwise ? machine.depthwiseP : machine.standardP;", "machine.standardP;"),
    ("array_r9", "FastDecode.cpp", "isDepthwise ? inputs : machine.standardK;", "machine.standardK;"),
    ("array_r9", "FastDecode.cpp", "isDepthwise ? taps : taps *", "taps *"),
    ("array_r9", "FastDecode.cpp", "isDepthwise ? inputs : machine.standardK * inputs;", "machine.standardK * inputs;"),
    ("array_r10", "FastDecode.cpp", "shape.hasResidual ? bytes : 0;", "shape.hasResidual ? 1 : 0;"),
    ("vec_r1", "FastDecode.cpp", "shape.taps == 1 && !shape.isAcrossLanes", "!shape.isAcrossLanes"),
    ("vec_r1", "FastDecode.cpp", "shape.taps == 1 && !shape.isAcrossLanes", "shape.taps == 1"),
    ("vec_r1", "FastDecode.cpp", "ceilDiv(shape.pixels * shape.channels, lanes)",
     "shape.pixels * ceilDiv(shape.channels, lanes)"),
    ("vec_r2", "FastDecode.cpp", "ceilDiv(shape.channels, lanes) * shape.cost; // vec_r2",
     "ceilDiv(shape.channels * shape.cost, lanes);"),
    ("vec_r2", "FastDecode.cpp", "(shape.taps * visits + fold)", "(shape.taps - 1 + visits + fold)"),
    ("vec_r3", "FastDecode.cpp", "llvm::Log2_64_Ceil(lanes)", "llvm::Log2_64(lanes)"),
    ("vec_r3", "FastDecode.cpp", "shape.pixels * (shape.taps * visits + fold)",
     "(shape.pixels * shape.taps * visits + fold)"),
    ("vec_r5", "FastDecode.cpp", "(shape.inputs + 1)", "(shape.inputs + (shape.inputs < 2))"),
    ("vec_r5", "FastDecode.cpp", "engine::getElementBytes(shape.type) * (shape.inputs",
     "engine::getElementBytes(engine::ElementKind::F16) * (shape.inputs"),
    ("vec_r4", "FastCompute.h", "vectorLeft == 0; } // vec_r4", "vectorLeft <= 1; }"),
    ("barrier_r1", "Fast.cpp", "now <= nextEntry || !isIdle()", "now < nextEntry || !isIdle()"),
    ("barrier_r2", "Fast.cpp", "resetCycles = machine.tRp + machine.tRfc;", "resetCycles = machine.tRfc;"),
    ("barrier_r2", "FastDram.cpp", "channel.refresh = now + machine.tRefi;", "channel.refresh = machine.tRefi;"),
    ("layer_r2", "Fast.cpp", "{Unit::Array, Unit::Vector, Unit::Store, Unit::Load}",
     "{Unit::Array, Unit::Vector, Unit::Load, Unit::Store}"),
    ("stall_r1", "FastCompute.cpp", "array.hasSteps() && array.lacksWeights()", "array.lacksWeights()"),
]

# In the order in which they include each other.
FILES = ["FastDecode.h", "FastDram.h", "FastQueue.h", "FastArray.h", "FastCompute.h",
         "FastDecode.cpp", "FastDram.cpp", "FastArray.cpp", "FastCompute.cpp", "Fast.cpp"]


def replace(text, old, new, name):
    pattern = r"\s+".join(re.escape(word) for word in old.split())
    count = len(re.findall(pattern, text))
    if count != 1:
        sys.exit(f"error: expected '{old}' once in {name}, but got it {count} times")
    return re.sub(pattern, lambda _: new, text)


def wrap(text, name, namespace):
    """The text without its includes, in its own namespace."""
    lines = [line for line in text.splitlines()
             if not re.match(r"#(include|ifndef|define|endif)|using namespace", line)]
    text = "\n".join(lines).replace("tenon::simulateFast(", "simulateFast(").replace(" fast::decode", " decode")
    if name.endswith(".h"):
        return text.replace("namespace tenon::fast", f"namespace tenon::{namespace}")
    return f"namespace tenon::{namespace} {{\n{text}\n}}\n"


def main():
    folder, part, parts, output = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    sources = {name: (folder / name).read_text() for name in FILES}
    chunks = ["// Generated by mutants.py.\n",
              '#include "Mutants.h"\n#include "llvm/ADT/STLExtras.h"\n'
              '#include "llvm/Support/MathExtras.h"\n#include "llvm/Support/raw_ostream.h"\n#include <deque>\n']
    table = []
    for index, (rule, name, old, new) in enumerate(MUTANTS):
        if index % parts != part:
            chunks.append(f"namespace tenon::mutant{index} {{ llvm::Expected<SimulationResult> "
                          "simulateFast(const DecodedProgram &, Trace *); }\n")
        else:
            mutated = dict(sources)
            mutated[name] = replace(mutated[name], old, new, name)
            chunks.extend(wrap(mutated[file], file, f"mutant{index}") for file in FILES)
        table.append(f'    {{"{rule}", "{old} -> {new}", mutant{index}::simulateFast}},\n')
    if part == 0:
        chunks.append("llvm::ArrayRef<tenon::differential::Mutant> tenon::differential::getMutants() {\n"
                      "  static const Mutant mutants[] = {\n" + "".join(table) + "  };\n  return mutants;\n}\n")
    pathlib.Path(output).write_text("\n".join(chunks))


main()
