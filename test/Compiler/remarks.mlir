// What the compiler decided, as a remark; and what several operations share.
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},engine-compile)' '--remarks-filter=engine.*' -o %t.mlir 2>&1 | FileCheck %s
// RUN: FileCheck %s --check-prefix=PROGRAM < %t.mlir
// RUN: tenon-sim %s --engine=ne-medium --values | FileCheck %s --check-prefix=VALUES

// CHECK: [Passed] compiled | Category:engine-compile | Remark="3 operations, 2 tensors stay in SRAM, in 512 bytes (at least 512), weights of several operations: 1, cascades: 0 of 0 operations, commands: 6"

// Two loads, of the image and of the weights, which three commands use.
// PROGRAM-COUNT-2: engine.load
// PROGRAM-NOT: engine.load
// PROGRAM: engine.array {{.*}} weights [[WEIGHTS:[0-9]+]] kernel
// PROGRAM: engine.array {{.*}} weights [[WEIGHTS]] kernel
// PROGRAM: engine.array {{.*}} weights [[WEIGHTS]] kernel
// PROGRAM: engine.store

// VALUES: values of output0: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %w = nn.parameter "w" : tensor<64x64xf32>
  %0 = nn.fully_connected %x, %w activation <relu> : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  %1 = nn.fully_connected %0, %w activation <relu> : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  %2 = nn.fully_connected %1, %w : (tensor<4x64xf32>, tensor<64x64xf32>) -> tensor<4x64xf32>
  return %2 : tensor<4x64xf32>
}
