// REQUIRES: onnxruntime
// RUN: split-file %s %t
// RUN: tenon-translate --export-onnx %t/identity.mlir -o %t/identity.onnx
// RUN: node %S/compare.js %t/identity.onnx %t/identity.onnx
// RUN: tenon-translate --export-onnx %t/twice.mlir -o %t/twice.onnx
// RUN: node %S/compare.js %t/twice.onnx %t/twice.onnx

// A reduction over nothing passes its input on, under the output's name.
//--- identity.mlir
func.func @main(%x: tensor<4xf32> {nn.name = "x"}) -> (tensor<4xf32> {nn.name = "y"}) {
  %0 = nn.reduce sum %x axes [] : (tensor<4xf32>) -> tensor<4xf32> loc("r")
  return %0 : tensor<4xf32>
}

// One value under two names, a node that bears the name of another output, and
// an input that is an output.
//--- twice.mlir
func.func @main(%x: tensor<4xf32> {nn.name = "x"}) -> (tensor<4xf32> {nn.name = "a"}, tensor<4xf32> {nn.name = "b"}, tensor<4xf32> {nn.name = "c"}, tensor<4xf32> {nn.name = "d"}) {
  %0 = nn.exp %x : (tensor<4xf32>) -> tensor<4xf32> loc("c")
  %1 = nn.abs %0 : (tensor<4xf32>) -> tensor<4xf32> loc("a")
  return %0, %0, %1, %x : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
