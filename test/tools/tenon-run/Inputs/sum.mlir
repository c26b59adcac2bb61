func.func @main(%x: tensor<2x3xf32> {nn.name = "image"}, %y: tensor<3xf32> {nn.name = "offset"}) -> (tensor<2x3xf32> {nn.name = "sum"}, tensor<2x1xf32> {nn.name = "mean"}) {
  %0 = nn.add %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32> loc("add")
  %1 = nn.reduce mean %0 axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32> loc("row")
  return %0, %1 : tensor<2x3xf32>, tensor<2x1xf32>
}
