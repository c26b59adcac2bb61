// RUN: tenon-opt %s --nn-print-channel-groups=members=false --verify-diagnostics -o /dev/null

// A channel is a run of columns behind a flattened image, for each pixel one.
func.func @flatten(%x: tensor<1x4x4x3xf32>) -> tensor<1x5xf32> {
  %w = nn.parameter "w" : tensor<8x1x1x3xf32>
  %f = nn.parameter "f" : tensor<5x128xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<8x1x1x3xf32>) -> tensor<1x4x4x8xf32>
  // expected-remark@+1 {{channels: 16 times ch0(8)}}
  %1 = nn.reshape %0 : (tensor<1x4x4x8xf32>) -> tensor<1x128xf32>
  // expected-remark@+1 {{channels: ch1(5, pinned: output of the network)}}
  %2 = nn.fully_connected %1, %f : (tensor<1x128xf32>, tensor<5x128xf32>) -> tensor<1x5xf32>
  return %2 : tensor<1x5xf32>
}

// The same in the order of ONNX: the columns of a channel lie side by side.
func.func @chw(%x: tensor<1x4x4x3xf32>) -> tensor<1x5xf32> {
  %w = nn.parameter "w" : tensor<8x1x1x3xf32>
  %f = nn.parameter "f" : tensor<5x128xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<8x1x1x3xf32>) -> tensor<1x4x4x8xf32>
  // expected-remark@+1 {{channels: ch1(4, pinned: operation 'nn.conv2d')}}
  %t = nn.transpose %0 permutation [0, 3, 1, 2] : (tensor<1x4x4x8xf32>) -> tensor<1x8x4x4xf32>
  // expected-remark@+1 {{channels: ch0(8 by 16)}}
  %1 = nn.reshape %t : (tensor<1x8x4x4xf32>) -> tensor<1x128xf32>
  // expected-remark@+1 {{channels: ch2(5, pinned: output of the network)}}
  %2 = nn.fully_connected %1, %f : (tensor<1x128xf32>, tensor<5x128xf32>) -> tensor<1x5xf32>
  return %2 : tensor<1x5xf32>
}

// Only multiples of two are legal before a shuffle of two halves.
func.func @shuffle(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x1x1x24xf32>
  // expected-remark@+1 {{channels: 2 times ch0(12)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<24x1x1x3xf32>) -> tensor<1x4x4x24xf32>
  // expected-remark@+1 {{channels: ch0(12)}}
  %1 = nn.reshape %0 : (tensor<1x4x4x24xf32>) -> tensor<1x4x4x2x12xf32>
  // expected-remark@+1 {{channels: ch1(2, pinned: factor of a reshaped dimension)}}
  %2 = nn.transpose %1 permutation [0, 1, 2, 4, 3] : (tensor<1x4x4x2x12xf32>) -> tensor<1x4x4x12x2xf32>
  // expected-remark@+1 {{channels: ch0(12 by 2)}}
  %3 = nn.reshape %2 : (tensor<1x4x4x12x2xf32>) -> tensor<1x4x4x24xf32>
  // expected-remark@+1 {{channels: ch2(5, pinned: output of the network)}}
  %4 = nn.conv2d %3, %v : (tensor<1x4x4x24xf32>, tensor<5x1x1x24xf32>) -> tensor<1x4x4x5xf32>
  return %4 : tensor<1x4x4x5xf32>
}

// The groups of a convolution change alike.
func.func @grouped(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<24x1x1x3xf32>
  %g = nn.parameter "g" : tensor<32x3x3x6xf32>
  %b = nn.parameter "b" : tensor<32xf32>
  %v = nn.parameter "v" : tensor<5x1x1x32xf32>
  // expected-remark@+1 {{channels: 4 times ch0(6)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<24x1x1x3xf32>) -> tensor<1x4x4x24xf32>
  // expected-remark@+1 {{channels: 4 times ch1(8)}}
  %1 = nn.conv2d %0, %g, %b pads [1, 1, 1, 1] groups 4 : (tensor<1x4x4x24xf32>, tensor<32x3x3x6xf32>, tensor<32xf32>) -> tensor<1x4x4x32xf32>
  // expected-remark@+1 {{channels: ch2(5, pinned: output of the network)}}
  %4 = nn.conv2d %1, %v : (tensor<1x4x4x32xf32>, tensor<5x1x1x32xf32>) -> tensor<1x4x4x5xf32>
  return %4 : tensor<1x4x4x5xf32>
}

// Units of a cell are rows of each gate.
func.func @lstm(%x: tensor<4x1x3xf32>) -> tensor<4x1x5xf32> {
  %w = nn.parameter "w" : tensor<32x3xf32>
  %r = nn.parameter "r" : tensor<32x8xf32>
  %b = nn.parameter "b" : tensor<32xf32>
  %f = nn.parameter "f" : tensor<5x8xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %y, %h, %c = nn.lstm %x, %w, %r bias %b : (tensor<4x1x3xf32>, tensor<32x3xf32>, tensor<32x8xf32>, tensor<32xf32>) -> (tensor<4x1x8xf32>, tensor<1x8xf32>, tensor<1x8xf32>)
  // expected-remark@+1 {{channels: ch1(5, pinned: output of the network)}}
  %0 = nn.fully_connected %y, %f : (tensor<4x1x8xf32>, tensor<5x8xf32>) -> tensor<4x1x5xf32>
  return %0 : tensor<4x1x5xf32>
}

