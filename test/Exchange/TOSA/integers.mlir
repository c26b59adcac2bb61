// Integers, indices and truth values: the same values with and by way of TOSA.

// RUN: tenon-run %s --random=1 --backend=jit --compare %s
// RUN: tenon-opt %s --convert-nn-to-tosa -o %t.tosa.mlir
// RUN: mlir-opt %t.tosa.mlir --tosa-attach-target="specification_version=1.1.draft profiles=pro_int,pro_fp extensions=int64" --tosa-validate=strict-op-spec-alignment -o /dev/null
// RUN: tenon-opt %t.tosa.mlir --convert-tosa-to-nn -o %t.nn.mlir
// RUN: tenon-run %s --random=1 --compare %t.nn.mlir

func.func @main(%x0: tensor<2x4xi32>, %x1: tensor<2x5xf32>, %x2: tensor<2x2xi64>, %x3: tensor<6x3xf32>, %x4: tensor<4xi32>) -> (tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi1>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x1xi32>, tensor<1x1xi32>, tensor<2x4xf32>, tensor<2x4xi8>, tensor<2x4xi1>, tensor<2x4xi64>, tensor<2x4xi64>, tensor<2x4xf32>, tensor<2x2xi32>, tensor<3x5xi32>, tensor<2x1xi64>, tensor<1x5xi64>, tensor<1x1xi64>, tensor<2x2x2xf32>, tensor<2x3xf32>, tensor<4x3xf32>) {
  %c0 = nn.constant dense<[7, -3, 0, 12]> : tensor<4xi32>
  %c1 = nn.constant dense<[2, -2, 3, 5]> : tensor<4xi32>
  %2 = nn.add %x0, %c0 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %3 = nn.sub %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %4 = nn.mul %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %5 = nn.max %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %6 = nn.min %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %7 = nn.div %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %8 = nn.mod %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %c9 = nn.constant dense<[0, -1, 2, 0]> : tensor<4xi32>
  %10 = nn.div %2, %c9 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %11 = nn.mod %2, %c9 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi32>
  %12 = nn.compare lt %2, %c1 : (tensor<2x4xi32>, tensor<4xi32>) -> tensor<2x4xi1>
  %13 = nn.abs %2 : (tensor<2x4xi32>) -> tensor<2x4xi32>
  %14 = nn.neg %2 : (tensor<2x4xi32>) -> tensor<2x4xi32>
  %15 = nn.sign %2 : (tensor<2x4xi32>) -> tensor<2x4xi32>
  %16 = nn.reduce sum %2 axes [1] : (tensor<2x4xi32>) -> tensor<2x1xi32>
  %17 = nn.reduce max %2 axes [0, 1] : (tensor<2x4xi32>) -> tensor<1x1xi32>
  %18 = nn.cast %2 : (tensor<2x4xi32>) -> tensor<2x4xf32>
  %19 = nn.cast %2 : (tensor<2x4xi32>) -> tensor<2x4xi8>
  %20 = nn.cast %2 : (tensor<2x4xi32>) -> tensor<2x4xi1>
  %21 = nn.cast %2 : (tensor<2x4xi32>) -> tensor<2x4xi64>
  %22 = nn.add %21, %21 : (tensor<2x4xi64>, tensor<2x4xi64>) -> tensor<2x4xi64>
  %23 = nn.cast %21 : (tensor<2x4xi64>) -> tensor<2x4xf32>
  %24 = nn.slice %2 offsets [0, 1] sizes [2, 2] strides [1, 2] : (tensor<2x4xi32>) -> tensor<2x2xi32>
  %25 = nn.pad constant %2 low [0, 1] high [1, 0] value 3 : i32 : (tensor<2x4xi32>) -> tensor<3x5xi32>
  %26 = nn.arg_reduce max %x1 axis 1 : (tensor<2x5xf32>) -> tensor<2x1xi64>
  %27 = nn.arg_reduce min %x1 axis 0 : (tensor<2x5xf32>) -> tensor<1x5xi64>
  %c28 = nn.constant dense<[[1.0, 3.0, 3.0, 2.0]]> : tensor<1x4xf32>
  %29 = nn.arg_reduce max %c28 axis 1 last : (tensor<1x4xf32>) -> tensor<1x1xi64>
  %30 = nn.gather %x1, %x2 axis 1 : (tensor<2x5xf32>, tensor<2x2xi64>) -> tensor<2x2x2xf32>
  %c31 = nn.constant dense<[-1, 0, 3]> : tensor<3xi64>
  %32 = nn.gather %x1, %c31 axis 1 : (tensor<2x5xf32>, tensor<3xi64>) -> tensor<2x3xf32>
  %33 = nn.gather %x3, %x4 axis 0 : (tensor<6x3xf32>, tensor<4xi32>) -> tensor<4x3xf32>
  return %2, %3, %4, %5, %6, %7, %8, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %29, %30, %32, %33 : tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi1>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x4xi32>, tensor<2x1xi32>, tensor<1x1xi32>, tensor<2x4xf32>, tensor<2x4xi8>, tensor<2x4xi1>, tensor<2x4xi64>, tensor<2x4xi64>, tensor<2x4xf32>, tensor<2x2xi32>, tensor<3x5xi32>, tensor<2x1xi64>, tensor<1x5xi64>, tensor<1x1xi64>, tensor<2x2x2xf32>, tensor<2x3xf32>, tensor<4x3xf32>
}
