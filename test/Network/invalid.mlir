// RUN: tenon-opt %s --split-input-file --verify-diagnostics

// conv2d_c1
func.func @f(%a: tensor<8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected an input and a filter with 4 dimensions, but got 3 and 4}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b : (tensor<8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<8x8x4xf32>
  return
}

// -----

// conv2d_c1
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x16xf32>) {
  // expected-error@+2 {{expected an input and a filter with 4 dimensions, but got 4 and 2}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b : (tensor<1x8x8x16xf32>, tensor<4x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c2: groups
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected a positive number of groups, but got 0}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b groups 0 : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c2: strides
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected positive kernel sizes, strides and dilations}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b strides [0, 1] : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c2: dilations
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected positive kernel sizes, strides and dilations}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b dilations [1, -1] : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c2: pads
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected pads that are not negative}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b pads [0, 0, -1, 0] : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c2: numbers of values
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected 2 kernel sizes, strides and dilations and 4 pads, but got 2, 2, 2 and 2}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b pads [0, 0] : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c3: multiples
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<6x1x1x5xf32>) {
  // expected-error@+2 {{expected channels that are multiples of 3 groups, but got 16 and 6}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b groups 3 : (tensor<1x8x8x16xf32>, tensor<6x1x1x5xf32>) -> tensor<1x8x8x6xf32>
  return
}

// -----

// conv2d_c3: filter
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{expected a filter with 8 input channels, but got 16}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b groups 2 : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c4
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>, %c: tensor<5xf32>) {
  // expected-error@+2 {{expected a bias of 4 elements, but got 'tensor<5xf32>'}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b, %c : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>, tensor<5xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c5
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x3x3x16xf32>) {
  // expected-error@+2 {{expected a kernel that fits into the padded input of 9, but it extends over 11}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b pads [1, 0, 0, 0] dilations [5, 1] : (tensor<1x8x8x16xf32>, tensor<4x3x3x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c6
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf16>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// conv2d_c6: bias
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>, %c: tensor<4xi32>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'i32'}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b, %c : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>, tensor<4xi32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// The written type is not the inferred one.
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+2 {{'nn.conv2d' op inferred type(s) 'tensor<1x8x8x4xf32>' are incompatible with return type(s) of operation 'tensor<1x8x8x5xf32>'}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %a, %b : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x5xf32>
  return
}

// -----

// A tensor of dynamic shape is none of a network.
func.func @f(%a: tensor<?x8xf32>) {
  // expected-error@+1 {{'nn.abs' op operand #0 must be tensor of numbers with a static shape of positive sizes and at most 2^32 elements, but got 'tensor<?x8xf32>'}}
  %0 = nn.abs %a : (tensor<?x8xf32>) -> tensor<?x8xf32>
  return
}

// -----

// pool_c1
func.func @f(%a: tensor<8x8x16xf32>) {
  // expected-error@+2 {{expected an input with 4 dimensions, but got 3}}
  // expected-error@+1 {{'nn.max_pool2d' op failed to infer returned types}}
  %0 = nn.max_pool2d %a kernel [1, 1] : (tensor<8x8x16xf32>) -> tensor<8x8x16xf32>
  return
}

// -----

// pool_c1: mean
func.func @f(%a: tensor<8x8x16xf32>) {
  // expected-error@+2 {{expected an input with 4 dimensions, but got 3}}
  // expected-error@+1 {{'nn.avg_pool2d' op failed to infer returned types}}
  %0 = nn.avg_pool2d %a kernel [1, 1] : (tensor<8x8x16xf32>) -> tensor<8x8x16xf32>
  return
}

// -----

// pool_c2: kernel
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected positive kernel sizes, strides and dilations}}
  // expected-error@+1 {{'nn.max_pool2d' op failed to infer returned types}}
  %0 = nn.max_pool2d %a kernel [0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c2: kernel of three
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected 2 kernel sizes, strides and dilations and 4 pads, but got 3, 2, 2 and 4}}
  // expected-error@+1 {{'nn.avg_pool2d' op failed to infer returned types}}
  %0 = nn.avg_pool2d %a kernel [1, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c2: strides
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected positive kernel sizes, strides and dilations}}
  // expected-error@+1 {{'nn.max_pool2d' op failed to infer returned types}}
  %0 = nn.max_pool2d %a kernel [1, 1] strides [1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c2: dilations
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected positive kernel sizes, strides and dilations}}
  // expected-error@+1 {{'nn.max_pool2d' op failed to infer returned types}}
  %0 = nn.max_pool2d %a kernel [1, 1] dilations [0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c2: pads
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected pads that are not negative}}
  // expected-error@+1 {{'nn.avg_pool2d' op failed to infer returned types}}
  %0 = nn.avg_pool2d %a kernel [1, 1] pads [0, -1, 0, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c3
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected a kernel that fits into the padded input of 8, but it extends over 9}}
  // expected-error@+1 {{'nn.max_pool2d' op failed to infer returned types}}
  %0 = nn.max_pool2d %a kernel [9, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// pool_c3: mean
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{expected a kernel that fits into the padded input of 10, but it extends over 11}}
  // expected-error@+1 {{'nn.avg_pool2d' op failed to infer returned types}}
  %0 = nn.avg_pool2d %a kernel [1, 11] pads [0, 0, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// fully_connected_c1: weight
func.func @f(%a: tensor<1x16xf32>, %b: tensor<16xf32>) {
  // expected-error@+2 {{expected an input with at least 1 and a weight with 2 dimensions, but got 2 and 1}}
  // expected-error@+1 {{'nn.fully_connected' op failed to infer returned types}}
  %0 = nn.fully_connected %a, %b : (tensor<1x16xf32>, tensor<16xf32>) -> tensor<1x16xf32>
  return
}

// -----

// fully_connected_c1: input
func.func @f(%a: tensor<f32>, %b: tensor<16x1xf32>) {
  // expected-error@+2 {{expected an input with at least 1 and a weight with 2 dimensions, but got 0 and 2}}
  // expected-error@+1 {{'nn.fully_connected' op failed to infer returned types}}
  %0 = nn.fully_connected %a, %b : (tensor<f32>, tensor<16x1xf32>) -> tensor<1x16xf32>
  return
}

// -----

// fully_connected_c2
func.func @f(%a: tensor<1x16xf32>, %b: tensor<8x15xf32>) {
  // expected-error@+2 {{expected a weight with 16 columns, but got 15}}
  // expected-error@+1 {{'nn.fully_connected' op failed to infer returned types}}
  %0 = nn.fully_connected %a, %b : (tensor<1x16xf32>, tensor<8x15xf32>) -> tensor<1x8xf32>
  return
}

// -----

// fully_connected_c3
func.func @f(%a: tensor<1x16xf32>, %b: tensor<8x16xf32>, %c: tensor<1x8xf32>) {
  // expected-error@+2 {{expected a bias of 8 elements, but got 'tensor<1x8xf32>'}}
  // expected-error@+1 {{'nn.fully_connected' op failed to infer returned types}}
  %0 = nn.fully_connected %a, %b, %c : (tensor<1x16xf32>, tensor<8x16xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
  return
}

// -----

// fully_connected_c4
func.func @f(%a: tensor<1x16xf32>, %b: tensor<8x16xf64>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f64'}}
  // expected-error@+1 {{'nn.fully_connected' op failed to infer returned types}}
  %0 = nn.fully_connected %a, %b : (tensor<1x16xf32>, tensor<8x16xf64>) -> tensor<1x8xf32>
  return
}

// -----

// matmul_c1
func.func @f(%a: tensor<16xf32>, %b: tensor<16x8xf32>) {
  // expected-error@+2 {{expected operands with at least 2 dimensions, but got 1 and 2}}
  // expected-error@+1 {{'nn.matmul' op failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<16xf32>, tensor<16x8xf32>) -> tensor<8xf32>
  return
}

// -----

// matmul_c2
func.func @f(%a: tensor<4x16xf32>, %b: tensor<15x8xf32>) {
  // expected-error@+2 {{expected equal inner dimensions, but got 16 and 15}}
  // expected-error@+1 {{'nn.matmul' op failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<4x16xf32>, tensor<15x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

// matmul_c3
func.func @f(%a: tensor<2x4x16xf32>, %b: tensor<3x16x8xf32>) {
  // expected-error@+2 {{expected leading dimensions that broadcast, but got 2 and 3}}
  // expected-error@+1 {{'nn.matmul' op failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<2x4x16xf32>, tensor<3x16x8xf32>) -> tensor<2x4x8xf32>
  return
}

// -----

// matmul_c4
func.func @f(%a: tensor<4x16xf32>, %b: tensor<16x8xi8>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'i8'}}
  // expected-error@+1 {{'nn.matmul' op failed to infer returned types}}
  %0 = nn.matmul %a, %b : (tensor<4x16xf32>, tensor<16x8xi8>) -> tensor<4x8xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.add' op failed to infer returned types}}
  %0 = nn.add %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.add' op failed to infer returned types}}
  %0 = nn.add %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.sub' op failed to infer returned types}}
  %0 = nn.sub %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.sub' op failed to infer returned types}}
  %0 = nn.sub %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.mul' op failed to infer returned types}}
  %0 = nn.mul %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.mul' op failed to infer returned types}}
  %0 = nn.mul %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.div' op failed to infer returned types}}
  %0 = nn.div %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.div' op failed to infer returned types}}
  %0 = nn.div %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.max' op failed to infer returned types}}
  %0 = nn.max %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.max' op failed to infer returned types}}
  %0 = nn.max %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.min' op failed to infer returned types}}
  %0 = nn.min %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.min' op failed to infer returned types}}
  %0 = nn.min %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// binary_c1
func.func @f(%a: tensor<4x8x16xf32>, %b: tensor<3x1xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 8 and 3 in dimension -2}}
  // expected-error@+1 {{'nn.pow' op failed to infer returned types}}
  %0 = nn.pow %a, %b : (tensor<4x8x16xf32>, tensor<3x1xf32>) -> tensor<4x8x16xf32>
  return
}

