// Products whose second factor is computed: as columns, as rows, with batches on both sides or on one.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=ne-medium --type=f16 --values --mode=tick | FileCheck %s
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-small},engine-compile,engine-verify)' | FileCheck %s --check-prefix=PROGRAM

// CHECK-COUNT-4: values of output{{[0-9]}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
// PROGRAM: engine.array {{.*}} weight_layout rows
// PROGRAM: engine.array {{.*}} weight_layout columns
func.func @main(%x: tensor<4x16xf32>, %y: tensor<32x16xf32>, %a: tensor<3x5x20xf32>, %b: tensor<3x20x70xf32>, %c: tensor<1x20x33xf32>) -> (tensor<4x32xf32>, tensor<3x5x70xf32>, tensor<3x5x33xf32>, tensor<3x5x40xf32>) {
  %w = nn.mul %y, %y : (tensor<32x16xf32>, tensor<32x16xf32>) -> tensor<32x16xf32>
  %0 = nn.fully_connected %x, %w : (tensor<4x16xf32>, tensor<32x16xf32>) -> tensor<4x32xf32> loc("rows")
  %1 = nn.matmul %a, %b : (tensor<3x5x20xf32>, tensor<3x20x70xf32>) -> tensor<3x5x70xf32> loc("columns")
  %2 = nn.matmul %a, %c : (tensor<3x5x20xf32>, tensor<1x20x33xf32>) -> tensor<3x5x33xf32>
  %p = nn.parameter "p" : tensor<3x20x40xf32>
  %3 = nn.matmul %a, %p : (tensor<3x5x20xf32>, tensor<3x20x40xf32>) -> tensor<3x5x40xf32>
  return %0, %1, %2, %3 : tensor<4x32xf32>, tensor<3x5x70xf32>, tensor<3x5x33xf32>, tensor<3x5x40xf32>
}
