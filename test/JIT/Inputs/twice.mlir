func.func @main(%a: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<6xf32>, tensor<2x3xf32>, tensor<6xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2x3xf32>) {
  %c = nn.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %0 = nn.activation %a <relu> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %1 = nn.reshape %0 : (tensor<2x3xf32>) -> tensor<6xf32>
  return %0, %1, %0, %1, %c, %c, %a : tensor<2x3xf32>, tensor<6xf32>, tensor<2x3xf32>, tensor<6xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2x3xf32>
}
