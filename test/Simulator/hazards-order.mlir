// hazard_r2: a race of a program stops it unless it is asked not to; the store
// would read what is still on its way.
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir 2>&1 | FileCheck %s
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --mode=tick 2>&1 | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --check-hazards=none | FileCheck %s --check-prefix=NONE
// NONE: program race
engine.program @race {
  // CHECK: hazards-order.mlir:[[@LINE+4]]:8: error: 'engine.vector' op expected the bytes 0 to 63 of SRAM, which it writes from cycle 61 on, to be free then, but got the 'engine.store' that reads them until cycle 121
  // CHECK: hazards-order.mlir:[[@LINE+2]]:8: note: this command reads them
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store after(%0) dram 1024 strides [] sram 0 strides [] sizes [64]
  %2 = engine.vector "fill" i8 after(%0) pixels 4 taps 1 channels 16 inputs [] bytes [] output 0 bytes 64
}
