// RUN: tenon-opt %s --nn-materialize-parameters | FileCheck %s
// RUN: tenon-opt %s --nn-materialize-parameters > %t.once.mlir
// RUN: tenon-opt %t.once.mlir --nn-materialize-parameters > %t.twice.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir

// CHECK-LABEL: func.func @slice()
// CHECK-NEXT: %[[R:.*]] = nn.parameter "slice" value(dense_resource<slice> : tensor<2x2xf32>) : tensor<2x2xf32>
// CHECK-NEXT: return %[[R]]
func.func @slice() -> tensor<2x2xf32> {
  %0 = nn.parameter "slice" value(dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>) : tensor<2x3xf32>
  %1 = nn.param_slice %0 offsets [0, 1] sizes [2, 2] : (tensor<2x3xf32>) -> tensor<2x2xf32>
  return %1 : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @pad()
// CHECK-NEXT: nn.parameter "pad" value(dense_resource<pad> : tensor<3x3xf32>)
func.func @pad() -> tensor<3x3xf32> {
  %0 = nn.parameter "pad" value(dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>) : tensor<2x2xf32>
  %1 = nn.param_pad %0 high [1, 1] : (tensor<2x2xf32>) -> tensor<3x3xf32>
  return %1 : tensor<3x3xf32>
}

// CHECK-LABEL: func.func @concat()
// CHECK-NEXT: nn.parameter "concat" value(dense_resource<concat> : tensor<2x3xf32>)
func.func @concat() -> tensor<2x3xf32> {
  %0 = nn.parameter "concat" value(dense<[[1.0], [2.0]]> : tensor<2x1xf32>) : tensor<2x1xf32>
  %1 = nn.parameter "second" value(dense<[[3.0, 4.0], [5.0, 6.0]]> : tensor<2x2xf32>) : tensor<2x2xf32>
  %2 = nn.param_concat %0, %1 axis 1 : (tensor<2x1xf32>, tensor<2x2xf32>) -> tensor<2x3xf32>
  return %2 : tensor<2x3xf32>
}

// result[o, r, s, i] = depthwise[o, r, s] expand[o, i].
// CHECK-LABEL: func.func @merge_filters()
// CHECK-NEXT: nn.parameter "filters" value(dense_resource<filters> : tensor<2x1x2x2xf32>)
func.func @merge_filters() -> tensor<2x1x2x2xf32> {
  %0 = nn.parameter "filters" value(dense<[[[[1.0, 2.0]]], [[[3.0, 4.0]]]]> : tensor<2x1x1x2xf32>) : tensor<2x1x1x2xf32>
  %1 = nn.parameter "depthwise" value(dense<[[[[5.0], [6.0]]], [[[7.0], [8.0]]]]> : tensor<2x1x2x1xf32>) : tensor<2x1x2x1xf32>
  %2 = nn.param_merge_filters %0, %1 : (tensor<2x1x1x2xf32>, tensor<2x1x2x1xf32>) -> tensor<2x1x2x2xf32>
  return %2 : tensor<2x1x2x2xf32>
}

// result[o] = bias[o] + expand[o] sum(depthwise[o]); the filter is read by the
// network, too, and stays.
// CHECK-LABEL: func.func @merge_biases()
// CHECK-NEXT: nn.parameter "kept" value(dense<
// CHECK-NEXT: nn.parameter "biases" value(dense_resource<biases> : tensor<2xf32>)
// CHECK-NEXT: nn.parameter "biases.1" value(dense_resource<biases_1> : tensor<2xf32>)
func.func @merge_biases() -> (tensor<2xf32>, tensor<2xf32>, tensor<2x1x2x1xf32>) {
  %0 = nn.parameter "biases" value(dense<[1.0, 2.0]> : tensor<2xf32>) : tensor<2xf32>
  %1 = nn.parameter "kept" value(dense<[[[[5.0], [6.0]]], [[[7.0], [8.0]]]]> : tensor<2x1x2x1xf32>) : tensor<2x1x2x1xf32>
  %2 = nn.parameter "bias" value(dense<[3.0, 4.0]> : tensor<2xf32>) : tensor<2xf32>
  %3 = nn.param_merge_biases %0, %1, %2 : (tensor<2xf32>, tensor<2x1x2x1xf32>, tensor<2xf32>) -> tensor<2xf32>
  %4 = nn.param_merge_biases %0, %1 : (tensor<2xf32>, tensor<2x1x2x1xf32>) -> tensor<2xf32>
  return %3, %4, %1 : tensor<2xf32>, tensor<2xf32>, tensor<2x1x2x1xf32>
}

// An expression of expressions, over one value for all and half floats.
// CHECK-LABEL: func.func @nested()
// CHECK-NEXT: nn.parameter "nested" value(dense_resource<nested{{[_0-9]*}}> : tensor<3xf16>)
func.func @nested() -> tensor<3xf16> {
  %0 = nn.parameter "nested" value(dense<1.0> : tensor<4xf16>) : tensor<4xf16>
  %1 = nn.param_slice %0 offsets [2] sizes [2] : (tensor<4xf16>) -> tensor<2xf16>
  %2 = nn.param_pad %1 high [1] : (tensor<2xf16>) -> tensor<3xf16>
  return %2 : tensor<3xf16>
}

// Without a value in, none comes out.
// CHECK-LABEL: func.func @absent()
// CHECK-NEXT: nn.parameter "absent" : tensor<3xf32>
func.func @absent() -> tensor<3xf32> {
  %0 = nn.parameter "absent" : tensor<1xf32>
  %1 = nn.parameter "there" value(dense<1.0> : tensor<2xf32>) : tensor<2xf32>
  %2 = nn.param_concat %0, %1 axis 0 : (tensor<1xf32>, tensor<2xf32>) -> tensor<3xf32>
  return %2 : tensor<3xf32>
}

// 64-byte alignment, then the numbers: 14, 34; 11, 30.
// CHECK-DAG: biases: "0x400000000000604100000842"
// CHECK-DAG: biases_1: "0x40000000000030410000F041"
// 1 3 4 2 5 6
// CHECK-DAG: concat: "0x400000000000803F0000404000008040000000400000A0400000C040"
// 5 10 6 12 21 28 24 32
// CHECK-DAG: filters: "0x400000000000A040000020410000C040000040410000A8410000E0410000C04100000042"
// CHECK-DAG: nested{{[_0-9]*}}: "0x40000000003C003C0000"
// 1 2 0 3 4 0 0 0 0
// CHECK-DAG: pad: "0x400000000000803F0000004000000000000040400000804000000000000000000000000000000000"
// 2 3 5 6
// CHECK-DAG: slice: "0x4000000000000040000040400000A0400000C040"
