// What cannot follow is named, and nothing is written.

// RUN: tenon-opt %s --nn-scale-resolution=input=6x6 --split-input-file --verify-diagnostics -o /dev/null

func.func @constant(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %c = nn.constant dense<1> : tensor<8x8x8xi32>
  %0 = nn.cast %x : (tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xi32>
  // expected-error@+1 {{nn-scale-resolution: 'nn.add' does not follow: its operand 1 has a fixed size of 8 where the image now has 6}}
  %1 = nn.add %0, %c : (tensor<1x8x8x8xi32>, tensor<8x8x8xi32>) -> tensor<1x8x8x8xi32>
  %2 = nn.cast %1 : (tensor<1x8x8x8xi32>) -> tensor<1x8x8x8xf32>
  return %2 : tensor<1x8x8x8xf32>
}

// -----

func.func @concat(%x: tensor<1x8x8x8xf32>, %y: tensor<8x8x8xf32>) -> tensor<1x8x8x16xf32> {
  %0 = nn.reshape %y : (tensor<8x8x8xf32>) -> tensor<1x8x8x8xf32>
  // expected-error@+1 {{nn-scale-resolution: 'nn.concat' does not follow: its parts have sizes of 8 and 6 now}}
  %1 = nn.concat %x, %0 axis 3 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x16xf32>
  return %1 : tensor<1x8x8x16xf32>
}

// -----

func.func @slice(%x: tensor<1x8x8x8xf32>) -> tensor<1x3x8x8xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'nn.slice' does not follow: it takes 3 of 8 elements, and there are 6 now}}
  %0 = nn.slice %x offsets [0, 1, 0, 0] sizes [1, 3, 8, 8] strides [1, 1, 1, 1] : (tensor<1x8x8x8xf32>) -> tensor<1x3x8x8xf32>
  return %0 : tensor<1x3x8x8xf32>
}

// -----

func.func @filter(%x: tensor<1x8x8x8xf32>, %f: tensor<4x512xf32>) -> tensor<1x1x1x4xf32> {
  %w = nn.reshape %f : (tensor<4x512xf32>) -> tensor<4x8x8x8xf32>
  // expected-error@+1 {{nn-scale-resolution: 'nn.conv2d' does not follow: its filter covers the image and is computed}}
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<4x8x8x8xf32>) -> tensor<1x1x1x4xf32>
  return %0 : tensor<1x1x1x4xf32>
}

// -----

func.func @window(%x: tensor<1x8x8x8xf32>) -> tensor<1x2x2x8xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'nn.max_pool2d' does not follow: it cannot take an input of type 'tensor<1x6x6x8xf32>'}}
  %0 = nn.max_pool2d %x kernel [7, 7] : (tensor<1x8x8x8xf32>) -> tensor<1x2x2x8xf32>
  return %0 : tensor<1x2x2x8xf32>
}

// -----

func.func @product(%x: tensor<1x8x8x8xf32>, %w: tensor<5x512xf32>) -> tensor<1x5xf32> {
  %0 = nn.reshape %x : (tensor<1x8x8x8xf32>) -> tensor<1x512xf32>
  // expected-error@+1 {{nn-scale-resolution: 'nn.fully_connected' does not follow: it sums up 288 elements with 512}}
  %1 = nn.fully_connected %0, %w : (tensor<1x512xf32>, tensor<5x512xf32>) -> tensor<1x5xf32>
  return %1 : tensor<1x5xf32>
}

// -----

func.func @gather(%x: tensor<1x8x8x8xf32>, %i: tensor<3xi64>) -> tensor<1x3x8x8xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'nn.gather' does not follow: it picks fixed positions of the image}}
  %0 = nn.gather %x, %i axis 1 : (tensor<1x8x8x8xf32>, tensor<3xi64>) -> tensor<1x3x8x8xf32>
  return %0 : tensor<1x3x8x8xf32>
}

// -----

func.func @resize(%x: tensor<1x8x8x8xf32>) -> tensor<1x1x1x8xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'nn.resize' does not follow: its result would be empty}}
  %0 = nn.resize nearest half_pixel %x scales [0.13, 0.13] : (tensor<1x8x8x8xf32>) -> tensor<1x1x1x8xf32>
  return %0 : tensor<1x1x1x8xf32>
}

// -----

func.func private @other(tensor<1x8x8x4xf32>, i32) -> tensor<1x8x8x4xf32>
func.func @call(%x: tensor<1x8x8x4xf32>, %s: i32) -> tensor<1x8x8x4xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'func.call' does not follow: only operations on tensors of 'nn' do}}
  %0 = func.call @other(%x, %s) : (tensor<1x8x8x4xf32>, i32) -> tensor<1x8x8x4xf32>
  return %0 : tensor<1x8x8x4xf32>
}
