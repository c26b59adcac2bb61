// RUN: tenon-opt %s --nn-split-host-steps | FileCheck %s
// RUN: tenon-opt %s --nn-split-host-steps --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-split-host-steps --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-split-host-steps > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir

// REMARK: [Passed] split | Category:nn-split-host-steps{{.*}}2 parts between steps of the host
// REMARK: 3 parts

// CHECK-LABEL: func.func @example(
// CHECK: nn.activation %{{.*}} <relu> : (tensor<1x8xf32>) -> tensor<1x8xf32>
// CHECK-NEXT: return %{{.*}} : tensor<1x8xf32>
// CHECK-LABEL: func.func @example.1(
// CHECK: nn.activation %{{.*}} <tanh> : (tensor<1x4xf32>) -> tensor<1x4xf32>
// CHECK-NOT: nn.host_step
func.func @example(%x: tensor<1x8xf32>) -> tensor<1x4xf32> {
  %0 = nn.activation %x <relu> : (tensor<1x8xf32>) -> tensor<1x8xf32>
  %1 = nn.host_step "Unique"(%0) : (tensor<1x8xf32>) -> tensor<1x4xf32>
  %2 = nn.activation %1 <tanh> : (tensor<1x4xf32>) -> tensor<1x4xf32>
  return %2 : tensor<1x4xf32>
}

// Values and constants that several parts read, names of inputs, a step that
// needs another one.
// CHECK-LABEL: func.func @long(
// CHECK-SAME: %{{.*}}: tensor<1x8xf32> {nn.name = "image"}) -> tensor<1x8xf32>
// CHECK: nn.parameter "w"
// CHECK-LABEL: func.func @long.1(
// CHECK-SAME: %{{.*}}: tensor<1x8xf32>, %{{.*}}: tensor<1x8xf32>) -> (tensor<1x8xf32>, tensor<1x8xf32>)
// CHECK: nn.parameter "w"
// CHECK-LABEL: func.func @long.2(
// CHECK-SAME: %{{.*}}: tensor<1x8xf32>, %{{.*}}: tensor<1x8xf32>) -> tensor<1x8xf32>
func.func @long(%x: tensor<1x8xf32> {nn.name = "image"}) -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %w = nn.parameter "w" : tensor<8xf32>
  %0 = nn.mul %x, %w : (tensor<1x8xf32>, tensor<8xf32>) -> tensor<1x8xf32>
  %1 = nn.host_step "First"(%0, %w) : (tensor<1x8xf32>, tensor<8xf32>) -> tensor<1x8xf32>
  %2 = nn.mul %1, %w : (tensor<1x8xf32>, tensor<8xf32>) -> tensor<1x8xf32>
  %3 = nn.add %2, %0 : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
  %4 = nn.host_step "Second"(%3) : (tensor<1x8xf32>) -> tensor<1x8xf32>
  %5 = nn.add %4, %2 : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
  return %5, %3 : tensor<1x8xf32>, tensor<1x8xf32>
}

// CHECK-LABEL: func.func @none(
// CHECK-NOT: func.func @none.1
func.func @none(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %0 = nn.activation %x <relu> : (tensor<1x8xf32>) -> tensor<1x8xf32>
  return %0 : tensor<1x8xf32>
}