// -----

// binary_c2
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.pow' op failed to infer returned types}}
  %0 = nn.pow %a, %b : (tensor<8x16xf32>, tensor<16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// nn.compare broadcasts as binary_c1
func.func @f(%a: tensor<8x16xf32>, %b: tensor<8x2xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 16 and 2 in dimension -1}}
  // expected-error@+1 {{'nn.compare' op failed to infer returned types}}
  %0 = nn.compare lt %a, %b : (tensor<8x16xf32>, tensor<8x2xf32>) -> tensor<8x16xi1>
  return
}

// -----

// nn.compare gives i1
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf32>) {
  // expected-error@+2 {{'nn.compare' op inferred type(s) 'tensor<8x16xi1>' are incompatible with return type(s) of operation 'tensor<8x16xf32>'}}
  // expected-error@+1 {{'nn.compare' op failed to infer returned types}}
  %0 = nn.compare lt %a, %b : (tensor<8x16xf32>, tensor<16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// select_c1
func.func @f(%a: tensor<8x16xi8>, %b: tensor<8x16xf32>, %c: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a condition of type i1, but got 'i8'}}
  // expected-error@+1 {{'nn.select' op failed to infer returned types}}
  %0 = nn.select %a, %b, %c : (tensor<8x16xi8>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// nn.select chooses between equal types
func.func @f(%a: tensor<8x16xi1>, %b: tensor<8x16xf32>, %c: tensor<8x16xf16>) {
  // expected-error@+2 {{expected equal element types, but got 'f32' and 'f16'}}
  // expected-error@+1 {{'nn.select' op failed to infer returned types}}
  %0 = nn.select %a, %b, %c : (tensor<8x16xi1>, tensor<8x16xf32>, tensor<8x16xf16>) -> tensor<8x16xf32>
  return
}

// -----

// nn.select broadcasts
func.func @f(%a: tensor<5x16xi1>, %b: tensor<8x16xf32>, %c: tensor<8x16xf32>) {
  // expected-error@+2 {{expected operands that broadcast, but got sizes 5 and 8 in dimension -2}}
  // expected-error@+1 {{'nn.select' op failed to infer returned types}}
  %0 = nn.select %a, %b, %c : (tensor<5x16xi1>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// batch_norm_c1
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<15xf32>) {
  // expected-error@+2 {{expected parameters of 16 elements, one a channel, but got 'tensor<15xf32>'}}
  // expected-error@+1 {{'nn.batch_norm' op failed to infer returned types}}
  %0 = nn.batch_norm %a, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<1x8x8x16xf32>, tensor<15xf32>, tensor<15xf32>, tensor<15xf32>, tensor<15xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// batch_norm_c1: one of them
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<16xf32>, %c: tensor<1x16xf32>) {
  // expected-error@+2 {{expected parameters of 16 elements, one a channel, but got 'tensor<1x16xf32>'}}
  // expected-error@+1 {{'nn.batch_norm' op failed to infer returned types}}
  %0 = nn.batch_norm %a, %b, %b, %b, %c epsilon 1.0e-05 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<1x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// batch_norm_c1: no channels
func.func @f(%a: tensor<f32>, %b: tensor<1xf32>) {
  // expected-error@+2 {{expected an input with channels, but got a tensor without dimensions}}
  // expected-error@+1 {{'nn.batch_norm' op failed to infer returned types}}
  %0 = nn.batch_norm %a, %b, %b, %b, %b epsilon 1.0e-05 : (tensor<f32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<f32>
  return
}

// -----

// cast_c1
func.func @f(%a: tensor<8x16xi1>) {
  // expected-error@+1 {{'nn.cast' op expected input and result of one shape, but got 'tensor<8x16xi1>' and 'tensor<16x8xf32>'}}
  %0 = nn.cast %a : (tensor<8x16xi1>) -> tensor<16x8xf32>
  return
}

// -----

// reduce_c1: beyond
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected ascending axes below 2, but got 2}}
  // expected-error@+1 {{'nn.reduce' op failed to infer returned types}}
  %0 = nn.reduce sum %a axes [0, 2] : (tensor<8x16xf32>) -> tensor<1x16xf32>
  return
}

// -----

// reduce_c1: order
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected ascending axes below 2, but got 0}}
  // expected-error@+1 {{'nn.reduce' op failed to infer returned types}}
  %0 = nn.reduce sum %a axes [1, 0] : (tensor<8x16xf32>) -> tensor<1x1xf32>
  return
}

// -----

