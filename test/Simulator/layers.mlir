// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// layer_r1: the two parts of `a` are one layer. The report has `b` first, whose
// command is the first one. layer_r2: `b` waits in the queue in cycle 0, is in
// the stepper from 1 to 13, and in the drain from 21 to 47, when the stepper is
// empty: 39 cycles. The second array command enters in cycle 8, starts in 9 and
// has the stepper from 13 to 21, and the drain from 47 to 71. The vector
// command, of 12 cycles, is in the shadow of the array.
// CHECK: "program": "markers"
// CHECK: "cycles": 71,
// CHECK: "layers":
// CHECK: "name": "b",
// CHECK: "cycles": 39,
// CHECK: "vector_cycles": 0,
// CHECK: "commands": 1,
// CHECK: "name": "a",
// CHECK: "cycles": 32,
// CHECK: "vector_cycles": 12,
// CHECK: "commands": 2,
engine.program @markers {
  engine.layer "a"
  engine.layer "b"
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  engine.layer "a"
  %1 = engine.vector "add" i8 pixels 3 taps 1 channels 16 inputs [0] bytes [48] output 4096 bytes 48
  %2 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// layer_r1: a barrier behind a marker belongs to its layer (8 + 100 cycles of
// reset), and commands in front of a marker to the label of the barrier.
// CHECK: "program": "labels"
// CHECK: "layers":
// CHECK: "name": "label",
// CHECK: "commands": 1,
// CHECK: "barrier": 0
// CHECK: "name": "named",
// CHECK: "commands": 2,
// CHECK: "barrier": 108
engine.program @labels {
  %0 = engine.vector "add" i8 pixels 3 taps 1 channels 16 inputs [0] bytes [48] output 4096 bytes 48
  engine.layer "named"
  %1 = engine.vector "add" i8 pixels 3 taps 1 channels 16 inputs [0] bytes [48] output 4096 bytes 48
  engine.barrier "label"
}
