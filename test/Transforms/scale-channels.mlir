// RUN: tenon-opt %s --nn-scale-channels=multiplier=0.5 --canonicalize | FileCheck %s
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-scale-channels=multiplier=1 > %t.one.mlir
// RUN: cmp %t.before.mlir %t.one.mlir
// RUN: tenon-opt %s '--nn-scale-channels=multiplier=0.6 rounding=exact' | FileCheck %s --check-prefix=EXACT
// RUN: tenon-opt %s '--nn-scale-channels=multiplier=1.5' | FileCheck %s --check-prefix=WIDER
// RUN: tenon-opt %s '--nn-scale-channels=multiplier=0.5 divisor=1' | FileCheck %s --check-prefix=ONE
// RUN: tenon-opt %s --nn-scale-channels=multiplier=0.5 '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] scaled | Category:nn-scale-channels{{.*}}ch0: 24 -> 16 channels, initialised
// REMARK: [Passed] scaled | Category:nn-scale-channels{{.*}}1 groups, 24 -> 16 channels

// 24 / 2 = 12 becomes 16 with the divisor 8; a residual keeps both sides equal.
// CHECK-LABEL: func.func @residual(
// CHECK: %[[W:.*]] = nn.parameter "w" : tensor<24x1x1x8xf32>
// CHECK: %[[V:.*]] = nn.parameter "v" : tensor<24x1x1x24xf32>
// CHECK: %[[B:.*]] = nn.parameter "b" : tensor<24xf32>
// CHECK: %[[D:.*]] = nn.parameter "d" : tensor<24x3x3x1xf32>
// CHECK: %[[U:.*]] = nn.parameter "u" : tensor<8x1x1x24xf32>
// CHECK: %[[I:.*]] = nn.param_importance %[[W]], %[[V]], %[[V]], %[[D]], %[[U]] axes [0, 0, 3, 0, 3]
// CHECK: %[[T:.*]] = nn.param_top %[[I]] count 16
// CHECK: %[[WS:.*]] = nn.param_gather %[[W]], %[[T]] axis 0
// CHECK: %[[VR:.*]] = nn.param_gather %[[V]], %[[T]] axis 0
// CHECK: %[[VS:.*]] = nn.param_gather %[[VR]], %[[T]] axis 3
// CHECK: %[[BS:.*]] = nn.param_gather %[[B]], %[[T]] axis 0
// CHECK: %[[DS:.*]] = nn.param_gather %[[D]], %[[T]] axis 0
// CHECK: %[[US:.*]] = nn.param_gather %[[U]], %[[T]] axis 3
// CHECK: %[[Y:.*]] = nn.conv2d %{{.*}}, %[[WS]] : {{.*}} -> tensor<1x8x8x16xf32>
// CHECK: %[[Z:.*]] = nn.conv2d %[[Y]], %[[VS]], %[[BS]] : {{.*}} -> tensor<1x8x8x16xf32>
// CHECK: %[[A:.*]] = nn.add %[[Y]], %[[Z]] : {{.*}} -> tensor<1x8x8x16xf32>
// CHECK: %[[P:.*]] = nn.conv2d %[[A]], %[[DS]] pads [1, 1, 1, 1] groups 16
// CHECK: nn.conv2d %[[P]], %[[US]] : (tensor<1x8x8x16xf32>, tensor<8x1x1x16xf32>) -> tensor<1x8x8x8xf32>
// ONE: nn.conv2d {{.*}} groups 12
// 24 * 0.6 = 14.4.
// EXACT: nn.conv2d {{.*}} groups 14
// WIDER: nn.param_pad {{.*}} high [16, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<40x1x1x8xf32>
// WIDER: nn.conv2d {{.*}} groups 40
func.func @residual(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x8xf32>
  %v = nn.parameter "v" : tensor<24x1x1x24xf32>
  %b = nn.parameter "b" : tensor<24xf32>
  %d = nn.parameter "d" : tensor<24x3x3x1xf32>
  %u = nn.parameter "u" : tensor<8x1x1x24xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<24x1x1x8xf32>) -> tensor<1x8x8x24xf32>
  %1 = nn.conv2d %0, %v, %b : (tensor<1x8x8x24xf32>, tensor<24x1x1x24xf32>, tensor<24xf32>) -> tensor<1x8x8x24xf32>
  %2 = nn.add %0, %1 : (tensor<1x8x8x24xf32>, tensor<1x8x8x24xf32>) -> tensor<1x8x8x24xf32>
  %3 = nn.conv2d %2, %d pads [1, 1, 1, 1] groups 24 : (tensor<1x8x8x24xf32>, tensor<24x3x3x1xf32>) -> tensor<1x8x8x24xf32>
  %4 = nn.conv2d %3, %u : (tensor<1x8x8x24xf32>, tensor<8x1x1x24xf32>) -> tensor<1x8x8x8xf32>
  return %4 : tensor<1x8x8x8xf32>
}