// reduce_c1: twice
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected ascending axes below 2, but got 1}}
  // expected-error@+1 {{'nn.reduce' op failed to infer returned types}}
  %0 = nn.reduce sum %a axes [1, 1] : (tensor<8x16xf32>) -> tensor<8x1xf32>
  return
}

// -----

// reduce_c1: negative
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected ascending axes below 2, but got -1}}
  // expected-error@+1 {{'nn.reduce' op failed to infer returned types}}
  %0 = nn.reduce sum %a axes [-1] : (tensor<8x16xf32>) -> tensor<8x1xf32>
  return
}

// -----

// softmax_c1
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected an axis below 2, but got 2}}
  // expected-error@+1 {{'nn.softmax' op failed to infer returned types}}
  %0 = nn.softmax %a axis 2 : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// softmax_c1: negative
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected an axis below 2, but got -1}}
  // expected-error@+1 {{'nn.softmax' op failed to infer returned types}}
  %0 = nn.softmax %a axis -1 : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// resize_c1: dimensions
func.func @f(%a: tensor<8x8x16xf32>) {
  // expected-error@+1 {{'nn.resize' op expected input and result with 4 dimensions, but got 3 and 3}}
  %0 = nn.resize linear half_pixel %a scales [1.0, 1.0] : (tensor<8x8x16xf32>) -> tensor<8x8x16xf32>
  return
}

// -----

// resize_c1: channels
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+1 {{'nn.resize' op expected equal batch, channels and element type, but got 'tensor<1x8x8x16xf32>' and 'tensor<1x8x8x8xf32>'}}
  %0 = nn.resize linear half_pixel %a scales [1.0, 1.0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x8xf32>
  return
}

// -----

// resize_c1: batch
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+1 {{'nn.resize' op expected equal batch, channels and element type, but got 'tensor<1x8x8x16xf32>' and 'tensor<2x8x8x16xf32>'}}
  %0 = nn.resize linear half_pixel %a scales [1.0, 1.0] : (tensor<1x8x8x16xf32>) -> tensor<2x8x8x16xf32>
  return
}

// -----

// resize_c2: number
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+1 {{'nn.resize' op expected 2 positive scales or none}}
  %0 = nn.resize linear half_pixel %a scales [1.0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// resize_c2: sign
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+1 {{'nn.resize' op expected 2 positive scales or none}}
  %0 = nn.resize linear half_pixel %a scales [1.0, -1.0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// resize_c2: not a number
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+1 {{expected floating point literal}}
  %0 = nn.resize linear half_pixel %a scales [1.0, nan] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// concat_c1: axis
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected an axis below 2, but got 2}}
  // expected-error@+1 {{'nn.concat' op failed to infer returned types}}
  %0 = nn.concat %a, %a axis 2 : (tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x32xf32>
  return
}

// -----

// concat_c1: no part
func.func @f() {
  // expected-error@+2 {{expected at least one part}}
  // expected-error@+1 {{'nn.concat' op failed to infer returned types}}
  %0 = nn.concat axis 0 : () -> tensor<8x32xf32>
  return
}

// -----

// concat_c2: sizes
func.func @f(%a: tensor<8x16xf32>, %b: tensor<9x16xf32>) {
  // expected-error@+2 {{expected parts that agree in all but dimension 1, but got 'tensor<8x16xf32>' and 'tensor<9x16xf32>'}}
  // expected-error@+1 {{'nn.concat' op failed to infer returned types}}
  %0 = nn.concat %a, %b axis 1 : (tensor<8x16xf32>, tensor<9x16xf32>) -> tensor<8x32xf32>
  return
}

// -----

// concat_c2: ranks
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16xf32>) {
  // expected-error@+2 {{expected parts that agree in all but dimension 0, but got 'tensor<8x16xf32>' and 'tensor<16xf32>'}}
  // expected-error@+1 {{'nn.concat' op failed to infer returned types}}
  %0 = nn.concat %a, %b axis 0 : (tensor<8x16xf32>, tensor<16xf32>) -> tensor<9x16xf32>
  return
}

// -----

// concat_c2: types
func.func @f(%a: tensor<8x16xf32>, %b: tensor<8x16xf16>) {
  // expected-error@+2 {{expected parts that agree in all but dimension 1, but got 'tensor<8x16xf32>' and 'tensor<8x16xf16>'}}
  // expected-error@+1 {{'nn.concat' op failed to infer returned types}}
  %0 = nn.concat %a, %b axis 1 : (tensor<8x16xf32>, tensor<8x16xf16>) -> tensor<8x32xf32>
  return
}

// -----

// slice_c1: numbers
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected 2 offsets, sizes and strides, but got 1, 2 and 2}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [0] sizes [8, 16] strides [1, 1] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// slice_c1: stride of zero
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 1 of size 16, but got 0 to 0 by 0}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [0, 0] sizes [8, 16] strides [1, 0] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// slice_c2: end
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 1 of size 16, but got 1 to 16 by 1}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [0, 1] sizes [8, 16] strides [1, 1] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// slice_c2: begin
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 0 of size 8, but got -1 to 6 by 1}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [-1, 0] sizes [8, 16] strides [1, 1] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// slice_c2: backwards
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 0 of size 8, but got 7 to -1 by -1}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [7, 0] sizes [9, 16] strides [-1, 1] : (tensor<8x16xf32>) -> tensor<9x16xf32>
  return
}

// -----

// slice_c2: empty
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a box inside dimension 0 of size 8, but got 0 to -1 by 1}}
  // expected-error@+1 {{'nn.slice' op failed to infer returned types}}
  %0 = nn.slice %a offsets [0, 0] sizes [0, 16] strides [1, 1] : (tensor<8x16xf32>) -> tensor<1x16xf32>
  return
}

// -----

// pad_c1: numbers
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected 2 counts a side, but got 1 and 2}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad constant %a low [0] high [0, 0] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// pad_c1: negative
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected counts that are not negative, but got -1 in dimension 1}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad constant %a low [0, 0] high [0, -1] : (tensor<8x16xf32>) -> tensor<8x15xf32>
  return
}

// -----

// pad_c2
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a mirrored border smaller than 8 in dimension 0}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad reflect %a low [8, 0] high [0, 0] : (tensor<8x16xf32>) -> tensor<16x16xf32>
  return
}

// -----

// transpose_c1: missing
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a permutation of 2 dimensions}}
  // expected-error@+1 {{'nn.transpose' op failed to infer returned types}}
  %0 = nn.transpose %a permutation [0] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// transpose_c1: twice
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a permutation of 2 dimensions}}
  // expected-error@+1 {{'nn.transpose' op failed to infer returned types}}
  %0 = nn.transpose %a permutation [0, 0] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// transpose_c1: beyond
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+2 {{expected a permutation of 2 dimensions}}
  // expected-error@+1 {{'nn.transpose' op failed to infer returned types}}
  %0 = nn.transpose %a permutation [0, 2] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// reshape_c1: elements
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+1 {{'nn.reshape' op expected as many elements of the same type, but got 'tensor<8x16xf32>' and 'tensor<127xf32>'}}
  %0 = nn.reshape %a : (tensor<8x16xf32>) -> tensor<127xf32>
  return
}

// -----

