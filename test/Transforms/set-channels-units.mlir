// A group of units of several channels gets whole units.

// RUN: tenon-opt %s --nn-set-channels='groups=ch0 to=18' | FileCheck %s
// RUN: not tenon-opt %s --nn-set-channels='groups=ch0 to=19' 2>&1 | FileCheck %s --check-prefix=ODD
// RUN: tenon-opt %s --nn-set-channels='groups=ch* to=19' '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REFUSED
// ODD: error: {{.*}}nn-set-channels: group 'ch0' has units of 2 channels; expected a multiple of that, but got 19
// REFUSED: [Missed] refused | Category:nn-set-channels{{.*}}ch0: 19 channels are no multiple of units of 2

// CHECK-LABEL: func.func @shuffle
// CHECK: nn.reshape {{.*}} : (tensor<1x4x4x18xf32>) -> tensor<1x4x4x2x9xf32>
func.func @shuffle(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x1x1x24xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<24x1x1x3xf32>) -> tensor<1x4x4x24xf32>
  %1 = nn.reshape %0 : (tensor<1x4x4x24xf32>) -> tensor<1x4x4x2x12xf32>
  %2 = nn.transpose %1 permutation [0, 1, 2, 4, 3] : (tensor<1x4x4x2x12xf32>) -> tensor<1x4x4x12x2xf32>
  %3 = nn.reshape %2 : (tensor<1x4x4x12x2xf32>) -> tensor<1x4x4x24xf32>
  %4 = nn.conv2d %3, %v : (tensor<1x4x4x24xf32>, tensor<5x1x1x24xf32>) -> tensor<1x4x4x5xf32>
  return %4 : tensor<1x4x4x5xf32>
}
