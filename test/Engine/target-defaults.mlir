// Numbers that a machine does not give have values that follow from the others,
// and are printed.
// RUN: tenon-opt %s --split-input-file | FileCheck %s
// RUN: tenon-opt %s --split-input-file | tenon-opt --split-input-file | FileCheck %s
// RUN: not tenon-opt %S/Inputs/newer.mlir 2>&1 | FileCheck %s --check-prefix=NEWER
// NEWER: newer.mlir:1:{{[0-9]+}}: error: expected a machine of version 1 to 1, but got 2; use the Tenon that wrote it

// Only what no other number suggests.
// CHECK: #engine.target<"least", default_type = i8, clock = {mhz = 800}, sequencer = {issue = 4, queue_depth = 16}, array = {standard_k = 64, standard_c = 8, standard_p = 4, depthwise_c = 0, depthwise_p = 0, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 32, weight_feed = 32, accumulators = 32, drain_lanes = 16, pipeline = 16}, vector = {lanes = 16}, sram = {bytes = 1048576, bytes_per_cycle = 128}, dma = {setup = 48, outstanding = 64, latency = 64}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 8, row_bytes = 2048, t_cas = 16, t_rcd = 15, t_rp = 15, t_turn = 12, t_refi = 3124, t_rfc = 144}, functions = {}>
module attributes {engine.target = #engine.target<"least", clock = {mhz = 800}, array = {standard_k = 64, standard_c = 8, standard_p = 4}, sram = {bytes = 1048576}, dram = {bytes_per_cycle = 8}>} {}

// -----

// What is given decides what follows, in the order of the fields.
// CHECK: #engine.target<"wide", default_type = f16
// CHECK-SAME: input_feed = 16, weight_feed = 16,
// CHECK-SAME: drain_lanes = 40,
// CHECK-SAME: vector = {lanes = 40}, sram = {bytes = 65536, bytes_per_cycle = 320}
// CHECK-SAME: burst = 128,
// CHECK-SAME: share = 0.05}, functions = {add = 1}>
module attributes {engine.target = #engine.target<"wide", version = 1, default_type = f16, clock = {mhz = 100}, array = {standard_k = 16, standard_c = 8, standard_p = 2, drain_lanes = 40}, sram = {bytes = 65536}, dram = {bytes_per_cycle = 128, share = 0.05}, functions = {add = 1}>} {}
