// Every activation: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<1x4x4x8xf32>) -> (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) {
  %c0 = nn.constant dense<5.0> : tensor<1xf32>
  %1 = nn.mul %x0, %c0 : (tensor<1x4x4x8xf32>, tensor<1xf32>) -> tensor<1x4x4x8xf32>
  %2 = nn.activation %1 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %3 = nn.activation %1 <clamp, -1.0, 3.0> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %4 = nn.activation %1 <leaky_relu, 0.1> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %5 = nn.activation %1 <elu, 0.7> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %6 = nn.activation %1 <selu, 1.67, 1.05> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %7 = nn.activation %1 <sigmoid> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %8 = nn.activation %1 <hard_sigmoid, 0.2, 0.5> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %9 = nn.activation %1 <hard_swish> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %10 = nn.activation %1 <swish> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %11 = nn.activation %1 <tanh> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %12 = nn.activation %1 <softplus> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %13 = nn.activation %1 <softsign> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %14 = nn.activation %1 <gelu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %15 = nn.activation %1 <gelu_tanh> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %16 = nn.activation %1 <mish> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %17 = nn.activation %1 <celu, 0.5> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %18 = nn.activation %1 <thresholded_relu, 0.6> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18 : tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>
}
