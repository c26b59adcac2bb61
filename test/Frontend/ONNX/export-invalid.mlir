// RUN: split-file %s %t
// RUN: not tenon-translate --export-onnx %t/norm.mlir 2>&1 | FileCheck %s --check-prefix=NORM
// RUN: not tenon-translate --export-onnx %t/norm.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/weights.mlir 2>&1 | FileCheck %s --check-prefix=WEIGHTS
// RUN: not tenon-translate --export-onnx %t/weights.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/two.mlir 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: not tenon-translate --export-onnx %t/two.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=FOREIGN
// RUN: not tenon-translate --export-onnx %t/foreign.mlir 2>&1 | count 1

// NORM: error: a batch normalization of 1 dimension has no ONNX counterpart
//--- norm.mlir
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %p = nn.parameter "p" value(dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>) : tensor<4xf32>
  %0 = nn.batch_norm %x, %p, %p, %p, %p epsilon 1.0e-05 : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// WEIGHTS: error: parameter 'p' has no value; export a network with its weights
//--- weights.mlir
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %p = nn.parameter "p" : tensor<4xf32>
  %0 = nn.add %x, %p : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// TWO: error: expected a module with one function of one block
//--- two.mlir
func.func @a() { return }
func.func @b() { return }

// FOREIGN: error: operation 'other.op' has no ONNX counterpart
//--- foreign.mlir
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "other.op"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
