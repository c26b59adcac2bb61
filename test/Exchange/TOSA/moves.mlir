// Moves of elements: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<2x5x6x3xf32>, %x1: tensor<2x5x2x3xf32>, %x2: tensor<1x3xf32>, %x3: tensor<f32>, %x4: tensor<1x1xf32>) -> (tensor<2x5x8x3xf32>, tensor<2x5x6x3xf32>, tensor<2x3x4x2xf32>, tensor<1x3x2x3xf32>, tensor<2x3x6x1xf32>, tensor<2x6x9x4xf32>, tensor<3x8x9x3xf32>, tensor<2x8x10x5xf32>, tensor<2x3x5x6xf32>, tensor<10x18xf32>, tensor<2x3xf32>, tensor<4x2x3xf32>, tensor<2x2xf32>, tensor<f32>, tensor<1xf32>) {
  %0 = nn.concat %x0, %x1 axis 2 : (tensor<2x5x6x3xf32>, tensor<2x5x2x3xf32>) -> tensor<2x5x8x3xf32>
  %1 = nn.concat %x0 axis 2 : (tensor<2x5x6x3xf32>) -> tensor<2x5x6x3xf32>
  %2 = nn.slice %x0 offsets [0, 1, 2, 0] sizes [2, 3, 4, 2] strides [1, 1, 1, 1] : (tensor<2x5x6x3xf32>) -> tensor<2x3x4x2xf32>
  %3 = nn.slice %x0 offsets [0, 0, 1, 0] sizes [1, 3, 2, 3] strides [1, 2, 3, 1] : (tensor<2x5x6x3xf32>) -> tensor<1x3x2x3xf32>
  %4 = nn.slice %x0 offsets [1, 4, 5, 2] sizes [2, 3, 6, 1] strides [-1, -2, -1, -1] : (tensor<2x5x6x3xf32>) -> tensor<2x3x6x1xf32>
  %5 = nn.pad constant %x0 low [0, 1, 2, 0] high [0, 0, 1, 1] value 1.5 : f32 : (tensor<2x5x6x3xf32>) -> tensor<2x6x9x4xf32>
  %6 = nn.pad edge %x0 low [1, 2, 0, 0] high [0, 1, 3, 0] : (tensor<2x5x6x3xf32>) -> tensor<3x8x9x3xf32>
  %7 = nn.pad reflect %x0 low [0, 2, 1, 0] high [0, 1, 3, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x8x10x5xf32>
  %8 = nn.transpose %x0 permutation [0, 3, 1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x3x5x6xf32>
  %9 = nn.reshape %x0 : (tensor<2x5x6x3xf32>) -> tensor<10x18xf32>
  %p10 = nn.parameter "p10" value(dense<[[1.0000, -0.2500], [0.5625, -0.3750], [-0.0625, 0.6250]]> : tensor<3x2xf32>) : tensor<3x2xf32>
  %11 = nn.transpose %p10 permutation [1, 0] : (tensor<3x2xf32>) -> tensor<2x3xf32>
  %12 = nn.broadcast %x2 : (tensor<1x3xf32>) -> tensor<4x2x3xf32>
  %13 = nn.broadcast %x3 : (tensor<f32>) -> tensor<2x2xf32>
  %14 = nn.reshape %x4 : (tensor<1x1xf32>) -> tensor<f32>
  %15 = nn.reshape %14 : (tensor<f32>) -> tensor<1xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %11, %12, %13, %14, %15 : tensor<2x5x8x3xf32>, tensor<2x5x6x3xf32>, tensor<2x3x4x2xf32>, tensor<1x3x2x3xf32>, tensor<2x3x6x1xf32>, tensor<2x6x9x4xf32>, tensor<3x8x9x3xf32>, tensor<2x8x10x5xf32>, tensor<2x3x5x6xf32>, tensor<10x18xf32>, tensor<2x3xf32>, tensor<4x2x3xf32>, tensor<2x2xf32>, tensor<f32>, tensor<1xf32>
}
