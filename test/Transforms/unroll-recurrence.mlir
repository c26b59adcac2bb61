// RUN: tenon-opt %s --nn-unroll-recurrence | FileCheck %s
// RUN: tenon-opt %s --nn-unroll-recurrence --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=NAMES
// RUN: tenon-opt %s --nn-unroll-recurrence --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-unroll-recurrence > %t.once.mlir
// RUN: tenon-opt %t.once.mlir --nn-unroll-recurrence > %t.twice.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir

// REMARK: loc("two"): [Passed] unrolled | Category:nn-unroll-recurrence{{.*}}2 steps -> 28 operations, exact
// REMARK: loc("gru"): [Passed] unrolled | Category:nn-unroll-recurrence{{.*}}2 steps -> 32 operations, exact
// REMARK: [Passed] unrolled
// REMARK: loc("integers"): [Missed] refused | Category:nn-unroll-recurrence{{.*}}its elements are integers
// REMARK: loc("large"): [Missed] refused | Category:nn-unroll-recurrence{{.*}}the products of all steps are too large for one tensor

// One product for the input, read from its end, with both biases; one with the
// whole recurrent weights for each step that has a state; one function for the
// gates. The name and the pin go to all operations.
// CHECK-LABEL: func.func @lstm(
// CHECK-SAME: %[[X:.*]]: tensor<2x1x4xf32>
// CHECK: %[[W:.*]] = nn.parameter "w"
// CHECK: %[[R:.*]] = nn.parameter "r"
// CHECK: %[[B:.*]] = nn.parameter "b"
// CHECK: %[[RB:.*]] = nn.parameter "rb"
// CHECK-NEXT: %[[P:.*]] = nn.fully_connected %[[X]], %[[W]], %[[B]] {nn.pin}
// CHECK-NEXT: %[[A:.*]] = nn.add %[[P]], %[[RB]] {nn.pin}
// CHECK-NEXT: %[[A1:.*]] = nn.slice %[[A]] offsets [1, 0, 0] sizes [1, 1, 8]
// CHECK-NEXT: nn.slice %[[A1]] offsets [0, 0, 0] sizes [1, 1, 4]
// CHECK-NEXT: nn.activation %{{.*}} <sigmoid>
// CHECK-COUNT-2: <tanh>
// CHECK-NEXT: %[[H1:.*]] = nn.mul
// CHECK-NEXT: %[[A0:.*]] = nn.slice %[[A]] offsets [0, 0, 0] sizes [1, 1, 8]
// CHECK-NEXT: %[[S:.*]] = nn.fully_connected %[[H1]], %[[R]] {nn.pin}
// CHECK-NEXT: %[[G:.*]] = nn.add %[[S]], %[[A0]]
// CHECK-NEXT: nn.slice %[[G]] offsets [0, 0, 0] sizes [1, 1, 6]
// CHECK-NEXT: nn.activation %{{.*}} <sigmoid>
// CHECK-COUNT-2: <tanh>
// CHECK-NEXT: %[[H0:.*]] = nn.mul
// CHECK-NEXT: nn.concat %[[H0]], %[[H1]] axis 0
// NAMES-LABEL: func.func @lstm(
// NAMES: nn.fully_connected {{.*}} loc("two")
// NAMES: nn.concat {{.*}} loc("two")
func.func @lstm(%x: tensor<2x1x4xf32>) -> tensor<2x1x2xf32> {
  %w = nn.parameter "w" : tensor<8x4xf32>
  %r = nn.parameter "r" : tensor<8x2xf32>
  %b = nn.parameter "b" : tensor<8xf32>
  %rb = nn.parameter "rb" : tensor<8xf32>
  %y, %h, %c = nn.lstm %x, %w, %r bias %b recurrent_bias %rb reverse {nn.pin} : (tensor<2x1x4xf32>, tensor<8x4xf32>, tensor<8x2xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<2x1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) loc("two")
  return %y : tensor<2x1x2xf32>
}

// The gate is applied to the state: rows of the recurrent weights, which all
// steps share.
// CHECK-LABEL: func.func @gru(
// CHECK: %[[R:.*]] = nn.parameter "r"
// CHECK: nn.param_reshape %{{.*}} sizes [1, 1, 2]
// CHECK: %[[GATES:.*]] = nn.param_slice %[[R]] offsets [0, 0] sizes [4, 2]
// CHECK: %[[LAST:.*]] = nn.param_slice %[[R]] offsets [4, 0] sizes [2, 2]
// CHECK: nn.fully_connected %{{[0-9]+}}, %[[GATES]] :
// CHECK: nn.fully_connected %{{[0-9]+}}, %[[LAST]] :
// CHECK: nn.fully_connected %{{[0-9]+}}, %[[GATES]] :
// CHECK: nn.fully_connected %{{[0-9]+}}, %[[LAST]] :
// CHECK-NOT: nn.fully_connected
func.func @gru(%x: tensor<2x1x4xf32>) -> tensor<1x2xf32> {
  %w = nn.parameter "w" : tensor<6x4xf32>
  %r = nn.parameter "r" : tensor<6x2xf32>
  %s = nn.parameter "s" : tensor<1x2xf32>
  %y, %h = nn.gru %x, %w, %r hidden %s : (tensor<2x1x4xf32>, tensor<6x4xf32>, tensor<6x2xf32>, tensor<1x2xf32>) -> (tensor<2x1x2xf32>, tensor<1x2xf32>) loc("gru")
  return %h : tensor<1x2xf32>
}

// The gate is applied to the product: weights stay whole. A cell without a name
// is named after its kind and its line.
// CHECK-LABEL: func.func @linear(
// CHECK-NOT: nn.param_slice
// CHECK-COUNT-2: nn.fully_connected %{{.*}}, %{{.*}} : (tensor<1x1x2xf32>, tensor<6x2xf32>)
// NAMES-LABEL: func.func @linear(
// NAMES: nn.fully_connected {{.*}} loc("nn.gru:[[#@LINE+4]]"(
func.func @linear(%x: tensor<3x1x4xf32>) -> tensor<1x2xf32> {
  %w = nn.parameter "w" : tensor<6x4xf32>
  %r = nn.parameter "r" : tensor<6x2xf32>
  %y, %h = nn.gru %x, %w, %r linear_before_reset : (tensor<3x1x4xf32>, tensor<6x4xf32>, tensor<6x2xf32>) -> (tensor<3x1x2xf32>, tensor<1x2xf32>)
  return %h : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @integers(
// CHECK: nn.lstm
func.func @integers(%x: tensor<2x1x4xi32>, %w: tensor<8x4xi32>, %r: tensor<8x2xi32>) -> tensor<1x2xi32> {
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<2x1x4xi32>, tensor<8x4xi32>, tensor<8x2xi32>) -> (tensor<2x1x2xi32>, tensor<1x2xi32>, tensor<1x2xi32>) loc("integers")
  return %h : tensor<1x2xi32>
}

// CHECK-LABEL: func.func @large(
// CHECK: nn.gru
func.func @large(%x: tensor<1048576x1x1xf32>) -> tensor<1x2048xf32> {
  %w = nn.parameter "w" : tensor<6144x1xf32>
  %r = nn.parameter "r" : tensor<6144x2048xf32>
  %y, %h = nn.gru %x, %w, %r : (tensor<1048576x1x1xf32>, tensor<6144x1xf32>, tensor<6144x2048xf32>) -> (tensor<1048576x1x2048xf32>, tensor<1x2048xf32>) loc("large")
  return %h : tensor<1x2048xf32>
}
