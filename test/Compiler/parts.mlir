// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-medium},engine-verify)' | FileCheck %s

// The inputs of a concatenation are computed where it is, and a slice is read
// where it lies: both convolutions write pixels of 32 bytes, the last one reads
// the upper half of them.
// CHECK-LABEL: engine.program @channels_program
// CHECK: engine.layer "left"
// CHECK: engine.array {{.*}}output [[X:[0-9]+]] [1, 64, 16] pitch [2048, 32]
// CHECK: engine.layer "right"
// CHECK: engine.array {{.*}}output {{[0-9]+}} [1, 64, 16] pitch [2048, 32]
// CHECK-NOT: engine.layer "both"
// CHECK-NOT: engine.layer "upper"
// CHECK: engine.layer "last"
// CHECK: engine.array {{.*}}input {{[0-9]+}} [1, 64, 16] pitch [2048, 32]
func.func @channels(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("left")
  %1 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("right")
  %2 = nn.concat %0, %1 axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x32xf32> loc("both")
  %3 = nn.slice %2 offsets [0, 0, 0, 16] sizes [1, 8, 8, 16] strides [1, 1, 1, 1] : (tensor<1x8x8x32xf32>) -> tensor<1x8x8x16xf32> loc("upper")
  %4 = nn.conv2d %3, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("last")
  return %4 : tensor<1x8x8x16xf32>
}

// Rows of boxes, as detectors have them, go to DRAM one behind the other.
// CHECK-LABEL: engine.program @boxes_program
// CHECK: engine.layer "left"
// CHECK: engine.store {{.*}}dram [[X:[0-9]+]] strides
// CHECK: engine.layer "right"
// CHECK: engine.store
// CHECK-NOT: engine.layer "all"
// CHECK-NOT: engine.load
// CHECK: func.func
func.func @boxes(%x: tensor<1x8x8x16xf32>) -> tensor<1x512x4xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("left")
  %1 = nn.reshape %0 : (tensor<1x8x8x16xf32>) -> tensor<1x256x4xf32>
  %2 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("right")
  %3 = nn.reshape %2 : (tensor<1x8x8x16xf32>) -> tensor<1x256x4xf32>
  %4 = nn.concat %1, %3 axis 1 : (tensor<1x256x4xf32>, tensor<1x256x4xf32>) -> tensor<1x512x4xf32> loc("all")
  return %4 : tensor<1x512x4xf32>
}

// Channels of one pixel are a run, which the vector unit reads where it lies:
// the upper half of the third row of 32 bytes.
// CHECK-LABEL: engine.program @gates_program
// CHECK: engine.layer "product"
// CHECK: engine.array {{.*}}output 0 [1, 4, 32] pitch [128, 32]
// CHECK-NOT: engine.store
// CHECK: engine.layer "gate"
// CHECK-NEXT: engine.vector "lut" {{.*}}channels 16 inputs [80] bytes [16]
func.func @gates(%x: tensor<4x16xf32>) -> tensor<1x16xf32> {
  %w = nn.parameter "w" : tensor<32x16xf32>
  %v = nn.parameter "v" : tensor<16x16xf32>
  %0 = nn.fully_connected %x, %w : (tensor<4x16xf32>, tensor<32x16xf32>) -> tensor<4x32xf32> loc("product")
  %1 = nn.slice %0 offsets [2, 0] sizes [1, 32] strides [1, 1] : (tensor<4x32xf32>) -> tensor<1x32xf32> loc("row")
  %2 = nn.slice %1 offsets [0, 16] sizes [1, 16] strides [1, 1] : (tensor<1x32xf32>) -> tensor<1x16xf32> loc("half")
  %3 = nn.activation %2 <sigmoid> : (tensor<1x16xf32>) -> tensor<1x16xf32> loc("gate")
  %4 = nn.fully_connected %3, %v : (tensor<1x16xf32>, tensor<16x16xf32>) -> tensor<1x16xf32> loc("last")
  return %4 : tensor<1x16xf32>
}
