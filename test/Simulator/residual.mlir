// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// The array loads weights from 1 to 17 and steps to 25; its drain works from 35 to
// 59. The vector command asks for 4 lanes x 3 x 2 bytes of 32, which it gets from
// 25 on, also beside the drain, which takes 8: 64 cycles, to 89.
// CHECK: "program": "plain"
// CHECK: "cycles": 89,
engine.program @plain {
  %0 = engine.array standard i16 output 0 [2, 3, 16] pitch [96, 32] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %1 = engine.vector "add" i16 pixels 1 taps 1 channels 256 inputs [4096, 8192] bytes [512, 512] output 4096 bytes 512
}

// array_r10: with a residual the drain takes 16, and the vector unit waits for its
// 24 cycles.
// CHECK: "program": "residual"
// CHECK: "cycles": 113,
engine.program @residual {
  %0 = engine.array standard i16 output 0 [2, 3, 16] pitch [96, 32] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] residual 512 [96, 32]
  %1 = engine.vector "add" i16 pixels 1 taps 1 channels 256 inputs [4096, 8192] bytes [512, 512] output 4096 bytes 512
}
