// Corners where programs once computed something else than the network: tiles behind the image, phases of transposed
// convolutions, reshapes of channels, scales an axis, copies of many dimensions, recurrent cells.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=ne-medium --type=f16 --values --mode=tick | FileCheck %s
// RUN: tenon-sim %s --engine=nvdla-small --values | FileCheck %s

// CHECK-NOT: beyond the tolerance
// CHECK-COUNT-19: values of output0: absolute
// CHECK-NOT: beyond the tolerance

// A transpose of six dimensions.
func.func @corner01(%a0: tensor<7x7x7x1x2x2xf32>) -> (tensor<7x1x2x7x7x2xf32>) {
  %v2 = nn.transpose %a0 permutation [1, 3, 5, 2, 0, 4] : (tensor<7x7x7x1x2x2xf32>) -> tensor<7x1x2x7x7x2xf32>
  return %v2 : tensor<7x1x2x7x7x2xf32>
}

// A tile wholly behind the image.
func.func @corner02(%a1: tensor<1x4x15x48xf32>) -> (tensor<1x6x16x24xf32>) {
  %v4 = nn.parameter "p4" value(dense<0.538> : tensor<24x1x1x48xf32>) : tensor<24x1x1x48xf32>
  %v5 = nn.conv2d %a1, %v4 strides [1, 1] pads [1, 1, 1, 0] dilations [1, 1] groups 1 activation <tanh> : (tensor<1x4x15x48xf32>, tensor<24x1x1x48xf32>) -> tensor<1x6x16x24xf32>
  return %v5 : tensor<1x6x16x24xf32>
}

// Output pads.
func.func @corner02b(%a2: tensor<1x7x14x12xf32>) -> (tensor<1x9x15x12xf32>) {
  %v1 = nn.parameter "p1" : tensor<12x4x4x1xf32>
  %v2 = nn.parameter "p2" : tensor<12xf32>
  %v3 = nn.conv_transpose2d %a2, %v1, %v2 strides [1, 1] pads [2, 0, 0, 2] output_pads [1, 0] dilations [1, 1] groups 12 activation <swish> : (tensor<1x7x14x12xf32>, tensor<12x4x4x1xf32>, tensor<12xf32>) -> tensor<1x9x15x12xf32>
  return %v3 : tensor<1x9x15x12xf32>
}

// A phase that begins inside the image.
func.func @corner03(%x: tensor<1x5x3x8xf32>) -> tensor<1x9x5x4xf32> {
  %w = nn.parameter "w" : tensor<4x2x2x8xf32>
  %0 = nn.conv_transpose2d %x, %w strides [2, 2] pads [1, 0, 1, 0] : (tensor<1x5x3x8xf32>, tensor<4x2x2x8xf32>) -> tensor<1x9x5x4xf32>
  return %0 : tensor<1x9x5x4xf32>
}

// A batch of phases of one row.
func.func @corner04(%x: tensor<3x1x4x8xf32>) -> tensor<3x2x8x8xf32> {
  %w = nn.parameter "w" : tensor<8x2x2x8xf32>
  %0 = nn.conv_transpose2d %x, %w strides [2, 2] : (tensor<3x1x4x8xf32>, tensor<8x2x2x8xf32>) -> tensor<3x2x8x8xf32>
  return %0 : tensor<3x2x8x8xf32>
}

// The same, in front of the vector unit.
func.func @corner04c(%a3: tensor<7xf32>, %a904: tensor<4x1x2x1xf32>) -> (tensor<4x3x9x7xf32>) {
  %v7 = nn.parameter "p7" : tensor<7x3x5x1xf32>
  %v8 = nn.parameter "p8" : tensor<7xf32>
  %v9 = nn.conv_transpose2d %a904, %v7, %v8 strides [4, 4] pads [0, 0, 0, 0] output_pads [0, 0] dilations [1, 1] groups 1 : (tensor<4x1x2x1xf32>, tensor<7x3x5x1xf32>, tensor<7xf32>) -> tensor<4x3x9x7xf32>
  %v11 = nn.normalize %v9 scale %a3 axes [3] epsilon 1.0e-01 : (tensor<4x3x9x7xf32>, tensor<7xf32>) -> tensor<4x3x9x7xf32>
  return %v11 : tensor<4x3x9x7xf32>
}

