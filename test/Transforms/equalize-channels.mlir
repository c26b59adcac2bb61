// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-equalize-channels{groups=ch0,ch1 to=max})' | FileCheck %s --check-prefix=MAX
// RUN: tenon-opt %s --nn-equalize-channels=to=min | FileCheck %s --check-prefix=MIN
// RUN: tenon-opt %s --nn-equalize-channels | FileCheck %s --check-prefix=MEAN
// RUN: tenon-opt %s --nn-equalize-channels=divisor=5 | FileCheck %s --check-prefix=FIVE
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-equalize-channels=groups=ch0 > %t.one.mlir
// RUN: cmp %t.before.mlir %t.one.mlir
// RUN: tenon-opt %s --nn-equalize-channels '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// REMARK: [Passed] equalized | Category:nn-equalize-channels{{.*}}ch0: 24 -> 40 channels, exact
// REMARK: [Passed] equalized | Category:nn-equalize-channels{{.*}}ch1: 48 -> 40 channels, initialised
// REMARK: [Passed] equalized | Category:nn-equalize-channels{{.*}}2 groups, 72 -> 80 channels

// MAX: %[[W:.*]] = nn.parameter "w" : tensor<24x1x1x8xf32>
// MAX: %[[P:.*]] = nn.param_pad %[[W]] high [24, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<48x1x1x8xf32>
// MAX: nn.conv2d %{{.*}}, %[[P]] {{.*}} -> tensor<1x8x8x48xf32>
// MIN: nn.conv2d {{.*}} -> tensor<1x8x8x24xf32>
// MIN: nn.conv2d {{.*}} -> tensor<1x8x8x24xf32>
// The mean of 24 and 48 is 36, between 32 and 40.
// MEAN: nn.conv2d {{.*}} -> tensor<1x8x8x40xf32>
// MEAN: nn.conv2d {{.*}} -> tensor<1x8x8x40xf32>
// FIVE: nn.conv2d {{.*}} -> tensor<1x8x8x35xf32>
// FIVE: nn.conv2d {{.*}} -> tensor<1x8x8x35xf32>
func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x8xf32>
  %v = nn.parameter "v" : tensor<48x1x1x24xf32>
  %u = nn.parameter "u" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<24x1x1x8xf32>) -> tensor<1x8x8x24xf32>
  %1 = nn.conv2d %0, %v : (tensor<1x8x8x24xf32>, tensor<48x1x1x24xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %u : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  return %2 : tensor<1x8x8x8xf32>
}
