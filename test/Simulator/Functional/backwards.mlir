// Slices that go backwards: of rows, of channels, of both, of what a layer
// computes and of what it reads.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=ne-medium --values --mode=tick | FileCheck %s

// CHECK-COUNT-5: values of output{{[0-9]}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<1x9x10x8xf32>) -> (tensor<1x9x10x8xf32>, tensor<1x5x10x8xf32>, tensor<1x9x10x3xf32>, tensor<1x4x10x8xf32>, tensor<1x9x10x8xf32>) {
  %w = nn.parameter "w" : tensor<8x3x3x8xf32>
  %p = nn.parameter "p" : tensor<1x9x10x8xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] : (tensor<1x9x10x8xf32>, tensor<8x3x3x8xf32>) -> tensor<1x9x10x8xf32>
  %1 = nn.slice %0 offsets [0, 0, 9, 0] sizes [1, 9, 10, 8] strides [1, 1, -1, 1] : (tensor<1x9x10x8xf32>) -> tensor<1x9x10x8xf32>
  %2 = nn.slice %0 offsets [0, 8, 0, 0] sizes [1, 5, 10, 8] strides [1, -2, 1, 1] : (tensor<1x9x10x8xf32>) -> tensor<1x5x10x8xf32>
  %3 = nn.slice %x offsets [0, 0, 0, 7] sizes [1, 9, 10, 3] strides [1, 1, 1, -3] : (tensor<1x9x10x8xf32>) -> tensor<1x9x10x3xf32>
  %4 = nn.slice %x offsets [0, 7, 9, 0] sizes [1, 4, 10, 8] strides [1, -2, -1, 1] : (tensor<1x9x10x8xf32>) -> tensor<1x4x10x8xf32>
  %5 = nn.conv2d %1, %w pads [1, 1, 1, 1] : (tensor<1x9x10x8xf32>, tensor<8x3x3x8xf32>) -> tensor<1x9x10x8xf32>
  %6 = nn.slice %p offsets [0, 8, 0, 7] sizes [1, 9, 10, 8] strides [1, -1, 1, -1] : (tensor<1x9x10x8xf32>) -> tensor<1x9x10x8xf32>
  %7 = nn.add %5, %6 : (tensor<1x9x10x8xf32>, tensor<1x9x10x8xf32>) -> tensor<1x9x10x8xf32>
  return %1, %2, %3, %4, %7 : tensor<1x9x10x8xf32>, tensor<1x5x10x8xf32>, tensor<1x9x10x3xf32>, tensor<1x4x10x8xf32>, tensor<1x9x10x8xf32>
}
