// RUN: tenon-opt %s --split-input-file --verify-diagnostics

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected 1 to 4 sizes, but got 0}}
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes []
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected 1 to 4 sizes, but got 5}}
  %0 = engine.load dram 0 strides [1, 1, 1, 1] sram 0 strides [1, 1, 1, 1] sizes [1, 1, 1, 1, 1]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected sizes between 1 and 2^32, but got 0}}
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected 1 DRAM strides, but got 0}}
  %0 = engine.load dram 0 strides [] sram 0 strides [16] sizes [2, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.store' op expected 1 SRAM strides, but got 2}}
  %0 = engine.store dram 0 strides [16] sram 0 strides [16, 16] sizes [2, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected the region to begin at a DRAM address of at least 0, but got 16 bytes below 15}}
  %0 = engine.load dram 15 strides [-16] sram 0 strides [16] sizes [2, 16]
}

// -----

engine.program @p {
  // expected-error@+1 {{'engine.store' op expected SRAM strides of at least 0, but got -16}}
  %0 = engine.store dram 0 strides [16] sram 16 strides [-16] sizes [2, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected a DRAM address of at least 0, but got -1}}
  %0 = engine.load dram -1 strides [] sram 0 strides [] sizes [16]
}

// -----

engine.program @bad {
  // sram_r3
  // expected-error@+1 {{'engine.load' op expected the SRAM address of the region to be a multiple of 16, but got 8}}
  %0 = engine.load dram 0 strides [] sram 8 strides [] sizes [16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.load' op expected a region below 2^48 bytes}}
  %0 = engine.load dram 0 strides [9223372036854775807] sram 0 strides [16] sizes [3, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected 3 output sizes, but got 2}}
  %0 = engine.array standard i8 output 0 [2, 3] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected 2 pads, but got 1}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected pads of at least 0, but got -1}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [-1, 0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected kernel sizes between 1 and 2^32, but got 0}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [0, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected the SRAM address of the weights and records to be a multiple of 16, but got 2047}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2047 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected a depthwise step to have a multiple of the 8 input channels as output channels, but got 12}}
  %0 = engine.array depthwise i8 output 0 [2, 3, 12] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected a depthwise step to have no partial sums}}
  %0 = engine.array depthwise i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums last partials 0
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected sums with a residual to be whole or last, but got middle}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums middle partials 0 residual 0 [48, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected 2 residual pitches, but got 1}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] residual 0 [48]
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.array' op expected the SRAM address of the residual to be a multiple of 16, but got -16}}
  %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] residual -16 [48, 16]
}

// -----

// expected-error@+1 {{'engine.layer' op expected to be in a program}}
engine.layer "alone"

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.vector' op expected 1 lengths of inputs, but got 2}}
  %0 = engine.vector "add" i8 pixels 1 taps 1 channels 1 inputs [0] bytes [1, 1] output 0 bytes 1
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.vector' op expected at most 2 inputs, but got 3}}
  %0 = engine.vector "add" i8 pixels 1 taps 1 channels 1 inputs [0, 0, 0] bytes [1, 1, 1] output 0 bytes 1
}

// -----

engine.program @bad {
  // expected-error@+1 {{'engine.vector' op expected taps between 1 and 2^32, but got 0}}
  %0 = engine.vector "add" i8 pixels 1 taps 0 channels 1 inputs [] bytes [] output 0 bytes 1
}

// -----

engine.program @bad {
  // expected-error@+1 {{'builtin.unrealized_conversion_cast' op expected a command of a neural engine in a program}}
  %0 = builtin.unrealized_conversion_cast to i32
}

// -----

// expected-error@+1 {{'engine.barrier' op expected to be in a program}}
engine.barrier "alone"

// -----

// expected-error@+1 {{'builtin.module' op has an unknown attribute 'engine.foo'}}
module attributes {engine.foo = 1} {}

// -----

// expected-error@+1 {{expected 'engine.target' to be a #engine.target or a #engine.systolic, but got 1 : i64}}
module attributes {engine.target = 1} {}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 8, depthwise_p = 1,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{'engine.load' op expected the region to end within the 65536 bytes of SRAM, but got 32 bytes at 65520}}
    %0 = engine.load dram 0 strides [] sram 65520 strides [] sizes [32]
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 8, depthwise_p = 1,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{'engine.array' op expected the weights and records to end within the 65536 bytes of SRAM, but got 192 bytes at 65520}}
    %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 65520 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 8, depthwise_p = 1,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{'engine.array' op expected the partial sums to end within the 65536 bytes of SRAM, but got 384 bytes at 65520}}
    %0 = engine.array standard i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] sums first partials 65520
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 8, depthwise_p = 1,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{'engine.vector' op expected an input to end within the 65536 bytes of SRAM, but got 32 bytes at 65520}}
    %0 = engine.vector "add" i8 pixels 1 taps 1 channels 1 inputs [65520] bytes [32] output 0 bytes 1
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 8, depthwise_p = 1,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{'engine.vector' op expected one of the functions add, max, mul, but got 'gamma'}}
    %0 = engine.vector "gamma" i8 pixels 1 taps 1 channels 1 inputs [] bytes [] output 0 bytes 1
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
  array = {standard_k = 16, standard_c = 8, standard_p = 1,
           depthwise_c = 0, depthwise_p = 0,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 8, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 2000, t_rfc = 100},
  functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @bad {
    // expected-error@+1 {{expected a mode of the array of 'tiny', but got depthwise}}
    %0 = engine.array depthwise i8 output 0 [2, 3, 16] pitch [48, 16] input 1024 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  }
}

// -----

engine.program @bad {
  // expected-error@+1 {{expected at most 2^48 visits of elements in a command, but got 4294967296 * 536870912 * 8}}
  %0 = engine.vector "max" i8 pixels 4294967296 taps 536870912 channels 8 inputs [] bytes [] output 0 bytes 16
}

// -----

engine.program @bad {
  // expected-error@+1 {{expected at most 2^48 bytes to move in a command, but got 100000000 * 1000000000 * 1000000000 * 16}}
  %0 = engine.load dram 0 strides [0, 0, 0] sram 0 strides [0, 0, 0] sizes [100000000, 1000000000, 1000000000, 16]
}

// -----

engine.program @bad {
  // expected-error@+1 {{expected the region to end within 2^48 bytes of DRAM, but got 64 bytes at 9223372036854775807}}
  %0 = engine.load dram 9223372036854775807 strides [] sram 0 strides [] sizes [64]
}

// -----

engine.program @bad {
  // expected-error@+1 {{expected at most 2^48 products in a command, but got 4294967296 * 1 * 4294967296 * 1 * 1 * 1}}
  %0 = engine.array standard i8 output 0 [4294967296, 1, 4294967296] pitch [1, 1] input 0 [1, 1, 1] pitch [16, 16] weights 0 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
}
