// RUN: tenon-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{expected a section of a machine, but got 'clocks'}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clocks = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected one of mhz in 'clock', but got 'ghz'}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {ghz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{'clock.mhz' is given twice}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100, mhz = 1}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected a value of 'clock.mhz', but got none}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected i8, i16 or f16, but got 'i4'}}
module attributes {engine.target = #engine.target<"tiny", default_type = i4, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'array.standard_k' to be at least 1, but got 0}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 0, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'dma.latency' to be at most 65536, but got 2199023255552}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 2199023255552}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'array.depthwise_c' and 'array.depthwise_p' to be both 0 or both positive}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 0, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'dram.burst' to be a multiple of 'dram.bytes_per_cycle', but got 64}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 7, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'dram.burst' to divide 256 and 'dram.row_bytes' to be a multiple of it, but got 64 and 1000}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1000, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'dram.t_refi' to hold a refresh and a burst, at least 108, but got 100}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 100, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'sram.bytes_per_cycle' to be at least 32 to serve 'array.drain_lanes', but got 31}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 31}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected 'functions.add' to be from 1 to 65536, but got 0 : i64}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 0, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{expected a value of 'energy.mac_i16', but got none}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}, energy = {mac_i8 = 170}>} {}

// -----

// expected-error@+1 {{expected one of mac_i8, mac_i16, mac_f16, accumulate, drain, vector, sram, dram_read, dram_write, dram_activate, dram_background in 'energy', but got 'leak'}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}, energy = {mac_i8 = 170, mac_i16 = 600, mac_f16 = 870, accumulate = 200, drain = 2200, vector = 500, sram = 4700, dram_read = 49000, dram_write = 45000, dram_activate = 1740000, dram_background = 56000, leak = 1}>} {}

// -----

// expected-error@+1 {{expected 'energy.sram' to be from 0 to 2^32, but got -1 : i64}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}, energy = {mac_i8 = 170, mac_i16 = 600, mac_f16 = 870, accumulate = 200, drain = 2200, vector = 500, sram = -1, dram_read = 49000, dram_write = 45000, dram_activate = 1740000, dram_background = 56000}>} {}

// -----

// expected-error@+1 {{expected whole_input, or no 'loads', but got 'half'}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, loads = half, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// expected-error@+1 {{'default_type' is given twice}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, default_type = i16, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}


// -----

// expected-error@+1 {{'loads' is given twice}}
module attributes {engine.target = #engine.target<"tiny", loads = whole_input, loads = whole_input, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {}


// -----

// expected-error@+1 {{'dram.share' is given twice}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100, share = 0.5, share = 0.25}, functions = {add = 1, max = 1, mul = 1}>} {}


// -----

// expected-error@+1 {{'functions.add' is given twice}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, add = 2}>} {}


// -----

// expected-error@+1 {{'functions.add' is given twice}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}, functions = {add = 1}>} {}


// -----

// expected-error@+1 {{expected 'dram.share' to be from 0.01 to 1.0 in steps of 0.01}}
module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100, share = 2}, functions = {add = 1, max = 1, mul = 1}>} {}

// -----

// Defaults follow from numbers within their bounds, whatever was given.
// expected-error@+1 {{expected 'array.standard_p' to be at least 1, but got -9223372036854775807}}
module attributes {engine.target = #engine.target<"huge", clock = {mhz = 9223372036854775807}, array = {standard_k = 9223372036854775807, standard_c = 9223372036854775807, standard_p = -9223372036854775807}, sram = {bytes = 1048576}, dram = {bytes_per_cycle = 9223372036854775807}>} {}
