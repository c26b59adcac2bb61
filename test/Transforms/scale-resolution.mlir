// RUN: tenon-opt %s --nn-scale-resolution=input=4x4 | FileCheck %s
// RUN: tenon-opt %s --nn-scale-resolution=input=4 | FileCheck %s
// RUN: tenon-opt %s --nn-scale-resolution=input=4x4 '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-scale-resolution=input=8x8 > %t.same.mlir
// RUN: cmp %t.before.mlir %t.same.mlir
// REMARK: [Passed] scaled | Category:nn-scale-resolution{{.*}}input 0: 1x8x8x8 -> 1x4x4x8, structural

// CHECK-LABEL: func.func @pool(
// CHECK: %0 = nn.max_pool2d %{{.*}} kernel [2, 2] strides [2, 2] : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
// CHECK: nn.avg_pool2d %0 kernel [2, 2] strides [2, 2] : (tensor<1x2x2x8xf32>) -> tensor<1x1x1x8xf32>
func.func @pool(%x: tensor<1x8x8x8xf32>) -> tensor<1x1x1x8xf32> {
  %0 = nn.max_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x8x8x8xf32>) -> tensor<1x4x4x8xf32>
  // A window that covers the image still does.
  %1 = nn.avg_pool2d %0 kernel [4, 4] strides [4, 4] : (tensor<1x4x4x8xf32>) -> tensor<1x1x1x8xf32>
  return %1 : tensor<1x1x1x8xf32>
}

// Channels first: rows and columns are where the transpose finds them. The
// weight behind the flattened image is sampled anew, in the order of its
// columns.
// CHECK-LABEL: func.func @flat(
// CHECK-SAME: tensor<1x8x4x4xf32>
// CHECK: %[[W:.*]] = nn.parameter "w"
// CHECK: %[[S:.*]] = nn.param_reshape %[[W]] sizes [5, 8, 8, 8]
// CHECK: %[[N:.*]] = nn.param_resample keep_sum %[[S]] sizes [5, 8, 4, 4]
// CHECK: %[[F:.*]] = nn.param_reshape %[[N]] sizes [5, 128]
// CHECK: nn.reshape {{.*}} : (tensor<1x8x4x4xf32>) -> tensor<1x128xf32>
// CHECK: nn.fully_connected %{{.*}}, %[[F]] : (tensor<1x128xf32>, tensor<5x128xf32>) -> tensor<1x5xf32>
func.func @flat(%x: tensor<1x8x8x8xf32>) -> tensor<1x5xf32> {
  %w = nn.parameter "w" : tensor<5x512xf32>
  %0 = nn.transpose %x permutation [0, 2, 3, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %2 = nn.transpose %1 permutation [0, 3, 1, 2] : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.reshape %2 : (tensor<1x8x8x8xf32>) -> tensor<1x512xf32>
  %4 = nn.fully_connected %3, %w : (tensor<1x512xf32>, tensor<5x512xf32>) -> tensor<1x5xf32>
  return %4 : tensor<1x5xf32>
}

// Heads of two levels, with the anchors of their positions.
// CHECK-LABEL: func.func @anchors(
// CHECK: %[[A:.*]] = nn.parameter "anchors"
// CHECK: %[[L:.*]] = nn.param_slice %[[A]] offsets [0, 0, 0] sizes [1, 64, 4]
// CHECK: %[[LS:.*]] = nn.param_reshape %[[L]] sizes [1, 8, 8, 4]
// CHECK: %[[LN:.*]] = nn.param_resample %[[LS]] sizes [1, 4, 4, 4]
// CHECK: %[[LF:.*]] = nn.param_reshape %[[LN]] sizes [1, 16, 4]
// CHECK: %[[R:.*]] = nn.param_slice %[[A]] offsets [0, 64, 0] sizes [1, 16, 4]
// CHECK: %[[RS:.*]] = nn.param_reshape %[[R]] sizes [1, 4, 4, 4]
// CHECK: %[[RN:.*]] = nn.param_resample %[[RS]] sizes [1, 2, 2, 4]
// CHECK: %[[RF:.*]] = nn.param_reshape %[[RN]] sizes [1, 4, 4]
// CHECK: %[[C:.*]] = nn.param_concat %[[LF]], %[[RF]] axis 1 : {{.*}} -> tensor<1x20x4xf32>
// CHECK: nn.add %{{.*}}, %[[C]] : (tensor<1x20x4xf32>, tensor<1x20x4xf32>) -> tensor<1x20x4xf32>
// CHECK: nn.slice %{{.*}} offsets [0, 16, 0] sizes [1, 4, 4] strides [1, 1, 1]
func.func @anchors(%x: tensor<1x8x8x8xf32>) -> tensor<1x16x4xf32> {
  %w = nn.parameter "w" : tensor<4x1x1x8xf32>
  %a = nn.parameter "anchors" : tensor<1x80x4xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<4x1x1x8xf32>) -> tensor<1x8x8x4xf32>
  %1 = nn.conv2d %x, %w strides [2, 2] : (tensor<1x8x8x8xf32>, tensor<4x1x1x8xf32>) -> tensor<1x4x4x4xf32>
  %2 = nn.reshape %0 : (tensor<1x8x8x4xf32>) -> tensor<1x64x4xf32>
  %3 = nn.reshape %1 : (tensor<1x4x4x4xf32>) -> tensor<1x16x4xf32>
  %4 = nn.concat %2, %3 axis 1 : (tensor<1x64x4xf32>, tensor<1x16x4xf32>) -> tensor<1x80x4xf32>
  %5 = nn.add %4, %a : (tensor<1x80x4xf32>, tensor<1x80x4xf32>) -> tensor<1x80x4xf32>
  %6 = nn.slice %5 offsets [0, 64, 0] sizes [1, 16, 4] strides [1, 1, 1] : (tensor<1x80x4xf32>) -> tensor<1x16x4xf32>
  return %6 : tensor<1x16x4xf32>
}

