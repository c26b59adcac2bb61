// A tensor leaves SRAM again, and an operation that has to load it needs more room than it had: others leave as well.
// RUN: tenon-sim --list-engines | sed -n 's/^nvdla-small: \(.*\)$/module attributes {engine.target = \1} {}/p' | sed 's/sram = {bytes = [0-9]*/sram = {bytes = 16384/' > %t.mlir
// RUN: tenon-sim %s --engine=%t.mlir --cascades=false --values | FileCheck %s

// CHECK: values of output0: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}

func.func @evicted(%a3: tensor<1x3x3xf32>, %a4: tensor<2x3x5x48xf32>, %a5: tensor<2x11x5x64xf32>) -> (tensor<3x32xf32>) {
  %v4 = nn.parameter "p4" : tensor<96x3xf32>
  %v5 = nn.parameter "p5" : tensor<96x32xf32>
  %v6 = nn.parameter "p6" : tensor<96xf32>
  %v7 = nn.parameter "p7" : tensor<96xf32>
  %v8, %v9 = nn.gru %a3, %v4, %v5 bias %v6 recurrent_bias %v7 reverse linear_before_reset : (tensor<1x3x3xf32>, tensor<96x3xf32>, tensor<96x32xf32>, tensor<96xf32>, tensor<96xf32>) -> (tensor<1x3x32xf32>, tensor<3x32xf32>)
  %v10 = nn.parameter "p10" : tensor<64x5x3x48xf32>
  %v11 = nn.conv_transpose2d %a4, %v10 strides [4, 1] pads [1, 1, 2, 0] output_pads [0, 0] dilations [1, 1] groups 1 : (tensor<2x3x5x48xf32>, tensor<64x5x3x48xf32>) -> tensor<2x11x5x64xf32>
  %v12 = nn.add %a5, %v11 : (tensor<2x11x5x64xf32>, tensor<2x11x5x64xf32>) -> tensor<2x11x5x64xf32>
  %v13 = nn.sub %v11, %v12 : (tensor<2x11x5x64xf32>, tensor<2x11x5x64xf32>) -> tensor<2x11x5x64xf32>
  %v15 = nn.reduce l1 %v13 axes [0, 1, 2, 3] : (tensor<2x11x5x64xf32>) -> tensor<1x1x1x1xf32>
  %v16 = nn.parameter "p16" : tensor<4x4x5x1xf32>
  %v17 = nn.conv_transpose2d %v15, %v16 strides [4, 2] pads [0, 0, 1, 2] output_pads [0, 0] dilations [1, 1] groups 1 : (tensor<1x1x1x1xf32>, tensor<4x4x5x1xf32>) -> tensor<1x4x2x4xf32>
  return %v9 : tensor<3x32xf32>
}
