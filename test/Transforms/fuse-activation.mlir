// RUN: tenon-opt %s --nn-fuse-activation --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s

// CHECK-LABEL: func.func @conv(
// CHECK: nn.conv2d {{.*}} activation <relu> : {{.*}} loc(fused["c", "r"])
// CHECK-NOT: nn.activation
// CHECK: return
func.func @conv(%x: tensor<1x4x4x8xf32>, %w: tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32> {
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32> loc("c")
  %1 = nn.activation %0 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32> loc("r")
  return %1 : tensor<1x4x4x8xf32>
}

// CHECK-LABEL: func.func @fully_connected(
// CHECK: nn.fully_connected {{.*}} activation <clamp, 0.000000e+00, 6.000000e+00>
// CHECK-NOT: nn.activation
// CHECK: return
func.func @fully_connected(%x: tensor<1x8xf32>, %w: tensor<8x8xf32>) -> tensor<1x8xf32> {
  %0 = nn.fully_connected %x, %w : (tensor<1x8xf32>, tensor<8x8xf32>) -> tensor<1x8xf32>
  %1 = nn.activation %0 <clamp, 0.0, 6.0> : (tensor<1x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// The second of two stays, and so does one whose input others read.
// CHECK-LABEL: func.func @second(
// CHECK: nn.conv2d {{.*}} activation <relu>
// CHECK: nn.activation {{.*}} <sigmoid>
func.func @second(%x: tensor<1x4x4x8xf32>, %w: tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32> {
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %2 = nn.activation %1 <sigmoid> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %2 : tensor<1x4x4x8xf32>
}

// CHECK-LABEL: func.func @read_twice(
// CHECK-NOT: activation <
// CHECK: nn.activation {{.*}} <relu>
// CHECK: return
func.func @read_twice(%x: tensor<1x4x4x8xf32>, %w: tensor<8x1x1x8xf32>) -> (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) {
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %0, %1 : tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>
}

// An addition has no activation of its own.
// CHECK-LABEL: func.func @add(
// CHECK: nn.activation
func.func @add(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = nn.add %x, %x : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %1 = nn.activation %0 <relu> : (tensor<8xf32>) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}

// An activation between two shapes, as convolutions of signals have them.
// CHECK-LABEL: func.func @signal(
// CHECK: nn.conv2d {{.*}} activation <relu>
// CHECK-NEXT: nn.conv2d
// CHECK-NEXT: return
func.func @signal(%x: tensor<1x1x9x8xf32>, %w: tensor<8x1x1x8xf32>) -> tensor<1x1x9x8xf32> {
  %0 = nn.conv2d %x, %w : (tensor<1x1x9x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x1x9x8xf32>
  %1 = nn.reshape %0 : (tensor<1x1x9x8xf32>) -> tensor<1x9x8xf32>
  %2 = nn.activation %1 <relu> : (tensor<1x9x8xf32>) -> tensor<1x9x8xf32>
  %3 = nn.reshape %2 : (tensor<1x9x8xf32>) -> tensor<1x1x9x8xf32>
  %4 = nn.conv2d %3, %w : (tensor<1x1x9x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x1x9x8xf32>
  return %4 : tensor<1x1x9x8xf32>
}

// Others read the shape, or what the activation computes in another shape.
// CHECK-LABEL: func.func @shapes(
// CHECK: nn.conv2d %{{[a-z0-9]+}}, %{{[a-z0-9]+}} :
// CHECK: nn.activation
// CHECK: nn.conv2d {{.*}} activation <relu>
// CHECK-NEXT: nn.reshape {{.*}} -> tensor<9x8xf32>
// CHECK-NEXT: nn.reshape {{.*}} -> tensor<72xf32>
func.func @shapes(%x: tensor<1x1x9x8xf32>, %w: tensor<8x1x1x8xf32>) -> (tensor<9x8xf32>, tensor<9x8xf32>, tensor<9x8xf32>, tensor<72xf32>) {
  %0 = nn.conv2d %x, %w : (tensor<1x1x9x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x1x9x8xf32>
  %1 = nn.reshape %0 : (tensor<1x1x9x8xf32>) -> tensor<9x8xf32>
  %2 = nn.activation %1 <relu> : (tensor<9x8xf32>) -> tensor<9x8xf32>
  %3 = nn.conv2d %x, %w : (tensor<1x1x9x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x1x9x8xf32>
  %4 = nn.reshape %3 : (tensor<1x1x9x8xf32>) -> tensor<9x8xf32>
  %5 = nn.activation %4 <relu> : (tensor<9x8xf32>) -> tensor<9x8xf32>
  %6 = nn.reshape %5 : (tensor<9x8xf32>) -> tensor<72xf32>
  return %1, %2, %5, %6 : tensor<9x8xf32>, tensor<9x8xf32>, tensor<9x8xf32>, tensor<72xf32>
}

// Two ranges are one.
// CHECK-LABEL: func.func @relu6(
// CHECK: nn.conv2d {{.*}} activation <clamp, 0.000000e+00, 6.000000e+00>
// CHECK-NOT: nn.activation
// CHECK: return
func.func @relu6(%x: tensor<1x4x4x8xf32>, %w: tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32> {
  %0 = nn.conv2d %x, %w activation <relu> : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
  %1 = nn.activation %0 <clamp, 0.0, 6.0> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %1 : tensor<1x4x4x8xf32>
}

// CHECK-LABEL: func.func @ranges(
// CHECK-NEXT: nn.activation %{{.*}} <clamp, 0.000000e+00, 1.000000e+00>
// CHECK-NEXT: nn.activation %{{.*}} <clamp, 5.000000e+00, 5.000000e+00>
// CHECK-NEXT: nn.activation %{{.*}} <relu>
// CHECK-NEXT: return
func.func @ranges(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0 = nn.activation %x <clamp, -1.0, 1.0> : (tensor<4xf32>) -> tensor<4xf32>
  %1 = nn.activation %0 <relu> : (tensor<4xf32>) -> tensor<4xf32>
  %2 = nn.activation %x <clamp, 0.0, 3.0> : (tensor<4xf32>) -> tensor<4xf32>
  %3 = nn.activation %2 <clamp, 5.0, 6.0> : (tensor<4xf32>) -> tensor<4xf32>
  %4 = nn.activation %x <relu> : (tensor<4xf32>) -> tensor<4xf32>
  %5 = nn.activation %4 <relu> : (tensor<4xf32>) -> tensor<4xf32>
  return %1, %3, %5 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// Others stay apart.
// CHECK-LABEL: func.func @apart(
// CHECK: nn.activation %{{.*}} <leaky_relu
// CHECK: nn.activation %{{.*}} <relu>
// CHECK: return
func.func @apart(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nn.activation %x <leaky_relu, 0.1> : (tensor<4xf32>) -> tensor<4xf32>
  %1 = nn.activation %0 <relu> : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
