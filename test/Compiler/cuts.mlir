// How operations are cut where bursts are long and memory is short.
// RUN: tenon-opt %s --split-input-file --pass-pipeline='builtin.module(engine-attach-target{preset=dpu-b4096},engine-compile{by-layer=true})' | FileCheck %s

// A reduction that fits is not cut along its channels: parts of 16 bytes of
// each pixel would cost a burst of 256 each.
// CHECK-LABEL: engine.program @fits_program
// CHECK: engine.load dram 0 strides [] sram 0 strides [] sizes [200704]
// CHECK-NOT: engine.load
// CHECK: engine.barrier
func.func @fits(%x: tensor<1x112x112x16xf32>) -> tensor<1x1x1x16xf32> {
  %0 = nn.reduce mean %x axes [1, 2] : (tensor<1x112x112x16xf32>) -> tensor<1x1x1x16xf32>
  return %0 : tensor<1x1x1x16xf32>
}

// -----

// One that does not is cut in as few parts as fit, two of them at once.
// CHECK-LABEL: engine.program @cut_program
// CHECK-COUNT-4: engine.load {{.*}} sizes [12544, 8]
// CHECK-NOT: engine.load
// CHECK: engine.barrier
func.func @cut(%x: tensor<1x112x112x32xf32>) -> tensor<1x1x1x32xf32> {
  %0 = nn.reduce mean %x axes [1, 2] : (tensor<1x112x112x32xf32>) -> tensor<1x1x1x32xf32>
  return %0 : tensor<1x1x1x32xf32>
}

// -----

// Two tiles of 2,048 pixels, which fill the accumulators, do not fit at once.
// CHECK-LABEL: engine.program @chunks_program
// CHECK: engine.array standard {{.*}} output {{[0-9]+}} [1, 1024, 96]
func.func @chunks(%x: tensor<1x112x112x16xf32>) -> tensor<1x112x112x96xf32> {
  %w = nn.parameter "w" : tensor<96x1x1x16xf32>
  %b = nn.parameter "b" : tensor<96xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [0, 0, 0, 0] : (tensor<1x112x112x16xf32>, tensor<96x1x1x16xf32>, tensor<96xf32>) -> tensor<1x112x112x96xf32>
  return %0 : tensor<1x112x112x96xf32>
}

// -----

// The first tile lacks a row of its window, but not the room for it: the third
// one takes its place, behind the first one's work and no store.
// CHECK-LABEL: engine.program @border_program
// CHECK: %[[FIRST:.+]] = engine.array depthwise {{.*}} input 0 [3, 112, 192]
// CHECK: engine.load after(%[[FIRST]]) dram 64512 strides [] sram 0 strides [] sizes [86016]
func.func @border(%x: tensor<1x112x112x192xf32>) -> tensor<1x112x112x192xf32> {
  %w = nn.parameter "w" : tensor<192x3x3x1xf32>
  %b = nn.parameter "b" : tensor<192xf32>
  %0 = nn.conv2d %x, %w, %b strides [1, 1] pads [1, 1, 1, 1] groups 192 : (tensor<1x112x112x192xf32>, tensor<192x3x3x1xf32>, tensor<192xf32>) -> tensor<1x112x112x192xf32>
  return %0 : tensor<1x112x112x192xf32>
}
