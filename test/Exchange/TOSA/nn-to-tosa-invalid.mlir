// RUN: tenon-opt %s --convert-nn-to-tosa --split-input-file --verify-diagnostics

func.func @asin(%x: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error@+1 {{expected an operation that TOSA can express, but got 'nn.asin'; it has no inverse trigonometric functions}}
  %0 = nn.asin %x : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @quantize(%x: tensor<2xf32>) -> tensor<2x!quant.uniform<u8:f32, 0.02:128>> {
  // expected-error@+1 {{expected an operation that TOSA can express, but got 'nn.quantize'; quantized networks have no conversion}}
  %0 = nn.quantize %x : (tensor<2xf32>) -> tensor<2x!quant.uniform<u8:f32, 0.02:128>>
  return %0 : tensor<2x!quant.uniform<u8:f32, 0.02:128>>
}

// -----

func.func @quantized(%x: tensor<2x4x!quant.uniform<u8:f32, 0.02:128>>) -> tensor<8x!quant.uniform<u8:f32, 0.02:128>> {
  // expected-error@+1 {{expected elements of f32, f16, bf16 or signless integers, but got !quant.uniform<u8:f32, 2.000000e-02:128>; dequantize or cast them}}
  %0 = nn.reshape %x : (tensor<2x4x!quant.uniform<u8:f32, 0.02:128>>) -> tensor<8x!quant.uniform<u8:f32, 0.02:128>>
  return %0 : tensor<8x!quant.uniform<u8:f32, 0.02:128>>
}

// -----

func.func @double(%x: tensor<2xf64>) -> tensor<2xf64> {
  // expected-error@+1 {{expected elements of f32, f16, bf16 or signless integers, but got f64; dequantize or cast them}}
  %0 = nn.add %x, %x : (tensor<2xf64>, tensor<2xf64>) -> tensor<2xf64>
  return %0 : tensor<2xf64>
}

// -----

func.func @rank(%x: tensor<1x1x1x1x1x1x2xf32>) -> tensor<2xf32> {
  // expected-error@+1 {{expected at most 6 dimensions, but got 7; reshape the tensor}}
  %0 = nn.reshape %x : (tensor<1x1x1x1x1x1x2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @expression() -> tensor<2xf32> {
  %0 = nn.parameter "w" value(dense<1.0> : tensor<3xf32>) : tensor<3xf32>
  // expected-error@+1 {{expected an operation that TOSA can express, but got 'nn.param_slice'; run nn-materialize-parameters first}}
  %1 = nn.param_slice %0 offsets [1] sizes [2] : (tensor<3xf32>) -> tensor<2xf32>
  return %1 : tensor<2xf32>
}

// -----

func.func @elided() -> tensor<2xf32> {
  // expected-error@+1 {{expected a value of the parameter, but got none; TOSA has no networks without weights}}
  %0 = nn.parameter "w" : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @conv_of_integers(%x: tensor<1x4x4x2xi32>, %w: tensor<2x1x1x2xi32>) -> tensor<1x4x4x2xi32> {
  // expected-error@+1 {{expected elements of a floating-point type, but got i32; convert them with nn.cast}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x2xi32>, tensor<2x1x1x2xi32>) -> tensor<1x4x4x2xi32>
  return %0 : tensor<1x4x4x2xi32>
}

// -----

func.func @add_of_bytes(%x: tensor<2xi8>) -> tensor<2xi8> {
  // expected-error@+1 {{expected floating-point numbers or integers of 32 or 64 bits, but got i8; convert them with nn.cast}}
  %0 = nn.add %x, %x : (tensor<2xi8>, tensor<2xi8>) -> tensor<2xi8>
  return %0 : tensor<2xi8>
}

// -----

func.func @and_of_integers(%x: tensor<2xi32>) -> tensor<2xi32> {
  // expected-error@+1 {{expected elements of type i1, but got i32; compare them with zero}}
  %0 = nn.and %x, %x : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

// -----

func.func @mod(%x: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error@+1 {{expected integers, but got floating-point numbers; TOSA has no remainder of those}}
  %0 = nn.mod %x, %x : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @gather(%x: tensor<4xi1>, %i: tensor<2xi32>) -> tensor<2xi1> {
  // expected-error@+1 {{expected numbers to gather, but got elements of type i1; convert them with nn.cast}}
  %0 = nn.gather %x, %i axis 0 : (tensor<4xi1>, tensor<2xi32>) -> tensor<2xi1>
  return %0 : tensor<2xi1>
}

// -----

func.func @dilated_transpose(%x: tensor<1x4x4x2xf32>, %w: tensor<2x2x2x2xf32>) -> tensor<1x6x5x2xf32> {
  // expected-error@+1 {{expected dilations of 1, but got 2 and 1; TOSA does not dilate transposed convolutions}}
  %0 = nn.conv_transpose2d %x, %w dilations [2, 1] : (tensor<1x4x4x2xf32>, tensor<2x2x2x2xf32>) -> tensor<1x6x5x2xf32>
  return %0 : tensor<1x6x5x2xf32>
}

// -----

func.func @cut_transpose(%x: tensor<1x4x4x2xf32>, %w: tensor<2x2x2x2xf32>) -> tensor<1x3x5x2xf32> {
  // expected-error@+1 {{expected pads smaller than the kernel of 2, but got 2; slice the result instead}}
  %0 = nn.conv_transpose2d %x, %w pads [2, 0, 0, 0] : (tensor<1x4x4x2xf32>, tensor<2x2x2x2xf32>) -> tensor<1x3x5x2xf32>
  return %0 : tensor<1x3x5x2xf32>
}

// -----

func.func @dilated_pool(%x: tensor<1x4x4x2xf32>) -> tensor<1x2x3x2xf32> {
  // expected-error@+1 {{expected dilations of 1, but got 2 and 1; TOSA does not dilate the windows of a pool}}
  %0 = nn.max_pool2d %x kernel [2, 2] dilations [2, 1] : (tensor<1x4x4x2xf32>) -> tensor<1x2x3x2xf32>
  return %0 : tensor<1x2x3x2xf32>
}

// -----

func.func @cubic(%x: tensor<1x4x4x2xf32>) -> tensor<1x8x8x2xf32> {
  // expected-error@+1 {{expected the mode nearest or linear, but got cubic; TOSA has no such interpolation}}
  %0 = nn.resize cubic half_pixel %x scales [2.0, 2.0] : (tensor<1x4x4x2xf32>) -> tensor<1x8x8x2xf32>
  return %0 : tensor<1x8x8x2xf32>
}

// -----

func.func @odd_scale(%x: tensor<1x4x4x2xf32>) -> tensor<1x8x8x2xf32> {
  // expected-error@+1 {{expected a scale that is a ratio within the ranges of TOSA, with numbers up to 2048 and at most 256, but got 2.14 for 4 to 8 elements}}
  %0 = nn.resize linear half_pixel %x scales [2.0, 2.1415926] : (tensor<1x4x4x2xf32>) -> tensor<1x8x8x2xf32>
  return %0 : tensor<1x8x8x2xf32>
}

// -----

// Without scales the sizes say too much.
func.func @odd_sizes(%x: tensor<1x2053x4x2xf32>) -> tensor<1x2063x4x2xf32> {
  // expected-error@+1 {{expected a scale that is a ratio within the ranges of TOSA, with numbers up to 2048 and at most 256, but got 2053 to 2063 elements}}
  %0 = nn.resize linear half_pixel %x : (tensor<1x2053x4x2xf32>) -> tensor<1x2063x4x2xf32>
  return %0 : tensor<1x2063x4x2xf32>
}

// -----

func.func @long(%x: tensor<257x1x2xf32>, %w: tensor<8x2xf32>) -> tensor<1x2xf32> {
  // expected-error@+1 {{expected a sequence of at most 256 steps, but got 257; TOSA has no recurrent cells, and steps are converted one by one}}
  %0:3 = nn.lstm %x, %w, %w : (tensor<257x1x2xf32>, tensor<8x2xf32>, tensor<8x2xf32>) -> (tensor<257x1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>)
  return %0#1 : tensor<1x2xf32>
}

// -----

func.func @foreign() -> tensor<2xf32> {
  // expected-error@+1 {{failed to legalize operation 'arith.constant'}}
  %0 = arith.constant dense<1.0> : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

// Nothing is left half converted.
func.func @rolled_back(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = nn.add %x, %x : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  // expected-error@+1 {{'nn.atan'}}
  %1 = nn.atan %0 : (tensor<2xf32>) -> tensor<2xf32>
  return %1 : tensor<2xf32>
}
