// RUN: tenon-opt %s --nn-label-blocks | FileCheck %s
// RUN: tenon-opt %s --nn-label-blocks --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: fused0{{.*}}8{{.*}}->{{.*}}32{{.*}}->{{.*}}8{{.*}}channels
// REMARK: linear0{{.*}}8{{.*}}->{{.*}}8{{.*}}channels
// REMARK: residual0{{.*}}channels

// One convolution instead of two; a normalization stands between.
// CHECK-LABEL: func.func @fused(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"fused0", fused>}
// CHECK: nn.batch_norm
// CHECK: nn.activation
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"fused0", project>}
// CHECK: nn.batch_norm
// CHECK: nn.add {{.*}} {nn.block = #nn.block<"fused0", add>}
func.func @fused(%i: tensor<1x8x8x3xf32>, %ws: tensor<8x3x3x3xf32>, %we: tensor<32x3x3x8xf32>, %wp: tensor<8x1x1x32xf32>, %s: tensor<32xf32>, %t: tensor<8xf32>) -> tensor<1x8x8x8xf32> {
  %x = nn.conv2d %i, %ws pads [1, 1, 1, 1] : (tensor<1x8x8x3xf32>, tensor<8x3x3x3xf32>) -> tensor<1x8x8x8xf32>
  %0 = nn.conv2d %x, %we pads [1, 1, 1, 1] : (tensor<1x8x8x8xf32>, tensor<32x3x3x8xf32>) -> tensor<1x8x8x32xf32>
  %1 = nn.batch_norm %0, %s, %s, %s, %s epsilon 1.0e-05 : (tensor<1x8x8x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<1x8x8x32xf32>
  %2 = nn.activation %1 <swish> : (tensor<1x8x8x32xf32>) -> tensor<1x8x8x32xf32>
  %3 = nn.conv2d %2, %wp : (tensor<1x8x8x32xf32>, tensor<8x1x1x32xf32>) -> tensor<1x8x8x8xf32>
  %4 = nn.batch_norm %3, %t, %t, %t, %t epsilon 1.0e-05 : (tensor<1x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %5 = nn.add %4, %x : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %5 : tensor<1x8x8x8xf32>
}

// The stem of a network widens, too; a 1x1 convolution behind it makes no block.
// CHECK-LABEL: func.func @stem(
// CHECK-NOT: nn.block
// CHECK: return
func.func @stem(%x: tensor<1x8x8x3xf32>, %w: tensor<32x3x3x3xf32>, %wp: tensor<16x1x1x32xf32>) -> tensor<1x8x8x16xf32> {
  %0 = nn.pad constant %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x3xf32>) -> tensor<1x10x10x3xf32>
  %1 = nn.conv2d %0, %w activation <relu> : (tensor<1x10x10x3xf32>, tensor<32x3x3x3xf32>) -> tensor<1x8x8x32xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x32xf32>, tensor<16x1x1x32xf32>) -> tensor<1x8x8x16xf32>
  return %2 : tensor<1x8x8x16xf32>
}

