// RUN: tenon-opt %s --convert-nn-to-tosa --split-input-file | FileCheck %s
// RUN: tenon-opt %s --convert-nn-to-tosa --split-input-file --mlir-print-debuginfo | FileCheck %s --check-prefix=NAMES

// The example of the documentation.
// CHECK-LABEL: func.func @hard_sigmoid(
// CHECK-SAME: {nn.name = "x"}
// CHECK: %[[MUL:.*]] = tosa.mul %{{.*}}, %{{.*}}, %{{.*}} : (tensor<1x8x8x16xf32>, tensor<1x1x1x1xf32>, tensor<1xi8>) -> tensor<1x8x8x16xf32>
// CHECK: %[[ADD:.*]] = tosa.add %[[MUL]], %{{.*}} : (tensor<1x8x8x16xf32>, tensor<1x1x1x1xf32>) -> tensor<1x8x8x16xf32>
// CHECK: %{{.*}} = tosa.clamp %[[ADD]] {max_val = 1.000000e+00 : f32, min_val = 0.000000e+00 : f32} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
func.func @hard_sigmoid(%x: tensor<1x8x8x16xf32> {nn.name = "x"}) -> tensor<1x8x8x16xf32> {
  %0 = nn.activation %x <hard_sigmoid, 2.0, 0.5> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Windows end where TOSA wants them to: the last row is not read. Without a
// bias there are zeros; relu is a clamp up to the largest finite number.
// CHECK-LABEL: func.func @conv(
// CHECK: %[[W:.*]] = "tosa.const"() <{values = dense<5.000000e-01> : tensor<4x3x3x2xf32>}>
// CHECK: tosa.slice {{.*}} -> tensor<1x7x8x2xf32>
// CHECK: %[[B:.*]] = "tosa.const"() <{values = dense<0.000000e+00> : tensor<4xf32>}>
// CHECK: tosa.conv2d %{{.*}}, %[[W]], %[[B]], {{.*}} {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 1>, stride = array<i64: 2, 2>}
// CHECK-SAME: -> tensor<1x3x4x4xf32>
// CHECK-NEXT: tosa.clamp {{.*}} {max_val = 3.40282347E+38 : f32, min_val = 0.000000e+00 : f32}
// NAMES-LABEL: func.func @conv(
// NAMES: "tosa.const"() {{.*}} tensor<4x3x3x2xf32> loc(#[[W:.*]])
// NAMES: #[[W]] = loc("w"(
func.func @conv(%x: tensor<1x8x8x2xf32>) -> tensor<1x3x4x4xf32> {
  %w = nn.parameter "w" value(dense<0.5> : tensor<4x3x3x2xf32>) : tensor<4x3x3x2xf32>
  %0 = nn.conv2d %x, %w strides [2, 2] pads [0, 0, 0, 1] activation <relu> : (tensor<1x8x8x2xf32>, tensor<4x3x3x2xf32>) -> tensor<1x3x4x4xf32>
  return %0 : tensor<1x3x4x4xf32>
}

// -----

// The machine of the module is Tenon's alone.
// CHECK: module attributes {builtin.name = "m"} {
module attributes {builtin.name = "m", test.activation = #nn.activation<relu>} {
// Filters of depthwise convolutions are HWCM, and are moved at once.
// CHECK-LABEL: func.func @depthwise(
// CHECK: %[[W:.*]] = "tosa.const"() <{values = dense<{{.*}}[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]{{.*}}> : tensor<1x2x2x2xf32>}>
// CHECK: tosa.depthwise_conv2d %{{.*}}, %[[W]]
// CHECK-NOT: tosa.transpose
func.func @depthwise(%x: tensor<1x4x5x2xf32>) -> tensor<1x4x4x4xf32> {
  %w = nn.parameter "w" value(dense<[[[[1.0], [5.0]]], [[[2.0], [6.0]]], [[[3.0], [7.0]]], [[[4.0], [8.0]]]]> : tensor<4x1x2x1xf32>) : tensor<4x1x2x1xf32>
  %0 = nn.conv2d %x, %w groups 2 : (tensor<1x4x5x2xf32>, tensor<4x1x2x1xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}
}

// -----

// CHECK-LABEL: func.func @grouped(
// CHECK-COUNT-2: tosa.conv2d {{.*}} (tensor<1x4x4x2xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>, {{.*}} -> tensor<1x4x4x2xf32>
// CHECK: tosa.concat {{.*}} {axis = 3 : i32}
func.func @grouped(%x: tensor<1x4x4x4xf32>, %w: tensor<4x1x1x2xf32>, %b: tensor<4xf32>) -> tensor<1x4x4x4xf32> {
  %0 = nn.conv2d %x, %w, %b groups 2 : (tensor<1x4x4x4xf32>, tensor<4x1x1x2xf32>, tensor<4xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}

// -----

// Where the bounds are the wrong way round the upper one is the result.
// CHECK-LABEL: func.func @crossed(
// CHECK: tosa.clamp {{.*}} {max_val = 1.000000e+00 : f32, min_val = 1.000000e+00 : f32}
func.func @crossed(%x: tensor<3x8xf32>) -> tensor<3x8xf32> {
  %0 = nn.activation %x <clamp, 2.0, 1.0> : (tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}

// -----

// TOSA has convolutions for products with weights.
// CHECK-LABEL: func.func @fully_connected(
// CHECK: tosa.reshape {{.*}} -> tensor<3x1x1x8xf32>
// CHECK: tosa.conv2d {{.*}} tensor<4x1x1x8xf32>
// CHECK: tosa.reshape {{.*}} -> tensor<3x4xf32>
func.func @fully_connected(%x: tensor<3x8xf32>, %b: tensor<4xf32>) -> tensor<3x4xf32> {
  %w = nn.parameter "w" value(dense<0.5> : tensor<4x8xf32>) : tensor<4x8xf32>
  %0 = nn.fully_connected %x, %w, %b : (tensor<3x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}
