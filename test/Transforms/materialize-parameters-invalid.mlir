// RUN: tenon-opt %s --split-input-file --verify-diagnostics --nn-materialize-parameters

func.func @halves() -> tensor<2x1x1x1xi32> {
  %0 = nn.parameter "e" value(dense<1> : tensor<2x1x1x1xi32>) : tensor<2x1x1x1xi32>
  %1 = nn.parameter "d" value(dense<1> : tensor<2x1x1x1xi32>) : tensor<2x1x1x1xi32>
  // expected-error@+1 {{nn-materialize-parameters: 'nn.param_merge_filters' of type 'tensor<2x1x1x1xi32>' is not supported; expected floating-point numbers}}
  %2 = nn.param_merge_filters %0, %1 : (tensor<2x1x1x1xi32>, tensor<2x1x1x1xi32>) -> tensor<2x1x1x1xi32>
  return %2 : tensor<2x1x1x1xi32>
}
