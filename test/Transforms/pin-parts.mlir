// A pin keeps a group, not what it is concatenated with.

// RUN: tenon-opt %s --pin=a --nn-scale-channels=multiplier=0.5 | FileCheck %s
// CHECK: nn.conv2d {{.*}} {nn.pin} {{.*}} -> tensor<1x4x4x8xf32>
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x8xf32>
// CHECK: nn.concat {{.*}} -> tensor<1x4x4x16xf32>
func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<8x1x1x3xf32>
  %v = nn.parameter "v" : tensor<16x1x1x3xf32>
  %u = nn.parameter "u" : tensor<5x1x1x24xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<8x1x1x3xf32>) -> tensor<1x4x4x8xf32> loc("a")
  %1 = nn.conv2d %x, %v : (tensor<1x4x4x3xf32>, tensor<16x1x1x3xf32>) -> tensor<1x4x4x16xf32> loc("b")
  %2 = nn.concat %0, %1 axis 3 : (tensor<1x4x4x8xf32>, tensor<1x4x4x16xf32>) -> tensor<1x4x4x24xf32>
  %3 = nn.conv2d %2, %u : (tensor<1x4x4x24xf32>, tensor<5x1x1x24xf32>) -> tensor<1x4x4x5xf32>
  return %3 : tensor<1x4x4x5xf32>
}
