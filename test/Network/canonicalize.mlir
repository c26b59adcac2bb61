// RUN: tenon-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @pad_into_conv(
// CHECK-SAME: %[[X:.*]]: tensor<1x8x8x16xf32>, %[[W:.*]]: tensor<4x3x3x16xf32>)
// CHECK-NOT: nn.pad
// CHECK: nn.conv2d %[[X]], %[[W]] strides [2, 2] pads [1, 2, 3, 5] : (tensor<1x8x8x16xf32>
func.func @pad_into_conv(%x: tensor<1x8x8x16xf32>, %w: tensor<4x3x3x16xf32>) -> tensor<1x5x7x4xf32> {
  %0 = nn.pad constant %x low [0, 1, 3, 0] high [0, 2, 4, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x11x15x16xf32>
  %1 = nn.conv2d %0, %w strides [2, 2] pads [0, 0, 0, 1] : (tensor<1x11x15x16xf32>, tensor<4x3x3x16xf32>) -> tensor<1x5x7x4xf32>
  return %1 : tensor<1x5x7x4xf32>
}

// The border that others read too stays for them.
// CHECK-LABEL: func.func @pad_of_two_readers(
// CHECK-SAME: %[[X:.*]]: tensor<1x8x8x16xf32>, %[[W:.*]]: tensor<4x1x1x16xf32>)
// CHECK: %[[P:.*]] = nn.pad constant %[[X]]
// CHECK: %[[C:.*]] = nn.conv2d %[[X]], %[[W]] pads [1, 1, 1, 1]
// CHECK: return %[[P]], %[[C]]
func.func @pad_of_two_readers(%x: tensor<1x8x8x16xf32>, %w: tensor<4x1x1x16xf32>) -> (tensor<1x10x10x16xf32>, tensor<1x10x10x4xf32>) {
  %0 = nn.pad constant %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
  %1 = nn.conv2d %0, %w : (tensor<1x10x10x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x10x10x4xf32>
  return %0, %1 : tensor<1x10x10x16xf32>, tensor<1x10x10x4xf32>
}

// Two borders, one after the other.
// CHECK-LABEL: func.func @pads_into_conv(
// CHECK-NOT: nn.pad
// CHECK: nn.conv2d {{.*}} pads [2, 0, 0, 2] groups 16 {nn.block = #nn.block<"b", depthwise>}
func.func @pads_into_conv(%x: tensor<1x8x8x16xf32>, %w: tensor<16x1x1x1xf32>) -> tensor<1x10x10x16xf32> {
  %0 = nn.pad constant %x low [0, 2, 0, 0] high [0, 0, 0, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x8x16xf32>
  %1 = nn.pad constant %0 low [0, 0, 0, 0] high [0, 0, 2, 0] value -0.0 : f32 : (tensor<1x10x8x16xf32>) -> tensor<1x10x10x16xf32>
  %2 = nn.conv2d %1, %w groups 16 {nn.block = #nn.block<"b", depthwise>} : (tensor<1x10x10x16xf32>, tensor<16x1x1x1xf32>) -> tensor<1x10x10x16xf32>
  return %2 : tensor<1x10x10x16xf32>
}

// CHECK-LABEL: func.func @pad_not_zero(
// CHECK: nn.pad constant
// CHECK-NOT: pads
func.func @pad_not_zero(%x: tensor<1x8x8x16xf32>, %w: tensor<4x1x1x16xf32>) -> tensor<1x10x10x4xf32> {
  %0 = nn.pad constant %x low [0, 1, 1, 0] high [0, 1, 1, 0] value 1.0 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
  %1 = nn.conv2d %0, %w : (tensor<1x10x10x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x10x10x4xf32>
  return %1 : tensor<1x10x10x4xf32>
}

// CHECK-LABEL: func.func @pad_of_edges(
// CHECK: nn.pad edge
// CHECK-NOT: pads
func.func @pad_of_edges(%x: tensor<1x8x8x16xf32>, %w: tensor<4x1x1x16xf32>) -> tensor<1x10x10x4xf32> {
  %0 = nn.pad edge %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
  %1 = nn.conv2d %0, %w : (tensor<1x10x10x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x10x10x4xf32>
  return %1 : tensor<1x10x10x4xf32>
}

// CHECK-LABEL: func.func @pad_of_channels(
// CHECK: nn.pad constant
// CHECK-NOT: pads
func.func @pad_of_channels(%x: tensor<1x8x8x15xf32>, %w: tensor<4x1x1x16xf32>) -> tensor<1x9x8x4xf32> {
  %0 = nn.pad constant %x low [0, 1, 0, 0] high [0, 0, 0, 1] : (tensor<1x8x8x15xf32>) -> tensor<1x9x8x16xf32>
  %1 = nn.conv2d %0, %w : (tensor<1x9x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x9x8x4xf32>
  return %1 : tensor<1x9x8x4xf32>
}

// CHECK-LABEL: func.func @pad_of_batch(
// CHECK: nn.pad constant
// CHECK-NOT: pads
func.func @pad_of_batch(%x: tensor<1x8x8x16xf32>, %w: tensor<4x1x1x16xf32>) -> tensor<2x9x8x4xf32> {
  %0 = nn.pad constant %x low [1, 1, 0, 0] high [0, 0, 0, 0] : (tensor<1x8x8x16xf32>) -> tensor<2x9x8x16xf32>
  %1 = nn.conv2d %0, %w : (tensor<2x9x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<2x9x8x4xf32>
  return %1 : tensor<2x9x8x4xf32>
}

// The padding of a maximum is not zero.
// CHECK-LABEL: func.func @pad_before_pool(
// CHECK: nn.pad constant
func.func @pad_before_pool(%x: tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32> {
  %0 = nn.pad constant %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
  %1 = nn.max_pool2d %0 kernel [2, 2] : (tensor<1x10x10x16xf32>) -> tensor<1x9x9x16xf32>
  return %1 : tensor<1x9x9x16xf32>
}

// CHECK-LABEL: func.func @no_pad(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[X]]
func.func @no_pad(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = nn.pad reflect %x low [0] high [0] : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: func.func @transpose_identity(
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>)
// CHECK-NEXT: return %[[X]]
func.func @transpose_identity(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = nn.transpose %x permutation [0, 1, 2] : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @transpose_inverse(
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>)
// CHECK-NEXT: return %[[X]]
func.func @transpose_inverse(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = nn.transpose %x permutation [1, 2, 0] : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
  %1 = nn.transpose %0 permutation [2, 0, 1] : (tensor<3x4x2xf32>) -> tensor<2x3x4xf32>
  return %1 : tensor<2x3x4xf32>
}

// Dimension d of the second is permutation[d] of the first.
// CHECK-LABEL: func.func @transpose_composed(
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>)
// CHECK-NEXT: %[[Y:.*]] = nn.transpose %[[X]] permutation [2, 1, 0] : (tensor<2x3x4xf32>) -> tensor<4x3x2xf32>
// CHECK-NEXT: return %[[Y]]
func.func @transpose_composed(%x: tensor<2x3x4xf32>) -> tensor<4x3x2xf32> {
  %0 = nn.transpose %x permutation [1, 2, 0] : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
  %1 = nn.transpose %0 permutation [1, 0, 2] : (tensor<3x4x2xf32>) -> tensor<4x3x2xf32>
  return %1 : tensor<4x3x2xf32>
}

// Equal types do not make a transpose the identity.
// CHECK-LABEL: func.func @transpose_square(
// CHECK: nn.transpose
func.func @transpose_square(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %0 = nn.transpose %x permutation [1, 0] : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @reshape_identity(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[X]]
func.func @reshape_identity(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = nn.reshape %x : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: func.func @reshape_back(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[X]]
func.func @reshape_back(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = nn.reshape %x : (tensor<8xf32>) -> tensor<2x4xf32>
  %1 = nn.reshape %0 : (tensor<2x4xf32>) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}

// CHECK-LABEL: func.func @reshape_twice(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>)
// CHECK-NEXT: %[[Y:.*]] = nn.reshape %[[X]] : (tensor<8xf32>) -> tensor<4x2xf32>
// CHECK-NEXT: return %[[Y]]
func.func @reshape_twice(%x: tensor<8xf32>) -> tensor<4x2xf32> {
  %0 = nn.reshape %x : (tensor<8xf32>) -> tensor<2x4xf32>
  %1 = nn.reshape %0 : (tensor<2x4xf32>) -> tensor<4x2xf32>
  return %1 : tensor<4x2xf32>
}

// CHECK-LABEL: func.func @slice_of_all(
// CHECK-SAME: %[[X:.*]]: tensor<8x4xf32>)
// CHECK-NEXT: return %[[X]]
func.func @slice_of_all(%x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %0 = nn.slice %x offsets [0, 0] sizes [8, 4] strides [1, 1] : (tensor<8x4xf32>) -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}

// Backwards is another sequence of the same size.
// CHECK-LABEL: func.func @slice_backwards(
// CHECK: nn.slice
func.func @slice_backwards(%x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %0 = nn.slice %x offsets [7, 0] sizes [8, 4] strides [-1, 1] : (tensor<8x4xf32>) -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}

// CHECK-LABEL: func.func @concat_of_one(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[X]]
func.func @concat_of_one(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = nn.concat %x axis 0 : (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// CHECK-LABEL: func.func @parameter_expressions(
// CHECK-NEXT: %[[W:.*]] = nn.parameter "w" : tensor<8x4xf32>
// CHECK-NEXT: return %[[W]], %[[W]], %[[W]]
func.func @parameter_expressions() -> (tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) {
  %w = nn.parameter "w" : tensor<8x4xf32>
  %0 = nn.param_slice %w offsets [0, 0] sizes [8, 4] : (tensor<8x4xf32>) -> tensor<8x4xf32>
  %1 = nn.param_pad %w high [0, 0] : (tensor<8x4xf32>) -> tensor<8x4xf32>
  %2 = nn.param_concat %w axis 0 : (tensor<8x4xf32>) -> tensor<8x4xf32>
  return %0, %1, %2 : tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>
}

// Expressions that do something are not evaluated here.
// CHECK-LABEL: func.func @parameter_expressions_stay(
// CHECK: nn.param_slice
// CHECK: nn.param_pad
// CHECK: nn.param_concat
func.func @parameter_expressions_stay() -> (tensor<7x4xf32>, tensor<9x4xf32>, tensor<16x4xf32>) {
  %w = nn.parameter "w" : tensor<8x4xf32>
  %0 = nn.param_slice %w offsets [1, 0] sizes [7, 4] : (tensor<8x4xf32>) -> tensor<7x4xf32>
  %1 = nn.param_pad %w high [1, 0] : (tensor<8x4xf32>) -> tensor<9x4xf32>
  %2 = nn.param_concat %w, %w axis 0 : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<16x4xf32>
  return %0, %1, %2 : tensor<7x4xf32>, tensor<9x4xf32>, tensor<16x4xf32>
}

// Equal constants become one; parameters and dead operations go away.
// CHECK-LABEL: func.func @constants(
// CHECK-NEXT: %[[C:.*]] = nn.constant dense<5.000000e-01> : tensor<1xf32>
// CHECK-NEXT: return %[[C]], %[[C]]
func.func @constants() -> (tensor<1xf32>, tensor<1xf32>) {
  %0 = nn.constant dense<0.5> : tensor<1xf32>
  %1 = nn.constant dense<0.5> : tensor<1xf32>
  %2 = nn.parameter "unused" : tensor<1xf32>
  %3 = nn.abs %2 : (tensor<1xf32>) -> tensor<1xf32>
  return %0, %1 : tensor<1xf32>, tensor<1xf32>
}
