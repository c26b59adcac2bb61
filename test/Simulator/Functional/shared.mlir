// Weights of several operations stay in SRAM only if all want the same bytes: the layout and the records count too.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=ne-medium --values --cascades=false --mode=tick | FileCheck %s
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},engine-compile)' | FileCheck %s --check-prefix=LOADS

// CHECK-NOT: beyond the tolerance
// CHECK-COUNT-5: values of output0: absolute
// CHECK-NOT: beyond the tolerance

// One parameter as the weights of layers and as the factor of a product, which lies the other way round. The layers
// have the same ones.
// LOADS-LABEL: engine.program @layouts_program
// LOADS-COUNT-3: engine.load
// LOADS-NOT: engine.load
func.func @layouts(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %w = nn.parameter "w" : tensor<64x64xf32>
  %0 = nn.fully_connected %x, %w : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  %1 = nn.matmul %0, %w : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  %2 = nn.fully_connected %1, %w : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  return %2 : tensor<4x64xf32>
}

// Two biases.
// LOADS-LABEL: engine.program @biases_program
// LOADS-COUNT-3: engine.load
// LOADS-NOT: engine.load
func.func @biases(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %w = nn.parameter "w" : tensor<64x64xf32>
  %b = nn.parameter "b" : tensor<64xf32>
  %c = nn.parameter "c" : tensor<64xf32>
  %0 = nn.fully_connected %x, %w, %b : (tensor<4x64xf32>, tensor<64x64xf32>, tensor<64xf32>) -> tensor<4x64xf32>
  %1 = nn.fully_connected %0, %w, %c : (tensor<4x64xf32>, tensor<64x64xf32>, tensor<64xf32>) -> tensor<4x64xf32>
  %2 = nn.fully_connected %1, %w, %b : (tensor<4x64xf32>, tensor<64x64xf32>, tensor<64xf32>) -> tensor<4x64xf32>
  return %2 : tensor<4x64xf32>
}

// A scale that the drain does.
// LOADS-LABEL: engine.program @scales_program
// LOADS-COUNT-4: engine.load
// LOADS-NOT: engine.load
func.func @scales(%x: tensor<1x8x8x32xf32>) -> tensor<1x8x8x32xf32> {
  %w = nn.parameter "w" : tensor<32x1x1x32xf32>
  %s = nn.parameter "s" : tensor<32xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x32xf32>, tensor<32x1x1x32xf32>) -> tensor<1x8x8x32xf32>
  %1 = nn.conv2d %0, %w : (tensor<1x8x8x32xf32>, tensor<32x1x1x32xf32>) -> tensor<1x8x8x32xf32>
  %2 = nn.mul %1, %s : (tensor<1x8x8x32xf32>, tensor<32xf32>) -> tensor<1x8x8x32xf32>
  %3 = nn.conv2d %2, %w : (tensor<1x8x8x32xf32>, tensor<32x1x1x32xf32>) -> tensor<1x8x8x32xf32>
  return %3 : tensor<1x8x8x32xf32>
}

// One filter, in groups and not.
// LOADS-LABEL: engine.program @groups_program
func.func @groups(%x: tensor<1x8x8x64xf32>, %y: tensor<1x8x8x32xf32>) -> tensor<1x8x8x64xf32> {
  %w = nn.parameter "w" : tensor<64x3x3x32xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] groups 2 : (tensor<1x8x8x64xf32>, tensor<64x3x3x32xf32>) -> tensor<1x8x8x64xf32>
  %1 = nn.conv2d %y, %w pads [1, 1, 1, 1] : (tensor<1x8x8x32xf32>, tensor<64x3x3x32xf32>) -> tensor<1x8x8x64xf32>
  %2 = nn.conv2d %1, %w pads [1, 1, 1, 1] groups 2 : (tensor<1x8x8x64xf32>, tensor<64x3x3x32xf32>) -> tensor<1x8x8x64xf32>
  %3 = nn.mul %0, %2 : (tensor<1x8x8x64xf32>, tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %3 : tensor<1x8x8x64xf32>
}

// Transposed convolutions of two strides, whose phases have other taps.
func.func @phases(%x: tensor<1x4x4x16xf32>) -> tensor<1x16x16x16xf32> {
  %w = nn.parameter "w" : tensor<16x2x2x16xf32>
  %0 = nn.conv_transpose2d %x, %w : (tensor<1x4x4x16xf32>, tensor<16x2x2x16xf32>) -> tensor<1x5x5x16xf32>
  %1 = nn.slice %0 offsets [0, 0, 0, 0] sizes [1, 4, 4, 16] strides [1, 1, 1, 1] : (tensor<1x5x5x16xf32>) -> tensor<1x4x4x16xf32>
  %2 = nn.conv_transpose2d %1, %w strides [2, 2] : (tensor<1x4x4x16xf32>, tensor<16x2x2x16xf32>) -> tensor<1x8x8x16xf32>
  %3 = nn.conv_transpose2d %2, %w strides [2, 2] : (tensor<1x8x8x16xf32>, tensor<16x2x2x16xf32>) -> tensor<1x16x16x16xf32>
  return %3 : tensor<1x16x16x16xf32>
}
