// RUN: sed 's/t_rfc = 100}/t_rfc = 100, share = 0.4}/' %S/Inputs/tiny.mlir > %t.mlir
// RUN: tenon-sim %s --engine=%t.mlir --report=json | FileCheck %s
// RUN: tenon-sim %s --engine=%t.mlir --report=json --mode=tick | FileCheck %s
// RUN: tenon-opt %t.mlir | tenon-opt | FileCheck %s --check-prefix=PRINT
// RUN: sed 's/t_rfc = 100}/t_rfc = 100, share = 0.405}/' %S/Inputs/tiny.mlir > %t.mlir
// RUN: not tenon-opt %t.mlir 2>&1 | FileCheck %s --check-prefix=STEPS
// RUN: sed 's/t_rfc = 100}/t_rfc = 100, share = 1}/' %S/Inputs/tiny.mlir > %t.mlir
// RUN: tenon-opt %t.mlir | FileCheck %s --check-prefix=WHOLE
// WHOLE: t_rfc = 100}
// PRINT: t_rfc = 100, share = 0.40}
// STEPS: expected 'dram.share' to be from 0.01 to 1.0 in steps of 0.01

// dram_r8: data goes from 37 to 41; others have the bus for 4 * 0.6 / 0.4 = 6
// cycles; data from 47 to 51, landed at 71.
// CHECK: "program": "share"
// CHECK: "cycles": 71,
engine.program @share {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [128]
}

// dram_r5, dram_r8: the bus turns round behind the others: 47 + 6 = 53, to 57,
// landed at 77.
// CHECK: "program": "share_turn"
// CHECK: "cycles": 77,
engine.program @share_turn {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store dram 1024 strides [] sram 64 strides [] sizes [64]
}
