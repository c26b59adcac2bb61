// Lookups at places that the network computes: of an input, of what a layer
// computed, of a table of weights, of channels, in one tile and in many.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=ne-medium --values --mode=tick | FileCheck %s

// CHECK-COUNT-5: values of output{{[0-9]}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<1x40x8xf32>, %y: tensor<1x6x7x16xf32>, %z: tensor<40x8xf32>) -> (tensor<1x40x8xf32>, tensor<7x1x6x7x16xf32>, tensor<1x40x64xf32>, tensor<1x40x300xf32>, tensor<40x3xf32>) {
  %t = nn.parameter "t" : tensor<8x64xf32>
  %u = nn.parameter "u" : tensor<8x300xf32>
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %i = nn.arg_reduce max %x axis 2 : (tensor<1x40x8xf32>) -> tensor<1x40x1xi64>
  %places = nn.reshape %i : (tensor<1x40x1xi64>) -> tensor<1x40xi64>
  %0 = nn.gather %z, %places axis 0 : (tensor<40x8xf32>, tensor<1x40xi64>) -> tensor<1x40x8xf32>
  %c = nn.conv2d %y, %w : (tensor<1x6x7x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x6x7x16xf32>
  %j = nn.arg_reduce min %c axis 1 : (tensor<1x6x7x16xf32>) -> tensor<1x1x7x16xi64>
  %k = nn.slice %j offsets [0, 0, 0, 3] sizes [1, 1, 7, 1] strides [1, 1, 1, 1] : (tensor<1x1x7x16xi64>) -> tensor<1x1x7x1xi64>
  %l = nn.reshape %k : (tensor<1x1x7x1xi64>) -> tensor<7xi64>
  %m = nn.reshape %c : (tensor<1x6x7x16xf32>) -> tensor<6x1x7x16xf32>
  %n = nn.gather %m, %l axis 0 : (tensor<6x1x7x16xf32>, tensor<7xi64>) -> tensor<7x1x7x16xf32>
  %s = nn.slice %n offsets [0, 0, 0, 0] sizes [7, 1, 6, 16] strides [1, 1, 1, 1] : (tensor<7x1x7x16xf32>) -> tensor<7x1x6x16xf32>
  %r = nn.reshape %s : (tensor<7x1x6x16xf32>) -> tensor<7x1x6x1x16xf32>
  %1 = nn.broadcast %r : (tensor<7x1x6x1x16xf32>) -> tensor<7x1x6x7x16xf32>
  %2 = nn.gather %t, %places axis 0 : (tensor<8x64xf32>, tensor<1x40xi64>) -> tensor<1x40x64xf32>
  %3 = nn.gather %u, %places axis 0 : (tensor<8x300xf32>, tensor<1x40xi64>) -> tensor<1x40x300xf32>
  %few = nn.slice %places offsets [0, 5] sizes [1, 3] strides [1, 7] : (tensor<1x40xi64>) -> tensor<1x3xi64>
  %three = nn.reshape %few : (tensor<1x3xi64>) -> tensor<3xi64>
  %4 = nn.gather %z, %three axis 1 : (tensor<40x8xf32>, tensor<3xi64>) -> tensor<40x3xf32>
  return %0, %1, %2, %3, %4 : tensor<1x40x8xf32>, tensor<7x1x6x7x16xf32>, tensor<1x40x64xf32>, tensor<1x40x300xf32>, tensor<40x3xf32>
}
