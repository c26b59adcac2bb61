// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-set-channels{groups=ch0 to=32})' | FileCheck %s --check-prefix=NARROW
// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-set-channels{groups=wide to=32})' | FileCheck %s --check-prefix=NARROW
// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-set-channels{groups=ch* to=50})' | FileCheck %s --check-prefix=WIDE
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-set-channels='groups=ch0 to=48' > %t.same.mlir
// RUN: cmp %t.before.mlir %t.same.mlir
// RUN: tenon-opt %s --nn-set-channels='groups= to=8' > %t.none.mlir
// RUN: cmp %t.before.mlir %t.none.mlir
// RUN: not tenon-opt %s --nn-set-channels='groups=narrow to=16' -o %t.refused.mlir 2>&1 | FileCheck %s --check-prefix=PINNED
// RUN: not ls %t.refused.mlir
// PINNED: error: {{.*}}nn-set-channels: group 'ch1' cannot change: output of the network
// RUN: tenon-opt %s --nn-set-channels='groups=* to=32' '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// REMARK: [Missed] refused | Category:nn-set-channels{{.*}}ch1: pinned: output of the network
// REMARK: [Passed] set | Category:nn-set-channels{{.*}}ch0: 48 -> 32 channels, initialised

// NARROW: %[[W:.*]] = nn.parameter "w"
// NARROW: %[[V:.*]] = nn.parameter "v"
// NARROW: %[[I:.*]] = nn.param_importance %[[W]], %[[V]] axes [0, 3] : (tensor<48x1x1x8xf32>, tensor<8x1x1x48xf32>) -> tensor<48xf32>
// NARROW: %[[T:.*]] = nn.param_top %[[I]] count 32 : (tensor<48xf32>) -> tensor<32xi64>
// NARROW: %[[G:.*]] = nn.param_gather %[[W]], %[[T]] axis 0 : (tensor<48x1x1x8xf32>, tensor<32xi64>) -> tensor<32x1x1x8xf32>
// NARROW: %[[H:.*]] = nn.param_gather %[[V]], %[[T]] axis 3
// NARROW: %[[Y:.*]] = nn.conv2d %{{.*}}, %[[G]] {{.*}} -> tensor<1x8x8x32xf32>
// NARROW: nn.conv2d %[[Y]], %[[H]] {{.*}} -> tensor<1x8x8x8xf32>
// WIDE: nn.param_pad {{.*}} high [2, 0, 0, 0]
// WIDE: nn.param_pad {{.*}} high [0, 0, 0, 2]
func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<48x1x1x8xf32>
  %v = nn.parameter "v" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32> loc("wide")
  %1 = nn.conv2d %0, %v : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32> loc("narrow")
  return %1 : tensor<1x8x8x8xf32>
}
