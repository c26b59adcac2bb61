// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// A command that enters its queue in cycle 0 starts in cycle 1 (seq_r3), so
// alone it ends at 1 + its cycles.

// vec_r1: ceil(10 * 3 / 4) = 8 cycles at cost 1.
// CHECK: "program": "vec_r1"
// CHECK: "cycles": 9,
engine.program @vec_r1 {
  %0 = engine.vector "add" i8 pixels 10 taps 1 channels 3 inputs [0, 64] bytes [30, 30] output 128 bytes 30
}

// vec_r1: the cost of a function: 8 * 8.
// CHECK: "program": "vec_r1_cost"
// CHECK: "cycles": 65,
engine.program @vec_r1_cost {
  %0 = engine.vector "div" i8 pixels 10 taps 1 channels 3 inputs [0, 64] bytes [30, 30] output 128 bytes 30
}

// vec_r2: 10 * 9 * ceil(5 / 4) = 180.
// CHECK: "program": "vec_r2"
// CHECK: "cycles": 181,
engine.program @vec_r2 {
  %0 = engine.vector "max" i8 pixels 10 taps 9 channels 5 inputs [0] bytes [450] output 1024 bytes 50
}

// vec_r3: 10 * (ceil(5 / 4) + log2 4) = 40.
// CHECK: "program": "vec_r3"
// CHECK: "cycles": 41,
engine.program @vec_r3 {
  %0 = engine.vector "max" i8 pixels 10 taps 1 channels 5 across_lanes true inputs [0] bytes [50] output 1024 bytes 10
}

// token_r1, vec_r4: the second one starts in the cycle after the last write of
// the first one: 1 + 8 + 8.
// CHECK: "program": "token_r1"
// CHECK: "cycles": 17,
engine.program @token_r1 {
  %0 = engine.vector "add" i8 pixels 10 taps 1 channels 3 inputs [0, 64] bytes [30, 30] output 128 bytes 30
  %1 = engine.vector "add" i8 after(%0) pixels 10 taps 1 channels 3 inputs [0, 64] bytes [30, 30] output 128 bytes 30
}

// seq_r1: four commands of one cycle each enter in cycles 0, 4, 8 and 12; the
// last one works in cycle 13.
// CHECK: "program": "seq_r1"
// CHECK: "cycles": 14,
engine.program @seq_r1 {
  %0 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %1 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %2 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %3 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
}

// seq_r2: the first vector command works from 1 to 101. The second and third one
// fill the queue (cycles 4 and 8). The second one starts in 101, so the fourth one
// finds room in 102. The load behind it enters in 106, starts in 107 and issues in
// 117; its row is ready at 133, its data goes from 143 to 147, landed at 167.
// CHECK: "program": "seq_r2"
// CHECK: "cycles": 167,
engine.program @seq_r2 {
  %0 = engine.vector "fill" i8 pixels 400 taps 1 channels 1 inputs [] bytes [] output 0 bytes 400
  %1 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %2 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %3 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  %4 = engine.load dram 0 strides [] sram 1024 strides [] sizes [64]
}

// barrier_r1, barrier_r2: the first command works in the cycles 1 to 11; the
// barrier is read in cycle 4 and sees an idle machine in cycle 12; 8 + 100 cycles
// of reset follow.
// barrier_r3: the same commands take the same time a second time.
// barrier_r4: no reset behind the last commands.
// CHECK: "program": "barrier"
// CHECK: "cycles": 252,
// CHECK: "name": "first"
// CHECK: "cycles": 120,
// CHECK: "barrier": 108
// CHECK: "name": "second"
// CHECK: "cycles": 120,
// CHECK: "name": ""
// CHECK: "cycles": 12,
engine.program @barrier {
  %0 = engine.vector "fill" i8 pixels 44 taps 1 channels 1 inputs [] bytes [] output 0 bytes 44
  engine.barrier "first"
  %1 = engine.vector "fill" i8 pixels 44 taps 1 channels 1 inputs [] bytes [] output 0 bytes 44
  engine.barrier "second"
  %2 = engine.vector "fill" i8 pixels 44 taps 1 channels 1 inputs [] bytes [] output 0 bytes 44
}

// barrier_r1: a barrier that is read later than the machine is idle: read in
// cycle 4, idle in cycle 5.
// CHECK: "program": "barrier_late"
// CHECK: "cycles": 113,
engine.program @barrier_late {
  %0 = engine.vector "fill" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  engine.barrier "first"
}
