// What --values cannot run, and what it says when results differ.
// RUN: split-file %s %t
// RUN: %python -c "import numpy; numpy.save('%t/far.npy', numpy.full((1, 20), 99))"
// RUN: not tenon-sim %t/lookup.mlir --engine=ne-small --values --input=input0=%t/far.npy 2>&1 | FileCheck %s --check-prefix=LOOKUP
// RUN: not tenon-sim %t/program.mlir --engine=ne-small --values 2>&1 | FileCheck %s --check-prefix=PROGRAM
// RUN: not tenon-sim %t/lookup.mlir --engine=ne-small --values --by-layer 2>&1 | FileCheck %s --check-prefix=LAYER
// RUN: not tenon-sim %t/lookup.mlir --engine=ne-small --values --sweep=sram.bytes=1MiB 2>&1 | FileCheck %s --check-prefix=RUNS
// RUN: not tenon-sim %t/lookup.mlir --engine=ne-small --random=3 2>&1 | FileCheck %s --check-prefix=ALONE
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --tolerance=-1 2>&1 | FileCheck %s --check-prefix=TOLERANCE
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --input=y=x.npy 2>&1 | FileCheck %s --check-prefix=INPUT
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --output=y=x.npy 2>&1 | FileCheck %s --check-prefix=OUTPUT
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --output=x.txt 2>&1 | FileCheck %s --check-prefix=FORMAT
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --report=csv 2>&1 | FileCheck %s --check-prefix=CSV
// RUN: not tenon-sim %t/program.mlir --engine=ne-small --smallest-sram 2>&1 | FileCheck %s --check-prefix=SMALLEST
// RUN: not tenon-sim %t/index.mlir --engine=ne-small --values 2>&1 | FileCheck %s --check-prefix=INDEX
// RUN: not tenon-sim %t/huge.mlir --engine=ne-small --values 2>&1 | FileCheck %s --check-prefix=HUGE
// RUN: not tenon-sim %t/two.mlir --engine=ne-small --values --output=output0=o.npy 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: not tenon-sim %t/declared.mlir --engine=ne-small 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: sed 's/bytes = 524288/bytes = 4294967296/' %source/examples/my-engine.mlir > %t/large.mlir
// RUN: not tenon-sim %t/conv.mlir --engine=%t/large.mlir --values 2>&1 | FileCheck %s --check-prefix=SRAM
// RUN: sed 's/bytes = 524288/bytes = 2147483648/' %source/examples/my-engine.mlir > %t/full.mlir
// RUN: not %python -c "import os, resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 33, 1 << 33)); os.execvp(sys.argv[1], sys.argv[1:])" \
// RUN:   tenon-sim %t/conv.mlir --engine=%t/full.mlir --values 2>&1 | FileCheck %s --check-prefix=HOST
// Weights and inputs from a seed; what is written is what the program computed.
// RUN: tenon-sim %t/conv.mlir --engine=ne-small --values --random=7 --output=output0=%t/a.npy -o %t/a.txt
// RUN: tenon-sim %t/conv.mlir --engine=ne-large --values --random=7 --output=%t/b.npy --mode=tick -o %t/b.txt
// RUN: cmp %t/a.npy %t/b.npy
// RUN: FileCheck %s --check-prefix=DONE < %t/a.txt
// A tolerance that rounding cannot keep: exit code 1, and the layer.
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --tolerance=0 | FileCheck %s --check-prefix=FAR
// RUN: not tenon-sim %t/conv.mlir --engine=ne-small --values --tolerance=0 --report=json | FileCheck %s --check-prefix=JSON

