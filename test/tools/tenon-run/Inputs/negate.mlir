func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = nn.neg %x : (tensor<2x3xf32>) -> tensor<2x3xf32> loc("negate")
  return %0 : tensor<2x3xf32>
}