// reshape_c1: type
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+1 {{'nn.reshape' op expected as many elements of the same type, but got 'tensor<8x16xf32>' and 'tensor<128xi32>'}}
  %0 = nn.reshape %a : (tensor<8x16xf32>) -> tensor<128xi32>
  return
}

// -----

// broadcast_c1
func.func @f(%a: tensor<2x16xf32>) {
  // expected-error@+1 {{'nn.broadcast' op expected an input that broadcasts to 'tensor<8x16xf32>', but got 'tensor<2x16xf32>'}}
  %0 = nn.broadcast %a : (tensor<2x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// broadcast_c1: fewer dimensions
func.func @f(%a: tensor<1x8x16xf32>) {
  // expected-error@+1 {{'nn.broadcast' op expected an input that broadcasts to 'tensor<8x16xf32>', but got 'tensor<1x8x16xf32>'}}
  %0 = nn.broadcast %a : (tensor<1x8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// broadcast_c1: type
func.func @f(%a: tensor<16xf32>) {
  // expected-error@+1 {{'nn.broadcast' op expected an input that broadcasts to 'tensor<8x16xf16>', but got 'tensor<16xf32>'}}
  %0 = nn.broadcast %a : (tensor<16xf32>) -> tensor<8x16xf16>
  return
}

// -----

// parameter_c1
func.func @f() {
  // expected-error@+1 {{'nn.parameter' op expected a value of type 'tensor<3xf32>', but got 'tensor<2xf32>'}}
  %0 = nn.parameter "w" value(dense<1.0> : tensor<2xf32>) : tensor<3xf32>
  return
}

// -----

// parameter_c1: type
func.func @f() {
  // expected-error@+1 {{'nn.parameter' op expected a value of type 'tensor<2xf32>', but got 'tensor<2xi32>'}}
  %0 = nn.parameter "w" value(dense<1> : tensor<2xi32>) : tensor<2xf32>
  return
}

// -----

// param_slice_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<8x16xf32>
  // expected-error@+2 {{expected 2 offsets, sizes and strides, but got 1, 2 and 2}}
  // expected-error@+1 {{'nn.param_slice' op failed to infer returned types}}
  %0 = nn.param_slice %a offsets [0] sizes [8, 16] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// param_slice_c2
func.func @f() {
  %a = nn.parameter "a" : tensor<8x16xf32>
  // expected-error@+2 {{expected a box inside dimension 0 of size 8, but got 1 to 8 by 1}}
  // expected-error@+1 {{'nn.param_slice' op failed to infer returned types}}
  %0 = nn.param_slice %a offsets [1, 0] sizes [8, 16] : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return
}

// -----

// param_pad_c1: numbers
func.func @f() {
  %a = nn.parameter "a" : tensor<8x16xf32>
  // expected-error@+2 {{expected 2 counts a side, but got 1 and 1}}
  // expected-error@+1 {{'nn.param_pad' op failed to infer returned types}}
  %0 = nn.param_pad %a high [1] : (tensor<8x16xf32>) -> tensor<9x16xf32>
  return
}

// -----

// param_pad_c1: negative
func.func @f() {
  %a = nn.parameter "a" : tensor<8x16xf32>
  // expected-error@+2 {{expected counts that are not negative, but got -1 in dimension 0}}
  // expected-error@+1 {{'nn.param_pad' op failed to infer returned types}}
  %0 = nn.param_pad %a high [-1, 0] : (tensor<8x16xf32>) -> tensor<7x16xf32>
  return
}

// -----

// param_concat_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<8x16xf32>
  %b = nn.parameter "b" : tensor<8x15xf32>
  // expected-error@+2 {{expected parts that agree in all but dimension 0, but got 'tensor<8x16xf32>' and 'tensor<8x15xf32>'}}
  // expected-error@+1 {{'nn.param_concat' op failed to infer returned types}}
  %0 = nn.param_concat %a, %b axis 0 : (tensor<8x16xf32>, tensor<8x15xf32>) -> tensor<16x16xf32>
  return
}

// -----

// param_merge_filters_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x1x16xf32>
  %b = nn.parameter "b" : tensor<96x3x3x1xf32>
  // expected-error@+2 {{expected a 1x1 filter of 4 dimensions, but got 'tensor<96x3x1x16xf32>'}}
  // expected-error@+1 {{'nn.param_merge_filters' op failed to infer returned types}}
  %0 = nn.param_merge_filters %a, %b : (tensor<96x3x1x16xf32>, tensor<96x3x3x1xf32>) -> tensor<96x3x3x16xf32>
  return
}

// -----

// param_merge_filters_c2: channels
func.func @f() {
  %a = nn.parameter "a" : tensor<96x1x1x16xf32>
  %b = nn.parameter "b" : tensor<95x3x3x1xf32>
  // expected-error@+2 {{expected a depthwise filter of 96 channels, but got 'tensor<95x3x3x1xf32>'}}
  // expected-error@+1 {{'nn.param_merge_filters' op failed to infer returned types}}
  %0 = nn.param_merge_filters %a, %b : (tensor<96x1x1x16xf32>, tensor<95x3x3x1xf32>) -> tensor<96x3x3x16xf32>
  return
}

// -----

// param_merge_filters_c2: input channels
func.func @f() {
  %a = nn.parameter "a" : tensor<96x1x1x16xf32>
  %b = nn.parameter "b" : tensor<96x3x3x2xf32>
  // expected-error@+2 {{expected a depthwise filter of 96 channels, but got 'tensor<96x3x3x2xf32>'}}
  // expected-error@+1 {{'nn.param_merge_filters' op failed to infer returned types}}
  %0 = nn.param_merge_filters %a, %b : (tensor<96x1x1x16xf32>, tensor<96x3x3x2xf32>) -> tensor<96x3x3x16xf32>
  return
}

// -----

// param_merge_biases_c1: filter
func.func @f() {
  %a = nn.parameter "a" : tensor<96xf32>
  %b = nn.parameter "b" : tensor<95x3x3x1xf32>
  // expected-error@+2 {{expected a bias, a depthwise filter and an optional second bias of equal channels}}
  // expected-error@+1 {{'nn.param_merge_biases' op failed to infer returned types}}
  %0 = nn.param_merge_biases %a, %b : (tensor<96xf32>, tensor<95x3x3x1xf32>) -> tensor<96xf32>
  return
}

// -----

// param_merge_biases_c1: bias
func.func @f() {
  %a = nn.parameter "a" : tensor<96xf32>
  %b = nn.parameter "b" : tensor<96x3x3x1xf32>
  %c = nn.parameter "c" : tensor<95xf32>
  // expected-error@+2 {{expected a bias, a depthwise filter and an optional second bias of equal channels}}
  // expected-error@+1 {{'nn.param_merge_biases' op failed to infer returned types}}
  %0 = nn.param_merge_biases %a, %b, %c : (tensor<96xf32>, tensor<96x3x3x1xf32>, tensor<95xf32>) -> tensor<96xf32>
  return
}

// -----

// activation: kind
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{custom op 'nn.activation' expected an activation function, but got 'relu7'}}
  %0 = nn.activation %a <relu7> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: no constants for clamp
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{custom op 'nn.activation' expected 2 constants for activation clamp, but got 0}}
  %0 = nn.activation %a <clamp> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: one for clamp
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{custom op 'nn.activation' expected 2 constants for activation clamp, but got 1}}
  %0 = nn.activation %a <clamp, 0.0> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: one for relu
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{custom op 'nn.activation' expected 0 constants for activation relu, but got 1}}
  %0 = nn.activation %a <relu, 0.0> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: two for leaky_relu
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{custom op 'nn.activation' expected 1 constants for activation leaky_relu, but got 2}}
  %0 = nn.activation %a <leaky_relu, 0.0, 1.0> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: no number
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{expected floating point literal}}
  %0 = nn.activation %a <elu, x> : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: no end
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+1 {{expected '>'}}
  %0 = nn.activation %a <relu : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// activation: of a convolution
