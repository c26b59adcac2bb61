// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-medium},engine-verify)' | FileCheck %s

// A normalization, a sum and an activation behind a convolution are work of its
// drain; the sum is added from where its other operand stays.
// CHECK-LABEL: engine.program @residual_program
// CHECK: engine.layer "first"
// CHECK: engine.array standard i8 {{.*}}output [[X:[0-9]+]] [1, 32, 16]
// CHECK: engine.layer "second"
// CHECK: engine.array standard i8 {{.*}} residual [[X]] [128, 16]
// CHECK-NOT: engine.vector
// CHECK: engine.store
func.func @residual(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %v = nn.parameter "v" : tensor<16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("first")
  %1 = nn.conv2d %0, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("second")
  %2 = nn.batch_norm %1, %v, %v, %v, %v epsilon 1.0E-5 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  %3 = nn.add %0, %2 : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  %4 = nn.activation %3 <relu> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %4 : tensor<1x8x8x16xf32>
}

// What is used twice, and what comes behind an activation, is work of the vector
// unit.
// CHECK-LABEL: engine.program @twice_program
// CHECK: engine.array
// CHECK-NOT: residual
// CHECK: engine.layer "sum"
// CHECK: engine.vector "add"
func.func @twice(%x: tensor<1x8x8x16xf32>) -> (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) {
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32> loc("first")
  %1 = nn.add %x, %0 : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> loc("sum")
  return %0, %1 : tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>
}
