// RUN: tenon-opt %s --nn-recognize-idioms | FileCheck %s
// RUN: tenon-opt %s --nn-recognize-idioms > %t.recognized.mlir
// RUN: tenon-run %s --random=1 --compare=%t.recognized.mlir

// relu(x) + a (x - |x|), as TensorFlow Lite writes a slope for each channel.
// CHECK-LABEL: func.func @main
// CHECK: nn.constant dense<2.000000e+00> : tensor<4xf32>
// CHECK: %[[A:.*]] = nn.param_norm_bias
// CHECK: nn.prelu %{{.*}}, %[[A]]
// relu(x) - a relu(-x)
// CHECK: nn.prelu
// CHECK: nn.activation {{.*}} <leaky_relu, 2.500000e-01>
// CHECK-NOT: nn.abs
// What is no slope stays.
// CHECK: nn.sub
// CHECK: return
func.func @main(%x: tensor<1x3x3x4xf32>, %z: tensor<1x3x3x4xf32>) -> (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) {
  %a = nn.parameter "a" value(dense<[0.25, -1.0, 0.5, 2.0]> : tensor<4xf32>) : tensor<4xf32>
  %eighth = nn.constant dense<0.125> : tensor<f32>
  %r = nn.activation %x <relu> : (tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %b = nn.abs %x : (tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %s = nn.sub %x, %b : (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %m = nn.mul %a, %s : (tensor<4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %0 = nn.add %r, %m : (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %n = nn.neg %x : (tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %p = nn.activation %n <relu> : (tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %q = nn.mul %p, %a : (tensor<1x3x3x4xf32>, tensor<4xf32>) -> tensor<1x3x3x4xf32>
  %1 = nn.sub %r, %q : (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %e = nn.mul %s, %eighth : (tensor<1x3x3x4xf32>, tensor<f32>) -> tensor<1x3x3x4xf32>
  %2 = nn.add %e, %r : (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %o = nn.activation %z <relu> : (tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %3 = nn.sub %o, %q : (tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  return %0, %1, %2, %3 : tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>, tensor<1x3x3x4xf32>
}