func.func @f(%a: tensor<1x8x8x16xf32>, %b: tensor<4x1x1x16xf32>) {
  // expected-error@+1 {{custom op 'nn.conv2d' expected 2 constants for activation selu, but got 1}}
  %0 = nn.conv2d %a, %b activation <selu, 1.0> : (tensor<1x8x8x16xf32>, tensor<4x1x1x16xf32>) -> tensor<1x8x8x4xf32>
  return
}

// -----

// block: role
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+2 {{expected ::tenon::nn::BlockRole to be one of: expand, depthwise, project, fused, squeeze, gate, add, branch, shortcut}}
  // expected-error@+1 {{failed to parse NN_BlockAttr parameter 'role' which is to be a `::tenon::nn::BlockRole`}}
  %0 = nn.abs %a {nn.block = #nn.block<"b", stretch>} : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// reduce: kind
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+2 {{custom op 'nn.reduce' expected ::tenon::nn::ReduceKind to be one of: sum, mean, max, min, prod, l1, l2, log_sum, log_sum_exp, sum_square}}
  // expected-error@+1 {{custom op 'nn.reduce' failed to parse NN_ReduceKindAttr parameter 'value' which is to be a `::tenon::nn::ReduceKind`}}
  %0 = nn.reduce median %a axes [0] : (tensor<8xf32>) -> tensor<1xf32>
  return
}

// -----

// compare: kind
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+2 {{custom op 'nn.compare' expected ::tenon::nn::CompareKind to be one of: eq, lt, le, gt, ge}}
  // expected-error@+1 {{custom op 'nn.compare' failed to parse NN_CompareKindAttr parameter 'value' which is to be a `::tenon::nn::CompareKind`}}
  %0 = nn.compare ne %a, %a : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xi1>
  return
}

// -----

// pad: mode
func.func @f(%a: tensor<8xf32>) {
  // expected-error@+2 {{custom op 'nn.pad' expected ::tenon::nn::PadMode to be one of: constant, edge, reflect}}
  // expected-error@+1 {{custom op 'nn.pad' failed to parse NN_PadModeAttr parameter 'value' which is to be a `::tenon::nn::PadMode`}}
  %0 = nn.pad wrap %a low [0] high [0] : (tensor<8xf32>) -> tensor<8xf32>
  return
}

// -----

// resize: mode
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{custom op 'nn.resize' expected ::tenon::nn::ResizeMode to be one of: nearest, linear, cubic}}
  // expected-error@+1 {{custom op 'nn.resize' failed to parse NN_ResizeModeAttr parameter 'value' which is to be a `::tenon::nn::ResizeMode`}}
  %0 = nn.resize lanczos half_pixel %a scales [1.0, 1.0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// resize: coordinates
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{custom op 'nn.resize' expected ::tenon::nn::ResizeCoordinates to be one of: half_pixel, pytorch_half_pixel, align_corners, asymmetric}}
  // expected-error@+1 {{custom op 'nn.resize' failed to parse NN_ResizeCoordinatesAttr parameter 'value' which is to be a `::tenon::nn::ResizeCoordinates`}}
  %0 = nn.resize linear tf_crop %a scales [1.0, 1.0] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}

// -----

// resize: round
func.func @f(%a: tensor<1x8x8x16xf32>) {
  // expected-error@+2 {{custom op 'nn.resize' expected ::tenon::nn::RoundMode to be one of: round_prefer_floor, round_prefer_ceil, floor, ceil}}
  // expected-error@+1 {{custom op 'nn.resize' failed to parse NN_RoundModeAttr parameter 'value' which is to be a `::tenon::nn::RoundMode`}}
  %0 = nn.resize nearest half_pixel %a scales [1.0, 1.0] round up : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return
}


// -----

// normalize_c1
func.func @f(%x: tensor<1x50x16xf32>) {
  // expected-error@+2 {{expected ascending axes below 3, but got 3}}
  // expected-error@+1 {{'nn.normalize' op failed to infer returned types}}
  %0 = nn.normalize %x axes [3] epsilon 1.0e-05 : (tensor<1x50x16xf32>) -> tensor<1x50x16xf32>
  return
}

// -----

// normalize_c2
func.func @f(%x: tensor<1x50x16xf32>, %s: tensor<15xf32>) {
  // expected-error@+2 {{expected a scale and an offset that broadcast to 'tensor<1x50x16xf32>', but got 'tensor<15xf32>'}}
  // expected-error@+1 {{'nn.normalize' op failed to infer returned types}}
  %0 = nn.normalize %x scale %s axes [2] epsilon 1.0e-05 : (tensor<1x50x16xf32>, tensor<15xf32>) -> tensor<1x50x16xf32>
  return
}

// -----

// conv_transpose2d_c1
func.func @f(%x: tensor<8x8x32xf32>, %w: tensor<16x3x3x32xf32>) {
  // expected-error@+2 {{expected an input and a filter with 4 dimensions, but got 3 and 4}}
  // expected-error@+1 {{'nn.conv_transpose2d' op failed to infer returned types}}
  %0 = nn.conv_transpose2d %x, %w : (tensor<8x8x32xf32>, tensor<16x3x3x32xf32>) -> tensor<1x10x10x16xf32>
  return
}

// -----

// conv_transpose2d_c2
func.func @f(%x: tensor<1x8x8x32xf32>, %w: tensor<16x3x3x32xf32>) {
  // expected-error@+2 {{expected 2 output pads that are not negative and at most 2^30}}
  // expected-error@+1 {{'nn.conv_transpose2d' op failed to infer returned types}}
  %0 = nn.conv_transpose2d %x, %w output_pads [-1, 0] : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>) -> tensor<1x10x10x16xf32>
  return
}

// -----

// conv_transpose2d_c3
func.func @f(%x: tensor<1x8x8x32xf32>, %w: tensor<16x3x3x31xf32>) {
  // expected-error@+2 {{expected a filter with 32 input channels, but got 31}}
  // expected-error@+1 {{'nn.conv_transpose2d' op failed to infer returned types}}
  %0 = nn.conv_transpose2d %x, %w : (tensor<1x8x8x32xf32>, tensor<16x3x3x31xf32>) -> tensor<1x10x10x16xf32>
  return
}

// -----

// conv_transpose2d_c4
func.func @f(%x: tensor<1x8x8x32xf32>, %w: tensor<16x3x3x32xf32>, %b: tensor<3xf32>) {
  // expected-error@+2 {{expected a bias of 16 elements, but got 'tensor<3xf32>'}}
  // expected-error@+1 {{'nn.conv_transpose2d' op failed to infer returned types}}
  %0 = nn.conv_transpose2d %x, %w, %b : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>, tensor<3xf32>) -> tensor<1x10x10x16xf32>
  return
}

// -----

