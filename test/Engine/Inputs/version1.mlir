module attributes {engine.target = #engine.target<"tiny", default_type = i8, clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8}, array = {standard_k = 16, standard_c = 8, standard_p = 1, depthwise_c = 8, depthwise_p = 1, step_i8 = 1, step_i16 = 2, step_f16 = 4, input_feed = 8, weight_feed = 16, accumulators = 16, drain_lanes = 4, pipeline = 10}, vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64}, dma = {setup = 10, outstanding = 8, latency = 20}, dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4, row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6, t_refi = 2000, t_rfc = 100}, functions = {add = 1, max = 1, mul = 1}>} {
  engine.program @copy {
    %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
    %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
    engine.barrier "copy"
  }
  engine.program @all {
    %0 = engine.load dram 4096 strides [672, 3] sram 0 strides [3584, 16] sizes [8, 224, 3]
    %1 = engine.array standard i8 after(%0) output 8192 [8, 8, 64] pitch [512, 64] input 0 [10, 10, 16] pitch [160, 16] weights 16384 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [0, 0]
    %2 = engine.array standard i8 after(%0, %1) output 8192 [8, 8, 64] pitch [512, 64] input 0 [10, 10, 16] pitch [160, 16] weights 16384 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [0, 0] sums first partials 32768
    %3 = engine.array standard i8 output 8192 [8, 8, 64] pitch [512, 64] input 0 [10, 10, 16] pitch [160, 16] weights 16384 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [0, 0] residual 36864 [512, 64]
    engine.layer "stem"
    %4 = engine.array depthwise f16 output 8192 [8, 8, 16] pitch [256, 32] input 0 [10, 10, 16] pitch [320, 32] weights 16384 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [1, 1]
    %5 = engine.vector "max" i8 after(%4) pixels 16 taps 9 channels 32 inputs [0] bytes [2592] output 4096 bytes 512
    %6 = engine.vector "add" i16 pixels 16 taps 1 channels 32 across_lanes true inputs [0, 1024] bytes [1024, 1024] output 4096 bytes 32
    %7 = engine.vector "add" i8 pixels 4 taps 1 channels 1 inputs [] bytes [] output 0 bytes 4
  }
}

