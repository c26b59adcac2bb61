// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-compile)' 2>&1 | FileCheck %s --check-prefix=TARGET
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-compile{type=i9})' 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=x})' 2>&1 | FileCheck %s --check-prefix=PRESET
// RUN: tenon-opt %s --pass-pipeline='builtin.module(engine-default{preset=ne-large type=i16})' | FileCheck %s

// TARGET: error: expected a module with a target; run engine-attach-target first
// TYPE: error: engine-compile: expected type to be i8, i16 or f16, but got 'i9'
// PRESET: error: expected preset to be one of ne-small, ne-medium, ne-large, dpu-b4096, nvdla-small, but got 'x'
// CHECK: "ne-large"
// CHECK: engine.program @main_program
// CHECK: func.func @main
func.func @main() {
  return
}
