// All events of a small program, by both simulators. The machine has 100 MHz: a
// cycle is 10 nanoseconds.
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --trace=%t.fast -o %t.txt
// RUN: tenon-sim %s --engine=%S/Inputs/tiny.mlir --trace=%t.tick -o %t.txt --mode=tick
// RUN: cmp %t.fast %t.tick
// RUN: sed 's/},{"ph"/},\n{"ph"/g' %t.fast | FileCheck %s

// A load of one burst enters in cycle 0, starts in 1, issues in 11, and its data
// goes from 11 + 16 + 10 to 41; it lands at 61. The array command, in its queue
// since 4, starts then: its load ends at 69, steps at 73, drain from 83 to 107. The
// store starts there: its two bursts are issued in 117 and 118, and their data goes
// from 117 + 26 to 151; it lands at 171. The barrier, read in cycle 12, waits until
// then and takes 108 cycles. The vector command begins a segment of its own.
engine.program @all {
  engine.layer "first"
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.array standard i8 after(%0) output 1024 [2, 3, 16] pitch [48, 16] input 0 [2, 3, 8] pitch [48, 16] weights 2048 kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0]
  %2 = engine.store after(%1) dram 4096 strides [] sram 1024 strides [] sizes [96]
  engine.barrier "second"
  %3 = engine.vector "add" i8 pixels 16 taps 1 channels 16 inputs [0] bytes [256] output 512 bytes 256
}

// CHECK: {"displayTimeUnit":"ns","traceEvents":[{"ph":"M","pid":1,"tid":0,"name":"process_name","args":{"name":"all"}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"barriers"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":1,"ts":1.710,"dur":1.080,"name":"first barrier","cat":"barrier","args":{"command":3,"begin":171,"end":279,"entered":12,"started":171,"ended":279}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":2,"name":"thread_name","args":{"name":"array loads"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":2,"ts":0.610,"dur":0.080,"name":"first array loads","cat":"array loads","args":{"command":1,"begin":61,"end":69,"entered":4,"started":61,"ended":107,"rows":2,"width":3,"channels":16,"input_channels":8,"taps":1}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":3,"name":"thread_name","args":{"name":"array steps"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":3,"ts":0.690,"dur":0.040,"name":"first array steps","cat":"array steps","args":{"command":1,"begin":69,"end":73,"entered":4,"started":61,"ended":107,"rows":2,"width":3,"channels":16,"input_channels":8,"taps":1}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":4,"name":"thread_name","args":{"name":"array drain"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":4,"ts":0.830,"dur":0.240,"name":"first array drain","cat":"array drain","args":{"command":1,"begin":83,"end":107,"entered":4,"started":61,"ended":107,"rows":2,"width":3,"channels":16,"input_channels":8,"taps":1}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":5,"name":"thread_name","args":{"name":"vector"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":5,"ts":2.800,"dur":0.640,"name":"vector","cat":"vector","args":{"command":4,"begin":280,"end":344,"entered":279,"started":280,"ended":344,"pixels":16,"taps":1,"channels":16}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":1000,"name":"thread_name","args":{"name":"load"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":1000,"ts":0.010,"dur":0.600,"name":"first load","cat":"load","args":{"command":0,"begin":1,"end":61,"entered":0,"started":1,"issued":12,"ended":61,"bytes":64,"dram_address":0}},
// CHECK-NEXT: {"ph":"M","pid":1,"tid":2000,"name":"thread_name","args":{"name":"store"}},
// CHECK-NEXT: {"ph":"X","pid":1,"tid":2000,"ts":1.070,"dur":0.640,"name":"first store","cat":"store","args":{"command":2,"begin":107,"end":171,"entered":8,"started":107,"issued":119,"ended":171,"bytes":96,"dram_address":4096}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"DRAM bytes a cycle","ts":0.000,"args":{"read":0.25,"written":0.5}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"DRAM bytes a cycle","ts":2.560,"args":{"read":0,"written":0}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"SRAM bytes in use","ts":0.010,"args":{"used":64}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"SRAM bytes in use","ts":0.830,"args":{"used":160}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"SRAM bytes in use","ts":1.710,"args":{"used":64}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"SRAM bytes in use","ts":2.800,"args":{"used":320}},
// CHECK-NEXT: {"ph":"C","pid":1,"name":"SRAM bytes in use","ts":3.440,"args":{"used":0}}]}
