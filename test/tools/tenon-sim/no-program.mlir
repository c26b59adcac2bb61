// Networks that have no program on a machine: one line with the node and exit code 1, and no report.
// RUN: split-file %s %t
// RUN: rm -f %t.txt && not tenon-sim %t/transposed.mlir --engine=ne-small -o %t.txt 2>&1 | FileCheck %s --check-prefix=TRANSPOSED
// RUN: not tenon-sim %t/integers.mlir --engine=ne-medium -o %t.txt 2>&1 | FileCheck %s --check-prefix=INTEGERS
// RUN: not ls %t.txt
// RUN: not tenon-sim %t/transposed.mlir --engine=ne-small 2>/dev/null | count 0
// RUN: not tenon-sim %t/integers.mlir --engine=ne-medium 2>&1 | count 1

// TRANSPOSED: {{^}}up: error: 'nn.conv_transpose2d' op cannot run on 'ne-small': expected a transposed convolution without dilations{{$}}
// INTEGERS: {{^}}cell: error: 'nn.lstm' op cannot run on 'ne-medium': expected no recurrent cell; run nn-unroll-recurrence first, which writes cells of floating-point numbers step by step{{$}}

//--- transposed.mlir
func.func @main(%x: tensor<1x4x4x8xf32>) -> tensor<1x9x9x16xf32> {
  %w = nn.parameter "w" : tensor<16x2x2x8xf32>
  %0 = nn.conv_transpose2d %x, %w strides [2, 2] dilations [2, 2] : (tensor<1x4x4x8xf32>, tensor<16x2x2x8xf32>) -> tensor<1x9x9x16xf32> loc("up")
  return %0 : tensor<1x9x9x16xf32>
}

//--- integers.mlir
func.func @main(%x: tensor<5x1x4xi8>, %w: tensor<8x4xi8>, %r: tensor<8x2xi8>) -> tensor<5x1x2xi8> {
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<5x1x4xi8>, tensor<8x4xi8>, tensor<8x2xi8>) -> (tensor<5x1x2xi8>, tensor<1x2xi8>, tensor<1x2xi8>) loc("cell")
  return %y : tensor<5x1x2xi8>
}
