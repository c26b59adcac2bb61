// RUN: tenon-opt %s --nn-materialize-parameters | FileCheck %s

// Merged parameters of 16-bit floats: 2 * 3 = 6 (0x4600), and names that others
// bear are not given again.

func.func @main() -> (tensor<1x1x1x1xf16>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) {
  %0 = nn.parameter "e" value(dense<2.0> : tensor<1x1x1x1xf16>) : tensor<1x1x1x1xf16>
  %1 = nn.parameter "d" value(dense<3.0> : tensor<1x1x1x1xf16>) : tensor<1x1x1x1xf16>
  %2 = nn.param_merge_filters %0, %1 : (tensor<1x1x1x1xf16>, tensor<1x1x1x1xf16>) -> tensor<1x1x1x1xf16>
  %w = nn.parameter "w" : tensor<2xf32>
  %3 = nn.param_slice %w offsets [0] sizes [1] : (tensor<2xf32>) -> tensor<1xf32>
  %4 = nn.param_slice %w offsets [1] sizes [1] : (tensor<2xf32>) -> tensor<1xf32>
  %5 = nn.parameter "w.1" : tensor<1xf32>
  return %2, %3, %4, %5 : tensor<1x1x1x1xf16>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>
}

// CHECK: nn.parameter "e" value(dense_resource<e> : tensor<1x1x1x1xf16>)
// CHECK: nn.parameter "w" : tensor<1xf32>
// CHECK: nn.parameter "w.2" : tensor<1xf32>
// CHECK: nn.parameter "w.1" : tensor<1xf32>
// CHECK: e: "0x400000000046"
