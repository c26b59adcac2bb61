// A reduction over no dimensions does to each element what it does to one.
// RUN: tenon-translate --export-onnx %s -o %t.onnx
// RUN: tenon-run %t.onnx --random=1 --compare=%s --tolerance=0
func.func @main(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  %0 = nn.reduce sum %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %1 = nn.reduce mean %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %2 = nn.reduce max %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %3 = nn.reduce min %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %4 = nn.reduce prod %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %5 = nn.reduce l1 %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %6 = nn.reduce l2 %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %7 = nn.reduce log_sum %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %8 = nn.reduce log_sum_exp %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %9 = nn.reduce sum_square %x axes [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}
