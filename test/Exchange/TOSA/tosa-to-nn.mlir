// RUN: tenon-opt %s --convert-tosa-to-nn --split-input-file | FileCheck %s

// The example of the documentation.
// CHECK-LABEL: func.func @example(
func.func @example(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  // CHECK: %[[P:.*]] = nn.parameter "parameter" value(dense<{{.*}}> : tensor<1x2xf32>) : tensor<1x2xf32>
  // CHECK: %[[A:.*]] = nn.add %{{.*}}, %[[P]] : (tensor<4x2xf32>, tensor<1x2xf32>) -> tensor<4x2xf32>
  // CHECK: %{{.*}} = nn.activation %[[A]] <clamp, 0.000000e+00, 6.000000e+00> : (tensor<4x2xf32>) -> tensor<4x2xf32>
  %0 = "tosa.const"() <{values = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %1 = tosa.add %x, %0 : (tensor<4x2xf32>, tensor<1x2xf32>) -> tensor<4x2xf32>
  %2 = tosa.clamp %1 {min_val = 0.0 : f32, max_val = 6.0 : f32} : (tensor<4x2xf32>) -> tensor<4x2xf32>
  return %2 : tensor<4x2xf32>
}

// -----

// As converters of other formats write it: a network, its machine left behind.
// CHECK-NOT: tosa
module attributes {tosa.target_env = #tosa.target_env<specification_version = "1.0", level = "8k", profiles = [pro_fp], extensions = [bf16]>} {
// CHECK-LABEL: func.func @network(
// CHECK-DAG: %[[W:.*]] = nn.parameter "conv/filter" value(dense<5.000000e-01> : tensor<4x3x3x2xf32>)
// CHECK-DAG: %[[B:.*]] = nn.parameter "conv/bias" value({{.*}} : tensor<4xf32>)
// CHECK: %[[C:.*]] = nn.conv2d %{{.*}}, %[[W]], %[[B]] strides [2, 2] pads [0, 1, 0, 1] :
// CHECK: nn.activation %[[C]] <relu>
// A bias of zeros is none, and filters of depthwise convolutions are moved at once.
// CHECK: %[[D:.*]] = nn.parameter "parameter" value(dense<{{.*}}[1.000000e+00], [4.000000e+00]{{.*}}> : tensor<4x1x2x1xf32>)
// CHECK: nn.conv2d %{{.*}}, %[[D]] groups 4 : (tensor<1x4x4x4xf32>, tensor<4x1x2x1xf32>) -> tensor<1x4x3x4xf32>
// CHECK: nn.avg_pool2d %{{.*}} kernel [4, 3] :
// CHECK: nn.reshape {{.*}} -> tensor<1x4xf32>
// CHECK-NEXT: return
func.func @network(%x: tensor<1x8x8x2xf32>) -> tensor<1x4xf32> {
  %w = "tosa.const"() <{values = dense<0.5> : tensor<4x3x3x2xf32>}> : () -> tensor<4x3x3x2xf32> loc("conv/filter")
  %b = "tosa.const"() <{values = dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>}> : () -> tensor<4xf32> loc("conv/bias")
  %zp = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = f32, pad = array<i64: 0, 1, 0, 1>, stride = array<i64: 2, 2>, dilation = array<i64: 1, 1>} : (tensor<1x8x8x2xf32>, tensor<4x3x3x2xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x4x4xf32>
  %1 = tosa.clamp %0 {min_val = 0.0 : f32, max_val = 3.40282347E+38 : f32} : (tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  %d = "tosa.const"() <{values = dense<[[[[1.0], [1.0], [1.0], [1.0]], [[2.0], [2.0], [2.0], [4.0]]]]> : tensor<1x2x4x1xf32>}> : () -> tensor<1x2x4x1xf32>
  %z = "tosa.const"() <{values = dense<0.0> : tensor<4xf32>}> : () -> tensor<4xf32>
  %2 = tosa.depthwise_conv2d %1, %d, %z, %zp, %zp {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<1x4x4x4xf32>, tensor<1x2x4x1xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x3x4xf32>
  %3 = tosa.avg_pool2d %2, %zp, %zp {acc_type = f32, kernel = array<i64: 4, 3>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x3x4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x1x1x4xf32>
  %s = tosa.const_shape {values = dense<[1, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %4 = tosa.reshape %3, %s : (tensor<1x1x1x4xf32>, !tosa.shape<2>) -> tensor<1x4xf32>
  return %4 : tensor<1x4xf32>
}
}

// -----

// What nn-to-tosa never writes.
// CHECK-LABEL: func.func @others(
// CHECK: nn.cast {{.*}} -> tensor<2x3xi32>
// CHECK: nn.reduce min{{.*}} axes [1]
// CHECK: nn.cast {{.*}} -> tensor<2x1xi1>
// CHECK: nn.reduce max{{.*}} axes [0]
// CHECK: nn.concat {{.*}} axis 0 : {{.*}} -> tensor<4x3xi1>
// CHECK: nn.broadcast {{.*}} (tensor<2x1xi1>) -> tensor<2x5xi1>
// CHECK: %[[LOW:.*]] = nn.constant dense<-3> : tensor<1xi32>
// CHECK: nn.max %{{.*}}, %[[LOW]]
// CHECK: nn.min
// CHECK: nn.sqrt
// CHECK: nn.reciprocal
// CHECK: nn.round
// CHECK: nn.cast {{.*}} -> tensor<2x3xi32>
// CHECK: %[[I:.*]] = nn.arg_reduce max {{.*}} axis 1
// CHECK: nn.cast
// CHECK: nn.reshape {{.*}} -> tensor<2xi32>
// CHECK: nn.broadcast {{.*}} (tensor<1xf32>) -> tensor<2xf32>
// CHECK: nn.conv2d
func.func @others(%b: tensor<2x3xi1>, %i: tensor<2x3xi32>, %f: tensor<2x3xf32>, %x: tensor<1x2x2x1xf32>) -> (tensor<2x1xi1>, tensor<1x3xi1>, tensor<4x3xi1>, tensor<2x5xi1>, tensor<2x3xi32>, tensor<2x3xf32>, tensor<2x3xi32>, tensor<2xi32>, tensor<1x2x2x2xf32>) {
  %0 = tosa.reduce_all %b {axis = 1 : i32} : (tensor<2x3xi1>) -> tensor<2x1xi1>
  %1 = tosa.reduce_any %b {axis = 0 : i32} : (tensor<2x3xi1>) -> tensor<1x3xi1>
  %m = tosa.const_shape {values = dense<[2, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %2 = tosa.tile %b, %m : (tensor<2x3xi1>, !tosa.shape<2>) -> tensor<4x3xi1>
  %n = tosa.const_shape {values = dense<[1, 5]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %3 = tosa.tile %0, %n : (tensor<2x1xi1>, !tosa.shape<2>) -> tensor<2x5xi1>
  %4 = tosa.clamp %i {min_val = -3 : i32, max_val = 9 : i32} : (tensor<2x3xi32>) -> tensor<2x3xi32>
  %5 = tosa.rsqrt %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %id = tosa.identity %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %6 = tosa.cast %id : (tensor<2x3xf32>) -> tensor<2x3xi32>
  %7 = tosa.argmax %f {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2xi32>
  %zp = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %one = "tosa.const"() <{values = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %w = "tosa.const"() <{values = dense<0.5> : tensor<2x1x1x1xf32>}> : () -> tensor<2x1x1x1xf32>
  %8 = tosa.conv2d %x, %w, %one, %zp, %zp {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<1x2x2x1xf32>, tensor<2x1x1x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x2xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8 : tensor<2x1xi1>, tensor<1x3xi1>, tensor<4x3xi1>, tensor<2x5xi1>, tensor<2x3xi32>, tensor<2x3xf32>, tensor<2x3xi32>, tensor<2xi32>, tensor<1x2x2x2xf32>
}

// -----

// Batches of a gather are one table.
// CHECK-LABEL: func.func @gather(
// CHECK: %[[O:.*]] = nn.constant dense<{{\[\[}}0], [5]]> : tensor<2x1xi32>
// CHECK: nn.add %{{.*}}, %[[O]]
// CHECK: nn.gather {{.*}} axis 0 : (tensor<10x3xf32>, tensor<8xi32>) -> tensor<8x3xf32>
func.func @gather(%x: tensor<2x5x3xf32>, %i: tensor<2x4xi32>) -> tensor<2x4x3xf32> {
  %0 = tosa.gather %x, %i : (tensor<2x5x3xf32>, tensor<2x4xi32>) -> tensor<2x4x3xf32>
  return %0 : tensor<2x4x3xf32>
}

// -----

// Corners on corners, and centers on centers.
// CHECK-LABEL: func.func @resize(
// CHECK: nn.resize linear asymmetric {{.*}} scales [1.75, 3.0] :
// CHECK: nn.resize nearest half_pixel %{{[a-z0-9_]*}} round round_prefer_ceil
func.func @resize(%x: tensor<1x5x3x2xf32>) -> (tensor<1x8x7x2xf32>, tensor<1x10x6x2xf32>) {
  %s = tosa.const_shape {values = dense<[7, 4, 3, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %o = tosa.const_shape {values = dense<[0, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.resize %x, %s, %o, %o {mode = BILINEAR} : (tensor<1x5x3x2xf32>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x7x2xf32>
  %t = tosa.const_shape {values = dense<[4, 2, 4, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %p = tosa.const_shape {values = dense<[-1, -1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %q = tosa.const_shape {values = dense<[1, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %1 = tosa.resize %x, %t, %p, %q {mode = NEAREST_NEIGHBOR} : (tensor<1x5x3x2xf32>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x10x6x2xf32>
  return %0, %1 : tensor<1x8x7x2xf32>, tensor<1x10x6x2xf32>
}
