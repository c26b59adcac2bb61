// REQUIRES: onnxruntime
// RUN: tenon-translate --export-onnx %s -o %t.onnx
// RUN: tenon-opt %s --nn-align-channels=to=16 | tenon-translate --export-onnx -o %t.16.onnx
// RUN: node %S/compare.js %t.onnx %t.16.onnx

// Channels of zeros must not become infinite or no numbers on their way to the
// zero columns of the next filter: 0 / 0, log 0 and 1 / 0 times zero are none.
func.func @main(%x: tensor<1x4x4x4xf32> {nn.name = "x"}) -> (tensor<1x4x4x4xf32> {nn.name = "y"}) {
  %w1 = nn.parameter "w1" value(dense_resource<a> : tensor<3x1x1x4xf32>) : tensor<3x1x1x4xf32>
  %w2 = nn.parameter "w2" value(dense_resource<b> : tensor<4x1x1x3xf32>) : tensor<4x1x1x3xf32>
  %0 = nn.conv2d %x, %w1 activation <sigmoid> : (tensor<1x4x4x4xf32>, tensor<3x1x1x4xf32>) -> tensor<1x4x4x3xf32>
  %1 = nn.conv2d %x, %w1 activation <relu> : (tensor<1x4x4x4xf32>, tensor<3x1x1x4xf32>) -> tensor<1x4x4x3xf32>
  %2 = nn.exp %1 : (tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %3 = nn.log %2 : (tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %4 = nn.abs %0 : (tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %5 = nn.conv2d %x, %w1 : (tensor<1x4x4x4xf32>, tensor<3x1x1x4xf32>) -> tensor<1x4x4x3xf32>
  %6 = nn.mul %5, %5 : (tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %7 = nn.reciprocal %6 : (tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %8 = nn.mul %7, %6 : (tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %9 = nn.add %8, %3 : (tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %10 = nn.mul %9, %4 : (tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  %11 = nn.conv2d %10, %w2 : (tensor<1x4x4x3xf32>, tensor<4x1x1x3xf32>) -> tensor<1x4x4x4xf32>
  return %11 : tensor<1x4x4x4xf32>
}

{-#
  dialect_resources: {
    builtin: {
      a: "0x04000000CDCC4C3F0000803ECDCCCC3D0000403F0000003FCDCC4CBF9A99193F0000803E0000803F3333333F9A99993E0000003F",
      b: "0x040000000000803F000000BF0000803E0000403FCDCC4C3F0000803E9A99193FCDCCCC3D0000403F0000003FCDCC4CBF9A99193F"
    }
  }
#-}