// conv_transpose2d_c5
func.func @f(%x: tensor<1x1x8x32xf32>, %w: tensor<16x3x3x32xf32>) {
  // expected-error@+2 {{expected pads that leave something of the result, but its size would be 0}}
  // expected-error@+1 {{'nn.conv_transpose2d' op failed to infer returned types}}
  %0 = nn.conv_transpose2d %x, %w pads [2, 1, 0, 0] : (tensor<1x1x8x32xf32>, tensor<16x3x3x32xf32>) -> tensor<1x10x10x16xf32>
  return
}

// -----

// conv2d_c6, conv_transpose2d_c6: the bias of quantized operands
func.func @f(%x: tensor<1x8x8x32x!quant.uniform<u8:f32, 0.1:128>>, %w: tensor<16x3x3x32x!quant.uniform<i8:f32, 0.1>>, %b: tensor<16xf32>) {
  // expected-error@+2 {{expected a bias of type i32 beside '!quant.uniform<u8:f32, 1.000000e-01:128>', but got 'f32'}}
  // expected-error@+1 {{'nn.conv2d' op failed to infer returned types}}
  %0 = nn.conv2d %x, %w, %b : (tensor<1x8x8x32x!quant.uniform<u8:f32, 0.1:128>>, tensor<16x3x3x32x!quant.uniform<i8:f32, 0.1>>, tensor<16xf32>) -> tensor<1x6x6x16x!quant.uniform<u8:f32, 0.1:128>>
  return
}

// -----

// A result of quantized operands is quantized, too.
func.func @f(%x: tensor<1x8x8x32x!quant.uniform<u8:f32, 0.1:128>>, %w: tensor<16x3x3x32x!quant.uniform<i8:f32, 0.1>>) {
  // expected-error@+2 {{'nn.conv2d' op failed to infer returned types}}
  // expected-error@+1 {{'nn.conv2d' op inferred type(s) 'tensor<1x6x6x16x!quant.uniform<u8:f32, 1.000000e-01:128>>' are incompatible with return type(s) of operation 'tensor<1x6x6x16xf32>'}}
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x32x!quant.uniform<u8:f32, 0.1:128>>, tensor<16x3x3x32x!quant.uniform<i8:f32, 0.1>>) -> tensor<1x6x6x16xf32>
  return
}

// -----

// pad_c3
func.func @f(%x: tensor<8xi32>) {
  // expected-error@+2 {{expected a value of type 'i32', but got 1.500000e+00 : f32}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad constant %x low [0] high [1] value 1.5 : f32 : (tensor<8xi32>) -> tensor<9xi32>
  return
}

// -----

// pad_c3
func.func @f(%x: tensor<8xi32>) {
  // expected-error@+2 {{expected a value of a constant border only}}
  // expected-error@+1 {{'nn.pad' op failed to infer returned types}}
  %0 = nn.pad edge %x low [0] high [1] value 1 : i32 : (tensor<8xi32>) -> tensor<9xi32>
  return
}

// -----

// top_k_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+2 {{expected an axis below 2, but got 2}}
  // expected-error@+1 {{'nn.top_k' op failed to infer returned types}}
  %0, %1 = nn.top_k max %x axis 2 count 1 : (tensor<1x8xf32>) -> (tensor<1x1xf32>, tensor<1x1xi64>)
  return
}

// -----

// top_k_c2
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+2 {{expected a count of 1 to 8, but got 9}}
  // expected-error@+1 {{'nn.top_k' op failed to infer returned types}}
  %0, %1 = nn.top_k max %x axis 1 count 9 : (tensor<1x8xf32>) -> (tensor<1x9xf32>, tensor<1x9xi64>)
  return
}

// -----

// host_step_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+1 {{'nn.host_step' op expected 2 places in ascending order, but got 2}}
  %0 = nn.host_step "A"(%x, %x) places [1, 1] : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
  return
}

// -----

// host_step_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+1 {{'nn.host_step' op expected places of 0 to 4095, but got -1}}
  %0 = nn.host_step "A"(%x) places [-1] : (tensor<1x8xf32>) -> tensor<1x8xf32>
  return
}

// -----

// host_step_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+1 {{'nn.host_step' op expected places of 0 to 4095, but got 1000000000}}
  %0 = nn.host_step "A"(%x) places [1000000000] : (tensor<1x8xf32>) -> tensor<1x8xf32>
  return
}

// -----

// host_step_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+1 {{'nn.host_step' op expected 1 places in ascending order, but got 2}}
  %0 = nn.host_step "A"(%x) places [0, 1] : (tensor<1x8xf32>) -> tensor<1x8xf32>
  return
}

// -----

// arg_reduce_c1
func.func @f(%x: tensor<1x8xf32>) {
  // expected-error@+2 {{expected an axis below 2, but got 2}}
  // expected-error@+1 {{'nn.arg_reduce' op failed to infer returned types}}
  %0 = nn.arg_reduce max %x axis 2 : (tensor<1x8xf32>) -> tensor<1x1xi64>
  return
}

// -----

