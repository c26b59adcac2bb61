// Pooling and resizing: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<1x7x8x4xf32>, %x1: tensor<1x1x1x4xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xf32>, tensor<1x4x4x4xf32>, tensor<1x4x8x4xf32>, tensor<1x1x1x4xf32>, tensor<1x3x4x4xf32>, tensor<1x14x16x4xf32>, tensor<1x4x12x4xf32>, tensor<1x13x15x4xf32>, tensor<1x14x4x4xf32>, tensor<1x14x20x4xf32>, tensor<1x14x16x4xf32>, tensor<1x14x24x4xf32>, tensor<1x14x12x4xf32>, tensor<1x10x12x4xf32>, tensor<1x3x4x4xf32>, tensor<1x14x15x4xf32>, tensor<1x5x12x4xf32>, tensor<1x5x3x4xf32>, tensor<1x5x1x4xf32>) {
  %0 = nn.max_pool2d %x0 kernel [3, 3] strides [2, 2] pads [0, 1, 1, 1] : (tensor<1x7x8x4xf32>) -> tensor<1x3x4x4xf32>
  %1 = nn.max_pool2d %x0 kernel [2, 2] strides [3, 2] pads [1, 1, 0, 1] : (tensor<1x7x8x4xf32>) -> tensor<1x3x4x4xf32>
  %2 = nn.avg_pool2d %x0 kernel [3, 3] strides [2, 2] pads [1, 1, 1, 1] : (tensor<1x7x8x4xf32>) -> tensor<1x4x4x4xf32>
  %3 = nn.avg_pool2d %x0 kernel [3, 2] strides [2, 1] pads [1, 1, 1, 0] count_include_pad : (tensor<1x7x8x4xf32>) -> tensor<1x4x8x4xf32>
  %4 = nn.avg_pool2d %x0 kernel [7, 8] : (tensor<1x7x8x4xf32>) -> tensor<1x1x1x4xf32>
  %5 = nn.avg_pool2d %x0 kernel [2, 2] strides [2, 2] : (tensor<1x7x8x4xf32>) -> tensor<1x3x4x4xf32>
  %6 = nn.resize linear half_pixel %x0 scales [2.0, 2.0] : (tensor<1x7x8x4xf32>) -> tensor<1x14x16x4xf32>
  %7 = nn.resize linear half_pixel %x0 scales [0.571428597, 1.5] : (tensor<1x7x8x4xf32>) -> tensor<1x4x12x4xf32>
  %8 = nn.resize linear align_corners %x0 scales [1.85714281, 1.875] : (tensor<1x7x8x4xf32>) -> tensor<1x13x15x4xf32>
  %9 = nn.resize linear pytorch_half_pixel %x0 scales [2.0, 0.5] : (tensor<1x7x8x4xf32>) -> tensor<1x14x4x4xf32>
  %10 = nn.resize linear asymmetric %x0 scales [2.0, 2.5] : (tensor<1x7x8x4xf32>) -> tensor<1x14x20x4xf32>
  %11 = nn.resize nearest asymmetric %x0 scales [2.0, 2.0] round floor : (tensor<1x7x8x4xf32>) -> tensor<1x14x16x4xf32>
  %12 = nn.resize nearest half_pixel %x0 scales [2.0, 3.0] : (tensor<1x7x8x4xf32>) -> tensor<1x14x24x4xf32>
  %13 = nn.resize nearest asymmetric %x0 scales [2.0, 1.5] round round_prefer_ceil : (tensor<1x7x8x4xf32>) -> tensor<1x14x12x4xf32>
  %14 = nn.resize nearest asymmetric %x0 scales [1.42857146, 1.5] round ceil : (tensor<1x7x8x4xf32>) -> tensor<1x10x12x4xf32>
  %15 = nn.resize nearest half_pixel %x0 scales [0.5, 0.5] round floor : (tensor<1x7x8x4xf32>) -> tensor<1x3x4x4xf32>
  %16 = nn.resize nearest align_corners %x0 scales [2.0, 1.875] round round_prefer_floor : (tensor<1x7x8x4xf32>) -> tensor<1x14x15x4xf32>
  %17 = nn.resize linear half_pixel %x0 scales [0.8, 1.6] : (tensor<1x7x8x4xf32>) -> tensor<1x5x12x4xf32>
  %18 = nn.resize linear half_pixel %x1 scales [5.0, 3.0] : (tensor<1x1x1x4xf32>) -> tensor<1x5x3x4xf32>
  %19 = nn.resize linear align_corners %x1 scales [5.0, 1.0] : (tensor<1x1x1x4xf32>) -> tensor<1x5x1x4xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19 : tensor<1x3x4x4xf32>, tensor<1x3x4x4xf32>, tensor<1x4x4x4xf32>, tensor<1x4x8x4xf32>, tensor<1x1x1x4xf32>, tensor<1x3x4x4xf32>, tensor<1x14x16x4xf32>, tensor<1x4x12x4xf32>, tensor<1x13x15x4xf32>, tensor<1x14x4x4xf32>, tensor<1x14x20x4xf32>, tensor<1x14x16x4xf32>, tensor<1x14x24x4xf32>, tensor<1x14x12x4xf32>, tensor<1x10x12x4xf32>, tensor<1x3x4x4xf32>, tensor<1x14x15x4xf32>, tensor<1x5x12x4xf32>, tensor<1x5x3x4xf32>, tensor<1x5x1x4xf32>
}
