// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// A block of weights has 16 x 8 bytes: 8 cycles (array_r5). An i8 step takes one
// cycle (array_r6). A lone command starts in cycle 1; its first load ends at 9.

// array_r2: 2 rows of ceil(3 / 2) = 2 steps: 9 + 4 = 13. Pipeline: 23. array_r7:
// 6 pixels x 16 channels / 4 lanes = 24 cycles: 47.
// CHECK: "program": "pixel_steps"
// CHECK: "cycles": 47,
// CHECK: "array_cycles": 4,
engine.program @pixel_steps {
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// array_r4, array_r5: 4 steps a block; 3 blocks of 8 input channels (17 of them
// cost the third one). Loads end at 9, 17 and 25 (load 2 needs steps 0, which end
// at 13); the steps of the last block end at 29; 10 and 24 more: 63.
// CHECK: "program": "weight_loads"
// CHECK: "cycles": 63,
// CHECK: "array_cycles": 12,
engine.program @weight_loads {
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 17] pitch [96, 32] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// array_r3: 17 output channels are two blocks. Loads end at 9 and 17, steps at 13
// and 21. The first drain goes from 23 to 47; the second one, of 6 results, from
// 47 to 49.
// CHECK: "program": "output_blocks"
// CHECK: "cycles": 49,
engine.program @output_blocks {
  %0 = engine.array standard i8 output 0 [2, 3, 17] pitch [96, 32] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// array_r3, array_r4: 35 steps are three chunks of 12, 12 and 11. Loads end at 9,
// 17 and 29 (load 2 starts when steps 0 end, at 21). Steps 0: 9 to 21, steps 1: 21
// to 33. Drain 0 has 24 pixels: 96 cycles from 31 to 127. Steps 2 wait for it: 127
// to 138. Drain 1: 127 to 223. Drain 2, 22 pixels: 88 cycles, 223 to 311.
// CHECK: "program": "chunks"
// CHECK: "cycles": 311,
// CHECK: "array_cycles": 35,
// CHECK: "drain": 267
engine.program @chunks {
  %0 = engine.array standard i8 output 0 [1, 70, 16] pitch [1120, 16] input 2048 [1, 70, 8] pitch [1120, 16] weights 4096 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// array_r6: an i16 step moves 8 x 2 x 2 = 32 bytes through a feed of 16: 2 cycles,
// as its rate says. Weights take 16 cycles. 1 + 16 + 4 * 2 + 10 + 24 = 59.
// CHECK: "program": "i16"
// CHECK: "cycles": 59,
engine.program @i16 {
  %0 = engine.array standard i16 output 0 [2, 3, 16] pitch [96, 32] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// array_r9: depthwise, 9 taps of 8 channels; a load takes ceil(8 / 16) = 1 cycle.
// Loads are hidden: 1 + 1 + 9 * 4 = 38; pipeline: 48; 6 x 8 / 4 = 12: 60.
// CHECK: "program": "depthwise"
// CHECK: "cycles": 60,
// CHECK: "array_cycles": 36,
engine.program @depthwise {
  %0 = engine.array depthwise i8 output 0 [2, 3, 8] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [1, 1]
}

// array_r8, sram_r2: the drain of the first command goes from 23 to 47 and takes
// 16 of the 32 bytes of a cycle. The second command loads from 9 to 17, steps to 21,
// and its drain, which reads and writes sums and so takes all 32 bytes, goes from
// 47 to 71. The third one loads from 17 to 25; its steps wait for the first drain
// (47), but have no grant before 71: 71 to 75, 10 more, 24 more: 109.
// CHECK: "program": "sums"
// CHECK: "cycles": 109,
// CHECK: "sram": 24,
engine.program @sums {
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums first partials 4096
  %1 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums middle partials 4096
  %2 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums last partials 4096
}

// sram_r2: an f16 vector sweep of two inputs asks for 4 x 2 x 3 = 24 of the 32
// bytes, so it runs beside an i8 drain (4 bytes), but not beside steps or loads
// (16 each, 32 together). The vector command enters at 4 and could start at 5: the
// load has 1 to 8 and the steps 9 to 12; it is granted from 13 on: 10 cycles, ends
// at 23. Without the array it would end at 15.
// CHECK: "program": "sram_r2"
// CHECK: "cycles": 47,
// CHECK: "vector_cycles": 10,
// CHECK: "vector": 0
engine.program @sram_r2 {
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %1 = engine.vector "add" f16 pixels 40 taps 1 channels 1 inputs [4096, 4096] bytes [80, 80] output 8192 bytes 80
}
