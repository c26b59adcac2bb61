// Widths of quantized networks: exact where a stored zero is zero.

// RUN: tenon-opt %s --nn-align-channels=to=4 -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: tenon-run %s --random=1 --compare=%t.mlir --tolerance=0
// RUN: tenon-opt %s --nn-print-channel-groups -o /dev/null 2>&1 | FileCheck %s --check-prefix=GROUPS
// RUN: tenon-opt %s --nn-set-channels='groups=first to=1' -o %t.narrow.mlir
// RUN: tenon-run %t.narrow.mlir --random=1

// GROUPS: "first"){{.*}} channels: ch{{[0-9]+}}(2){{$}}
// GROUPS: "middle"){{.*}} channels: ch{{[0-9]+}}(2, pinned: stored with a zero point)
// GROUPS: "third"){{.*}} channels: ch{{[0-9]+}}(2, pinned: operation 'nn.storage_cast')

!a = !quant.uniform<u8:f32, 0.02:128>
!s = !quant.uniform<i8:f32, 0.01>
!z = !quant.uniform<u8:f32, 0.01:100>
!c = !quant.uniform<i8:f32:0, {0.01, 0.02}>

// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x4x!quant
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x2x!quant
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x3x!quant
// CHECK: nn.conv2d {{.*}} -> tensor<1x4x4x2x!quant
func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" value(dense<[[[[1, -20, 30]]],[[[90, 100, -120]]]]> : tensor<2x1x1x3xi8>) : tensor<2x1x1x3xi8>
  %ws = nn.storage_cast %w : (tensor<2x1x1x3xi8>) -> tensor<2x1x1x3x!s>
  %t = nn.parameter "t" value(dense<[[[[7, -8]]],[[[9, 100]]]]> : tensor<2x1x1x2xi8>) : tensor<2x1x1x2xi8>
  %ts = nn.storage_cast %t : (tensor<2x1x1x2xi8>) -> tensor<2x1x1x2x!s>
  %v = nn.parameter "v" value(dense<[[[[1, 200]]],[[[90, 100]]],[[[0, 255]]]]> : tensor<3x1x1x2xui8>) : tensor<3x1x1x2xui8>
  %vs = nn.storage_cast %v : (tensor<3x1x1x2xui8>) -> tensor<3x1x1x2x!z>
  %u = nn.parameter "u" value(dense<[[[[1, -20, 30]]],[[[90, 100, -120]]]]> : tensor<2x1x1x3xi8>) : tensor<2x1x1x3xi8>
  %us = nn.storage_cast %u : (tensor<2x1x1x3xi8>) -> tensor<2x1x1x3x!c>
  %r = nn.parameter "r" value(dense<0.5> : tensor<5x1x1x2xf32>) : tensor<5x1x1x2xf32>
  %q = nn.quantize %x : (tensor<1x4x4x3xf32>) -> tensor<1x4x4x3x!a>
  %0 = nn.conv2d %q, %ws : (tensor<1x4x4x3x!a>, tensor<2x1x1x3x!s>) -> tensor<1x4x4x2x!a> loc("first")
  %m = nn.conv2d %0, %ts : (tensor<1x4x4x2x!a>, tensor<2x1x1x2x!s>) -> tensor<1x4x4x2x!a> loc("middle")
  %1 = nn.conv2d %m, %vs : (tensor<1x4x4x2x!a>, tensor<3x1x1x2x!z>) -> tensor<1x4x4x3x!a> loc("second")
  %2 = nn.conv2d %1, %us : (tensor<1x4x4x3x!a>, tensor<2x1x1x3x!c>) -> tensor<1x4x4x2x!a> loc("third")
  %d = nn.dequantize %2 : (tensor<1x4x4x2x!a>) -> tensor<1x4x4x2xf32>
  %3 = nn.conv2d %d, %r : (tensor<1x4x4x2xf32>, tensor<5x1x1x2xf32>) -> tensor<1x4x4x5xf32>
  return %3 : tensor<1x4x4x5xf32>
}
