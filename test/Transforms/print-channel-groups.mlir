// RUN: tenon-opt %s --nn-print-channel-groups=members=false --verify-diagnostics -o /dev/null

func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x40xf32> {
  %w = nn.parameter "w" : tensor<16x1x1x3xf32>
  %v = nn.parameter "v" : tensor<24x1x1x16xf32>
  %d = nn.parameter "d" : tensor<40x3x3x1xf32>
  %u = nn.parameter "u" : tensor<40x1x1x40xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(16)}}
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<16x1x1x3xf32>) -> tensor<1x4x4x16xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(24)}}
  %1 = nn.conv2d %0, %v : (tensor<1x4x4x16xf32>, tensor<24x1x1x16xf32>) -> tensor<1x4x4x24xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(16) {{ch[0-9]+}}(24)}}
  %2 = nn.concat %0, %1 axis 3 : (tensor<1x4x4x16xf32>, tensor<1x4x4x24xf32>) -> tensor<1x4x4x40xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(16) {{ch[0-9]+}}(24)}}
  %3 = nn.conv2d %2, %d pads [1, 1, 1, 1] groups 40 : (tensor<1x4x4x40xf32>, tensor<40x3x3x1xf32>) -> tensor<1x4x4x40xf32>
  // expected-remark-re@+1 {{channels: {{ch[0-9]+}}(40, pinned: output of the network)}}
  %4 = nn.conv2d %3, %u : (tensor<1x4x4x40xf32>, tensor<40x1x1x40xf32>) -> tensor<1x4x4x40xf32>
  return %4 : tensor<1x4x4x40xf32>
}
