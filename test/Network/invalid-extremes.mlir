// RUN: tenon-opt %s --split-input-file --verify-diagnostics

// Numbers whose products and sums do not fit into 64 bits are refused and do
// not wrap around.

// slice_c2
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 0 of size 8, but got}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [0, 0] sizes [4294967297, 16] strides [4294967296, 1] : (tensor<8x16xf32>) -> tensor<4x16xf32>
  return
}

// -----

// pad_c1
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+2 {{expected counts that fit, but got 9223372036854775807 and 9223372036854775807 in dimension 0}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad constant %a low [9223372036854775807] high [9223372036854775807] : (tensor<8xf32>) -> tensor<6xf32>
  return
}

// -----

// conv2d_c2
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x3x1x16xf32>) {
  // expected-error@+2 {{expected kernel sizes, strides, dilations and pads up to 2^30}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b dilations [9223372036854775807, 1] : (tensor<1x8x8x16xf32>, tensor<4x3x1x16xf32>) -> tensor<1x10x8x4xf32>
  return
}

// -----

// pool_c2
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected kernel sizes, strides, dilations and pads up to 2^30}}
  // expected-error@+1 {{'nn.avg_pool2d' op failed to infer returned types}}
  %0 = nn.avg_pool2d %a kernel [1, 1] pads [9223372036854775807, 9223372036854775807, 0, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x7x8x16xf32>
  return
}

// -----

// nn.compare compares equal element types.
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xi32>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'i32'}}
  // expected-error@+1 {{'nn.compare' op failed to infer returned types}}
  %0 = nn.compare lt %a, %b : (tensor<8x16xf32>, tensor<16xi32>) -> tensor<8x16xi1>
  return
}

// -----

// Sizes of zero, and more elements than 64-bit products can count.
func.func @f(%a: tensor<1x0x8x16xf32>) {
  // expected-error@+1 {{operand #0 must be tensor of numbers with a static shape of positive sizes and at most 2^32 elements, but got 'tensor<1x0x8x16xf32>'}}
  %0 = nn.abs %a : (tensor<1x0x8x16xf32>) -> tensor<1x0x8x16xf32>
  return
}

// -----

func.func @f(%a: tensor<8589934592x4294967296xf32>) {
  // expected-error@+1 {{operand #0 must be tensor of numbers with a static shape of positive sizes and at most 2^32 elements, but got 'tensor<8589934592x4294967296xf32>'}}
  %0 = nn.abs %a : (tensor<8589934592x4294967296xf32>) -> tensor<8589934592x4294967296xf32>
  return
}
