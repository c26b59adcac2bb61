// What is written in other operations before it is compiled: selections in
// short and in long rows, with the places of what was selected, and products
// whose batches are repeated in part.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-opt %s --nn-expand-selection --nn-expand-broadcasts > %t.mlir
// RUN: tenon-run %s --random=1 --compare=%t.mlir

// CHECK-COUNT-8: values of output{{[0-9]}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<2x9x4xf32>, %y: tensor<2x300xf32>, %a: tensor<2x4x3x8xf32>, %b: tensor<2x1x8x5xf32>, %c: tensor<2x1x3x8xf32>, %d: tensor<4x8x5xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xi64>, tensor<2x9x2xf32>, tensor<2x9x2xi64>, tensor<2x2xf32>, tensor<2x2xi64>, tensor<2x4x3x5xf32>, tensor<2x4x3x5xf32>) {
  %0, %p0 = nn.top_k max %x axis 1 count 3 : (tensor<2x9x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xi64>)
  %1, %p1 = nn.top_k min %x axis 2 count 2 : (tensor<2x9x4xf32>) -> (tensor<2x9x2xf32>, tensor<2x9x2xi64>)
  %2, %p2 = nn.top_k min %y axis 1 count 2 : (tensor<2x300xf32>) -> (tensor<2x2xf32>, tensor<2x2xi64>)
  %3 = nn.matmul %a, %b : (tensor<2x4x3x8xf32>, tensor<2x1x8x5xf32>) -> tensor<2x4x3x5xf32>
  %4 = nn.matmul %c, %d : (tensor<2x1x3x8xf32>, tensor<4x8x5xf32>) -> tensor<2x4x3x5xf32>
  return %0, %p0, %1, %p1, %2, %p2, %3, %4 : tensor<2x3x4xf32>, tensor<2x3x4xi64>, tensor<2x9x2xf32>, tensor<2x9x2xi64>, tensor<2x2xf32>, tensor<2x2xi64>, tensor<2x4x3x5xf32>, tensor<2x4x3x5xf32>
}
