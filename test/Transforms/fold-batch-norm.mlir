// RUN: tenon-opt %s --nn-fold-batch-norm | FileCheck %s
// RUN: tenon-opt %s --nn-fold-batch-norm --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-fold-batch-norm --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-fold-batch-norm > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir
// RUN: tenon-opt %s --nn-fold-batch-norm > %t.once.mlir
// RUN: tenon-opt %t.once.mlir --nn-fold-batch-norm > %t.twice.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir

// REMARK: [Passed] folded | Category:nn-fold-batch-norm
// REMARK: [Missed] refused | Category:nn-fold-batch-norm{{.*}}what it normalizes has other readers
// REMARK: [Missed] refused | Category:nn-fold-batch-norm{{.*}}an activation stands before it
// REMARK: [Missed] refused | Category:nn-fold-batch-norm{{.*}}no convolution or product stands before it
// REMARK: [Missed] refused | Category:nn-fold-batch-norm{{.*}}it or the filter is computed by the network

// The convolution keeps its label, and moves behind the parameters.
// CHECK-LABEL: func.func @conv(
// CHECK: %[[F:.*]] = nn.param_norm_filter %[[W:.*]], %[[S:.*]], %[[V:.*]] epsilon 9.99999974E-6 : (tensor<16x1x1x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16x1x1x8xf32>
// CHECK-NEXT: %[[B:.*]] = nn.param_norm_bias %[[S]], %{{.*}}, %{{.*}}, %[[V]] epsilon 9.99999974E-6 : (tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
// CHECK-NEXT: %[[R:.*]] = nn.conv2d %{{.*}}, %[[F]], %[[B]] {nn.block = #nn.block<"ibn0", expand>}
// CHECK-NEXT: return %[[R]]
func.func @conv(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x16xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x8xf32>
  %0 = nn.conv2d %x, %w {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x4x4x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x4x4x16xf32>
  %s = nn.parameter "s" : tensor<16xf32>
  %o = nn.parameter "o" : tensor<16xf32>
  %m = nn.parameter "m" : tensor<16xf32>
  %v = nn.parameter "v" : tensor<16xf32>
  %1 = nn.batch_norm %0, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x4x4x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
  return %1 : tensor<1x4x4x16xf32>
}

// A bias goes into the expression, once more behind a second normalization.
// CHECK-LABEL: func.func @twice(
// CHECK: %[[B0:.*]] = nn.param_norm_bias {{.*}} bias %{{.*}} epsilon
// CHECK: %[[B1:.*]] = nn.param_norm_bias {{.*}} bias %[[B0]] epsilon
// CHECK: nn.conv_transpose2d %{{.*}}, %{{.*}}, %[[B1]]
// CHECK-NEXT: return
func.func @twice(%x: tensor<1x4x4x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<8x2x2x8xf32>
  %b = nn.parameter "b" : tensor<8xf32>
  %0 = nn.conv_transpose2d %x, %w, %b strides [2, 2] : (tensor<1x4x4x8xf32>, tensor<8x2x2x8xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %1 = nn.batch_norm %0, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<1x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %2 = nn.batch_norm %1, %b, %b, %b, %b epsilon 1.0e-03 : (tensor<1x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  return %2 : tensor<1x8x8x8xf32>
}

// CHECK-LABEL: func.func @dense(
// CHECK: %[[F:.*]] = nn.param_norm_filter %{{.*}} : (tensor<5x8xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<5x8xf32>
// CHECK: nn.fully_connected %{{.*}}, %[[F]], %{{.*}}
// CHECK-NEXT: return
func.func @dense(%x: tensor<2x8xf32>) -> tensor<2x5xf32> {
  %w = nn.parameter "w" : tensor<5x8xf32>
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.fully_connected %x, %w, %b : (tensor<2x8xf32>, tensor<5x8xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  %1 = nn.batch_norm %0, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<2x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %1 : tensor<2x5xf32>
}

// CHECK-LABEL: func.func @readers(
// CHECK: nn.batch_norm
func.func @readers(%x: tensor<2x8xf32>) -> (tensor<2x5xf32>, tensor<2x5xf32>) {
  %w = nn.parameter "w" : tensor<5x8xf32>
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.fully_connected %x, %w, %b : (tensor<2x8xf32>, tensor<5x8xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  %1 = nn.batch_norm %0, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<2x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %0, %1 : tensor<2x5xf32>, tensor<2x5xf32>
}

// CHECK-LABEL: func.func @activation(
// CHECK: nn.batch_norm
func.func @activation(%x: tensor<2x8xf32>) -> tensor<2x5xf32> {
  %w = nn.parameter "w" : tensor<5x8xf32>
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.fully_connected %x, %w, %b activation <relu> : (tensor<2x8xf32>, tensor<5x8xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  %1 = nn.batch_norm %0, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<2x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %1 : tensor<2x5xf32>
}

// CHECK-LABEL: func.func @nothing_before(
// CHECK: nn.batch_norm
func.func @nothing_before(%x: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.batch_norm %x, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<2x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// CHECK-LABEL: func.func @computed(
// CHECK: nn.batch_norm
func.func @computed(%x: tensor<2x8xf32>, %w: tensor<5x8xf32>) -> tensor<2x5xf32> {
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.fully_connected %x, %w : (tensor<2x8xf32>, tensor<5x8xf32>) -> tensor<2x5xf32>
  %1 = nn.batch_norm %0, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<2x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %1 : tensor<2x5xf32>
}

// Behind a shape that keeps the channels, as of signals.
// CHECK-LABEL: func.func @signal(
// CHECK: nn.conv_transpose2d
// CHECK-NEXT: nn.reshape
// CHECK-NEXT: return
func.func @signal(%x: tensor<1x1x6x8xf32>) -> tensor<1x12x5xf32> {
  %w = nn.parameter "w" : tensor<5x1x2x8xf32>
  %b = nn.parameter "b" : tensor<5xf32>
  %0 = nn.conv_transpose2d %x, %w strides [1, 2] : (tensor<1x1x6x8xf32>, tensor<5x1x2x8xf32>) -> tensor<1x1x12x5xf32>
  %1 = nn.reshape %0 : (tensor<1x1x12x5xf32>) -> tensor<1x12x5xf32>
  %2 = nn.batch_norm %1, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<1x12x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<1x12x5xf32>
  return %2 : tensor<1x12x5xf32>
}

// A shape with other channels, and one that others read.
// CHECK-LABEL: func.func @shapes(
// CHECK-COUNT-2: nn.batch_norm
func.func @shapes(%x: tensor<1x1x6x8xf32>) -> (tensor<12x1x5xf32>, tensor<1x6x10xf32>, tensor<1x6x10xf32>) {
  %w = nn.parameter "w" : tensor<10x1x1x8xf32>
  %b = nn.parameter "b" : tensor<5xf32>
  %c = nn.parameter "c" : tensor<10xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x1x6x8xf32>, tensor<10x1x1x8xf32>) -> tensor<1x1x6x10xf32>
  %1 = nn.reshape %0 : (tensor<1x1x6x10xf32>) -> tensor<12x1x5xf32>
  %2 = nn.batch_norm %1, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<12x1x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) -> tensor<12x1x5xf32>
  %3 = nn.conv2d %x, %w : (tensor<1x1x6x8xf32>, tensor<10x1x1x8xf32>) -> tensor<1x1x6x10xf32>
  %4 = nn.reshape %3 : (tensor<1x1x6x10xf32>) -> tensor<1x6x10xf32>
  %5 = nn.batch_norm %4, %c, %c, %c, %c epsilon 1.0e-05 : (tensor<1x6x10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>) -> tensor<1x6x10xf32>
  return %2, %4, %5 : tensor<12x1x5xf32>, tensor<1x6x10xf32>, tensor<1x6x10xf32>
}
