// Arithmetic with broadcasting: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="profiles=pro_int,pro_fp" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<2x3x4xf32>, %x1: tensor<3x1xf32>, %x2: tensor<4xf32>, %x3: tensor<f32>, %x4: tensor<3x4xi1>) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<f32>, tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<3x4xi1>, tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xi32>, tensor<2x3x4xi1>, tensor<2x3x4xi32>, tensor<2x3x4xi8>, tensor<2x3x4xi16>) {
  %c0 = nn.constant dense<2.0> : tensor<f32>
  %1 = nn.add %x1, %c0 : (tensor<3x1xf32>, tensor<f32>) -> tensor<3x1xf32>
  %2 = nn.add %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %3 = nn.sub %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %4 = nn.mul %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %5 = nn.max %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %6 = nn.min %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %7 = nn.div %x0, %1 : (tensor<2x3x4xf32>, tensor<3x1xf32>) -> tensor<2x3x4xf32>
  %8 = nn.prelu %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %9 = nn.abs %x0 : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  %10 = nn.pow %9, %1 : (tensor<2x3x4xf32>, tensor<3x1xf32>) -> tensor<2x3x4xf32>
  %11 = nn.add %x3, %x3 : (tensor<f32>, tensor<f32>) -> tensor<f32>
  %12 = nn.sub %x3, %x0 : (tensor<f32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  %13 = nn.mul %x1, %x2 : (tensor<3x1xf32>, tensor<4xf32>) -> tensor<3x4xf32>
  %14 = nn.compare lt %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xi1>
  %15 = nn.compare le %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xi1>
  %16 = nn.compare gt %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xi1>
  %17 = nn.compare ge %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xi1>
  %18 = nn.compare eq %x0, %x2 : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xi1>
  %19 = nn.and %18, %x4 : (tensor<2x3x4xi1>, tensor<3x4xi1>) -> tensor<2x3x4xi1>
  %20 = nn.or %18, %x4 : (tensor<2x3x4xi1>, tensor<3x4xi1>) -> tensor<2x3x4xi1>
  %21 = nn.xor %18, %x4 : (tensor<2x3x4xi1>, tensor<3x4xi1>) -> tensor<2x3x4xi1>
  %22 = nn.not %x4 : (tensor<3x4xi1>) -> tensor<3x4xi1>
  %23 = nn.select %x4, %x0, %x2 : (tensor<3x4xi1>, tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %24 = nn.select %x4, %x1, %x3 : (tensor<3x4xi1>, tensor<3x1xf32>, tensor<f32>) -> tensor<3x4xf32>
  %25 = nn.cast %x4 : (tensor<3x4xi1>) -> tensor<3x4xf32>
  %26 = nn.cast %x4 : (tensor<3x4xi1>) -> tensor<3x4xi32>
  %27 = nn.cast %x0 : (tensor<2x3x4xf32>) -> tensor<2x3x4xi1>
  %c28 = nn.constant dense<9.0> : tensor<f32>
  %29 = nn.mul %x0, %c28 : (tensor<2x3x4xf32>, tensor<f32>) -> tensor<2x3x4xf32>
  %30 = nn.cast %29 : (tensor<2x3x4xf32>) -> tensor<2x3x4xi32>
  %31 = nn.cast %29 : (tensor<2x3x4xf32>) -> tensor<2x3x4xi8>
  %32 = nn.cast %29 : (tensor<2x3x4xf32>) -> tensor<2x3x4xi16>
  return %2, %3, %4, %5, %6, %7, %8, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %30, %31, %32 : tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<f32>, tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<2x3x4xi1>, tensor<3x4xi1>, tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xi32>, tensor<2x3x4xi1>, tensor<2x3x4xi32>, tensor<2x3x4xi8>, tensor<2x3x4xi16>
}
