// REQUIRES: onnxruntime
// RUN: tenon-translate --export-onnx %s -o %t.onnx
// RUN: tenon-opt %s --nn-label-blocks --nn-fuse-ibn | tenon-translate --export-onnx -o %t.fused.onnx
// RUN: node %S/compare.js %t.onnx %t.fused.onnx
// RUN: tenon-opt %s --nn-label-blocks --nn-fuse-ibn --nn-align-channels=to=32 | tenon-translate --export-onnx -o %t.32.onnx
// RUN: node %S/compare.js %t.onnx %t.32.onnx

// No activation stands between, and the first bias meets no padding: exact.
func.func @main(%x: tensor<1x5x5x2xf32> {nn.name = "x"}) -> (tensor<1x2x2x2xf32> {nn.name = "y"}) {
  %we = nn.parameter "we" value(dense<[[[[0.5, -0.25]]], [[[1.0, 0.75]]], [[[-0.5, 0.25]]]]> : tensor<3x1x1x2xf32>) : tensor<3x1x1x2xf32>
  %be = nn.parameter "be" value(dense<[0.5, -1.0, 0.25]> : tensor<3xf32>) : tensor<3xf32>
  %wd = nn.parameter "wd" value(dense<[[[[0.5], [1.0]], [[-0.5], [0.25]]], [[[1.5], [-1.0]], [[0.5], [0.75]]], [[[0.125], [1.0]], [[2.0], [-0.25]]]]> : tensor<3x2x2x1xf32>) : tensor<3x2x2x1xf32>
  %bd = nn.parameter "bd" value(dense<[0.125, 0.25, -0.5]> : tensor<3xf32>) : tensor<3xf32>
  %wp = nn.parameter "wp" value(dense<[[[[0.5, -0.25, 1.0]]], [[[1.0, 0.75, -0.5]]]]> : tensor<2x1x1x3xf32>) : tensor<2x1x1x3xf32>
  %0 = nn.conv2d %x, %we, %be : (tensor<1x5x5x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x5x5x3xf32>
  %1 = nn.conv2d %0, %wd, %bd strides [2, 2] groups 3 activation <relu> : (tensor<1x5x5x3xf32>, tensor<3x2x2x1xf32>, tensor<3xf32>) -> tensor<1x2x2x3xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x2x2x3xf32>, tensor<2x1x1x3xf32>) -> tensor<1x2x2x2xf32>
  return %2 : tensor<1x2x2x2xf32>
}
