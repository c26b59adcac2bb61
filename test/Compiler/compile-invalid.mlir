// RUN: tenon-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(engine-compile)'

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 2},
  array = {standard_k = 16, standard_c = 8, standard_p = 2,
           depthwise_c = 8, depthwise_p = 2,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 16, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 1024, bytes_per_cycle = 32},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 500, t_rfc = 100},
  functions = {add = 1, max = 1, div = 8, fill = 1}>} {
  // The operation that needs most is named.
  func.func @too_big(%y: tensor<1x8x8x512xf32>) -> tensor<1x8x8x512xf32> {
    %v = nn.parameter "v" : tensor<512x2x2x512xf32>
    %x = nn.conv2d %y, %v pads [0, 1, 0, 1] : (tensor<1x8x8x512xf32>, tensor<512x2x2x512xf32>) -> tensor<1x8x8x512xf32>
    %w = nn.parameter "w" : tensor<512x3x3x512xf32>
    // expected-error@+1 {{cannot run on 'tiny': expected the smallest tile to fit the 1024 bytes of SRAM, but got}}
    %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] : (tensor<1x8x8x512xf32>, tensor<512x3x3x512xf32>) -> tensor<1x8x8x512xf32>
    return %0 : tensor<1x8x8x512xf32>
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 2},
  array = {standard_k = 16, standard_c = 8, standard_p = 2,
           depthwise_c = 8, depthwise_p = 2,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 16, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 1024, bytes_per_cycle = 32},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 500, t_rfc = 100},
  functions = {add = 1, max = 1, div = 8, fill = 1}>} {
  func.func @no_function(%x: tensor<1x512xf32>) -> tensor<1x512xf32> {
    // expected-error@+1 {{cannot run on 'tiny': expected a function of 'tiny' (add, div, fill, max), but got 'exp'}}
    %0 = nn.softmax %x axis 1 : (tensor<1x512xf32>) -> tensor<1x512xf32>
    return %0 : tensor<1x512xf32>
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 2},
  array = {standard_k = 16, standard_c = 8, standard_p = 2,
           depthwise_c = 8, depthwise_p = 2,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 16, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 1024, bytes_per_cycle = 32},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 500, t_rfc = 100},
  functions = {add = 1, max = 1, div = 8, fill = 1}>} {
  func.func @computed_filter(%x: tensor<1x4x4x16xf32>, %w: tensor<16x1x1x16xf32>) -> tensor<1x4x4x16xf32> {
    // expected-error@+1 {{cannot run on 'tiny': expected filter and bias to be parameters, since they are laid out before the network runs}}
    %0 = nn.conv2d %x, %w : (tensor<1x4x4x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x4x4x16xf32>
    return %0 : tensor<1x4x4x16xf32>
  }
}

// -----

module attributes {engine.target = #engine.target<"tiny", default_type = i8,
  clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 2},
  array = {standard_k = 16, standard_c = 8, standard_p = 2,
           depthwise_c = 8, depthwise_p = 2,
           step_i8 = 1, step_i16 = 2, step_f16 = 4,
           input_feed = 16, weight_feed = 16, accumulators = 16,
           drain_lanes = 4, pipeline = 10},
  vector = {lanes = 4}, sram = {bytes = 1024, bytes_per_cycle = 32},
  dma = {setup = 10, outstanding = 8, latency = 20},
  dram = {channels = 1, bytes_per_cycle = 16, burst = 64, banks = 4,
          row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
          t_refi = 500, t_rfc = 100},
  functions = {add = 1, max = 1, div = 8, fill = 1}>} {
  func.func @batches(%x: tensor<2x3x4x16xf32>, %y: tensor<2x1x16x4xf32>) -> tensor<2x3x4x4xf32> {
    // expected-error@+1 {{cannot run on 'tiny': expected factors with all 6 batches or one, but got 2}}
    %0 = nn.matmul %x, %y : (tensor<2x3x4x16xf32>, tensor<2x1x16x4xf32>) -> tensor<2x3x4x4xf32>
    return %0 : tensor<2x3x4x4xf32>
  }
}
