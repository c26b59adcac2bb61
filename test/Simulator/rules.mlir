// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// clock_r1: work of 8 cycles from cycle 1 on ends at 9, where the load that waits
// for it starts: burst in 19, row at 35, data from 45 to 49, landed at 69.
// CHECK: "program": "clock_r1"
// CHECK: "cycles": 69,
engine.program @clock_r1 {
  %0 = engine.vector "add" i8 pixels 8 taps 1 channels 4 inputs [0] bytes [32] output 64 bytes 32
  %1 = engine.load after(%0) dram 0 strides [] sram 128 strides [] sizes [64]
}

// clock_r2: a command leaves its queue and works in the same cycle, 1.
// CHECK: "program": "clock_r2"
// CHECK: "cycles": 2,
engine.program @clock_r2 {
  %0 = engine.vector "add" i8 pixels 1 taps 1 channels 4 inputs [0] bytes [4] output 64 bytes 4
}

// clock_r3: rows are closed at first, and again behind the barrier: twice 61, and
// 108 for the reset.
// CHECK: "program": "clock_r3"
// CHECK: "cycles": 230,
// CHECK: "dram_row_misses": 2,
engine.program @clock_r3 {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  engine.barrier "first"
  %1 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
}

// sram_r1: the loads and steps of the array take all 32 bytes of a cycle, and the
// load lands at 61 as ever; the vector command then takes 10 cycles.
// CHECK: "program": "sram_r1"
// CHECK: "cycles": 71,
engine.program @sram_r1 {
  %0 = engine.load dram 0 strides [] sram 4096 strides [] sizes [64]
  %1 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 17] pitch [96, 32] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %2 = engine.vector "add" i8 after(%0) pixels 10 taps 1 channels 4 inputs [4096] bytes [40] output 8192 bytes 40
}

// dram_r2: the first load opens rows 0 and 1, with data to 45. The second one,
// issued in 23, needs the bank of row 0: ready at 41 + 16, data from 67 to 71. The
// third one, issued in 34, hits row 1, but its data comes behind: 71 to 75.
// CHECK: "program": "dram_r2"
// CHECK: "cycles": 95,
// CHECK: "dram_row_misses": 3,
engine.program @dram_r2 {
  %0 = engine.load dram 0 strides [1024] sram 0 strides [64] sizes [2, 64]
  %1 = engine.load dram 5120 strides [] sram 128 strides [] sizes [64]
  %2 = engine.load dram 1088 strides [] sram 256 strides [] sizes [64]
}

// array_r1: 16 output channels, 8 input channels and 2 of 4 pixels a step: load to
// 9, two steps to 11, drain from 21 to 37.
// CHECK: "program": "array_r1"
// CHECK: "cycles": 37,
// CHECK: "array_cycles": 2,
engine.program @array_r1 {
  %0 = engine.array standard i8 output 0 [1, 4, 16] pitch [64, 16] input 1024 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// vec_r5: f16 with one input asks for 4 x 2 x 2 = 16 bytes, which are left beside
// the load of the array, from 5 to 13, and beside its steps, to 17: 60 cycles.
// CHECK: "program": "vec_r5_one"
// CHECK: "cycles": 61,
engine.program @vec_r5_one {
  %0 = engine.vector "add" f16 pixels 60 taps 1 channels 4 inputs [4096] bytes [480] output 8192 bytes 480
  %1 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// vec_r5: with two inputs it asks for 24 and loses these 12 cycles.
// CHECK: "program": "vec_r5_two"
// CHECK: "cycles": 73,
engine.program @vec_r5_two {
  %0 = engine.vector "add" f16 pixels 60 taps 1 channels 4 inputs [4096, 4608] bytes [480, 480] output 8192 bytes 480
  %1 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// dma_r4: both units can issue in cycle 31. The load unit comes first and keeps the
// port: bursts in 31 and 32, data from 57 to 65, landed at 85; 40 cycles more. The
// store is issued in 33: 71 to 75.
// CHECK: "program": "dma_r4"
// CHECK: "cycles": 125,
engine.program @dma_r4 {
  %0 = engine.vector "add" i8 pixels 20 taps 1 channels 4 inputs [0] bytes [80] output 128 bytes 80
  %1 = engine.load after(%0) dram 0 strides [] sram 512 strides [] sizes [128]
  %2 = engine.store after(%0) dram 2048 strides [] sram 128 strides [] sizes [64]
  %3 = engine.vector "add" i8 after(%1) pixels 40 taps 1 channels 4 inputs [512] bytes [160] output 1024 bytes 160
}

// stall_r1: cycle 0 is the sequencer's; the load takes the cycles to 61; the loader
// those to 69, four steps those to 73; the drain those to 107, the pipeline included;
// the store those to 171; the reset 108. The vector command has 1 and 64.
// CHECK: "program": "stall_r1"
// CHECK: "cycles": 344,
// CHECK: "array": 4,
// CHECK-NEXT: "sram": 0,
// CHECK-NEXT: "weights": 8,
// CHECK-NEXT: "drain": 34,
// CHECK-NEXT: "vector": 64,
// CHECK-NEXT: "dram": 124,
// CHECK-NEXT: "issue": 2,
// CHECK-NEXT: "barrier": 108
engine.program @stall_r1 {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.array standard i8 after(%0) output 1024 [2, 3, 16] pitch [48, 16] input 0 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %2 = engine.store after(%1) dram 4096 strides [] sram 1024 strides [] sizes [96]
  engine.barrier "first"
  %3 = engine.vector "add" i8 pixels 16 taps 1 channels 16 inputs [0] bytes [256] output 512 bytes 256
}
