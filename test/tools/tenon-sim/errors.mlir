// RUN: not tenon-sim %s 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not tenon-sim %s --engine=huge 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not tenon-sim %s --engine=ne-small --type=i9 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not tenon-sim /none.mlir --engine=ne-small 2>&1 | FileCheck %s --check-prefix=FILE
// RUN: rm -f %t.txt && not tenon-sim %s --engine=ne-small -o %t.txt 2>&1 | FileCheck %s --check-prefix=BOUNDS
// RUN: not ls %t.txt

// NONE: error: expected --engine, since the module names no target
// UNKNOWN: error: expected one of the engines ne-small, ne-medium, ne-large, dpu-b4096, nvdla-small or a .mlir file, but got 'huge'
// TYPE: error: expected --type to be i8, i16 or f16, but got 'i9'
// FILE: error: cannot open input file '/none.mlir'
// BOUNDS: errors.mlir:[[@LINE+2]]:{{.*}}: error: 'engine.load' op expected the region to end within the 524288 bytes of SRAM
engine.program @far {
  %0 = engine.load dram 0 strides [] sram 524288 strides [] sizes [64]
}
