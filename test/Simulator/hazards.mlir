// A run stops at a hazard, by both simulators, and names both commands.
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --check-hazards=all 2>&1 | FileCheck %s
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --check-hazards=all --mode=tick 2>&1 | FileCheck %s
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --check-hazards=none | FileCheck %s --check-prefix=OFF
// OFF: program hazard_r2

// hazard_r1, hazard_r2: the array reads its input from cycle 61 on, when the first
// load has landed, to 73, when its steps end; the second load, of which it knows
// nothing, writes the same bytes from 12 to 65.
engine.program @hazard_r2 {
  // CHECK: hazards.mlir:[[@LINE+3]]:8: error: 'engine.array' op expected the bytes 0 to 63 of SRAM, which it reads from cycle 61 on, to be free then, but got the 'engine.load' that writes them until cycle 65
  // CHECK: hazards.mlir:[[@LINE+3]]:8: note: this command writes them
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.array standard i8 after(%0) output 1024 [1, 4, 16] pitch [64, 16] input 0 [1, 4, 8] pitch [64, 16] weights 0 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %2 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
}
