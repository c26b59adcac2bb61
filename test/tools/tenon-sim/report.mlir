// RUN: tenon-sim %s --engine=%S/../../Simulator/Inputs/tiny.mlir | FileCheck %s
// RUN: tenon-sim - --engine=ne-small --mode=tick < %s | FileCheck %s --check-prefix=SMALL
// RUN: tenon-sim %s --engine=ne-small --report=json -o %t.json && FileCheck %s --check-prefix=JSON < %t.json
// RUN: tenon-sim %s --engine=ne-small --mlir-timing -o %t.txt 2>&1 | FileCheck %s --check-prefix=TIMING
// RUN: tenon-sim --version | FileCheck %s --check-prefix=VERSION
// RUN: tenon-sim --help | FileCheck %s --check-prefix=HELP

// CHECK: program copy on tiny at 100 MHz{{$}}
// CHECK: layer cycles ms array% lanes% SRAM B DRAM rd B DRAM wr B sram% weights% drain% vector% dram% issue% barrier% bound by
// The load lands at 61, the store issues at 71; its row is ready at 87, its data
// goes from 97 to 101 and lands at 121; the reset takes 108.
// CHECK: copy {{ *}}229{{ +}}0.0023{{ +}}0.0{{ +}}0.0{{ +}}64{{ +}}64{{ +}}64{{ .*}}dram{{$}}
// CHECK: total {{ *}}229
// CHECK: SRAM used: 64 of 65536 bytes

// SMALL: program copy on ne-small at 500 MHz{{$}}

// JSON: "program": "copy"
// JSON: "engine": "ne-small"
// JSON: "clock_mhz": 500
// JSON: "sram_bytes": 64
// JSON: "total": {
// JSON: "layers": [
// JSON: "name": "copy"

// TIMING: Execution time report
// TIMING: Load
// TIMING: Simulate
// TIMING: Total

// VERSION: Tenon {{[0-9]+\.[0-9]+\.[0-9]+}}
// HELP: --engine=<preset|file.mlir>
// HELP: --mode=<value>
// HELP-NEXT: =fast - from event to event
// HELP-NEXT: =tick - cycle by cycle, with the same result
engine.program @copy {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
  engine.barrier "copy"
}
