// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-medium})' | FileCheck %s
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-medium})' | tenon-sim - --report=json > %t.program.json
// RUN: tenon-sim %s --engine=ne-medium --report=json | grep -v '"type"' > %t.network.json
// RUN: cmp %t.program.json %t.network.json
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},engine-compile{type=i16})' | FileCheck %s --check-prefix=I16
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},engine-compile{by-layer=true})' | FileCheck %s --check-prefix=LAYERS
// RUN: tenon-sim %s --engine=ne-medium --type=f16 | FileCheck %s --check-prefix=F16

// CHECK: engine.program @main_program
// CHECK: engine.layer "stem"
// CHECK: engine.load
// CHECK: engine.array standard i8 after
// CHECK-SAME: kernel [3, 3] strides [2, 2]
// The tensors between the operations stay in SRAM.
// CHECK-NOT: engine.store
// CHECK: engine.layer "depthwise"
// CHECK: engine.array depthwise i8
// CHECK-NOT: engine.store
// CHECK: engine.layer "pool"
// CHECK: engine.vector "max" i8
// CHECK-NOT: engine.store
// CHECK: engine.layer "mean"
// A reshape is free.
// CHECK-NOT: engine.layer "view"
// CHECK: engine.layer "fc"
// CHECK: engine.array standard i8
// CHECK: engine.store
// CHECK-NOT: engine.barrier
// CHECK: func.func @main

// LAYERS: engine.program @main_program
// LAYERS: engine.load
// LAYERS: engine.store
// LAYERS: engine.barrier "stem"
// LAYERS: engine.barrier "depthwise"
// LAYERS: engine.barrier "pool"
// LAYERS: engine.barrier "mean"
// LAYERS-NOT: engine.barrier "view"
// LAYERS: engine.barrier "fc"

// I16: engine.program @main_program {
// I16: engine.array standard i16 after

// F16: floats as f16
// F16: stem
func.func @main(%x: tensor<1x32x32x3xf32>) -> tensor<1x10xf32> {
  %w0 = nn.parameter "w0" : tensor<16x3x3x3xf32>
  %w1 = nn.parameter "w1" : tensor<16x3x3x1xf32>
  %w2 = nn.parameter "w2" : tensor<10x16xf32>
  %0 = nn.conv2d %x, %w0 strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x32x32x3xf32>, tensor<16x3x3x3xf32>) -> tensor<1x16x16x16xf32> loc("stem")
  %1 = nn.conv2d %0, %w1 pads [1, 1, 1, 1] groups 16 : (tensor<1x16x16x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x16x16x16xf32> loc("depthwise")
  %2 = nn.max_pool2d %1 kernel [3, 3] strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x16x16x16xf32>) -> tensor<1x8x8x16xf32> loc("pool")
  %3 = nn.reduce mean %2 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32> loc("mean")
  %4 = nn.reshape %3 : (tensor<1x1x1x16xf32>) -> tensor<1x16xf32> loc("view")
  %5 = nn.fully_connected %4, %w2 : (tensor<1x16xf32>, tensor<10x16xf32>) -> tensor<1x10xf32> loc("fc")
  return %5 : tensor<1x10xf32>
}
