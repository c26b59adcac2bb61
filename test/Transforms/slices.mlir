// Slices cut a group where they do: each part changes by itself.

// RUN: tenon-opt %s --nn-print-channel-groups=members=false -o /dev/null 2>&1 | FileCheck %s --check-prefix=GROUPS
// RUN: tenon-opt %s --nn-align-channels=to=8 -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: tenon-run %s --random=1 --compare=%t.mlir --tolerance=1e-5
// RUN: tenon-opt %s --nn-set-channels='groups=b to=2' -o %t.b.mlir
// RUN: FileCheck %s --check-prefix=NARROW < %t.b.mlir
// RUN: tenon-run %t.b.mlir --random=1

// GROUPS: "whole"){{.*}} channels: [[A:ch[0-9]+]](5) [[B:ch[0-9]+]](6) [[C:ch[0-9]+]](7)
// GROUPS: "a"){{.*}} channels: [[A]](5)
// GROUPS: "b"){{.*}} channels: [[B]](6)
// GROUPS: "c"){{.*}} channels: [[C]](7)
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x24xf32>
// CHECK: nn.slice %{{.*}} offsets [0, 0, 0, 0] sizes [1, 4, 4, 8]
// CHECK: nn.slice %{{.*}} offsets [0, 0, 0, 8] sizes [1, 4, 4, 8]
// CHECK: nn.slice %{{.*}} offsets [0, 0, 0, 16] sizes [1, 4, 4, 8]
// NARROW: nn.conv2d {{.*}} -> tensor<1x4x4x14xf32>
// NARROW: nn.slice %{{.*}} offsets [0, 0, 0, 0] sizes [1, 4, 4, 5]
// NARROW: nn.slice %{{.*}} offsets [0, 0, 0, 5] sizes [1, 4, 4, 2]
// NARROW: nn.slice %{{.*}} offsets [0, 0, 0, 7] sizes [1, 4, 4, 7]
func.func @main(%x: tensor<1x4x4x2xf32>) -> tensor<1x4x4x3xf32> {
  %w = nn.parameter "w" value(dense<0.5> : tensor<18x1x1x2xf32>) : tensor<18x1x1x2xf32>
  %u = nn.parameter "u" value(dense<0.25> : tensor<3x1x1x18xf32>) : tensor<3x1x1x18xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x2xf32>, tensor<18x1x1x2xf32>) -> tensor<1x4x4x18xf32> loc("whole")
  %1 = nn.slice %0 offsets [0, 0, 0, 0] sizes [1, 4, 4, 5] strides [1, 1, 1, 1] : (tensor<1x4x4x18xf32>) -> tensor<1x4x4x5xf32> loc("a")
  %2 = nn.slice %0 offsets [0, 0, 0, 5] sizes [1, 4, 4, 6] strides [1, 1, 1, 1] : (tensor<1x4x4x18xf32>) -> tensor<1x4x4x6xf32> loc("b")
  %3 = nn.slice %0 offsets [0, 0, 0, 11] sizes [1, 4, 4, 7] strides [1, 1, 1, 1] : (tensor<1x4x4x18xf32>) -> tensor<1x4x4x7xf32> loc("c")
  %4 = nn.activation %2 <relu> : (tensor<1x4x4x6xf32>) -> tensor<1x4x4x6xf32>
  %5 = nn.concat %3, %4, %1 axis 3 : (tensor<1x4x4x7xf32>, tensor<1x4x4x6xf32>, tensor<1x4x4x5xf32>) -> tensor<1x4x4x18xf32>
  %6 = nn.conv2d %5, %u : (tensor<1x4x4x18xf32>, tensor<3x1x1x18xf32>) -> tensor<1x4x4x3xf32>
  return %6 : tensor<1x4x4x3xf32>
}
