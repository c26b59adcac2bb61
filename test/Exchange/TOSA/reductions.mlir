// Reductions and normalizations: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<2x5x6x3xf32>) -> (tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<1x5x6x1xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>) {
  %0 = nn.exp %x0 : (tensor<2x5x6x3xf32>) -> tensor<2x5x6x3xf32>
  %1 = nn.reduce sum %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %2 = nn.reduce mean %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %3 = nn.reduce max %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %4 = nn.reduce min %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %5 = nn.reduce prod %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %6 = nn.reduce l1 %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %7 = nn.reduce l2 %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %8 = nn.reduce log_sum_exp %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %9 = nn.reduce sum_square %x0 axes [1, 2] : (tensor<2x5x6x3xf32>) -> tensor<2x1x1x3xf32>
  %10 = nn.reduce log_sum %0 axes [0, 3] : (tensor<2x5x6x3xf32>) -> tensor<1x5x6x1xf32>
  %11 = nn.softmax %x0 axis 3 : (tensor<2x5x6x3xf32>) -> tensor<2x5x6x3xf32>
  %12 = nn.softmax %x0 axis 1 logarithm : (tensor<2x5x6x3xf32>) -> tensor<2x5x6x3xf32>
  %p13 = nn.parameter "p13" value(dense<[-0.7500, -0.8750, 0.8750]> : tensor<3xf32>) : tensor<3xf32>
  %p14 = nn.parameter "p14" value(dense<[0.2500, -0.3750, 0.6875]> : tensor<3xf32>) : tensor<3xf32>
  %p15 = nn.parameter "p15" value(dense<[-0.6250, -0.7500, 0.0000]> : tensor<3xf32>) : tensor<3xf32>
  %c16 = nn.constant dense<[0.5, 1.0, 2.0]> : tensor<3xf32>
  %17 = nn.batch_norm %x0, %p13, %p14, %p15, %c16 epsilon 1.0e-3 : (tensor<2x5x6x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x5x6x3xf32>
  %18 = nn.normalize %x0 scale %p13 offset %p14 axes [3] epsilon 1.0e-3 : (tensor<2x5x6x3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x5x6x3xf32>
  %19 = nn.normalize %x0 axes [1, 2] epsilon 1.0e-3 : (tensor<2x5x6x3xf32>) -> tensor<2x5x6x3xf32>
  %20 = nn.normalize %x0 offset %p14 axes [1, 2] epsilon 1.0e-3 : (tensor<2x5x6x3xf32>, tensor<3xf32>) -> tensor<2x5x6x3xf32>
  return %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %17, %18, %19, %20 : tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<2x1x1x3xf32>, tensor<1x5x6x1xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>, tensor<2x5x6x3xf32>
}
