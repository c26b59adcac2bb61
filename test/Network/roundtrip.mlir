// RUN: tenon-opt %s | tenon-opt | FileCheck %s
// RUN: tenon-opt %s --mlir-print-op-generic | tenon-opt | FileCheck %s
// RUN: tenon-opt %s --emit-bytecode | tenon-opt | FileCheck %s
// RUN: tenon-opt %s > %t.text.mlir
// RUN: tenon-opt %s --emit-bytecode | tenon-opt > %t.bytecode.mlir
// RUN: tenon-opt %s --mlir-print-op-generic | tenon-opt > %t.generic.mlir
// RUN: tenon-opt %t.text.mlir > %t.again.mlir
// RUN: cmp %t.text.mlir %t.bytecode.mlir
// RUN: cmp %t.text.mlir %t.generic.mlir
// RUN: cmp %t.text.mlir %t.again.mlir

// The examples of the documentation of every operation, word for word.

// CHECK-LABEL: func.func @add(
func.func @add(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.add %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.add %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @sub(
func.func @sub(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.sub %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.sub %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @mul(
func.func @mul(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.mul %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.mul %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @div(
func.func @div(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.div %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.div %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @max(
func.func @max(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.max %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.max %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @min(
func.func @min(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.min %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.min %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @pow(
func.func @pow(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.pow %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.pow %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @abs(
func.func @abs(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.abs %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.abs %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @ceil(
func.func @ceil(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.ceil %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.ceil %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @cos(
func.func @cos(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.cos %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.cos %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @erf(
func.func @erf(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.erf %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.erf %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @exp(
func.func @exp(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.exp %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.exp %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @floor(
func.func @floor(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.floor %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.floor %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @log(
func.func @log(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.log %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.log %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @neg(
func.func @neg(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.neg %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.neg %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @reciprocal(
func.func @reciprocal(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.reciprocal %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.reciprocal %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @round(
func.func @round(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.round %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.round %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @sign(
func.func @sign(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.sign %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.sign %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @sin(
func.func @sin(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.sin %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.sin %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @sqrt(
func.func @sqrt(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.sqrt %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.sqrt %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @compare(
func.func @compare(%a: tensor<1x8x8x16xf32>, %b: tensor<1x8x8x16xf32>) {
  // CHECK: nn.compare  eq %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xi1>{{$}}
  %0 = nn.compare eq %a, %b : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xi1>
  return
}
// CHECK-LABEL: func.func @select(
func.func @select(%c: tensor<8x1xi1>, %a: tensor<8x16xf32>, %b: tensor<8x16xf32>) {
  // CHECK: nn.select %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<8x1xi1>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>{{$}}
  %0 = nn.select %c, %a, %b : (tensor<8x1xi1>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}
// CHECK-LABEL: func.func @activation(
func.func @activation(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.activation %{{[a-z_0-9]+}} <clamp, 0.000000e+00, 6.000000e+00> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.activation %x <clamp, 0.0, 6.0> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @cast(
func.func @cast(%c: tensor<8x16xi1>) {
  // CHECK: nn.cast %{{[a-z_0-9]+}} : (tensor<8x16xi1>) -> tensor<8x16xf32>{{$}}
  %0 = nn.cast %c : (tensor<8x16xi1>) -> tensor<8x16xf32>
  return
}
// CHECK-LABEL: func.func @batch_norm(
func.func @batch_norm(%x: tensor<1x8x8x16xf32>, %s: tensor<16xf32>, %o: tensor<16xf32>, %m: tensor<16xf32>, %v: tensor<16xf32>) {
  // CHECK: nn.batch_norm %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} epsilon 9.99999974E-6 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.batch_norm %x, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @conv2d(
func.func @conv2d(%x: tensor<1x8x8x3xf32>, %w: tensor<16x3x3x3xf32>, %b: tensor<16xf32>, %v: tensor<16x3x3x1xf32>) {
  // CHECK: nn.conv2d %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} strides [2, 2] pads [0, 1, 0, 1] activation <clamp, 0.000000e+00, 6.000000e+00> : (tensor<1x8x8x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>{{$}}
  %0 = nn.conv2d %x, %w, %b strides [2, 2] pads [0, 1, 0, 1] activation <clamp, 0.0, 6.0> : (tensor<1x8x8x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
  // CHECK: nn.conv2d %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} pads [1, 1, 1, 1] groups 16 : (tensor<1x4x4x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x4x4x16xf32>{{$}}
  %1 = nn.conv2d %0, %v pads [1, 1, 1, 1] groups 16 : (tensor<1x4x4x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x4x4x16xf32>
  return
}
// CHECK-LABEL: func.func @fully_connected(
func.func @fully_connected(%x: tensor<1x1280xf32>, %w: tensor<1000x1280xf32>, %b: tensor<1000xf32>) {
  // CHECK: nn.fully_connected %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x1280xf32>, tensor<1000x1280xf32>, tensor<1000xf32>) -> tensor<1x1000xf32>{{$}}
  %0 = nn.fully_connected %x, %w, %b : (tensor<1x1280xf32>, tensor<1000x1280xf32>, tensor<1000xf32>) -> tensor<1x1000xf32>
  return
}
// CHECK-LABEL: func.func @matmul(
func.func @matmul(%a: tensor<8x16x32xf32>, %b: tensor<8x32x24xf32>) {
  // CHECK: nn.matmul %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<8x16x32xf32>, tensor<8x32x24xf32>) -> tensor<8x16x24xf32>{{$}}
  %0 = nn.matmul %a, %b : (tensor<8x16x32xf32>, tensor<8x32x24xf32>) -> tensor<8x16x24xf32>
  return
}
// CHECK-LABEL: func.func @max_pool2d(
func.func @max_pool2d(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.max_pool2d %{{[a-z_0-9]+}} kernel [3, 3] strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>{{$}}
  %0 = nn.max_pool2d %x kernel [3, 3] strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
  return
}
// CHECK-LABEL: func.func @avg_pool2d(
func.func @avg_pool2d(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.avg_pool2d %{{[a-z_0-9]+}} kernel [2, 2] strides [2, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>{{$}}
  %0 = nn.avg_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
  return
}
// CHECK-LABEL: func.func @reduce(
func.func @reduce(%x: tensor<1x7x7x1280xf32>) {
  // CHECK: nn.reduce  mean %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x7x7x1280xf32>) -> tensor<1x1x1x1280xf32>{{$}}
  %0 = nn.reduce mean %x axes [1, 2] : (tensor<1x7x7x1280xf32>) -> tensor<1x1x1x1280xf32>
  return
}
// CHECK-LABEL: func.func @softmax(
func.func @softmax(%x: tensor<1x1000xf32>) {
  // CHECK: nn.softmax %{{[a-z_0-9]+}} axis 1 : (tensor<1x1000xf32>) -> tensor<1x1000xf32>{{$}}
  %0 = nn.softmax %x axis 1 : (tensor<1x1000xf32>) -> tensor<1x1000xf32>
  return
}
// CHECK-LABEL: func.func @resize(
func.func @resize(%x: tensor<1x10x10x16xf32>) {
  // CHECK: nn.resize linear half_pixel %{{[a-z_0-9]+}} : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>{{$}}
  %0 = nn.resize linear half_pixel %x : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>
  // CHECK: nn.resize nearest asymmetric %{{[a-z_0-9]+}} scales [1.7, 1.7] round floor : (tensor<1x10x10x16xf32>) -> tensor<1x17x17x16xf32>{{$}}
  %1 = nn.resize nearest asymmetric %x scales [1.7, 1.7] round floor : (tensor<1x10x10x16xf32>) -> tensor<1x17x17x16xf32>
  // No digit is lost.
  // CHECK: nn.resize linear half_pixel %{{[a-z_0-9]+}} scales [2.2222223, 1.0e-09] : (tensor<1x10x10x16xf32>) -> tensor<1x22x1x16xf32>{{$}}
  %2 = nn.resize linear half_pixel %x scales [2.22222233, 1.0e-09] : (tensor<1x10x10x16xf32>) -> tensor<1x22x1x16xf32>
  return
}
// CHECK-LABEL: func.func @concat(
func.func @concat(%a: tensor<1x8x8x16xf32>, %b: tensor<1x8x8x32xf32>) {
  // CHECK: nn.concat %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x48xf32>{{$}}
  %0 = nn.concat %a, %b axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x48xf32>
  return
}
// CHECK-LABEL: func.func @slice(
func.func @slice(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.slice %{{[a-z_0-9]+}} offsets [0, 0, 0, 7] sizes [1, 8, 8, 9] strides [1, 1, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x9xf32>{{$}}
  %0 = nn.slice %x offsets [0, 0, 0, 7] sizes [1, 8, 8, 9] strides [1, 1, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x9xf32>
  return
}
// CHECK-LABEL: func.func @pad(
func.func @pad(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.pad  constant %{{[a-z_0-9]+}} low [0, 0, 0, 0] high [0, 1, 1, 0] value 1.500000e+00 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32>{{$}}
  %0 = nn.pad constant %x low [0, 0, 0, 0] high [0, 1, 1, 0] value 1.5 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32>
  // CHECK: nn.pad  reflect %{{[a-z_0-9]+}} low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>{{$}}
  %1 = nn.pad reflect %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
  return
}
// CHECK-LABEL: func.func @transpose(
func.func @transpose(%x: tensor<1x3x8x16xf32>) {
  // CHECK: nn.transpose %{{[a-z_0-9]+}} permutation [0, 2, 3, 1] : (tensor<1x3x8x16xf32>) -> tensor<1x8x16x3xf32>{{$}}
  %0 = nn.transpose %x permutation [0, 2, 3, 1] : (tensor<1x3x8x16xf32>) -> tensor<1x8x16x3xf32>
  return
}
// CHECK-LABEL: func.func @reshape(
func.func @reshape(%x: tensor<1x1x1x1280xf32>) {
  // CHECK: nn.reshape %{{[a-z_0-9]+}} : (tensor<1x1x1x1280xf32>) -> tensor<1x1280xf32>{{$}}
  %0 = nn.reshape %x : (tensor<1x1x1x1280xf32>) -> tensor<1x1280xf32>
  return
}
// CHECK-LABEL: func.func @broadcast(
func.func @broadcast(%x: tensor<1x16xf32>) {
  // CHECK: nn.broadcast %{{[a-z_0-9]+}} : (tensor<1x16xf32>) -> tensor<8x8x16xf32>{{$}}
  %0 = nn.broadcast %x : (tensor<1x16xf32>) -> tensor<8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @parameter(
func.func @parameter() {
  // CHECK: nn.parameter "conv.weight" : tensor<32x3x3x3xf32>{{$}}
  %0 = nn.parameter "conv.weight" : tensor<32x3x3x3xf32>
  // CHECK: nn.parameter "conv.bias" value(dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>) : tensor<2xf32>{{$}}
  %1 = nn.parameter "conv.bias" value(dense<[1.0, 2.0]> : tensor<2xf32>) : tensor<2xf32>
  return
}
// CHECK-LABEL: func.func @constant(
func.func @constant() {
  // CHECK: nn.constant dense<5.000000e-01> : tensor<1xf32>{{$}}
  %0 = nn.constant dense<0.5> : tensor<1xf32>
  return
}
// CHECK-LABEL: func.func @param_slice(
func.func @param_slice() {
  %0 = nn.parameter "0" : tensor<32x16xf32>
  // CHECK: nn.param_slice %{{[a-z_0-9]+}} offsets [0, 0] sizes [24, 16] : (tensor<32x16xf32>) -> tensor<24x16xf32>{{$}}
  %1 = nn.param_slice %0 offsets [0, 0] sizes [24, 16] : (tensor<32x16xf32>) -> tensor<24x16xf32>
  return
}
// CHECK-LABEL: func.func @param_pad(
func.func @param_pad() {
  %0 = nn.parameter "0" : tensor<24x16xf32>
  // CHECK: nn.param_pad %{{[a-z_0-9]+}} high [8, 0] : (tensor<24x16xf32>) -> tensor<32x16xf32>{{$}}
  %1 = nn.param_pad %0 high [8, 0] : (tensor<24x16xf32>) -> tensor<32x16xf32>
  return
}
// CHECK-LABEL: func.func @param_concat(
func.func @param_concat() {
  %0 = nn.parameter "0" : tensor<4x8xf32>
  %1 = nn.parameter "1" : tensor<4x16xf32>
  // CHECK: nn.param_concat %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} axis 1 : (tensor<4x8xf32>, tensor<4x16xf32>) -> tensor<4x24xf32>{{$}}
  %2 = nn.param_concat %0, %1 axis 1 : (tensor<4x8xf32>, tensor<4x16xf32>) -> tensor<4x24xf32>
  return
}
// CHECK-LABEL: func.func @param_merge_filters(
func.func @param_merge_filters() {
  %0 = nn.parameter "0" : tensor<96x1x1x16xf32>
  %1 = nn.parameter "1" : tensor<96x3x3x1xf32>
  // CHECK: nn.param_merge_filters %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<96x1x1x16xf32>, tensor<96x3x3x1xf32>) -> tensor<96x3x3x16xf32>{{$}}
  %2 = nn.param_merge_filters %0, %1 : (tensor<96x1x1x16xf32>, tensor<96x3x3x1xf32>) -> tensor<96x3x3x16xf32>
  return
}
// CHECK-LABEL: func.func @param_reshape(
func.func @param_reshape() {
  %0 = nn.parameter "0" : tensor<10x3136xf32>
  // CHECK: nn.param_reshape %{{[a-z_0-9]+}} sizes [10, 49, 64] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>{{$}}
  %1 = nn.param_reshape %0 sizes [10, 49, 64] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
  return
}
// CHECK-LABEL: func.func @param_norm(
func.func @param_norm() {
  %0 = nn.parameter "0" : tensor<32x3x3x3xf32>
  %1 = nn.parameter "1" : tensor<32xf32>
  %2 = nn.parameter "2" : tensor<32xf32>
  // CHECK: nn.param_norm_filter %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} epsilon 9.99999974E-6 : (tensor<32x3x3x3xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32x3x3x3xf32>{{$}}
  %3 = nn.param_norm_filter %0, %1, %2 epsilon 1.0e-05 : (tensor<32x3x3x3xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32x3x3x3xf32>
  return
}
// CHECK-LABEL: func.func @param_norm_bias(
func.func @param_norm_bias() {
  %0 = nn.parameter "0" : tensor<32xf32>
  %1 = nn.parameter "1" : tensor<32xf32>
  %2 = nn.parameter "2" : tensor<32xf32>
  %3 = nn.parameter "3" : tensor<32xf32>
  %4 = nn.parameter "4" : tensor<32xf32>
  // CHECK: nn.param_norm_bias %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} bias %{{[a-z_0-9]+}} epsilon 9.99999974E-6 : (tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32>{{$}}
  %5 = nn.param_norm_bias %1, %2, %3, %4 bias %0 epsilon 1.0e-05 : (tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32>
  return
}
// CHECK-LABEL: func.func @param_blocks(
func.func @param_blocks(%2: tensor<32x3x3x16xf32>) {
  %0 = nn.parameter "0" : tensor<32x3x3x1xf32>
  // CHECK: nn.param_block_diagonal %{{[a-z_0-9]+}} groups 32 : (tensor<32x3x3x1xf32>) -> tensor<32x3x3x32xf32>{{$}}
  %1 = nn.param_block_diagonal %0 groups 32 : (tensor<32x3x3x1xf32>) -> tensor<32x3x3x32xf32>
  return
}
// CHECK-LABEL: func.func @param_diagonal(
func.func @param_diagonal() {
  %0 = nn.parameter "0" : tensor<32x3x3x16xf32>
  // CHECK: nn.param_diagonal_blocks %{{[a-z_0-9]+}} groups 4 : (tensor<32x3x3x16xf32>) -> tensor<32x3x3x4xf32>{{$}}
  %1 = nn.param_diagonal_blocks %0 groups 4 : (tensor<32x3x3x16xf32>) -> tensor<32x3x3x4xf32>
  return
}
// CHECK-LABEL: func.func @param_factor(
func.func @param_factor() {
  %0 = nn.parameter "0" : tensor<48x3x3x8xf32>
  // CHECK: nn.param_factor expand %{{[a-z_0-9]+}} : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>{{$}}
  %1 = nn.param_factor expand %0 : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
  // CHECK: nn.param_factor depthwise %{{[a-z_0-9]+}} : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>{{$}}
  %2 = nn.param_factor depthwise %0 : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>
  return
}
// CHECK-LABEL: func.func @param_merge_biases(
func.func @param_merge_biases() {
  %0 = nn.parameter "0" : tensor<96xf32>
  %1 = nn.parameter "1" : tensor<96x3x3x1xf32>
  %2 = nn.parameter "2" : tensor<96xf32>
  // CHECK: nn.param_merge_biases %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<96xf32>, tensor<96x3x3x1xf32>, tensor<96xf32>) -> tensor<96xf32>{{$}}
  %3 = nn.param_merge_biases %0, %1, %2 : (tensor<96xf32>, tensor<96x3x3x1xf32>, tensor<96xf32>) -> tensor<96xf32>
  return
}

// Attributes by themselves, each kind of activation with its constants.
// CHECK: func.func @activation_attributes()
// CHECK-SAME: a = #nn.activation<relu>, b = #nn.activation<clamp, 0.000000e+00, 6.000000e+00>, c = [#nn.activation<relu>, #nn.activation<clamp, 0.000000e+00, 6.000000e+00>, #nn.activation<leaky_relu, 1.000000e-01>, #nn.activation<elu, 1.000000e+00>, #nn.activation<selu, 1.500000e+00, 1.250000e+00>, #nn.activation<sigmoid>, #nn.activation<hard_sigmoid, 2.000000e-01, 5.000000e-01>, #nn.activation<hard_swish>, #nn.activation<swish>, #nn.activation<tanh>, #nn.activation<softplus>, #nn.activation<softsign>, #nn.activation<gelu>], d = #nn.block<"ibn3", expand>, e = [#nn.block<"b", expand>, #nn.block<"b", depthwise>, #nn.block<"b", project>, #nn.block<"b", fused>, #nn.block<"b", add>]
func.func @activation_attributes() attributes {
  a = #nn.activation<relu>,
  b = #nn.activation<clamp, 0.0, 6.0>,
  c = [#nn.activation<relu>, #nn.activation<clamp, 0.0, 6.0>, #nn.activation<leaky_relu, 0.1>, #nn.activation<elu, 1.0>, #nn.activation<selu, 1.5, 1.25>, #nn.activation<sigmoid>, #nn.activation<hard_sigmoid, 0.2, 0.5>, #nn.activation<hard_swish>, #nn.activation<swish>, #nn.activation<tanh>, #nn.activation<softplus>, #nn.activation<softsign>, #nn.activation<gelu>],
  d = #nn.block<"ibn3", expand>,
  e = [#nn.block<"b", expand>, #nn.block<"b", depthwise>, #nn.block<"b", project>, #nn.block<"b", fused>, #nn.block<"b", add>]
} {
  return
}

// Every keyword of every enumeration.
// CHECK-LABEL: func.func @keywords(
func.func @keywords(%x: tensor<1x8x8x16xf32>, %a: tensor<4xf32>, %b: tensor<4xf32>) {
  // CHECK: nn.reduce  sum %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %sum = nn.reduce sum %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  mean %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %mean = nn.reduce mean %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  max %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %max = nn.reduce max %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  min %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %min = nn.reduce min %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  prod %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %prod = nn.reduce prod %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  l1 %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %l1 = nn.reduce l1 %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  l2 %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %l2 = nn.reduce l2 %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  log_sum %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %log_sum = nn.reduce log_sum %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  log_sum_exp %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %log_sum_exp = nn.reduce log_sum_exp %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.reduce  sum_square %{{[a-z_0-9]+}} axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>{{$}}
  %sum_square = nn.reduce sum_square %x axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  // CHECK: nn.compare  eq %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>{{$}}
  %eq = nn.compare eq %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  // CHECK: nn.compare  lt %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>{{$}}
  %lt = nn.compare lt %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  // CHECK: nn.compare  le %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>{{$}}
  %le = nn.compare le %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  // CHECK: nn.compare  gt %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>{{$}}
  %gt = nn.compare gt %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  // CHECK: nn.compare  ge %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>{{$}}
  %ge = nn.compare ge %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
  // CHECK: nn.pad  constant %{{[a-z_0-9]+}} low [0, 1, 1, 0] high [0, 0, 2, 0] value -1.500000e+00 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>{{$}}
  %constant = nn.pad constant %x low [0, 1, 1, 0] high [0, 0, 2, 0] value -1.5 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
  // CHECK: nn.pad  edge %{{[a-z_0-9]+}} low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>{{$}}
  %edge = nn.pad edge %x low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
  // CHECK: nn.pad  reflect %{{[a-z_0-9]+}} low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>{{$}}
  %reflect = nn.pad reflect %x low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
  // CHECK: nn.resize  linear  half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %half_pixel = nn.resize linear half_pixel %x scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  linear  pytorch_half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %pytorch_half_pixel = nn.resize linear pytorch_half_pixel %x scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  linear  align_corners %{{[a-z_0-9]+}} scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %align_corners = nn.resize linear align_corners %x scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  linear  asymmetric %{{[a-z_0-9]+}} scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %asymmetric = nn.resize linear asymmetric %x scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  nearest  half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %round_prefer_floor = nn.resize nearest half_pixel %x scales [2.0, 0.5] round round_prefer_floor : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  nearest  half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] round  round_prefer_ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %round_prefer_ceil = nn.resize nearest half_pixel %x scales [2.0, 0.5] round round_prefer_ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  nearest  half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] round  floor : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %floor = nn.resize nearest half_pixel %x scales [2.0, 0.5] round floor : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  // CHECK: nn.resize  nearest  half_pixel %{{[a-z_0-9]+}} scales [2.0, 0.5] round  ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>{{$}}
  %ceil = nn.resize nearest half_pixel %x scales [2.0, 0.5] round ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
  return
}

// Every optional part of the syntax.
// CHECK-LABEL: func.func @options(
func.func @options(%x: tensor<1x8x8x16xf32>, %w: tensor<32x3x3x8xf32>, %v: tensor<16x16xf32>) {
  // CHECK: nn.conv2d %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} strides [2, 1] pads [2, 2, 1, 3] dilations [2, 1] groups 2 activation <leaky_relu, 2.500000e-01> {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x16xf32>, tensor<32x3x3x8xf32>) -> tensor<1x4x10x32xf32>{{$}}
  %0 = nn.conv2d %x, %w strides [2, 1] pads [2, 2, 1, 3] dilations [2, 1] groups 2 activation <leaky_relu, 0.25> {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x16xf32>, tensor<32x3x3x8xf32>) -> tensor<1x4x10x32xf32>
  // CHECK: nn.fully_connected %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} activation <relu> : (tensor<1x8x8x16xf32>, tensor<16x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %1 = nn.fully_connected %x, %v activation <relu> : (tensor<1x8x8x16xf32>, tensor<16x16xf32>) -> tensor<1x8x8x16xf32>
  // CHECK: nn.max_pool2d %{{[a-z_0-9]+}} kernel [2, 2] strides [1, 2] pads [1, 0, 1, 1] dilations [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x8x4x16xf32>{{$}}
  %2 = nn.max_pool2d %x kernel [2, 2] strides [1, 2] pads [1, 0, 1, 1] dilations [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x8x4x16xf32>
  // CHECK: nn.avg_pool2d %{{[a-z_0-9]+}} kernel [3, 2] strides [2, 2] pads [1, 1, 0, 0] count_include_pad : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>{{$}}
  %3 = nn.avg_pool2d %x kernel [3, 2] strides [2, 2] pads [1, 1, 0, 0] count_include_pad : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
  // CHECK: nn.softmax %{{[a-z_0-9]+}} axis 3 logarithm : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %4 = nn.softmax %x axis 3 logarithm : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  // CHECK: nn.parameter "resource" value(dense_resource<blob> : tensor<2xf32>) : tensor<2xf32>{{$}}
  %5 = nn.parameter "resource" value(dense_resource<blob> : tensor<2xf32>) : tensor<2xf32>
  // CHECK: nn.parameter "a" : tensor<2xf32>{{$}}
  %a = nn.parameter "a" : tensor<2xf32>
  // CHECK: nn.parameter "b" : tensor<2x1x1x1xf32>{{$}}
  %b = nn.parameter "b" : tensor<2x1x1x1xf32>
  // CHECK: nn.param_merge_biases %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<2xf32>, tensor<2x1x1x1xf32>) -> tensor<2xf32>{{$}}
  %6 = nn.param_merge_biases %a, %b : (tensor<2xf32>, tensor<2x1x1x1xf32>) -> tensor<2xf32>
  return
}

{-#
  dialect_resources: {
    builtin: {
      blob: "0x040000000000803F00000040"
    }
  }
#-}
// CHECK-LABEL: func.func @acos(
func.func @acos(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.acos %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.acos %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @acosh(
func.func @acosh(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.acosh %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.acosh %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @and(
func.func @and(%a: tensor<1x8x8x16xi1>, %b: tensor<16xi1>) {
  // CHECK: nn.and %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>{{$}}
  %0 = nn.and %a, %b : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
  return
}
// CHECK-LABEL: func.func @top_k(
func.func @top_k(%x: tensor<2x9xf32>) {
  // CHECK: nn.top_k max %{{[a-z_0-9]+}} axis 1 count 3 : (tensor<2x9xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>){{$}}
  %values, %places = nn.top_k max %x axis 1 count 3 : (tensor<2x9xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
  return
}
// CHECK-LABEL: func.func @host_step(
func.func @host_step(%boxes: tensor<1x100x4xf32>, %scores: tensor<1x8x100xf32>) {
  // CHECK: nn.host_step "NonMaxSuppression"(%{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}) because "it is not supported" : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> tensor<80x3xi64>{{$}}
  %kept = nn.host_step "NonMaxSuppression"(%boxes, %scores) because "it is not supported" : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> tensor<80x3xi64>
  // CHECK: nn.host_step "Pair"(%{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}) parameters {alpha = 5.000000e-01 : f32, axes = array<i64: 1, 2>} places [0, 2] : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> (tensor<3xf32>, tensor<4xi64>){{$}}
  %pair:2 = nn.host_step "Pair"(%boxes, %scores) parameters {alpha = 0.5 : f32, axes = array<i64: 1, 2>} places [0, 2] : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> (tensor<3xf32>, tensor<4xi64>)
  return
}
// CHECK-LABEL: func.func @arg_reduce(
func.func @arg_reduce(%x: tensor<1x8x8x21xf32>) {
  // CHECK: nn.arg_reduce max %{{[a-z_0-9]+}} axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>{{$}}
  %0 = nn.arg_reduce max %x axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
  return
}
// CHECK-LABEL: func.func @asin(
func.func @asin(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.asin %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.asin %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @asinh(
func.func @asinh(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.asinh %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.asinh %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @atan(
func.func @atan(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.atan %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.atan %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @atanh(
func.func @atanh(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.atanh %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.atanh %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @conv_transpose2d(
func.func @conv_transpose2d(%x: tensor<1x8x8x32xf32>, %w: tensor<16x3x3x32xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.conv_transpose2d %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>, tensor<16xf32>) -> tensor<1x16x16x16xf32>{{$}}
  %0 = nn.conv_transpose2d %x, %w, %b strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>, tensor<16xf32>) -> tensor<1x16x16x16xf32>
  return
}
// CHECK-LABEL: func.func @cosh(
func.func @cosh(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.cosh %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.cosh %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @dequantize(
func.func @dequantize(%q: tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>) {
  // CHECK: nn.dequantize %{{[a-z_0-9]+}} : (tensor<1x8x8x16x!quant.uniform<u8:f32, {{0.02|2.0*e-02}}:128>>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.dequantize %q : (tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @gather(
func.func @gather(%x: tensor<1000x64xf32>, %i: tensor<1x20xi64>) {
  // CHECK: nn.gather %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} axis 0 : (tensor<1000x64xf32>, tensor<1x20xi64>) -> tensor<1x20x64xf32>{{$}}
  %0 = nn.gather %x, %i axis 0 : (tensor<1000x64xf32>, tensor<1x20xi64>) -> tensor<1x20x64xf32>
  return
}
// CHECK-LABEL: func.func @gru(
func.func @gru(%x: tensor<20x1x40xf32>, %w: tensor<192x40xf32>, %r: tensor<192x64xf32>, %b: tensor<192xf32>) {
  // CHECK: nn.gru %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} bias %{{[a-z_0-9]+}} linear_before_reset : (tensor<20x1x40xf32>, tensor<192x40xf32>, tensor<192x64xf32>, tensor<192xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>){{$}}
  %y, %h = nn.gru %x, %w, %r bias %b linear_before_reset : (tensor<20x1x40xf32>, tensor<192x40xf32>, tensor<192x64xf32>, tensor<192xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>)
  return
}
// CHECK-LABEL: func.func @lstm(
func.func @lstm(%x: tensor<20x1x40xf32>, %w: tensor<256x40xf32>, %r: tensor<256x64xf32>, %b: tensor<256xf32>) {
  // CHECK: nn.lstm %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} bias %{{[a-z_0-9]+}} : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>, tensor<256xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>){{$}}
  %y, %h, %c = nn.lstm %x, %w, %r bias %b : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>, tensor<256xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
  return
}
// CHECK-LABEL: func.func @mod(
func.func @mod(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.mod %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.mod %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @normalize(
func.func @normalize(%x: tensor<1x50x16xf32>, %s: tensor<16xf32>, %o: tensor<16xf32>) {
  // CHECK: nn.normalize %{{[a-z_0-9]+}} scale %{{[a-z_0-9]+}} offset %{{[a-z_0-9]+}} axes [2] epsilon 9.99999974E-6 : (tensor<1x50x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x50x16xf32>{{$}}
  %0 = nn.normalize %x scale %s offset %o axes [2] epsilon 1.0e-05 : (tensor<1x50x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x50x16xf32>
  // CHECK: nn.normalize %{{[a-z_0-9]+}} axes [1] epsilon 9.99999974E-6 : (tensor<1x50x16xf32>) -> tensor<1x50x16xf32>{{$}}
  %1 = nn.normalize %0 axes [1] epsilon 1.0e-05 : (tensor<1x50x16xf32>) -> tensor<1x50x16xf32>
  return
}
// CHECK-LABEL: func.func @not(
func.func @not(%x: tensor<1x8x8x16xi1>) {
  // CHECK: nn.not %{{[a-z_0-9]+}} : (tensor<1x8x8x16xi1>) -> tensor<1x8x8x16xi1>{{$}}
  %0 = nn.not %x : (tensor<1x8x8x16xi1>) -> tensor<1x8x8x16xi1>
  return
}
// CHECK-LABEL: func.func @or(
func.func @or(%a: tensor<1x8x8x16xi1>, %b: tensor<16xi1>) {
  // CHECK: nn.or %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>{{$}}
  %0 = nn.or %a, %b : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
  return
}
// CHECK-LABEL: func.func @prelu(
func.func @prelu(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>) {
  // CHECK: nn.prelu %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.prelu %a, %b : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @quantize(
func.func @quantize(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.quantize %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, {{0.02|2.0*e-02}}:128>>{{$}}
  %0 = nn.quantize %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>
  return
}
// CHECK-LABEL: func.func @sinh(
func.func @sinh(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.sinh %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.sinh %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @storage_cast(
func.func @storage_cast(%x: tensor<1x8x8x16xui8>) {
  // CHECK: nn.storage_cast %{{[a-z_0-9]+}} : (tensor<1x8x8x16xui8>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, {{0.02|2.0*e-02}}:128>>{{$}}
  %0 = nn.storage_cast %x : (tensor<1x8x8x16xui8>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>
  return
}
// CHECK-LABEL: func.func @tan(
func.func @tan(%x: tensor<1x8x8x16xf32>) {
  // CHECK: nn.tan %{{[a-z_0-9]+}} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>{{$}}
  %0 = nn.tan %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}
// CHECK-LABEL: func.func @xor(
func.func @xor(%a: tensor<1x8x8x16xi1>, %b: tensor<16xi1>) {
  // CHECK: nn.xor %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>{{$}}
  %0 = nn.xor %a, %b : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
  return
}
// CHECK-LABEL: func.func @param_importance(
func.func @param_importance() {
  %0 = nn.parameter "w" : tensor<32x3x3x8xf32>
  %1 = nn.parameter "v" : tensor<16x1x1x32xf32>
  // CHECK: nn.param_importance %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} axes [0, 3] : (tensor<32x3x3x8xf32>, tensor<16x1x1x32xf32>) -> tensor<32xf32>{{$}}
  %2 = nn.param_importance %0, %1 axes [0, 3] : (tensor<32x3x3x8xf32>, tensor<16x1x1x32xf32>) -> tensor<32xf32>
  return
}
// CHECK-LABEL: func.func @param_top(
func.func @param_top() {
  %0 = nn.parameter "i" : tensor<32xf32>
  // CHECK: nn.param_top %{{[a-z_0-9]+}} count 24 : (tensor<32xf32>) -> tensor<24xi64>{{$}}
  %1 = nn.param_top %0 count 24 : (tensor<32xf32>) -> tensor<24xi64>
  return
}
// CHECK-LABEL: func.func @param_gather(
func.func @param_gather() {
  %0 = nn.parameter "w" : tensor<16x1x1x32xf32>
  %1 = nn.parameter "i" : tensor<24xi64>
  // CHECK: nn.param_gather %{{[a-z_0-9]+}}, %{{[a-z_0-9]+}} axis 3 : (tensor<16x1x1x32xf32>, tensor<24xi64>) -> tensor<16x1x1x24xf32>{{$}}
  %2 = nn.param_gather %0, %1 axis 3 : (tensor<16x1x1x32xf32>, tensor<24xi64>) -> tensor<16x1x1x24xf32>
  return
}
// CHECK-LABEL: func.func @param_resample(
func.func @param_resample() {
  %0 = nn.parameter "w" : tensor<14x14x64xf32>
  // CHECK: nn.param_resample %{{[a-z_0-9]+}} sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>{{$}}
  %1 = nn.param_resample %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
  // CHECK: nn.param_resample keep_sum %{{[a-z_0-9]+}} sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>{{$}}
  %2 = nn.param_resample keep_sum %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
  return
}
