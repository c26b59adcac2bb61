// RUN: tenon-opt %s --nn-unfuse-ibn | FileCheck %s
// RUN: tenon-opt %s --nn-unfuse-ibn --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-unfuse-ibn --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-unfuse-ibn > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir

// The filter of @exact is of rank one, a 2 by 2 unit matrix loses half of its
// squares.
// REMARK: [Passed] unfused | Category:nn-unfuse-ibn{{.*}}none: initialised, the error needs weights
// REMARK: [Passed] unfused | Category:nn-unfuse-ibn{{.*}}one: initialised, relative error of the filter {{[0-9.]*e-(0[89]|1[0-9])}}
// REMARK: [Passed] unfused | Category:nn-unfuse-ibn{{.*}}half: initialised, relative error of the filter 7.071e-01
// REMARK: [Missed] refused | Category:nn-unfuse-ibn{{.*}}grouped: its convolution has {{.*}}2{{.*}} groups

// Strides, pads, bias and activation stay with the depthwise convolution.
// CHECK-LABEL: func.func @main(
// CHECK: %[[E:.*]] = nn.param_factor expand %[[W:.*]] : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
// CHECK-NEXT: %[[D:.*]] = nn.param_factor depthwise %[[W]] : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>
// CHECK-NEXT: %[[Y:.*]] = nn.conv2d %{{.*}}, %[[E]] {nn.block = #nn.block<"none", expand>}
// CHECK-NEXT: nn.conv2d %[[Y]], %[[D]], %{{.*}} strides [2, 2] pads [0, 1, 0, 1] groups 48 activation <relu> {nn.block = #nn.block<"none", depthwise>}
func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x4x4x48xf32> {
  %w = nn.parameter "w" : tensor<48x3x3x8xf32>
  %b = nn.parameter "b" : tensor<48xf32>
  %0 = nn.conv2d %x, %w, %b strides [2, 2] pads [0, 1, 0, 1] activation <relu> {nn.block = #nn.block<"none", fused>} : (tensor<1x8x8x8xf32>, tensor<48x3x3x8xf32>, tensor<48xf32>) -> tensor<1x4x4x48xf32>
  return %0 : tensor<1x4x4x48xf32>
}

// CHECK-LABEL: func.func @values(
func.func @values(%x: tensor<1x4x4x2xf32>) -> (tensor<1x4x3x1xf32>, tensor<1x4x3x1xf32>) {
  %w = nn.parameter "one" value(dense<[[[[1.0, 2.0], [3.0, 6.0]]]]> : tensor<1x1x2x2xf32>) : tensor<1x1x2x2xf32>
  %v = nn.parameter "half" value(dense<[[[[1.0, 0.0], [0.0, 1.0]]]]> : tensor<1x1x2x2xf32>) : tensor<1x1x2x2xf32>
  %0 = nn.conv2d %x, %w {nn.block = #nn.block<"one", fused>} : (tensor<1x4x4x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x4x3x1xf32>
  %1 = nn.conv2d %x, %v {nn.block = #nn.block<"half", fused>} : (tensor<1x4x4x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x4x3x1xf32>
  return %0, %1 : tensor<1x4x3x1xf32>, tensor<1x4x3x1xf32>
}

// CHECK-LABEL: func.func @grouped(
// CHECK: groups 2 {nn.block = #nn.block<"grouped", fused>}
func.func @grouped(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x16xf32> {
  %w = nn.parameter "w" : tensor<16x3x3x4xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] groups 2 {nn.block = #nn.block<"grouped", fused>} : (tensor<1x4x4x8xf32>, tensor<16x3x3x4xf32>) -> tensor<1x4x4x16xf32>
  return %0 : tensor<1x4x4x16xf32>
}
