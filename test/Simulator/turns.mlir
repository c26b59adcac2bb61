// RUN: sed 's/outstanding = 8/outstanding = 64/' %S/Inputs/tiny.mlir > %t.mlir
// RUN: tenon-sim %s --engine=%t.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%t.mlir --report=json --mode=tick | FileCheck %s

// dma_r4: a turn has 1024 / 64 = 16 bursts. The load issues 16 from cycle 31 on,
// the store its only one in 47, the load the rest. Data of the load from 57 to 121;
// of the store from 121 + 6 to 131; of the load from 137 to 153: landed at 173.
// CHECK: "program": "turns"
// CHECK: "cycles": 173,
engine.program @turns {
  %0 = engine.vector "add" i8 pixels 20 taps 1 channels 4 inputs [0] bytes [80] output 128 bytes 80
  %1 = engine.load after(%0) dram 0 strides [] sram 512 strides [] sizes [1280]
  %2 = engine.store after(%0) dram 2048 strides [] sram 128 strides [] sizes [64]
}