// Attention: heads change together, what is in one does not.
func.func @heads(%x: tensor<1x6x3xf32>) -> tensor<1x6x5xf32> {
  %w = nn.parameter "w" : tensor<32x3xf32>
  %v = nn.parameter "v" : tensor<32x3xf32>
  %p = nn.parameter "p" : tensor<5x32xf32>
  // expected-remark@+1 {{channels: ch0(8 by 4)}}
  %q = nn.fully_connected %x, %w : (tensor<1x6x3xf32>, tensor<32x3xf32>) -> tensor<1x6x32xf32>
  // expected-remark@+1 {{channels: ch1(4, pinned: operation 'nn.matmul')}}
  %qh = nn.reshape %q : (tensor<1x6x32xf32>) -> tensor<1x6x8x4xf32>
  // expected-remark@+1 {{channels: ch1(4, pinned: operation 'nn.matmul')}}
  %qt = nn.transpose %qh permutation [0, 2, 1, 3] : (tensor<1x6x8x4xf32>) -> tensor<1x8x6x4xf32>
  // expected-remark@+1 {{channels: ch0(8 by 4)}}
  %k = nn.fully_connected %x, %v : (tensor<1x6x3xf32>, tensor<32x3xf32>) -> tensor<1x6x32xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(4, pinned: operation 'nn.matmul')}}
  %kh = nn.reshape %k : (tensor<1x6x32xf32>) -> tensor<1x6x8x4xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(6, pinned: {{.*}})}}
  %kt = nn.transpose %kh permutation [0, 2, 3, 1] : (tensor<1x6x8x4xf32>) -> tensor<1x8x4x6xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(6, pinned: {{.*}})}}
  %s = nn.matmul %qt, %kt : (tensor<1x8x6x4xf32>, tensor<1x8x4x6xf32>) -> tensor<1x8x6x6xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(6, pinned: {{.*}})}}
  %a = nn.softmax %s axis 3 : (tensor<1x8x6x6xf32>) -> tensor<1x8x6x6xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(4, pinned: operation 'nn.matmul')}}
  %y = nn.matmul %a, %qt : (tensor<1x8x6x6xf32>, tensor<1x8x6x4xf32>) -> tensor<1x8x6x4xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(4, pinned: operation 'nn.matmul')}}
  %yt = nn.transpose %y permutation [0, 2, 1, 3] : (tensor<1x8x6x4xf32>) -> tensor<1x6x8x4xf32>
  // expected-remark@+1 {{channels: ch0(8 by 4)}}
  %m = nn.reshape %yt : (tensor<1x6x8x4xf32>) -> tensor<1x6x32xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(5, pinned: output of the network)}}
  %r = nn.fully_connected %m, %p : (tensor<1x6x32xf32>, tensor<5x32xf32>) -> tensor<1x6x5xf32>
  return %r : tensor<1x6x5xf32>
}

// A depthwise convolution with two results a channel, and a transposed one.
func.func @multiplied(%x: tensor<1x4x4x3xf32>) -> tensor<1x8x8x5xf32> {
  %w = nn.parameter "w" : tensor<8x1x1x3xf32>
  %d = nn.parameter "d" : tensor<16x3x3x1xf32>
  %t = nn.parameter "t" : tensor<5x2x2x16xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<8x1x1x3xf32>) -> tensor<1x4x4x8xf32>
  // expected-remark@+1 {{channels: ch0(8 by 2)}}
  %1 = nn.conv2d %0, %d pads [1, 1, 1, 1] groups 8 : (tensor<1x4x4x8xf32>, tensor<16x3x3x1xf32>) -> tensor<1x4x4x16xf32>
  // expected-remark@+1 {{channels: ch1(5, pinned: output of the network)}}
  %2 = nn.conv_transpose2d %1, %t strides [2, 2] : (tensor<1x4x4x16xf32>, tensor<5x2x2x16xf32>) -> tensor<1x8x8x5xf32>
  return %2 : tensor<1x8x8x5xf32>
}

// Statistics over channels pin them, those of each channel do not.
func.func @normalized(%x: tensor<1x4x4x3xf32>, %i: tensor<4xi64>) -> (tensor<1x4x4x5xf32>, tensor<4x5xf32>) {
  %w = nn.parameter "w" : tensor<8x1x1x3xf32>
  %s = nn.parameter "s" : tensor<8xf32>
  %u = nn.parameter "u" : tensor<5x1x1x8xf32>
  %e = nn.parameter "e" : tensor<10x7xf32>
  %f = nn.parameter "f" : tensor<5x7xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<8x1x1x3xf32>) -> tensor<1x4x4x8xf32>
  // expected-remark@+1 {{channels: ch0(8)}}
  %1 = nn.normalize %0 scale %s offset %s axes [1, 2] epsilon 1.0e-05 : (tensor<1x4x4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x4x4x8xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(5, pinned: operation 'nn.normalize')}}
  %2 = nn.conv2d %1, %u : (tensor<1x4x4x8xf32>, tensor<5x1x1x8xf32>) -> tensor<1x4x4x5xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(5, pinned: operation 'nn.normalize')}}
  %3 = nn.normalize %2 axes [3] epsilon 1.0e-05 : (tensor<1x4x4x5xf32>) -> tensor<1x4x4x5xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(7)}}
  %4 = nn.gather %e, %i axis 0 : (tensor<10x7xf32>, tensor<4xi64>) -> tensor<4x7xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(5, pinned: output of the network)}}
  %5 = nn.fully_connected %4, %f : (tensor<4x7xf32>, tensor<5x7xf32>) -> tensor<4x5xf32>
  return %3, %5 : tensor<1x4x4x5xf32>, tensor<4x5xf32>
}
