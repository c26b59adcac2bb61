// Numbers of 16 bits: the same values with and by way of TOSA, up to their digits.

// RUN: tenon-run %s --random=1 --backend=jit --tolerance=2e-2 --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp extensions=bf16" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --tolerance=2e-2 --compare %t.nn.mlir

func.func @main(%x: tensor<1x5x5x4xbf16>, %w: tensor<3x3x3x4xbf16>, %d: tensor<4x3x3x1xbf16>) -> (tensor<1x5x5x3xbf16>, tensor<1x5x5x4xbf16>, tensor<1x2x2x4xbf16>, tensor<1x5x5x4xbf16>, tensor<1x5x5x4xbf16>) {
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] : (tensor<1x5x5x4xbf16>, tensor<3x3x3x4xbf16>) -> tensor<1x5x5x3xbf16>
  %1 = nn.conv2d %x, %d pads [1, 1, 1, 1] groups 4 activation <hard_swish> : (tensor<1x5x5x4xbf16>, tensor<4x3x3x1xbf16>) -> tensor<1x5x5x4xbf16>
  %2 = nn.avg_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x5x5x4xbf16>) -> tensor<1x2x2x4xbf16>
  %3 = nn.softmax %x axis 3 : (tensor<1x5x5x4xbf16>) -> tensor<1x5x5x4xbf16>
  %4 = nn.activation %x <gelu> : (tensor<1x5x5x4xbf16>) -> tensor<1x5x5x4xbf16>
  return %0, %1, %2, %3, %4 : tensor<1x5x5x3xbf16>, tensor<1x5x5x4xbf16>, tensor<1x2x2x4xbf16>, tensor<1x5x5x4xbf16>, tensor<1x5x5x4xbf16>
}
