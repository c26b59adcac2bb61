// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-medium},engine-verify)' | FileCheck %s

// A transposed convolution is a convolution for each phase of its strides, with
// the taps that meet there. Here a kernel of 3 x 3 with stride 2: 2 x 2, 2 x 1,
// 1 x 2 and 1 x 1 taps. Each writes every other pixel of every other row.
// CHECK-LABEL: engine.program @phases_program
// CHECK: engine.array standard {{.*}} [8, 8, 16] pitch [512, 32] {{.*}} kernel [2, 2]
// CHECK: engine.array standard {{.*}} [8, 8, 16] pitch [512, 32] {{.*}} kernel [2, 1]
// CHECK: engine.array standard {{.*}} [8, 8, 16] pitch [512, 32] {{.*}} kernel [1, 2]
// CHECK: engine.array standard {{.*}} [8, 8, 16] pitch [512, 32] {{.*}} kernel [1, 1]
// CHECK: engine.array standard {{.*}} [1, 128, 16]
func.func @phases(%x: tensor<1x8x8x16xf32>) -> tensor<1x16x16x16xf32> {
  %w = nn.parameter "w" : tensor<16x3x3x16xf32>
  %v = nn.parameter "v" : tensor<16x1x1x16xf32>
  %0 = nn.conv_transpose2d %x, %w strides [2, 2] pads [1, 0, 1, 0] : (tensor<1x8x8x16xf32>, tensor<16x3x3x16xf32>) -> tensor<1x16x16x16xf32> loc("up")
  %1 = nn.conv2d %0, %v : (tensor<1x16x16x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x16x16x16xf32> loc("last")
  return %1 : tensor<1x16x16x16xf32>
}
