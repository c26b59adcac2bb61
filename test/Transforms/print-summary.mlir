// RUN: tenon-opt %s --nn-print-summary -o %t.mlir 2>&1 | FileCheck %s
// RUN: tenon-opt %s -o %t.before.mlir
// RUN: cmp %t.before.mlir %t.mlir

// 16 rows and columns / 2 = 8: 8 * 8 * 8 * 27 products; 8 * 27 + 8 parameters.
// CHECK: node{{ +}}operation{{ +}}result{{ +}}multiply-accumulates{{ +}}parameters
// CHECK: stem{{ +}}nn.conv2d{{ +}}1x8x8x8{{ +}}13{{[., ]?}}824{{ +}}224
// CHECK: nn.add{{ +}}nn.add{{ +}}1x8x8x8{{ +}}0{{ +}}0
// CHECK: total{{ +}}13{{[., ]?}}824{{ +}}224
func.func @main(%x: tensor<1x16x16x3xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<8x3x3x3xf32>
  %b = nn.parameter "b" : tensor<8xf32>
  %0 = nn.conv2d %x, %w, %b strides [2, 2] pads [1, 1, 1, 1] : (tensor<1x16x16x3xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32> loc("stem")
  %1 = nn.add %0, %0 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %1 : tensor<1x8x8x8xf32>
}
