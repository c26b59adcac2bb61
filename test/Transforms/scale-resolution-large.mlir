// Sizes that the option allows and tensors do not.

// RUN: not tenon-opt %s --nn-scale-resolution=input=1048576x1048576 -o %t.1 2>&1 | FileCheck %s --check-prefix=INPUT
// RUN: not tenon-opt %s --nn-scale-resolution=input=32768x32768 -o %t.2 2>&1 | FileCheck %s --check-prefix=TENSOR
// RUN: not ls %t.1
// RUN: not ls %t.2
// INPUT: error: nn-scale-resolution: an input would have more than 2^32 elements
// TENSOR: error: nn-scale-resolution: 'nn.conv2d' does not follow: a tensor would have more than 2^32 elements; choose a smaller input
func.func @main(%x: tensor<1x8x8x3xf32>) -> tensor<1x8x8x16xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x3xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x3xf32>, tensor<16x1x1x3xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// RUN: not tenon-opt %s --nn-scale-resolution=input=16384x16384 -o %t.3 2>&1 | FileCheck %s --check-prefix=WEIGHT
// WEIGHT: error: nn-scale-resolution: 'nn.fully_connected' does not follow: a tensor would have more than 2^32 elements
func.func @flat(%x: tensor<1x8x8x1xf32>) -> tensor<1x32xf32> {
  %w = nn.parameter "w" : tensor<32x64xf32>
  %0 = nn.reshape %x : (tensor<1x8x8x1xf32>) -> tensor<1x64xf32>
  %1 = nn.fully_connected %0, %w : (tensor<1x64xf32>, tensor<32x64xf32>) -> tensor<1x32xf32>
  return %1 : tensor<1x32xf32>
}
