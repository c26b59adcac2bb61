// hazard_r2: a read of what nothing has written stops a run that is asked for it.
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --check-hazards=all 2>&1 | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir | FileCheck %s --check-prefix=RACES
// RACES: program unwritten
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-verify{races-only=true})' -o /dev/null
engine.program @unwritten {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  // CHECK: hazards-unwritten.mlir:[[@LINE+1]]:8: error: 'engine.store' op expected the bytes 64 to 127 of SRAM, which it reads from cycle 61 on, to be written before, but got no command that did
  %1 = engine.store after(%0) dram 1024 strides [] sram 0 strides [] sizes [128]
}
