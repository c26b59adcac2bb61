// Functions of one operand: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<2x3x16xf32>) -> (tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<9xf32>, tensor<2xf32>) {
  %c0 = nn.constant dense<2.0> : tensor<1xf32>
  %c1 = nn.constant dense<4.0> : tensor<1xf32>
  %2 = nn.mul %x0, %c1 : (tensor<2x3x16xf32>, tensor<1xf32>) -> tensor<2x3x16xf32>
  %3 = nn.abs %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %4 = nn.ceil %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %5 = nn.cos %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %6 = nn.erf %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %7 = nn.exp %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %8 = nn.floor %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %9 = nn.neg %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %10 = nn.round %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %11 = nn.sign %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %12 = nn.sin %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %13 = nn.tan %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %14 = nn.sinh %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %15 = nn.cosh %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %16 = nn.asinh %2 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %17 = nn.add %x0, %c0 : (tensor<2x3x16xf32>, tensor<1xf32>) -> tensor<2x3x16xf32>
  %18 = nn.log %17 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %19 = nn.sqrt %17 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %20 = nn.reciprocal %17 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %21 = nn.add %17, %c0 : (tensor<2x3x16xf32>, tensor<1xf32>) -> tensor<2x3x16xf32>
  %22 = nn.acosh %21 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %c23 = nn.constant dense<0.9> : tensor<1xf32>
  %24 = nn.mul %x0, %c23 : (tensor<2x3x16xf32>, tensor<1xf32>) -> tensor<2x3x16xf32>
  %25 = nn.atanh %24 : (tensor<2x3x16xf32>) -> tensor<2x3x16xf32>
  %c26 = nn.constant dense<[-2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 0.49999997, 8388609.0]> : tensor<9xf32>
  %27 = nn.round %c26 : (tensor<9xf32>) -> tensor<9xf32>
  %c28 = nn.constant dense<[0.0, 4.0]> : tensor<2xf32>
  %29 = nn.sqrt %c28 : (tensor<2xf32>) -> tensor<2xf32>
  return %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %18, %19, %20, %22, %25, %27, %29 : tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<2x3x16xf32>, tensor<9xf32>, tensor<2xf32>
}