// A filter over the whole image, a pooled image that is enlarged again, and an
// image that is enlarged to the input.
// CHECK-LABEL: func.func @whole(
// CHECK: %[[N:.*]] = nn.param_resample keep_sum %{{.*}} sizes [6, 4, 8, 8]
// CHECK: %[[M:.*]] = nn.param_resample keep_sum %[[N]] sizes [6, 4, 4, 8]
// CHECK: nn.conv2d %{{.*}}, %[[M]] : (tensor<1x4x4x8xf32>, tensor<6x4x4x8xf32>) -> tensor<1x1x1x6xf32>
// CHECK: nn.broadcast %{{.*}} : (tensor<1x1x1x6xf32>) -> tensor<1x4x4x6xf32>
// CHECK: nn.resize linear half_pixel %{{.*}} : (tensor<1x1x1x6xf32>) -> tensor<1x4x4x6xf32>
// CHECK: nn.resize linear half_pixel %{{.*}} scales [3.{{.*}}, 3.{{.*}}] : (tensor<1x4x4x6xf32>) -> tensor<1x12x12x6xf32>
// CHECK: nn.resize nearest half_pixel %{{.*}} : (tensor<1x12x12x6xf32>) -> tensor<1x4x4x6xf32>
func.func @whole(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x6xf32> {
  %w = nn.parameter "w" : tensor<6x8x8x8xf32>
  %y = nn.activation %x <relu> : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %0 = nn.conv2d %y, %w : (tensor<1x8x8x8xf32>, tensor<6x8x8x8xf32>) -> tensor<1x1x1x6xf32>
  %1 = nn.broadcast %0 : (tensor<1x1x1x6xf32>) -> tensor<1x8x8x6xf32>
  %2 = nn.resize linear half_pixel %0 : (tensor<1x1x1x6xf32>) -> tensor<1x8x8x6xf32>
  %3 = nn.add %1, %2 : (tensor<1x8x8x6xf32>, tensor<1x8x8x6xf32>) -> tensor<1x8x8x6xf32>
  %4 = nn.resize linear half_pixel %3 scales [3.0, 3.0] : (tensor<1x8x8x6xf32>) -> tensor<1x24x24x6xf32>
  %5 = nn.resize nearest half_pixel %4 : (tensor<1x24x24x6xf32>) -> tensor<1x8x8x6xf32>
  return %5 : tensor<1x8x8x6xf32>
}

// Slices: a border, every second row, rows from the last to the first, a half.
// CHECK-LABEL: func.func @slices(
// CHECK: nn.slice %{{.*}} offsets [0, 1, 0, 0] sizes [1, 3, 4, 8] strides [1, 1, 1, 1]
// CHECK: nn.slice %{{.*}} offsets [0, 1, 0, 0] sizes [1, 2, 4, 8] strides [1, 2, 1, 1]
// CHECK: nn.slice %{{.*}} offsets [0, 3, 0, 0] sizes [1, 4, 4, 8] strides [1, -1, 1, 1]
// CHECK: nn.slice %{{.*}} offsets [0, 2, 0, 0] sizes [1, 2, 4, 8] strides [1, 1, 1, 1]
func.func @slices(%x: tensor<1x8x8x8xf32>) -> (tensor<1x7x8x8xf32>, tensor<1x4x8x8xf32>, tensor<1x8x8x8xf32>, tensor<1x4x8x8xf32>) {
  %0 = nn.slice %x offsets [0, 1, 0, 0] sizes [1, 7, 8, 8] strides [1, 1, 1, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x7x8x8xf32>
  %1 = nn.slice %x offsets [0, 1, 0, 0] sizes [1, 4, 8, 8] strides [1, 2, 1, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x4x8x8xf32>
  %2 = nn.slice %x offsets [0, 7, 0, 0] sizes [1, 8, 8, 8] strides [1, -1, 1, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.slice %x offsets [0, 4, 0, 0] sizes [1, 4, 8, 8] strides [1, 1, 1, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x4x8x8xf32>
  return %0, %1, %2, %3 : tensor<1x7x8x8xf32>, tensor<1x4x8x8xf32>, tensor<1x8x8x8xf32>, tensor<1x4x8x8xf32>
}

// Blocks of two rows and columns, windows of them, and pixels in a row.
// CHECK-LABEL: func.func @blocks(
// CHECK: nn.reshape %{{.*}} -> tensor<1x2x2x2x2x8xf32>
// CHECK: nn.transpose
// CHECK: nn.reshape %{{.*}} -> tensor<4x4x8xf32>
// CHECK: nn.normalize %{{.*}} axes [2]
// CHECK: nn.reduce mean %{{.*}} axes [1] : (tensor<4x4x8xf32>) -> tensor<4x1x8xf32>
// CHECK: nn.reshape %{{.*}} : (tensor<4x1x8xf32>) -> tensor<1x2x2x8xf32>
func.func @blocks(%x: tensor<1x8x8x8xf32>) -> tensor<1x4x4x8xf32> {
  %0 = nn.reshape %x : (tensor<1x8x8x8xf32>) -> tensor<1x4x2x4x2x8xf32>
  %1 = nn.transpose %0 permutation [0, 1, 3, 2, 4, 5] : (tensor<1x4x2x4x2x8xf32>) -> tensor<1x4x4x2x2x8xf32>
  %2 = nn.reshape %1 : (tensor<1x4x4x2x2x8xf32>) -> tensor<16x4x8xf32>
  %3 = nn.normalize %2 axes [2] epsilon 1.0e-05 : (tensor<16x4x8xf32>) -> tensor<16x4x8xf32>
  %4 = nn.reduce mean %3 axes [1] : (tensor<16x4x8xf32>) -> tensor<16x1x8xf32>
  %5 = nn.reshape %4 : (tensor<16x1x8xf32>) -> tensor<1x4x4x8xf32>
  return %5 : tensor<1x4x4x8xf32>
}

// A pixel that becomes several, and a gate that stays one; scales that no longer
// fit go.
// CHECK-LABEL: func.func @stale(
// CHECK: nn.resize linear half_pixel %{{.*}} : (tensor<1x2x2x1xf32>) -> tensor<1x4x4x1xf32>
func.func @stale(%x: tensor<1x8x8x1xf32>) -> tensor<1x8x8x1xf32> {
  %p = nn.parameter "p" : tensor<1x2x2x1xf32>
  %0 = nn.activation %x <relu> : (tensor<1x8x8x1xf32>) -> tensor<1x8x8x1xf32>
  %1 = nn.resize linear half_pixel %p scales [4.0, 4.0] : (tensor<1x2x2x1xf32>) -> tensor<1x8x8x1xf32>
  %2 = nn.add %0, %1 : (tensor<1x8x8x1xf32>, tensor<1x8x8x1xf32>) -> tensor<1x8x8x1xf32>
  return %2 : tensor<1x8x8x1xf32>
}
