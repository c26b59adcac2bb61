// What is not finite for channels of zeros keeps its width, although a width of
// one broadcasts.

// RUN: tenon-opt %s --nn-align-channels=to=8 | FileCheck %s

// CHECK-LABEL: func.func @one(
// CHECK: nn.div {{.*}} : (tensor<1x4x4x1xf32>, tensor<1x4x4x1xf32>) -> tensor<1x4x4x1xf32>
func.func @one(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<1x1x1x3xf32>
  %u = nn.parameter "u" : tensor<1x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x1x1x1xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<1x1x1x3xf32>) -> tensor<1x4x4x1xf32>
  %1 = nn.conv2d %x, %u : (tensor<1x4x4x3xf32>, tensor<1x1x1x3xf32>) -> tensor<1x4x4x1xf32>
  %2 = nn.div %0, %1 : (tensor<1x4x4x1xf32>, tensor<1x4x4x1xf32>) -> tensor<1x4x4x1xf32>
  %3 = nn.conv2d %2, %v : (tensor<1x4x4x1xf32>, tensor<5x1x1x1xf32>) -> tensor<1x4x4x5xf32>
  return %3 : tensor<1x4x4x5xf32>
}

// The norm of each channel, with channels first.
// CHECK-LABEL: func.func @norm(
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x6xf32>
func.func @norm(%x: tensor<1x4x4x3xf32>) -> tensor<1x5xf32> {
  %w = nn.parameter "w" : tensor<6x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x96xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<6x1x1x3xf32>) -> tensor<1x4x4x6xf32>
  %1 = nn.transpose %0 permutation [0, 3, 1, 2] : (tensor<1x4x4x6xf32>) -> tensor<1x6x4x4xf32>
  %2 = nn.reduce l2 %1 axes [3] : (tensor<1x6x4x4xf32>) -> tensor<1x6x4x1xf32>
  %3 = nn.div %1, %2 : (tensor<1x6x4x4xf32>, tensor<1x6x4x1xf32>) -> tensor<1x6x4x4xf32>
  %4 = nn.reshape %3 : (tensor<1x6x4x4xf32>) -> tensor<1x96xf32>
  %5 = nn.fully_connected %4, %v : (tensor<1x96xf32>, tensor<5x96xf32>) -> tensor<1x5xf32>
  return %5 : tensor<1x5xf32>
}

// A mask of minus infinity.
// CHECK-LABEL: func.func @mask(
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x6xf32>
func.func @mask(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<6x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x1x1x6xf32>
  %zero = nn.constant dense<0.0> : tensor<1xf32>
  %inf = nn.constant dense<0xFF800000> : tensor<1xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<6x1x1x3xf32>) -> tensor<1x4x4x6xf32>
  %1 = nn.compare eq %0, %zero : (tensor<1x4x4x6xf32>, tensor<1xf32>) -> tensor<1x4x4x6xi1>
  %2 = nn.select %1, %inf, %0 : (tensor<1x4x4x6xi1>, tensor<1xf32>, tensor<1x4x4x6xf32>) -> tensor<1x4x4x6xf32>
  %3 = nn.conv2d %2, %v : (tensor<1x4x4x6xf32>, tensor<5x1x1x6xf32>) -> tensor<1x4x4x5xf32>
  return %3 : tensor<1x4x4x5xf32>
}
