// RUN: tenon-opt %s --engine-verify --split-input-file --verify-diagnostics

// hazard_r3: what keeps commands apart: tokens, also of others; the order of a
// unit; a barrier.
engine.program @ordered {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %2 = engine.vector "add" i8 after(%1) pixels 4 taps 1 channels 16 inputs [0] bytes [64] output 0 bytes 64
  %3 = engine.vector "add" i8 pixels 4 taps 1 channels 16 inputs [0] bytes [64] output 64 bytes 64
  %4 = engine.store after(%3) dram 0 strides [] sram 0 strides [] sizes [64]
  %5 = engine.load after(%4) dram 0 strides [] sram 64 strides [] sizes [64]
  %6 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  engine.barrier "first"
  %7 = engine.store dram 0 strides [] sram 0 strides [] sizes [128]
}
// -----

engine.program @ordered {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store after(%0) dram 64 strides [] sram 0 strides [] sizes [64]
}

// -----

// Boxes that lie between each other.
engine.program @interleaved {
  %0 = engine.load dram 0 strides [16] sram 0 strides [32] sizes [4, 16]
  %1 = engine.store after(%0) dram 64 strides [16] sram 0 strides [32] sizes [4, 16]
  %2 = engine.vector "fill" i8 pixels 1 taps 1 channels 16 inputs [] bytes [] output 16 bytes 16
  %3 = engine.load dram 0 strides [16] sram 48 strides [32] sizes [3, 16]
}

// -----

// The drain of the array is in order, so sums and residuals need no tokens, and the
// array may overwrite what its commands before read.
engine.program @drains {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [4096]
  %1 = engine.array standard i8 after(%0) output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums first partials 8192
  %2 = engine.array standard i8 output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums middle partials 8192
  %3 = engine.array standard i8 output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums last partials 8192
  %4 = engine.array standard i8 output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] residual 4096 [64, 16]
  %5 = engine.array standard i8 output 0 [1, 4, 16] pitch [64, 16] input 1024 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @read_of_write {
  // expected-note@+1 {{this command writes them}}
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  // expected-error@+1 {{'engine.store' op expected to wait for the 'engine.load' that writes the bytes 48 to 63 of SRAM, which it reads, but got no token}}
  %1 = engine.store dram 1024 strides [] sram 48 strides [] sizes [16]
}

// -----

engine.program @write_of_read {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  // expected-note@+1 {{this command reads them}}
  %1 = engine.store after(%0) dram 1024 strides [] sram 0 strides [] sizes [64]
  // expected-error@+1 {{'engine.load' op expected to wait for the 'engine.store' that reads the bytes 0 to 63 of SRAM, which it writes, but got no token}}
  %2 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
}

// -----

engine.program @write_of_write {
  // expected-note@+1 {{this command writes them}}
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  // expected-error@+1 {{'engine.vector' op expected to wait for the 'engine.load' that writes the bytes 32 to 63 of SRAM, which it writes, but got no token}}
  %1 = engine.vector "fill" i8 pixels 4 taps 1 channels 16 inputs [] bytes [] output 32 bytes 64
}

// -----

// The array reads its input while the drain of the command before works.
engine.program @array_of_array {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [4096]
  // expected-note@+1 {{this command writes them}}
  %1 = engine.array standard i8 after(%0) output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  // expected-error@+1 {{'engine.array' op expected to wait for the 'engine.array' that writes the bytes 4096 to 4159 of SRAM, which it reads, but got no token}}
  %2 = engine.array standard i8 output 8192 [1, 4, 16] pitch [64, 16] input 4096 [1, 4, 16] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

// A token of a load says that the loads before it have landed, not those behind.
engine.program @landings {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 64 strides [] sizes [64]
  // expected-note@+1 {{this command writes them}}
  %2 = engine.load dram 0 strides [] sram 128 strides [] sizes [64]
  // expected-error@+1 {{'engine.store' op expected to wait for the 'engine.load' that writes the bytes 128 to 191 of SRAM, which it reads, but got no token}}
  %3 = engine.store after(%1) dram 1024 strides [] sram 0 strides [] sizes [192]
}

// -----

engine.program @own {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [4096]
  // expected-error@+1 {{'engine.array' op expected its output to lie apart from what it reads, but got the bytes 32 to 63 of SRAM in both}}
  %1 = engine.array standard i8 after(%0) output 32 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  // expected-error@+1 {{'engine.vector' op expected its output to lie apart from what it reads, but got the bytes 1024 to 1087 of SRAM in both}}
  %2 = engine.vector "max" i8 after(%1) pixels 4 taps 9 channels 16 inputs [1024] bytes [576] output 1024 bytes 64
}

// -----

// array_r11: behind 16 x 8 bytes of weights, at a multiple of 16, there are 16
// records of 4 bytes: a load of 192 bytes covers both, one of 176 does not.
engine.program @records {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 2048 strides [] sizes [192]
  %2 = engine.array standard i8 after(%0, %1) output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @records {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 2048 strides [] sizes [176]
  // expected-error@+1 {{'engine.array' op expected the bytes 2224 to 2239 of SRAM, which it reads, to be written before, but got no command that does}}
  %2 = engine.array standard i8 after(%0, %1) output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

// array_r11: 5 x 9 bytes of weights end at 45; the 5 records are at 48 to 67.
engine.program @aligned {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 2048 strides [] sizes [48]
  // expected-error@+1 {{'engine.array' op expected the bytes 2096 to 2127 of SRAM, which it reads, to be written before, but got no command that does}}
  %2 = engine.array standard i8 after(%0, %1) output 4096 [1, 4, 5] pitch [64, 16] input 0 [1, 4, 9] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

// array_r11: factors as columns have none.
engine.program @columns {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 0 strides [] sram 2048 strides [] sizes [128]
  %2 = engine.array standard i8 after(%0, %1) output 4096 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] weight_layout columns
}

// -----

// The drain reads records until it ends, so its results lie apart from them.
engine.program @own_records {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [4096]
  // expected-error@+1 {{'engine.array' op expected its output to lie apart from what it reads, but got the bytes 2176 to 2239 of SRAM in both}}
  %1 = engine.array standard i8 after(%0) output 2176 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @unwritten {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  // expected-error@+1 {{'engine.store' op expected the bytes 64 to 127 of SRAM, which it reads, to be written before, but got no command that does}}
  %1 = engine.store after(%0) dram 1024 strides [] sram 0 strides [] sizes [128]
}
