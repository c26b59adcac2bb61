// RUN: tenon-sim %s --report=json | FileCheck %s
// RUN: tenon-sim %s --report=json --mode=tick | FileCheck %s
// RUN: tenon-sim %s --power=1000 | FileCheck %s --check-prefix=POWER
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --power=1 2>&1 | FileCheck %s --check-prefix=NONE

// NONE: error: expected a machine with energies for --power, but got 'tiny', whose target has no section 'energy'

module attributes {engine.target = #engine.target<"priced", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 2},
  array = {standard_k = 16, standard_c = 8, standard_p = 2,
           depthwise_c = 8, depthwise_p = 2,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 16, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 32},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 500, t_rfc = 100},
  functions = {add = 1, div = 8},
  energy = {mac_i8 = 1000, mac_i16 = 2000, mac_f16 = 3000, accumulate = 500,
            drain = 4000, vector = 250, sram = 125, dram_read = 7000,
            dram_write = 6000, dram_activate = 900000,
            dram_background = 50}>} {
  // energy_r1: 6 pixels x 17 channels x 9 inputs make 918 products of 1 pJ, and
  // with 2 weight blocks 204 additions of 0.5 pJ: 1020. 102 results of 4 pJ. SRAM:
  // 2 x 2 blocks of 128 bytes of weights, 4 blocks x 4 steps of 16 bytes of input,
  // and 102 results: 870 bytes of 0.125 pJ.
  // CHECK: "program": "products"
  // CHECK: "array": 1020,
  // CHECK: "drain": 408,
  // CHECK: "vector": 0,
  // CHECK: "sram": 108.75,
  // CHECK: "dram": 0,
  engine.program @products {
    %0 = engine.array standard i8 output 0 [2, 3, 17] pitch [96, 32] input 1024 [2, 3, 9] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  }

  // energy_r1: 12 visits at a cost of 8 cycles: 96 x 0.25 pJ. Two operands and
  // the result of 2 bytes each: 72 bytes.
  // CHECK: "program": "quotients"
  // CHECK: "vector": 24,
  // CHECK: "sram": 9,
  engine.program @quotients {
    %0 = engine.vector "div" i16 pixels 3 taps 1 channels 4 inputs [0, 64] bytes [24, 24] output 128 bytes 24
  }

  // energy_r1: a burst of 64 bytes is read for 7 pJ a byte, of which 10 move, and
  // a row is opened for 900 pJ. Cycles 0 to 61, 0.61 us at 50 uW: 30.5 pJ.
  // CHECK: "program": "bytes"
  // CHECK: "cycles": [[CYCLES:[0-9]+]]
  // CHECK: "sram": 1.25,
  // CHECK: "dram": 1348,
  // CHECK: "background": {{[0-9.]+}}
  engine.program @bytes {
    %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [10]
  }
}

// POWER: energy: {{[0-9.]+}} mJ an inference (relative, not validated): array
// POWER: power: {{[0-9.]+}} kWh a year for a million devices at 1000 inferences a day
