// RUN: tenon-opt %s --split-input-file --verify-diagnostics --nn-materialize-parameters

func.func @halves() -> tensor<2x1x1x1xf16> {
  %0 = nn.parameter "e" value(dense<1.0> : tensor<2x1x1x1xf16>) : tensor<2x1x1x1xf16>
  %1 = nn.parameter "d" value(dense<1.0> : tensor<2x1x1x1xf16>) : tensor<2x1x1x1xf16>
  // expected-error@+1 {{nn-materialize-parameters: 'nn.param_merge_filters' of type 'tensor<2x1x1x1xf16>' is not supported; expected f32}}
  %2 = nn.param_merge_filters %0, %1 : (tensor<2x1x1x1xf16>, tensor<2x1x1x1xf16>) -> tensor<2x1x1x1xf16>
  return %2 : tensor<2x1x1x1xf16>
}
