// The channels with the largest sums of absolute values stay, in their order,
// with what normalizations and readers have for them.

// RUN: tenon-opt %s --nn-set-channels='groups=ch0 to=2' --nn-materialize-parameters | FileCheck %s
// RUN: tenon-opt %s --nn-fold-batch-norm --nn-set-channels='groups=ch0 to=2' --nn-materialize-parameters --mlir-elide-elementsattrs-if-larger=100 | FileCheck %s --check-prefix=FOLDED

// Filter [5, -1, 2, -3], scale [1, 1, 1, 4], reader [0, 1, 1, 1]: sums of
// [6, 3, 4, 8], so channels 0 and 3 stay.
// CHECK-LABEL: func.func @main(
// CHECK: nn.conv2d {{.*}} -> tensor<1x2x2x2xf32>
// CHECK: nn.batch_norm {{.*}} -> tensor<1x2x2x2xf32>
// CHECK: nn.conv2d {{.*}} -> tensor<1x2x2x1xf32>
// CHECK-DAG: w: "0x400000000000A040000040C0"
// CHECK-DAG: s: "0x400000000000803F00008040"
// CHECK-DAG: r: "0x40000000000000000000803F"
// FOLDED: nn.conv2d {{.*}} -> tensor<1x2x2x2xf32>
func.func @main(%x: tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32> {
  %w = nn.parameter "w" value(dense<[[[[5.0]]], [[[-1.0]]], [[[2.0]]], [[[-3.0]]]]> : tensor<4x1x1x1xf32>) : tensor<4x1x1x1xf32>
  %s = nn.parameter "s" value(dense<[1.0, 1.0, 1.0, 4.0]> : tensor<4xf32>) : tensor<4xf32>
  %o = nn.parameter "o" value(dense<[100.0, 200.0, 300.0, 400.0]> : tensor<4xf32>) : tensor<4xf32>
  %m = nn.parameter "m" value(dense<0.0> : tensor<4xf32>) : tensor<4xf32>
  %v = nn.parameter "v" value(dense<1.0> : tensor<4xf32>) : tensor<4xf32>
  %r = nn.parameter "r" value(dense<[[[[0.0, 1.0, 1.0, 1.0]]]]> : tensor<1x1x1x4xf32>) : tensor<1x1x1x4xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x2x2x1xf32>, tensor<4x1x1x1xf32>) -> tensor<1x2x2x4xf32>
  %1 = nn.batch_norm %0, %s, %o, %m, %v epsilon 0.00001 : (tensor<1x2x2x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x2x2x4xf32>
  %2 = nn.conv2d %1, %r : (tensor<1x2x2x4xf32>, tensor<1x1x1x4xf32>) -> tensor<1x2x2x1xf32>
  return %2 : tensor<1x2x2x1xf32>
}
