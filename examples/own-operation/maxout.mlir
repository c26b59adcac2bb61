// Two convolutions with a maxout between them.
func.func @main(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x5xf32> {
  %w = nn.parameter "w" : tensor<32x1x1x3xf32>
  %v = nn.parameter "v" : tensor<5x1x1x16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x3xf32>, tensor<32x1x1x3xf32>) -> tensor<1x4x4x32xf32> loc("wide")
  %1 = "own.maxout"(%0) : (tensor<1x4x4x32xf32>) -> tensor<1x4x4x16xf32>
  %2 = nn.conv2d %1, %v : (tensor<1x4x4x16xf32>, tensor<5x1x1x16xf32>) -> tensor<1x4x4x5xf32> loc("narrow")
  return %2 : tensor<1x4x4x5xf32>
}
