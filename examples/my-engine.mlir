// A machine of your own: ne-medium with a narrower array that is twice as deep,
// half the SRAM, one DRAM channel of twice the width and a slower clock.
//
//   tenon-sim model.mlir --engine=examples/my-engine.mlir
//
// Every number of a machine must be there. Units and least values are in
// dialects/Engine/IR/MachineFields.inc; what each number does is in
// docs/Engine.md.

module attributes {engine.target = #engine.target<"my-engine", default_type = i8,
  clock = {mhz = 600}, sequencer = {issue = 4, queue_depth = 16},
  // A step covers 32 output channels, 16 input channels and 4 pixels of a row.
  array = {standard_k = 32, standard_c = 16, standard_p = 4,
           depthwise_c = 16, depthwise_p = 4,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 64, weight_feed = 32, accumulators = 32,
           drain_lanes = 16, pipeline = 16},
  vector = {lanes = 16}, sram = {bytes = 524288, bytes_per_cycle = 192},
  dma = {setup = 48, outstanding = 64, latency = 64},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 8,
          row_bytes = 2048, t_cas = 12, t_rcd = 11, t_rp = 11, t_turn = 9,
          t_refi = 2342, t_rfc = 108},
  functions = {add = 1, sub = 1, mul = 1, max = 1, min = 1, lut = 1, fill = 1,
               div = 8, exp = 4, log = 4, sqrt = 8, rsqrt = 8},
  // Femtojoules an event; a machine may leave them out.
  energy = {mac_i8 = 170, mac_i16 = 600, mac_f16 = 870, accumulate = 200,
            drain = 2200, vector = 500, sram = 4700, dram_activate = 1740000,
            dram_read = 49000, dram_write = 45000, dram_background = 56000}>} {}