// Without an activation behind, and with one.
// CHECK-LABEL: func.func @separable(
// CHECK: {nn.block = #nn.block<"linear0", depthwise>}
// CHECK: {nn.block = #nn.block<"linear0", project>}
// CHECK: nn.add {{.*}} {nn.block = #nn.block<"linear0", add>}
// CHECK: {nn.block = #nn.block<"separable0", depthwise>}
// CHECK: {nn.block = #nn.block<"separable0", project>}
// CHECK: {nn.block = #nn.block<"separable1", depthwise>}
// CHECK: {nn.block = #nn.block<"separable1", project>}
func.func @separable(%x: tensor<1x8x8x8xf32>, %wd: tensor<8x3x3x1xf32>, %wp: tensor<8x1x1x8xf32>) -> tensor<1x8x8x8xf32> {
  %0 = nn.conv2d %x, %wd pads [1, 1, 1, 1] groups 8 activation <relu> : (tensor<1x8x8x8xf32>, tensor<8x3x3x1xf32>) -> tensor<1x8x8x8xf32>
  %1 = nn.conv2d %0, %wp : (tensor<1x8x8x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x8x8x8xf32>
  %2 = nn.add %x, %1 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.conv2d %2, %wd pads [1, 1, 1, 1] groups 8 activation <relu> : (tensor<1x8x8x8xf32>, tensor<8x3x3x1xf32>) -> tensor<1x8x8x8xf32>
  %4 = nn.conv2d %3, %wp activation <relu> : (tensor<1x8x8x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x8x8x8xf32>
  %5 = nn.conv2d %4, %wd pads [1, 1, 1, 1] groups 8 : (tensor<1x8x8x8xf32>, tensor<8x3x3x1xf32>) -> tensor<1x8x8x8xf32>
  %6 = nn.conv2d %5, %wp : (tensor<1x8x8x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x8x8x8xf32>
  %7 = nn.activation %6 <relu> : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %7 : tensor<1x8x8x8xf32>
}

// With a convolution on the shorter way, and without.
// CHECK-LABEL: func.func @residual(
// CHECK: strides [2, 2] {{.*}} {nn.block = #nn.block<"residual0", branch>}
// CHECK: {nn.block = #nn.block<"residual0", branch>}
// CHECK: {nn.block = #nn.block<"residual0", shortcut>}
// CHECK: nn.add {{.*}} {nn.block = #nn.block<"residual0", add>}
// CHECK: {nn.block = #nn.block<"residual1", branch>}
// CHECK: {nn.block = #nn.block<"residual1", branch>}
// CHECK: nn.add {{.*}} {nn.block = #nn.block<"residual1", add>}
func.func @residual(%x: tensor<1x8x8x8xf32>, %w0: tensor<16x3x3x8xf32>, %w1: tensor<16x3x3x16xf32>, %ws: tensor<16x1x1x8xf32>) -> tensor<1x4x4x16xf32> {
  %0 = nn.conv2d %x, %w0 strides [2, 2] pads [0, 1, 0, 1] activation <relu> : (tensor<1x8x8x8xf32>, tensor<16x3x3x8xf32>) -> tensor<1x4x4x16xf32>
  %1 = nn.conv2d %0, %w1 pads [1, 1, 1, 1] : (tensor<1x4x4x16xf32>, tensor<16x3x3x16xf32>) -> tensor<1x4x4x16xf32>
  %2 = nn.conv2d %x, %ws strides [2, 2] : (tensor<1x8x8x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x4x4x16xf32>
  %3 = nn.add %1, %2 : (tensor<1x4x4x16xf32>, tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %4 = nn.activation %3 <relu> : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %5 = nn.conv2d %4, %w1 pads [1, 1, 1, 1] activation <relu> : (tensor<1x4x4x16xf32>, tensor<16x3x3x16xf32>) -> tensor<1x4x4x16xf32>
  %6 = nn.conv2d %5, %w1 pads [1, 1, 1, 1] : (tensor<1x4x4x16xf32>, tensor<16x3x3x16xf32>) -> tensor<1x4x4x16xf32>
  %7 = nn.add %4, %6 : (tensor<1x4x4x16xf32>, tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  return %7 : tensor<1x4x4x16xf32>
}

// Two networks that are added are no residual block; nor is an addition of a
// constant or of a value to itself.
// CHECK-LABEL: func.func @additions(
// CHECK-NOT: nn.block
// CHECK: return
func.func @additions(%x: tensor<1x8x8x8xf32>, %y: tensor<1x8x8x8xf32>, %w: tensor<8x3x3x8xf32>) -> tensor<1x8x8x8xf32> {
  %c = nn.constant dense<0.5> : tensor<1xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] : (tensor<1x8x8x8xf32>, tensor<8x3x3x8xf32>) -> tensor<1x8x8x8xf32>
  %1 = nn.conv2d %y, %w pads [1, 1, 1, 1] : (tensor<1x8x8x8xf32>, tensor<8x3x3x8xf32>) -> tensor<1x8x8x8xf32>
  %2 = nn.add %0, %1 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.add %2, %c : (tensor<1x8x8x8xf32>, tensor<1xf32>) -> tensor<1x8x8x8xf32>
  %4 = nn.add %3, %3 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %4 : tensor<1x8x8x8xf32>
}
