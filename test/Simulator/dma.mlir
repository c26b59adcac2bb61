// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --report=json --mode=tick | FileCheck %s

// dma_r1, dram_r3, dram_r4, dma_r5: a load starts in cycle 1 and issues its
// first burst in cycle 11. The row is ready at 11 + 16 = 27, the data goes from
// 37 to 41, and it lands at 61.
// CHECK: "program": "one_burst"
// CHECK: "cycles": 61,
// CHECK: "dram_read_bytes": 64,
// CHECK: "dram_row_misses": 1,
engine.program @one_burst {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
}

// dma_r3: one byte costs a burst, and two bytes around a border cost two:
// data from 37 to 41 and from 41 to 45.
// CHECK: "program": "dma_r3"
// CHECK: "cycles": 65,
// CHECK: "dram_read_bytes": 128,
engine.program @dma_r3 {
  %0 = engine.load dram 63 strides [] sram 0 strides [] sizes [2]
}

// dma_r2: four runs of 16 bytes that follow each other are one burst.
// CHECK: "program": "dma_r2_merged"
// CHECK: "cycles": 61,
// CHECK: "dram_read_bytes": 64,
engine.program @dma_r2_merged {
  %0 = engine.load dram 0 strides [16] sram 0 strides [64] sizes [4, 16]
}

// dma_r2, dma_r3: with a gap between them they are four, though in two bursts.
// CHECK: "program": "dma_r2_apart"
// CHECK: "cycles": 73,
// CHECK: "dram_read_bytes": 256,
engine.program @dma_r2_apart {
  %0 = engine.load dram 0 strides [32] sram 0 strides [16] sizes [4, 16]
}

// dram_r3: bursts in two rows of two banks. Bursts are issued in cycles 11 and
// 12; the second row is ready at 12 + 16 = 28; its data could start at 38, but
// the bus is free at 41: it lands at 65.
// CHECK: "program": "two_banks"
// CHECK: "cycles": 65,
// CHECK: "dram_row_misses": 2,
engine.program @two_banks {
  %0 = engine.load dram 0 strides [1024] sram 0 strides [64] sizes [2, 64]
}

// dram_r1, dram_r3: rows 0 and 5 are both in bank 0, since 5 xor 1 = 4. The
// second one is ready 16 cycles after the first data ended: 41 + 16 = 57; data
// from 67 to 71, landed at 91.
// CHECK: "program": "one_bank"
// CHECK: "cycles": 91,
// CHECK: "dram_row_misses": 2,
engine.program @one_bank {
  %0 = engine.load dram 0 strides [5120] sram 0 strides [64] sizes [2, 64]
}

// dma_r4: eight bursts are in flight at most. Bursts 0 to 7 are issued in cycles
// 11 to 18, their data starts at 37, 41, ... 65, and burst k lands at 61 + 4 k.
// Burst 8 is issued in cycle 61; its column is there at 71, the bus was free at
// 69: data from 71 to 75, landed at 95.
// CHECK: "program": "outstanding"
// CHECK: "cycles": 95,
// CHECK: "dram_read_bytes": 576,
engine.program @outstanding {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [576]
}

// dram_r5: the store enters in cycle 4, starts in 5 and issues in 15; its row is
// ready at 31 and its column at 41, but the bus turns round at 41 + 6 = 47: data
// to 51, landed at 71.
// CHECK: "program": "dram_r5"
// CHECK: "cycles": 71,
// CHECK: "dram_write_bytes": 64,
engine.program @dram_r5 {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store dram 1024 strides [] sram 64 strides [] sizes [64]
}

// dma_r1: the set-up of the second load starts in cycle 12, when the only burst
// of the first one has been issued; issue in 22, row open, bus free at 41: data
// starts at max(27, 22) + 10 = 37, or when the bus is free, at 41: landed at 65.
// CHECK: "program": "dma_r1"
// CHECK: "cycles": 65,
// CHECK: "dram_row_misses": 1,
engine.program @dma_r1 {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 64 strides [] sram 64 strides [] sizes [64]
}

// dram_r6, dram_r7: the vector command works from 1 to 480. The load enters in
// cycle 4, starts at 480 and issues in 490; its row is ready at 506 and its data
// would start at 516, within the refresh of 500 to 600: data to 604, landed at
// 624. The second load is read at 8, waits for it and starts at 624: issue in
// 634. Its row was opened in the interval before: a miss; ready at 650, data
// from 660 to 664, landed at 684.
// CHECK: "program": "refresh"
// CHECK: "cycles": 684,
// CHECK: "dram_row_misses": 2,
engine.program @refresh {
  %0 = engine.vector "fill" i8 pixels 1916 taps 1 channels 1 inputs [] bytes [] output 0 bytes 1916
  %1 = engine.load after(%0) dram 0 strides [] sram 0 strides [] sizes [64]
  %2 = engine.load after(%1) dram 0 strides [] sram 0 strides [] sizes [64]
}
