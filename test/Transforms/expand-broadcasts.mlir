// RUN: tenon-opt %s --nn-expand-broadcasts | FileCheck %s
// RUN: tenon-opt %s --nn-expand-broadcasts --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-expand-broadcasts --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-expand-broadcasts > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir

// REMARK: [Passed] repeated | Category:nn-expand-broadcasts{{.*}}factor 1 for all batches, exact

// CHECK-LABEL: func.func @part
// CHECK: %{{.*}} = nn.broadcast %{{.*}} : (tensor<2x1x8x5xf32>) -> tensor<2x4x8x5xf32>
// CHECK: nn.matmul %{{.*}}, %{{.*}} : (tensor<2x4x3x8xf32>, tensor<2x4x8x5xf32>) -> tensor<2x4x3x5xf32>
func.func @part(%a: tensor<2x4x3x8xf32>, %b: tensor<2x1x8x5xf32>) -> tensor<2x4x3x5xf32> {
  %0 = nn.matmul %a, %b : (tensor<2x4x3x8xf32>, tensor<2x1x8x5xf32>) -> tensor<2x4x3x5xf32>
  return %0 : tensor<2x4x3x5xf32>
}

// Both factors, and none.
// CHECK-LABEL: func.func @others
// CHECK-COUNT-2: nn.broadcast
// CHECK-NOT: nn.broadcast
func.func @others(%a: tensor<2x1x3x8xf32>, %b: tensor<4x8x5xf32>, %c: tensor<8x5xf32>) -> (tensor<2x4x3x5xf32>, tensor<2x1x3x5xf32>) {
  %0 = nn.matmul %a, %b : (tensor<2x1x3x8xf32>, tensor<4x8x5xf32>) -> tensor<2x4x3x5xf32>
  %1 = nn.matmul %a, %c : (tensor<2x1x3x8xf32>, tensor<8x5xf32>) -> tensor<2x1x3x5xf32>
  return %0, %1 : tensor<2x4x3x5xf32>, tensor<2x1x3x5xf32>
}
