// Machines that wait for the whole input load it first, in turns with weights.
// RUN: tenon-opt %s --split-input-file --pass-pipeline='builtin.module(engine-attach-target{preset=nvdla-small},engine-compile{by-layer=true},engine-verify)' | FileCheck %s
// RUN: tenon-opt %s --split-input-file --pass-pipeline='builtin.module(engine-attach-target{preset=nvdla-small},engine-compile,engine-verify)' -o %t

// 1,024 bytes of input, 1,184 of weights and bias for 8 of 16 channels.
// CHECK-LABEL: engine.program @turns_program
// CHECK: engine.load dram 262144 strides [] sram 0 strides [] sizes [512]
// CHECK-NEXT: engine.load dram 0 strides [] sram 1216 strides [] sizes [512]
// CHECK-NEXT: engine.load dram 262656 strides [] sram 512 strides [] sizes [512]
// CHECK-NEXT: engine.load dram 512 strides [] sram 1728 strides [] sizes [512]
// CHECK-NEXT: %[[LAST:.+]] = engine.load dram 263168 strides [] sram 1024 strides [] sizes [160]
// CHECK: engine.array standard i8 after(%[[LAST]]) output {{[0-9]+}} [8, 8, 8] {{.*}} input 1216 [8, 8, 16]
// CHECK: engine.array standard i8 {{.*}} output {{[0-9]+}} [8, 8, 8] {{.*}} input 1216 [8, 8, 16]
// CHECK-NOT: engine.array
// CHECK: engine.barrier
func.func @turns(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %w = nn.parameter "w" : tensor<16x3x3x16xf32>
  %b = nn.parameter "b" : tensor<16xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [1, 1, 1, 1] : (tensor<1x8x8x16xf32>, tensor<16x3x3x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Weights that have no room beside the input follow when work has ended.
// CHECK-LABEL: engine.program @room_program
// CHECK-COUNT-8: engine.array
// CHECK-NOT: engine.array
// CHECK: engine.barrier
func.func @room(%x: tensor<1x8x8x512xf32>) -> tensor<1x8x8x64xf32> {
  %w = nn.parameter "w" : tensor<64x3x3x512xf32>
  %b = nn.parameter "b" : tensor<64xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [1, 1, 1, 1] : (tensor<1x8x8x512xf32>, tensor<64x3x3x512xf32>, tensor<64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}

// -----

// What does not fit whole is cut.
// CHECK-LABEL: engine.program @large_program
// CHECK: engine.load dram 0 strides [] sram 0 strides [] sizes [12288]
func.func @large(%x: tensor<1x64x64x64xf32>) -> tensor<1x64x64x16xf32> {
  %w = nn.parameter "w" : tensor<16x3x3x64xf32>
  %b = nn.parameter "b" : tensor<16xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [1, 1, 1, 1] : (tensor<1x64x64x64xf32>, tensor<16x3x3x64xf32>, tensor<16xf32>) -> tensor<1x64x64x16xf32>
  return %0 : tensor<1x64x64x16xf32>
}

// -----

// In a network tensors stay, and their tiles start at aligned addresses.
// CHECK-LABEL: engine.program @stays_program
func.func @stays(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x32xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x16xf32>
  %b = nn.parameter "b" : tensor<24xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [0, 0, 0, 0] : (tensor<1x8x8x16xf32>, tensor<24x1x1x16xf32>, tensor<24xf32>) -> tensor<1x8x8x24xf32>
  %v = nn.parameter "v" : tensor<32x1x1x24xf32>
  %c = nn.parameter "c" : tensor<32xf32>
  %1 = nn.conv2d %0, %v, %c strides [1, 1] pads [0, 0, 0, 0] : (tensor<1x8x8x24xf32>, tensor<32x1x1x24xf32>, tensor<32xf32>) -> tensor<1x8x8x32xf32>
  return %1 : tensor<1x8x8x32xf32>
}
