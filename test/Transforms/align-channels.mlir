// RUN: tenon-opt %s --nn-align-channels=to=16 | FileCheck %s --check-prefixes=CHECK,UP
// RUN: tenon-opt %s '--nn-align-channels=to=16 mode=up' | FileCheck %s --check-prefixes=CHECK,UP
// RUN: tenon-opt %s '--nn-align-channels=to=16 mode=down' | FileCheck %s --check-prefixes=CHECK,DOWN
// RUN: tenon-opt %s '--nn-align-channels=to=16 mode=nearest' | FileCheck %s --check-prefixes=CHECK,NEAREST
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},nn-align-channels)' | FileCheck %s --check-prefix=ENGINE
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-align-channels=to=none > %t.none.mlir
// RUN: cmp %t.before.mlir %t.none.mlir
// RUN: tenon-opt %s --nn-align-channels=to=1 > %t.1.mlir
// RUN: cmp %t.before.mlir %t.1.mlir
// RUN: tenon-opt %s --nn-align-channels=to=16 --nn-align-channels=to=16 > %t.twice.mlir
// RUN: tenon-opt %s --nn-align-channels=to=16 > %t.once.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir
// RUN: tenon-opt %s --nn-align-channels=to=16 '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] aligned | Category:nn-align-channels{{.*}}2{{.*}} groups{{.*}}30{{.*}} -> {{.*}}48{{.*}} channels

// 18 channels: 32 or 16, the nearer is 16. 12 channels: 16 or none, which is no
// network, so 16 in each mode. The channels of in- and outputs stay.
// CHECK-LABEL: func.func @main(
// CHECK-SAME: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32>
// UP: nn.param_pad %{{.*}} high [14, 0, 0, 0] : (tensor<18x1x1x3xf32>) -> tensor<32x1x1x3xf32>
// UP: nn.param_pad %{{.*}} high [4, 0, 0, 14] : (tensor<12x1x1x18xf32>) -> tensor<16x1x1x32xf32>
// UP: nn.param_pad %{{.*}} high [0, 0, 0, 4] : (tensor<5x1x1x12xf32>) -> tensor<5x1x1x16xf32>
// DOWN: %[[I:.*]] = nn.param_importance %{{.*}}, %{{.*}} axes [0, 3] : (tensor<18x1x1x3xf32>, tensor<12x1x1x18xf32>)
// DOWN: %[[T:.*]] = nn.param_top %[[I]] count 16
// DOWN: nn.param_gather %{{.*}}, %[[T]] axis 0 : (tensor<18x1x1x3xf32>, tensor<16xi64>) -> tensor<16x1x1x3xf32>
// DOWN: nn.param_gather %{{.*}}, %[[T]] axis 3 : (tensor<12x1x1x18xf32>, tensor<16xi64>) -> tensor<12x1x1x16xf32>
// DOWN: nn.param_pad %{{.*}} high [4, 0, 0, 0] : (tensor<12x1x1x16xf32>) -> tensor<16x1x1x16xf32>
// NEAREST: %[[I:.*]] = nn.param_importance %{{.*}}, %{{.*}} axes [0, 3] : (tensor<18x1x1x3xf32>, tensor<12x1x1x18xf32>)
// NEAREST: %[[T:.*]] = nn.param_top %[[I]] count 16
// NEAREST: nn.param_gather %{{.*}}, %[[T]] axis 0 : (tensor<18x1x1x3xf32>, tensor<16xi64>) -> tensor<16x1x1x3xf32>
// NEAREST: nn.param_gather %{{.*}}, %[[T]] axis 3 : (tensor<12x1x1x18xf32>, tensor<16xi64>) -> tensor<12x1x1x16xf32>
// NEAREST: nn.param_pad %{{.*}} high [4, 0, 0, 0] : (tensor<12x1x1x16xf32>) -> tensor<16x1x1x16xf32>
// CHECK: return %{{.*}} : tensor<1x4x4x5xf32>

// No lane idles at a width below one block of the machine.
// ENGINE: engine.target = #engine.target<"ne-medium"
// ENGINE-LABEL: func.func @main(
func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<18x1x1x3xf32>
  %v = nn.parameter "v" : tensor<12x1x1x18xf32>
  %u = nn.parameter "u" : tensor<5x1x1x12xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<18x1x1x3xf32>) -> tensor<1x4x4x18xf32>
  %1 = nn.conv2d %0, %v : (tensor<1x4x4x18xf32>, tensor<12x1x1x18xf32>) -> tensor<1x4x4x12xf32>
  %2 = nn.conv2d %1, %u : (tensor<1x4x4x12xf32>, tensor<5x1x1x12xf32>) -> tensor<1x4x4x5xf32>
  return %2 : tensor<1x4x4x5xf32>
}