// LOOKUP: {{^}}words: error: expected indices below 10, but got 99{{$}}
// PROGRAM: {{^}}tenon-sim: error: expected a network for --values, but got a program{{$}}
// LAYER: {{^}}tenon-sim: error: expected --values or --by-layer, but got both: operations that are compiled by themselves share no data{{$}}
// RUNS: {{^}}tenon-sim: error: expected one run of a network for --values, but got --topology, --sweep or --compare{{$}}
// ALONE: {{^}}tenon-sim: error: expected --values with --random, --input, --output and --tolerance{{$}}
// TOLERANCE: {{^}}tenon-sim: error: --tolerance: expected a number that is not negative{{$}}
// INPUT: {{^}}tenon-sim: error: --input names 'y', but the network has 'input0'{{$}}
// OUTPUT: {{^}}tenon-sim: error: --output names 'y', but the network has 'output0'{{$}}
// FORMAT: {{^}}tenon-sim: error: --output: expected a file that ends in .npy or .pb, but got 'x.txt'{{$}}
// CSV: {{^}}tenon-sim: error: expected --report=table or json with --values, but got csv, which has a line a layer only{{$}}
// SMALLEST: {{^}}tenon-sim: error: expected a network for --smallest-sram, but got a program{{$}}
// INDEX: index.mlir:1:1: error: expected every input to be a tensor of numbers with a static shape, but got 'index' as input 0
// HUGE: huge.mlir:1:17: error: expected tensors of at most 2 GiB to execute, but got 'tensor<65536x65536xf32>' of 16 GiB
// TWO: {{^}}tenon-sim: error: expected a module with one network for --output, but got 2{{$}}
// NONE: {{^}}tenon-sim: error: expected a module with a network or a program{{$}}
// SRAM: error: 'engine.program' op expected at most 2147483648 bytes of SRAM to run values, but got 4294967296
// HOST: error: 'engine.program' op expected 17{{[0-9]+}} bytes of memory on the host to run values, which it does not have; a machine with less SRAM needs less
// DONE: values of output0: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
// FAR: values of output0: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+}}, beyond the tolerance; the first layer that differs: {{first|second}}
// JSON: "is_near": false
// JSON: "first_layer_that_differs": "{{first|second}}"

//--- lookup.mlir
func.func @main(%i: tensor<1x20xi64>) -> tensor<1x20x64xf32> {
  %t = nn.parameter "t" : tensor<10x64xf32>
  %0 = nn.gather %t, %i axis 0 : (tensor<10x64xf32>, tensor<1x20xi64>) -> tensor<1x20x64xf32> loc("words")
  return %0 : tensor<1x20x64xf32>
}

//--- index.mlir
func.func @main(%i: index, %x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %0 = nn.exp %x : (tensor<4x64xf32>) -> tensor<4x64xf32>
  return %0 : tensor<4x64xf32>
}

//--- huge.mlir
func.func @main(%x: tensor<65536x65536xf32>) -> tensor<65536x65536xf32> {
  %0 = nn.exp %x : (tensor<65536x65536xf32>) -> tensor<65536x65536xf32>
  return %0 : tensor<65536x65536xf32>
}

//--- two.mlir
func.func @first(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %0 = nn.exp %x : (tensor<4x64xf32>) -> tensor<4x64xf32>
  return %0 : tensor<4x64xf32>
}
func.func @second(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
  %0 = nn.exp %x : (tensor<4x64xf32>) -> tensor<4x64xf32>
  return %0 : tensor<4x64xf32>
}

//--- declared.mlir
func.func private @main(tensor<4x64xf32>) -> tensor<4x64xf32>

//--- program.mlir
engine.program @copy {
  %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
  %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
  engine.barrier "copy"
}

//--- conv.mlir
func.func @main(%x: tensor<1x20x20x40xf32>) -> tensor<1x20x20x48xf32> {
  %v = nn.parameter "v" : tensor<48x1x1x40xf32>
  %0 = nn.avg_pool2d %x kernel [3, 3] pads [1, 1, 1, 1] : (tensor<1x20x20x40xf32>) -> tensor<1x20x20x40xf32> loc("first")
  %1 = nn.conv2d %0, %v : (tensor<1x20x20x40xf32>, tensor<48x1x1x40xf32>) -> tensor<1x20x20x48xf32> loc("second")
  return %1 : tensor<1x20x20x48xf32>
}
