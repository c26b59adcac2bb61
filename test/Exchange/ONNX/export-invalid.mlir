// RUN: split-file %s %t
// RUN: not tenon-translate --export-onnx %t/norm.mlir 2>&1 | FileCheck %s --check-prefix=NORM
// RUN: not tenon-translate --export-onnx %t/norm.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/weights.mlir 2>&1 | FileCheck %s --check-prefix=WEIGHTS
// RUN: not tenon-translate --export-onnx %t/weights.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/two.mlir 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: not tenon-translate --export-onnx %t/two.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=FOREIGN
// RUN: not tenon-translate --export-onnx %t/foreign.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/qadd.mlir 2>&1 | FileCheck %s --check-prefix=QADD
// RUN: not tenon-translate --export-onnx %t/qadd.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/qsum.mlir 2>&1 | FileCheck %s --check-prefix=QSUM
// RUN: not tenon-translate --export-onnx %t/qsum.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/qrelu.mlir 2>&1 | FileCheck %s --check-prefix=QRELU
// RUN: not tenon-translate --export-onnx %t/qrelu.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/qdense.mlir 2>&1 | FileCheck %s --check-prefix=QDENSE
// RUN: not tenon-translate --export-onnx %t/qdense.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/huge.mlir 2>&1 | FileCheck %s --check-prefix=HUGE
// RUN: not tenon-translate --export-onnx %t/huge.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/q16.mlir 2>&1 | FileCheck %s --check-prefix=Q16
// RUN: not tenon-translate --export-onnx %t/q16.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/q32.mlir 2>&1 | FileCheck %s --check-prefix=Q32
// RUN: not tenon-translate --export-onnx %t/q32.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/step.mlir 2>&1 | FileCheck %s --check-prefix=STEP
// RUN: not tenon-translate --export-onnx %t/step.mlir 2>&1 | count 1
// RUN: not tenon-translate --export-onnx %t/axes.mlir 2>&1 | FileCheck %s --check-prefix=AXES
// RUN: not tenon-translate --export-onnx %t/axes.mlir 2>&1 | count 1

// Q16: error: expected quantized elements of 8 bits, as opset 17 has them, but got '!quant.uniform<i16:f32, 5.000000e-01:3>'
//--- q16.mlir
func.func @main(%x: tensor<4xf32>) -> tensor<4x!quant.uniform<i16:f32, 0.5:3>> {
  %0 = nn.quantize %x : (tensor<4xf32>) -> tensor<4x!quant.uniform<i16:f32, 0.5:3>>
  return %0 : tensor<4x!quant.uniform<i16:f32, 0.5:3>>
}

// Q32: error: expected quantized elements of 8 bits, as opset 17 has them, but got '!quant.uniform<i32:f32, 5.000000e-01>'
//--- q32.mlir
func.func @main(%x: tensor<4xf32>) -> tensor<4x!quant.uniform<i32:f32, 0.5>> {
  %0 = nn.quantize %x : (tensor<4xf32>) -> tensor<4x!quant.uniform<i32:f32, 0.5>>
  return %0 : tensor<4x!quant.uniform<i32:f32, 0.5>>
}

// AXES: error: a normalization over no dimensions has no ONNX counterpart
//--- axes.mlir
func.func @main(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = nn.normalize %x axes [] epsilon 1.0e-05 : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

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

// QADD: error: nn.broadcast on quantized tensors has no ONNX counterpart
//--- qadd.mlir
func.func @main(%x: tensor<4x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<2x4x!quant.uniform<u8:f32, 0.5:3>> {
  %0 = nn.broadcast %x : (tensor<4x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<2x4x!quant.uniform<u8:f32, 0.5:3>>
  return %0 : tensor<2x4x!quant.uniform<u8:f32, 0.5:3>>
}

// QSUM: error: sums of 32 bits with a bias have no ONNX counterpart
//--- qsum.mlir
func.func @main(%x: tensor<1x2x2x3x!quant.uniform<u8:f32, 0.5:3>>, %w: tensor<4x1x1x3x!quant.uniform<u8:f32, 0.5:3>>, %b: tensor<4xi32>) -> tensor<1x2x2x4x!quant.uniform<i32:f32, 1.0>> {
  %0 = nn.conv2d %x, %w, %b : (tensor<1x2x2x3x!quant.uniform<u8:f32, 0.5:3>>, tensor<4x1x1x3x!quant.uniform<u8:f32, 0.5:3>>, tensor<4xi32>) -> tensor<1x2x2x4x!quant.uniform<i32:f32, 1.0>>
  return %0 : tensor<1x2x2x4x!quant.uniform<i32:f32, 1.0>>
}

// QRELU: error: a quantized convolution with an activation has no ONNX counterpart
//--- qrelu.mlir
func.func @main(%x: tensor<1x2x2x3x!quant.uniform<u8:f32, 0.5:3>>, %w: tensor<4x1x1x3x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<1x2x2x4x!quant.uniform<u8:f32, 0.5:3>> {
  %0 = nn.conv2d %x, %w activation <relu> : (tensor<1x2x2x3x!quant.uniform<u8:f32, 0.5:3>>, tensor<4x1x1x3x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<1x2x2x4x!quant.uniform<u8:f32, 0.5:3>>
  return %0 : tensor<1x2x2x4x!quant.uniform<u8:f32, 0.5:3>>
}

// QDENSE: error: a quantized fully connected layer with a bias or an activation has no ONNX counterpart
//--- qdense.mlir
func.func @main(%x: tensor<2x3x!quant.uniform<u8:f32, 0.5:3>>, %w: tensor<4x3x!quant.uniform<u8:f32, 0.5:3>>, %b: tensor<4xi32>) -> tensor<2x4x!quant.uniform<u8:f32, 0.5:3>> {
  %0 = nn.fully_connected %x, %w, %b : (tensor<2x3x!quant.uniform<u8:f32, 0.5:3>>, tensor<4x3x!quant.uniform<u8:f32, 0.5:3>>, tensor<4xi32>) -> tensor<2x4x!quant.uniform<u8:f32, 0.5:3>>
  return %0 : tensor<2x4x!quant.uniform<u8:f32, 0.5:3>>
}

// HUGE: error: a constant of type 'tensor<1048576x513xf32>' exceeds the 2 GiB of an ONNX model
//--- huge.mlir
func.func @main(%x: tensor<513xf32>) -> tensor<1048576x513xf32> {
  %p = nn.parameter "p" value(dense<1.0> : tensor<1048576x513xf32>) : tensor<1048576x513xf32>
  %0 = nn.add %x, %p : (tensor<513xf32>, tensor<1048576x513xf32>) -> tensor<1048576x513xf32>
  return %0 : tensor<1048576x513xf32>
}

// STEP: error: the ONNX checker refuses the exported model: Node (reducemax) has input size 2 not in range [min=1, max=1].
//--- step.mlir
func.func @main(%x: tensor<2x2xi1> {nn.name = "x"}) -> (tensor<2x1xi1> {nn.name = "y"}) {
  %0 = nn.host_step "ReduceMax"(%x, %x) : (tensor<2x2xi1>, tensor<2x2xi1>) -> tensor<2x1xi1>
  return %0 : tensor<2x1xi1>
}
