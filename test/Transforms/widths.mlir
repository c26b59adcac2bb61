// A width is that of the first layer of a group, wherever else its channels are.

// RUN: tenon-opt %s --nn-set-channels='groups=wide to=8' | FileCheck %s
// RUN: tenon-opt %s --nn-equalize-channels='groups=first,wide to=max' | FileCheck %s --check-prefix=MAX
// RUN: not tenon-opt %s --nn-set-channels='groups=first,wide to=1048576' -o %t.large 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not ls %t.large
// LARGE: error: {{.*}}nn-set-channels: expected tensors of at most 2^32 elements, but one of type 'tensor<24x1x1x20xf32>' would be larger

// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x20xf32>
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x8xf32>
// CHECK: nn.reshape {{.*}} -> tensor<1x128xf32>
// MAX: nn.conv2d {{.*}} -> tensor<1x4x4x24xf32>
// MAX: nn.conv2d {{.*}} -> tensor<1x4x4x24xf32>
func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x5xf32> {
  %w = nn.parameter "w" : tensor<20x1x1x3xf32>
  %v = nn.parameter "v" : tensor<24x1x1x20xf32>
  %f = nn.parameter "f" : tensor<5x384xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<20x1x1x3xf32>) -> tensor<1x4x4x20xf32> loc("first")
  %1 = nn.conv2d %0, %v : (tensor<1x4x4x20xf32>, tensor<24x1x1x20xf32>) -> tensor<1x4x4x24xf32> loc("wide")
  %2 = nn.reshape %1 : (tensor<1x4x4x24xf32>) -> tensor<1x384xf32>
  %3 = nn.fully_connected %2, %f : (tensor<1x384xf32>, tensor<5x384xf32>) -> tensor<1x5xf32>
  return %3 : tensor<1x5xf32>
}
