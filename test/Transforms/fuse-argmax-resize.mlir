// RUN: tenon-opt %s --nn-fuse-argmax-resize | FileCheck %s
// RUN: tenon-opt %s --nn-fuse-argmax-resize '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] fused | Category:nn-fuse-argmax-resize{{.*}}86016 -> 4096 elements enlarged, initialised, borders of objects move
// REMARK: [Passed] fused | Category:nn-fuse-argmax-resize{{.*}}1344 -> 64 elements enlarged, exact
// REMARK: [Missed] refused | Category:nn-fuse-argmax-resize{{.*}}the enlarged image has other readers
// REMARK: [Missed] refused | Category:nn-fuse-argmax-resize{{.*}}it does not search the channels of the image
// REMARK: [Missed] refused | Category:nn-fuse-argmax-resize{{.*}}the image is not enlarged

// CHECK-LABEL: func.func @linear(
// CHECK: %[[S:.*]] = nn.arg_reduce max %{{.*}} axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
// CHECK: %[[R:.*]] = nn.resize nearest half_pixel %[[S]] : (tensor<1x8x8x1xi64>) -> tensor<1x64x64x1xi64>
// CHECK: return %[[R]]
func.func @linear(%x: tensor<1x8x8x21xf32>) -> tensor<1x64x64x1xi64> {
  %0 = nn.resize linear half_pixel %x : (tensor<1x8x8x21xf32>) -> tensor<1x64x64x21xf32>
  %1 = nn.softmax %0 axis 3 : (tensor<1x64x64x21xf32>) -> tensor<1x64x64x21xf32>
  %2 = nn.arg_reduce max %1 axis 3 : (tensor<1x64x64x21xf32>) -> tensor<1x64x64x1xi64>
  return %2 : tensor<1x64x64x1xi64>
}

// Behind a transpose to channels first; neighbours that are copied stay.
// CHECK-LABEL: func.func @nearest(
// CHECK: %[[S:.*]] = nn.arg_reduce max %{{.*}} axis 3 last : (tensor<1x4x4x21xf32>) -> tensor<1x4x4x1xi64>
// CHECK: %[[R:.*]] = nn.resize nearest asymmetric %[[S]] round floor : (tensor<1x4x4x1xi64>) -> tensor<1x8x8x1xi64>
// CHECK: %[[T:.*]] = nn.transpose %[[R]] permutation [0, 3, 1, 2]
// CHECK: return %[[T]]
func.func @nearest(%x: tensor<1x4x4x21xf32>) -> tensor<1x1x8x8xi64> {
  %0 = nn.resize nearest asymmetric %x round floor : (tensor<1x4x4x21xf32>) -> tensor<1x8x8x21xf32>
  %1 = nn.transpose %0 permutation [0, 3, 1, 2] : (tensor<1x8x8x21xf32>) -> tensor<1x21x8x8xf32>
  %2 = nn.arg_reduce max %1 axis 1 last : (tensor<1x21x8x8xf32>) -> tensor<1x1x8x8xi64>
  return %2 : tensor<1x1x8x8xi64>
}

// CHECK-LABEL: func.func @readers(
// CHECK: nn.resize linear
func.func @readers(%x: tensor<1x8x8x21xf32>) -> (tensor<1x64x64x21xf32>, tensor<1x64x64x1xi64>) {
  %0 = nn.resize linear half_pixel %x : (tensor<1x8x8x21xf32>) -> tensor<1x64x64x21xf32>
  %1 = nn.arg_reduce max %0 axis 3 : (tensor<1x64x64x21xf32>) -> tensor<1x64x64x1xi64>
  return %0, %1 : tensor<1x64x64x21xf32>, tensor<1x64x64x1xi64>
}

// CHECK-LABEL: func.func @rows(
// CHECK: nn.resize linear
func.func @rows(%x: tensor<1x8x8x21xf32>) -> tensor<1x1x64x21xi64> {
  %0 = nn.resize linear half_pixel %x : (tensor<1x8x8x21xf32>) -> tensor<1x64x64x21xf32>
  %1 = nn.arg_reduce max %0 axis 1 : (tensor<1x64x64x21xf32>) -> tensor<1x1x64x21xi64>
  return %1 : tensor<1x1x64x21xi64>
}

// CHECK-LABEL: func.func @smaller(
// CHECK: nn.resize linear
func.func @smaller(%x: tensor<1x8x8x21xf32>) -> tensor<1x4x4x1xi64> {
  %0 = nn.resize linear half_pixel %x : (tensor<1x8x8x21xf32>) -> tensor<1x4x4x21xf32>
  %1 = nn.arg_reduce max %0 axis 3 : (tensor<1x4x4x21xf32>) -> tensor<1x4x4x1xi64>
  return %1 : tensor<1x4x4x1xi64>
}

// Many of the smallest are zero behind a softmax, not behind the image.
// CHECK-LABEL: func.func @smallest(
// CHECK: nn.resize nearest
// CHECK: nn.softmax
func.func @smallest(%x: tensor<1x4x4x21xf32>) -> tensor<1x8x8x1xi64> {
  %0 = nn.resize nearest asymmetric %x round floor : (tensor<1x4x4x21xf32>) -> tensor<1x8x8x21xf32>
  %1 = nn.softmax %0 axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x21xf32>
  %2 = nn.arg_reduce min %1 axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
  return %2 : tensor<1x8x8x1xi64>
}
