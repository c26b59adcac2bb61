// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium})' | FileCheck %s
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{file=%S/../Simulator/Inputs/tiny.mlir})' | FileCheck %s --check-prefix=FILE
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=huge})' 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium,file=x.mlir})' 2>&1 | FileCheck %s --check-prefix=COMMA
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target)' 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{file=/none.mlir})' 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-attach-target{file=%s})' 2>&1 | FileCheck %s --check-prefix=EMPTY

// CHECK: module attributes {engine.target = #engine.target<"ne-medium",
// CHECK-SAME: >} {
// CHECK-NEXT: }
// FILE: module attributes {engine.target = #engine.target<"tiny",
// UNKNOWN: error: engine-attach-target: expected preset to be one of ne-small, ne-medium, ne-large, dpu-b4096, nvdla-small, but got 'huge'
// COMMA: error: engine-attach-target: expected options to be separated by spaces, but got 'ne-medium,file=x.mlir'
// NONE: error: engine-attach-target: expected a preset or a file
// MISSING: error: cannot open input file '/none.mlir'
// EMPTY: attach-target.mlir: expected a module with the attribute 'engine.target', but got none
module {}
