// A ramp, as the centres of anchors are, stays the same ramp, also where more
// positions reach beyond the old ones; a sum stays as large as it was.

// RUN: tenon-opt %s --nn-materialize-parameters | FileCheck %s

// Centres of four positions, (i + 0.5) / 4, for two: 0.25 and 0.75.
// CHECK-DAG: fewer: "0x400000000000803E0000403F"
// For eight: 0.0625, 0.1875, ...
// CHECK-DAG: more: "0x400000000000803D0000403E0000A03E0000E03E0000103F0000303F0000503F0000703F"
// 1 + 3 + 5 + 7 = 16 = (2 + 6) * 2.
// CHECK-DAG: sum: "0x400000000000804000004041"
func.func @main() -> (tensor<2xf32>, tensor<8xf32>, tensor<2xf32>) {
  %0 = nn.parameter "fewer" value(dense<[0.125, 0.375, 0.625, 0.875]> : tensor<4xf32>) : tensor<4xf32>
  %1 = nn.parameter "more" value(dense<[0.125, 0.375, 0.625, 0.875]> : tensor<4xf32>) : tensor<4xf32>
  %2 = nn.parameter "sum" value(dense<[1.0, 3.0, 5.0, 7.0]> : tensor<4xf32>) : tensor<4xf32>
  %3 = nn.param_resample %0 sizes [2] : (tensor<4xf32>) -> tensor<2xf32>
  %4 = nn.param_resample %1 sizes [8] : (tensor<4xf32>) -> tensor<8xf32>
  %5 = nn.param_resample keep_sum %2 sizes [2] : (tensor<4xf32>) -> tensor<2xf32>
  return %3, %4, %5 : tensor<2xf32>, tensor<8xf32>, tensor<2xf32>
}