// gather_c1
func.func @f(%x: tensor<8xf32>, %i: tensor<2xi64>) {
  // expected-error@+2 {{expected an axis below 1, but got 1}}
  // expected-error@+1 {{'nn.gather' op failed to infer returned types}}
  %0 = nn.gather %x, %i axis 1 : (tensor<8xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

// gather_c2
func.func @f(%x: tensor<8xf32>, %i: tensor<2xf32>) {
  // expected-error@+2 {{expected indices that are integers, but got 'tensor<2xf32>'}}
  // expected-error@+1 {{'nn.gather' op failed to infer returned types}}
  %0 = nn.gather %x, %i axis 0 : (tensor<8xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

// lstm_c1
func.func @f(%x: tensor<20x40xf32>, %w: tensor<256x40xf32>, %r: tensor<256x64xf32>) {
  // expected-error@+2 {{expected an input with 3 dimensions, but got 'tensor<20x40xf32>'}}
  // expected-error@+1 {{'nn.lstm' op failed to infer returned types}}
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<20x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// lstm_c2
func.func @f(%x: tensor<20x1x40xf32>, %w: tensor<255x40xf32>, %r: tensor<256x64xf32>) {
  // expected-error@+2 {{expected weights of 4 H x 40 and 4 H x H elements, but got 'tensor<255x40xf32>' and 'tensor<256x64xf32>'}}
  // expected-error@+1 {{'nn.lstm' op failed to infer returned types}}
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<20x1x40xf32>, tensor<255x40xf32>, tensor<256x64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// lstm_c3
func.func @f(%x: tensor<20x1x40xf32>, %w: tensor<256x40xf32>, %r: tensor<256x64xf32>, %b: tensor<64xf32>) {
  // expected-error@+2 {{expected peepholes of type 'tensor<192xf32>', but got 'tensor<64xf32>'}}
  // expected-error@+1 {{'nn.lstm' op failed to infer returned types}}
  %y, %h, %c = nn.lstm %x, %w, %r peephole %b : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>, tensor<64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// lstm_c4
func.func @f(%x: tensor<20x1x40xf32>, %w: tensor<256x40xf16>, %r: tensor<256x64xf32>) {
  // expected-error@+2 {{expected equal element types, but got 'tensor<20x1x40xf32>' and 'tensor<256x40xf16>'}}
  // expected-error@+1 {{'nn.lstm' op failed to infer returned types}}
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<20x1x40xf32>, tensor<256x40xf16>, tensor<256x64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// gru_c2
func.func @f(%x: tensor<20x1x40xf32>, %w: tensor<256x40xf32>, %r: tensor<256x64xf32>) {
  // expected-error@+2 {{expected weights of 3 H x 40 and 3 H x H elements, but got 'tensor<256x40xf32>' and 'tensor<256x64xf32>'}}
  // expected-error@+1 {{'nn.gru' op failed to infer returned types}}
  %y, %h = nn.gru %x, %w, %r : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// gru_c3
func.func @f(%x: tensor<20x1x40xf32>, %w: tensor<192x40xf32>, %r: tensor<192x64xf32>, %h: tensor<2x64xf32>) {
  // expected-error@+2 {{expected a state of type 'tensor<1x64xf32>', but got 'tensor<2x64xf32>'}}
  // expected-error@+1 {{'nn.gru' op failed to infer returned types}}
  %y, %l = nn.gru %x, %w, %r hidden %h : (tensor<20x1x40xf32>, tensor<192x40xf32>, tensor<192x64xf32>, tensor<2x64xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>)
  return
}

// -----

// quantize_c1
func.func @f(%x: tensor<8xf64>) {
  // expected-error@+1 {{expected a uniform quantized type that expresses 'tensor<8xf64>', but got 'tensor<8x!quant.uniform<u8:f32, 1.000000e-01:128>>'}}
  %0 = nn.quantize %x : (tensor<8xf64>) -> tensor<8x!quant.uniform<u8:f32, 0.1:128>>
  return
}

// -----

// dequantize_c1
func.func @f(%x: tensor<8xi8>) {
  // expected-error@+1 {{expected a uniform quantized type that expresses 'tensor<8xf32>', but got 'tensor<8xi8>'}}
  %0 = nn.dequantize %x : (tensor<8xi8>) -> tensor<8xf32>
  return
}

// -----

// storage_cast_c1
func.func @f(%x: tensor<8xi8>) {
  // expected-error@+1 {{expected a quantized type and its storage type, but got 'tensor<8xi8>' and 'tensor<8x!quant.uniform<u8:f32, 1.000000e-01:128>>'}}
  %0 = nn.storage_cast %x : (tensor<8xi8>) -> tensor<8x!quant.uniform<u8:f32, 0.1:128>>
  return
}

// -----

func.func @quantized_sum(%x: tensor<4x!quant.uniform<u8:f32, 0.5:3>>) {
  // expected-error@+1 {{'nn.add' op operand #0 must be tensor of numbers with a static shape}}
  %0 = "nn.add"(%x, %x) : (tensor<4x!quant.uniform<u8:f32, 0.5:3>>, tensor<4x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<4x!quant.uniform<u8:f32, 0.5:3>>
  return
}

// -----

func.func @index(%x: tensor<4xindex>) {
  // expected-error@+1 {{'nn.neg' op operand #0 must be tensor of numbers}}
  %0 = "nn.neg"(%x) : (tensor<4xindex>) -> tensor<4xindex>
  return
}

// -----

func.func @parameter_c2() {
  // expected-error@+1 {{'nn.parameter' op expected a dense value or a resource}}
  %0 = nn.parameter "w" value(sparse<[[0]], 1.0> : tensor<4xf32>) : tensor<4xf32>
  return
}

// -----

func.func @pool_c4(%x: tensor<1x4x4x1xf32>) {
  // expected-error@+2 {{expected pads that are smaller than the window, but got 2 and 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = nn.max_pool2d %x kernel [2, 2] pads [2, 0, 0, 0] : (tensor<1x4x4x1xf32>) -> tensor<1x5x3x1xf32>
  return
}

// -----

// param_norm_filter_c1: scale
func.func @f(%c: tensor<95xf32>) {
  %a = nn.parameter "a" : tensor<96x3x3x1xf32>
  %b = nn.parameter "b" : tensor<95xf32>
  // expected-error@+2 {{expected a scale and a variance of as many elements as 'tensor<96x3x3x1xf32>' has output channels}}
  // expected-error@+1 {{'nn.param_norm_filter' op failed to infer returned types}}
  %0 = nn.param_norm_filter %a, %b, %b epsilon 1.0e-05 : (tensor<96x3x3x1xf32>, tensor<95xf32>, tensor<95xf32>) -> tensor<96x3x3x1xf32>
  return
}

// -----

// param_norm_filter_c1: variance
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x1xf32>
  %b = nn.parameter "b" : tensor<96xf32>
  %c = nn.parameter "c" : tensor<95xf32>
  // expected-error@+2 {{expected a scale and a variance of as many elements as 'tensor<96x3x3x1xf32>' has output channels}}
  // expected-error@+1 {{'nn.param_norm_filter' op failed to infer returned types}}
  %0 = nn.param_norm_filter %a, %b, %c epsilon 1.0e-05 : (tensor<96x3x3x1xf32>, tensor<96xf32>, tensor<95xf32>) -> tensor<96x3x3x1xf32>
  return
}

// -----

// param_norm_bias_c1: shapes
func.func @f() {
  %a = nn.parameter "a" : tensor<96xf32>
  %b = nn.parameter "b" : tensor<95xf32>
  // expected-error@+2 {{expected operands of one dimension and one size, but got 'tensor<96xf32>' and 'tensor<95xf32>'}}
  // expected-error@+1 {{'nn.param_norm_bias' op failed to infer returned types}}
  %0 = nn.param_norm_bias %a, %a, %a, %b epsilon 1.0e-05 : (tensor<96xf32>, tensor<96xf32>, tensor<96xf32>, tensor<95xf32>) -> tensor<96xf32>
  return
}

// -----

// param_norm_bias_c1: dimensions
func.func @f() {
  %a = nn.parameter "a" : tensor<96x1xf32>
  // expected-error@+2 {{expected operands of one dimension and one size, but got 'tensor<96x1xf32>' and 'tensor<96x1xf32>'}}
  // expected-error@+1 {{'nn.param_norm_bias' op failed to infer returned types}}
  %0 = nn.param_norm_bias %a, %a, %a, %a epsilon 1.0e-05 : (tensor<96x1xf32>, tensor<96x1xf32>, tensor<96x1xf32>, tensor<96x1xf32>) -> tensor<96x1xf32>
  return
}

// -----

// param_block_diagonal_c1: channels
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x1xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions whose output channels are a multiple of 5 groups, but got 'tensor<96x3x3x1xf32>'}}
  // expected-error@+1 {{'nn.param_block_diagonal' op failed to infer returned types}}
  %0 = nn.param_block_diagonal %a groups 5 : (tensor<96x3x3x1xf32>) -> tensor<96x3x3x5xf32>
  return
}

// -----

// param_block_diagonal_c1: groups
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x1xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions whose output channels are a multiple of 0 groups, but got 'tensor<96x3x3x1xf32>'}}
  // expected-error@+1 {{'nn.param_block_diagonal' op failed to infer returned types}}
  %0 = nn.param_block_diagonal %a groups 0 : (tensor<96x3x3x1xf32>) -> tensor<96x3x3x5xf32>
  return
}

// -----

// param_block_diagonal_c1: dimensions
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x1xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions whose output channels are a multiple of 1 groups, but got 'tensor<96x3x1xf32>'}}
  // expected-error@+1 {{'nn.param_block_diagonal' op failed to infer returned types}}
  %0 = nn.param_block_diagonal %a groups 1 : (tensor<96x3x1xf32>) -> tensor<96x3x1xf32>
  return
}

