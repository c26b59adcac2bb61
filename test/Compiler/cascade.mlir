// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-small},engine-verify)' | FileCheck %s
// RUN: tenon-sim %s --engine=ne-small --report=json | FileCheck %s --check-prefix=BYTES
// RUN: tenon-sim %s --engine=ne-small --report=json --cascades=false | FileCheck %s --check-prefix=PLAIN
// RUN: tenon-sim %s --engine=ne-small --check-hazards=all --report=json -o %t.fast
// RUN: tenon-sim %s --engine=ne-small --check-hazards=all --report=json --mode=tick -o %t.tick
// RUN: cmp %t.fast %t.tick

// The expanded tensor, 1.2 MB, is never whole: the layers take turns, and what
// lies between them neither goes to DRAM nor comes from there. Rows that the next
// stripe needs again are copied.
// CHECK: engine.layer "expand"
// CHECK: engine.array standard
// CHECK: engine.layer "depthwise"
// CHECK: engine.array depthwise
// CHECK-NOT: engine.store
// CHECK: engine.layer "expand"
// CHECK: engine.vector "max" {{.*}} taps 1 channels 96
// CHECK: engine.array standard
// CHECK-NOT: engine.store {{.*}} sizes [{{[0-9]+}}, 96]

// Only the result is written; without cascades what is between is as well.
// BYTES: "dram_write_bytes": 75264,
// PLAIN: "dram_write_bytes": 1279488,
func.func @main(%x: tensor<1x112x112x16xf32>) -> tensor<1x56x56x24xf32> {
  %w0 = nn.parameter "w0" : tensor<96x1x1x16xf32>
  %w1 = nn.parameter "w1" : tensor<96x3x3x1xf32>
  %w2 = nn.parameter "w2" : tensor<24x1x1x96xf32>
  %0 = nn.conv2d %x, %w0 activation <relu> : (tensor<1x112x112x16xf32>, tensor<96x1x1x16xf32>) -> tensor<1x112x112x96xf32> loc("expand")
  %1 = nn.conv2d %0, %w1 strides [2, 2] pads [1, 1, 1, 1] groups 96 activation <relu> : (tensor<1x112x112x96xf32>, tensor<96x3x3x1xf32>) -> tensor<1x56x56x96xf32> loc("depthwise")
  %2 = nn.conv2d %1, %w2 : (tensor<1x56x56x96xf32>, tensor<24x1x1x96xf32>) -> tensor<1x56x56x24xf32> loc("project")
  return %2 : tensor<1x56x56x24xf32>
}