// Two runs of channels side by side: the reader keeps what each keeps.
// CHECK-LABEL: func.func @concat(
// CHECK: %[[U:.*]] = nn.parameter "u" : tensor<8x1x1x48xf32>
// CHECK: %[[TL:.*]] = nn.param_top %{{.*}} count 8
// CHECK: %[[TR:.*]] = nn.param_top %{{.*}} count 16
// CHECK: %[[L:.*]] = nn.param_slice %[[U]] offsets [0, 0, 0, 0] sizes [8, 1, 1, 16] : (tensor<8x1x1x48xf32>) -> tensor<8x1x1x16xf32>
// CHECK: %[[LS:.*]] = nn.param_gather %[[L]], %[[TL]] axis 3
// CHECK: %[[R:.*]] = nn.param_slice %[[U]] offsets [0, 0, 0, 16] sizes [8, 1, 1, 32] : (tensor<8x1x1x48xf32>) -> tensor<8x1x1x32xf32>
// CHECK: %[[RS:.*]] = nn.param_gather %[[R]], %[[TR]] axis 3
// CHECK: %[[C:.*]] = nn.param_concat %[[LS]], %[[RS]] axis 3 : {{.*}} -> tensor<8x1x1x24xf32>
// CHECK: %[[Y:.*]] = nn.concat {{.*}} axis 3 : (tensor<1x8x8x8xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x24xf32>
// CHECK: nn.conv2d %[[Y]], %[[C]]
func.func @concat(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x8xf32>
  %v = nn.parameter "v" : tensor<32x1x1x8xf32>
  %u = nn.parameter "u" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x8x8x16xf32>
  %1 = nn.conv2d %x, %v : (tensor<1x8x8x8xf32>, tensor<32x1x1x8xf32>) -> tensor<1x8x8x32xf32>
  %2 = nn.concat %0, %1 axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x48xf32>
  %3 = nn.conv2d %2, %u : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

// Channels of an input, of an output and of a softmax stay.
// CHECK-LABEL: func.func @pinned(
// CHECK-NOT: nn.param_gather
// CHECK: return {{.*}} : tensor<1x4x4x64xf32>, tensor<1x4x4x64xf32>
func.func @pinned(%x: tensor<1x4x4x64xf32>) -> (tensor<1x4x4x64xf32>, tensor<1x4x4x64xf32>) {
  %w = nn.parameter "w" : tensor<64x1x1x64xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x64xf32>, tensor<64x1x1x64xf32>) -> tensor<1x4x4x64xf32>
  %1 = nn.softmax %0 axis 3 : (tensor<1x4x4x64xf32>) -> tensor<1x4x4x64xf32>
  %2 = nn.add %x, %0 : (tensor<1x4x4x64xf32>, tensor<1x4x4x64xf32>) -> tensor<1x4x4x64xf32>
  return %1, %2 : tensor<1x4x4x64xf32>, tensor<1x4x4x64xf32>
}