// -----

// param_diagonal_blocks_c1: input channels
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x4xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions whose channels are multiples of 6 groups, but got 'tensor<96x3x3x4xf32>'}}
  // expected-error@+1 {{'nn.param_diagonal_blocks' op failed to infer returned types}}
  %0 = nn.param_diagonal_blocks %a groups 6 : (tensor<96x3x3x4xf32>) -> tensor<96x3x3x1xf32>
  return
}

// -----

// param_diagonal_blocks_c1: groups
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x4xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions whose channels are multiples of -1 groups, but got 'tensor<96x3x3x4xf32>'}}
  // expected-error@+1 {{'nn.param_diagonal_blocks' op failed to infer returned types}}
  %0 = nn.param_diagonal_blocks %a groups -1 : (tensor<96x3x3x4xf32>) -> tensor<96x3x3x1xf32>
  return
}

// -----

// param_factor_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x4xf32>
  // expected-error@+2 {{expected a filter of 4 dimensions, but got 'tensor<96x3x4xf32>'}}
  // expected-error@+1 {{'nn.param_factor' op failed to infer returned types}}
  %0 = nn.param_factor expand %a : (tensor<96x3x4xf32>) -> tensor<96x1x4xf32>
  return
}

// -----

// param_factor_c2
func.func @f() {
  %a = nn.parameter "a" : tensor<96x3x3x4xf32>
  // expected-error@+2 {{expected the role expand or depthwise, but got add}}
  // expected-error@+1 {{'nn.param_factor' op failed to infer returned types}}
  %0 = nn.param_factor add %a : (tensor<96x3x3x4xf32>) -> tensor<96x3x3x4xf32>
  return
}

// -----

// param_reshape_c1: elements
func.func @f() {
  %a = nn.parameter "a" : tensor<10x3136xf32>
  // expected-error@+2 {{expected positive sizes of 31360 elements}}
  // expected-error@+1 {{'nn.param_reshape' op failed to infer returned types}}
  %0 = nn.param_reshape %a sizes [10, 49, 63] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
  return
}

// -----

// param_reshape_c1: sign
func.func @f() {
  %a = nn.parameter "a" : tensor<10x3136xf32>
  // expected-error@+2 {{expected positive sizes of 31360 elements}}
  // expected-error@+1 {{'nn.param_reshape' op failed to infer returned types}}
  %0 = nn.param_reshape %a sizes [-10, -49, 64] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
  return
}

// -----

// param_reshape_c1: size
func.func @f() {
  %a = nn.parameter "a" : tensor<10x3136xf32>
  // expected-error@+2 {{expected positive sizes of 31360 elements}}
  // expected-error@+1 {{'nn.param_reshape' op failed to infer returned types}}
  %0 = nn.param_reshape %a sizes [9223372036854775807, 2, 2] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
  return
}

// -----

// param_importance_c1: one axis each
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  // expected-error@+2 {{expected parameters of floating-point numbers and one axis each, but got 1 parameters and 2 axes}}
  // expected-error@+1 {{'nn.param_importance' op failed to infer returned types}}
  %0 = nn.param_importance %a axes [0, 1] : (tensor<8x4xf32>) -> tensor<8xf32>
  return
}

// -----

// param_importance_c1: numbers
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xi32>
  // expected-error@+2 {{expected parameters of floating-point numbers and one axis each, but got 1 parameters and 1 axes}}
  // expected-error@+1 {{'nn.param_importance' op failed to infer returned types}}
  %0 = nn.param_importance %a axes [0] : (tensor<8x4xi32>) -> tensor<8xf32>
  return
}

// -----

// param_importance_c2: axis
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  // expected-error@+2 {{expected axes of one size, but got axis 2 of 'tensor<8x4xf32>'}}
  // expected-error@+1 {{'nn.param_importance' op failed to infer returned types}}
  %0 = nn.param_importance %a axes [2] : (tensor<8x4xf32>) -> tensor<8xf32>
  return
}

// -----

// param_importance_c2: sizes
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  // expected-error@+2 {{expected axes of one size, but got axis 1 of 'tensor<8x4xf32>'}}
  // expected-error@+1 {{'nn.param_importance' op failed to infer returned types}}
  %0 = nn.param_importance %a, %a axes [0, 1] : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<8xf32>
  return
}

// -----

// param_top_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  // expected-error@+2 {{expected one dimension of floating-point numbers, but got 'tensor<8x4xf32>'}}
  // expected-error@+1 {{'nn.param_top' op failed to infer returned types}}
  %0 = nn.param_top %a count 2 : (tensor<8x4xf32>) -> tensor<2xi64>
  return
}

// -----

// param_top_c2
func.func @f() {
  %a = nn.parameter "a" : tensor<8xf32>
  // expected-error@+2 {{expected a count from 1 to 8, but got 9}}
  // expected-error@+1 {{'nn.param_top' op failed to infer returned types}}
  %0 = nn.param_top %a count 9 : (tensor<8xf32>) -> tensor<9xi64>
  return
}

// -----

// param_gather_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  %i = nn.parameter "i" : tensor<2xi64>
  // expected-error@+2 {{expected an axis of 'tensor<8x4xf32>', but got -1}}
  // expected-error@+1 {{'nn.param_gather' op failed to infer returned types}}
  %0 = nn.param_gather %a, %i axis -1 : (tensor<8x4xf32>, tensor<2xi64>) -> tensor<8x2xf32>
  return
}

// -----

// param_gather_c2
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  %i = nn.parameter "i" : tensor<2xi32>
  // expected-error@+2 {{expected indices of one dimension of 64-bit integers, but got 'tensor<2xi32>'}}
  // expected-error@+1 {{'nn.param_gather' op failed to infer returned types}}
  %0 = nn.param_gather %a, %i axis 1 : (tensor<8x4xf32>, tensor<2xi32>) -> tensor<8x2xf32>
  return
}

// -----

// param_resample_c1
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xf32>
  // expected-error@+2 {{expected 2 positive sizes}}
  // expected-error@+1 {{'nn.param_resample' op failed to infer returned types}}
  %0 = nn.param_resample %a sizes [4, 0] : (tensor<8x4xf32>) -> tensor<4x1xf32>
  return
}

// -----

// param_resample_c2
func.func @f() {
  %a = nn.parameter "a" : tensor<8x4xi8>
  // expected-error@+2 {{expected floating-point numbers, but got 'tensor<8x4xi8>'}}
  // expected-error@+1 {{'nn.param_resample' op failed to infer returned types}}
  %0 = nn.param_resample %a sizes [4, 4] : (tensor<8x4xi8>) -> tensor<4x4xi8>
  return
}

// -----

// What is evaluated before the network runs cannot read what it computes.
func.func @f(%a: tensor<8x16xf32>) {
  // expected-error@+1 {{'nn.param_pad' op expected parameters and expressions over them as operands, but got a value that the network computes}}
  %0 = nn.param_pad %a high [1, 0] : (tensor<8x16xf32>) -> tensor<9x16xf32>
  return
}
