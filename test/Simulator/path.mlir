// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --critical-path | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --critical-path --mode=tick --report=json | FileCheck %s --check-prefix=JSON

// path_r1: the end waits for the store, which waits for the vector unit, which
// waits for the first load; nothing waits for the second one.
// CHECK: critical path: array 0.0%, vector 9.0%, load 45.9%, store 45.1%, barrier 0.0%, issue 0.0%
// CHECK-NEXT: from cycle cycles unit layer
// CHECK-NEXT: {{^ *}}0 61 load in
// CHECK-NEXT: {{^ *}}61 12 vector work
// CHECK-NEXT: {{^ *}}73 60 store out
// JSON: "critical_path": [
// JSON-NEXT: {
// JSON-NEXT: "begin": 0,
// JSON-NEXT: "end": 61,
// JSON-NEXT: "unit": "load",
// JSON-NEXT: "layer": "in"
engine.program @chain {
  engine.layer "in"
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.load dram 64 strides [] sram 64 strides [] sizes [64]
  engine.layer "work"
  %2 = engine.vector "add" i8 after(%0) pixels 3 taps 1 channels 16 inputs [0] bytes [48] output 4096 bytes 48
  engine.layer "out"
  %3 = engine.store after(%2) dram 4096 strides [] sram 4096 strides [] sizes [48]
}

// path_r1: the second vector command enters in cycle 4 and the barrier in cycle
// 8, when both are done: the sequencer needs its time. The reset takes 108.
// CHECK: program queue
// CHECK: critical path: array 0.0%, vector 1.7%, load 0.0%, store 0.0%, barrier 91.6%, issue 6.7%
// CHECK: {{^ *}}0 8 issue a
// CHECK-NEXT: {{^ *}}8 109 barrier a
// CHECK-NEXT: {{^ *}}117 2 vector (unnamed)
engine.program @queue {
  engine.layer "a"
  %0 = engine.vector "add" i8 pixels 1 taps 1 channels 4 inputs [0] bytes [48] output 4096 bytes 48
  %1 = engine.vector "add" i8 pixels 1 taps 1 channels 4 inputs [0] bytes [48] output 4096 bytes 48
  engine.barrier "a"
  %2 = engine.vector "add" i8 pixels 1 taps 1 channels 4 inputs [0] bytes [48] output 4096 bytes 48
}
