// array_r11, hazard_r1: the drain reads the records of its channels until it ends.
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir 2>&1 | FileCheck %s
// RUN: not tenon-sim %s --engine=%S/Inputs/tiny.mlir --mode=tick 2>&1 | FileCheck %s

// Its steps end at 73, so the first load may overwrite weights at 91; its drain
// goes from 83 to 107.
engine.program @records {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.array standard i8 after(%0) output 1024 [2, 3, 16] pitch [48, 16] input 0 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %2 = engine.vector "add" i8 after(%0) pixels 1 taps 1 channels 80 inputs [] bytes [] output 512 bytes 80
  %3 = engine.load after(%2) dram 0 strides [] sram 2048 strides [] sizes [128]
  // CHECK: hazards-records.mlir:[[@LINE+2]]:8: error: 'engine.load' op expected the bytes 2176 to 2239 of SRAM, which it writes from cycle 93 on, to be free then, but got the 'engine.array' that reads them until cycle 107
  // CHECK: hazards-records.mlir:[[@LINE-4]]:8: note: this command reads them
  %4 = engine.load after(%2) dram 0 strides [] sram 2176 strides [] sizes [64]
}