// Some channels in another shape.
func.func @corner06(%x: tensor<4x8xf32>) -> tensor<2x8xf32> {
  %0 = nn.slice %x offsets [0, 0] sizes [4, 4] strides [1, 1] : (tensor<4x8xf32>) -> tensor<4x4xf32>
  %1 = nn.reshape %0 : (tensor<4x4xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// The same, with parts of pixels.
func.func @corner06b(%a903: tensor<9x15xf32>) -> (tensor<15x2x3xf32>) {
  %v11 = nn.slice %a903 offsets [0, 5] sizes [9, 10] strides [1, 1] : (tensor<9x15xf32>) -> tensor<9x10xf32>
  %v16 = nn.reshape %v11 : (tensor<9x10xf32>) -> tensor<15x2x3xf32>
  return %v16 : tensor<15x2x3xf32>
}

// Scales along another dimension than the channels.
func.func @corner08(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32> {
  %w = nn.parameter "w" : tensor<8x1x1x8xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x8x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x8x8xf32>
  %1 = nn.quantize %0 : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8x!quant.uniform<i8:f32:1, {0.01,0.02,0.03,0.04}>>
  %2 = nn.dequantize %1 : (tensor<1x4x8x8x!quant.uniform<i8:f32:1, {0.01,0.02,0.03,0.04}>>) -> tensor<1x4x8x8xf32>
  return %2 : tensor<1x4x8x8xf32>
}

// Positions that the sizes do not give.
func.func @corner09(%x: tensor<1x100x40x16xf32>) -> tensor<1x200x40x16xf32> {
  %0 = nn.resize nearest asymmetric %x scales [3.0, 1.0] round floor : (tensor<1x100x40x16xf32>) -> tensor<1x200x40x16xf32>
  return %0 : tensor<1x200x40x16xf32>
}

// Quantized elements where floats are deployed as f16.
func.func @corner10(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x16xf32>
  %n = nn.parameter "n" : tensor<16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x8x8x16xf32>
  %1 = nn.quantize %0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>
  %2 = nn.dequantize %1 : (tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>) -> tensor<1x8x8x16xf32>
  return %2 : tensor<1x8x8x16xf32>
}

// A transpose of four dimensions.
func.func @corner12(%a0: tensor<2x20x3x4xf32>) -> (tensor<4x20x2x3xf32>) {
  %v15 = nn.transpose %a0 permutation [3, 1, 0, 2] : (tensor<2x20x3x4xf32>) -> tensor<4x20x2x3xf32>
  return %v15 : tensor<4x20x2x3xf32>
}

// A border of three dimensions.
func.func @corner12b(%a0: tensor<1x3x10x24xf32>) -> (tensor<3x5x14x28xf32>) {
  %v1 = nn.pad edge %a0 low [0, 0, 3, 2] high [2, 2, 1, 2] : (tensor<1x3x10x24xf32>) -> tensor<3x5x14x28xf32>
  return %v1 : tensor<3x5x14x28xf32>
}

// A recurrent cell whose weights are cut.
func.func @corner11(%a1: tensor<7x2x8xf32>) -> (tensor<2x8xf32>) {
  %v11 = nn.parameter "p11" : tensor<24x8xf32>
  %v12 = nn.parameter "p12" : tensor<24x8xf32>
  %v13, %v14 = nn.gru %a1, %v11, %v12 : (tensor<7x2x8xf32>, tensor<24x8xf32>, tensor<24x8xf32>) -> (tensor<7x2x8xf32>, tensor<2x8xf32>)
  return %v14 : tensor<2x8xf32>
}

// A slice of a broadcast, whose elements are repeated.
func.func @corner15(%x: tensor<f32>, %y: tensor<2xf32>) -> tensor<2x2xi1> {
  %0 = nn.broadcast %y : (tensor<2xf32>) -> tensor<2x2xf32>
  %1 = nn.slice %0 offsets [0, 0] sizes [2, 2] strides [1, 1] : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %2 = nn.compare le %x, %1 : (tensor<f32>, tensor<2x2xf32>) -> tensor<2x2xi1>
  return %2 : tensor<2x2xi1>
}

// A reduction of a dimension of size 1, which a drain does.
func.func @corner16(%x: tensor<2x7x5x1x24xf32>) -> tensor<2x7x5x1x72xf32> {
  %w = nn.parameter "w" : tensor<72x24xf32>
  %0 = nn.fully_connected %x, %w : (tensor<2x7x5x1x24xf32>, tensor<72x24xf32>) -> tensor<2x7x5x1x72xf32>
  %1 = nn.reduce sum_square %0 axes [3] : (tensor<2x7x5x1x72xf32>) -> tensor<2x7x5x1x72xf32>
  return %1 : tensor<2x7x5x1x72xf32>
}

// Logarithms of what exp rounds to zero.
func.func @corner17(%x: tensor<4x10x40xf32>) -> tensor<4x10x40xf32> {
  %s = nn.constant dense<300.0> : tensor<f32>
  %0 = nn.mul %x, %s : (tensor<4x10x40xf32>, tensor<f32>) -> tensor<4x10x40xf32>
  %1 = nn.softmax %0 axis 2 logarithm : (tensor<4x10x40xf32>) -> tensor<4x10x40xf32>
  return %1 : tensor<4x10x40xf32>
}
func.func @corner18(%x: tensor<4x10x40xf32>) -> tensor<4x10x40xf32> {
  %s = nn.constant dense<300.0> : tensor<f32>
  %0 = nn.mul %x, %s : (tensor<4x10x40xf32>, tensor<f32>) -> tensor<4x10x40xf32>
  %1 = nn.softmax %0 axis 1 logarithm : (tensor<4x10x40xf32>) -> tensor<4x10x40xf32>
  return %1 : tensor<4x10x40xf32>
}
func.func @corner19(%x: tensor<4x10x40xf32>) -> tensor<4x10x40xf32> {
  %s = nn.constant dense<300.0> : tensor<f32>
  %0 = nn.mul %x, %s : (tensor<4x10x40xf32>, tensor<f32>) -> tensor<4x10x40xf32>
  %1 = nn.softmax %0 axis 0 logarithm : (tensor<4x10x40xf32>) -> tensor<4x10x40xf32>
  return %1 : tensor<4x10x40xf32>
}
