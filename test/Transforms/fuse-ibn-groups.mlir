// RUN: tenon-opt %s '--nn-fuse-ibn=groups=4' | FileCheck %s
// RUN: tenon-opt %s '--nn-fuse-ibn=groups=4' --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s '--nn-fuse-ibn=groups=3' --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: not tenon-opt %s '--nn-fuse-ibn=groups=0' 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not tenon-opt %s '--nn-fuse-ibn=groups=many' 2>&1 | FileCheck %s --check-prefix=MANY

// REMARK: a: initialised, groups read a part of the channels
// REMARK: [Missed] refused | Category:nn-fuse-ibn{{.*}}norm: {{.*}}a batch normalization stands between; run nn-fold-batch-norm first
// THREE: [Missed] refused | Category:nn-fuse-ibn{{.*}}a: 8 and 48 channels are no multiples of 3 groups
// ZERO: error: nn-fuse-ibn: option 'groups': expected a positive number of groups, but got '0'
// MANY: error: nn-fuse-ibn: option 'groups': expected a positive number of groups, but got 'many'

// CHECK-LABEL: func.func @main(
// CHECK: %[[F:.*]] = nn.param_merge_filters
// CHECK-NEXT: %[[G:.*]] = nn.param_diagonal_blocks %[[F]] groups 4 : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x2xf32>
// CHECK-NEXT: nn.conv2d %{{.*}}, %[[G]] pads [1, 1, 1, 1] groups 4 {nn.block = #nn.block<"a", fused>}
func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x48xf32> {
  %we = nn.parameter "we" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"a", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"a", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  return %1 : tensor<1x8x8x48xf32>
}

// CHECK-LABEL: func.func @norm(
// CHECK-NOT: nn.param
// CHECK: return
func.func @norm(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %s: tensor<48xf32>) -> tensor<1x8x8x48xf32> {
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"norm", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.batch_norm %0, %s, %s, %s, %s epsilon 1.0e-05 : (tensor<1x8x8x48xf32>, tensor<48xf32>, tensor<48xf32>, tensor<48xf32>, tensor<48xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.activation %1 <relu> : (tensor<1x8x8x48xf32>) -> tensor<1x8x8x48xf32>
  %3 = nn.conv2d %2, %wd pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"norm", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  return %3 : tensor<1x8x8x48xf32>
}
