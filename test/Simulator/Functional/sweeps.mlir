// Operations of several sweeps: each sweep computes what it reads, whole and in parts, over channels, pixels and both.
// RUN: tenon-sim %s --engine=ne-small --values | FileCheck %s
// RUN: tenon-sim %s --engine=%source/examples/my-engine.mlir --values --mode=tick | FileCheck %s

// CHECK-COUNT-18: values of output{{[0-9]+}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<1x50x60x48xf32>, %c: tensor<1x50x60x48xi1>) -> (tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x25x30x48xf32>, tensor<1x25x30x48xf32>, tensor<1x1x1x48xf32>, tensor<1x50x60x1xf32>, tensor<1x50x60x1xf32>, tensor<1x1x60x48xf32>, tensor<1x1x1x1xf32>, tensor<1x50x60x1xf32>, tensor<1x99x121x48xf32>, tensor<1x50x60x1xi64>, tensor<1x50x60x48xf32>) {
  %s = nn.parameter "s" : tensor<48xf32>
  %o = nn.parameter "o" : tensor<48xf32>
  %m = nn.parameter "m" : tensor<48xf32>
  %v = nn.parameter "v" : tensor<48xf32>
  %0 = nn.softmax %x axis 3 : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x48xf32>
  %1 = nn.softmax %x axis 1 : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x48xf32>
  %2 = nn.softmax %x axis 3 logarithm : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x48xf32>
  %3 = nn.normalize %x scale %s offset %o axes [3] epsilon 1.0e-05 : (tensor<1x50x60x48xf32>, tensor<48xf32>, tensor<48xf32>) -> tensor<1x50x60x48xf32>
  %4 = nn.normalize %x axes [1, 2] epsilon 1.0e-05 : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x48xf32>
  %5 = nn.batch_norm %x, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x50x60x48xf32>, tensor<48xf32>, tensor<48xf32>, tensor<48xf32>, tensor<48xf32>) -> tensor<1x50x60x48xf32>
  %6 = nn.select %c, %x, %5 : (tensor<1x50x60x48xi1>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>) -> tensor<1x50x60x48xf32>
  %7 = nn.avg_pool2d %x kernel [3, 3] strides [2, 2] pads [1, 1, 1, 1] : (tensor<1x50x60x48xf32>) -> tensor<1x25x30x48xf32>
  %8 = nn.max_pool2d %x kernel [3, 3] strides [2, 2] pads [1, 1, 1, 1] : (tensor<1x50x60x48xf32>) -> tensor<1x25x30x48xf32>
  %9 = nn.reduce mean %x axes [1, 2] : (tensor<1x50x60x48xf32>) -> tensor<1x1x1x48xf32>
  %10 = nn.reduce l2 %x axes [3] : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x1xf32>
  %11 = nn.reduce log_sum_exp %x axes [3] : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x1xf32>
  %12 = nn.reduce l1 %x axes [1] : (tensor<1x50x60x48xf32>) -> tensor<1x1x60x48xf32>
  %13 = nn.reduce sum_square %x axes [1, 2, 3] : (tensor<1x50x60x48xf32>) -> tensor<1x1x1x1xf32>
  %14 = nn.reduce max %x axes [3] : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x1xf32>
  %15 = nn.resize cubic half_pixel %x : (tensor<1x50x60x48xf32>) -> tensor<1x99x121x48xf32>
  %16 = nn.arg_reduce max %x axis 3 : (tensor<1x50x60x48xf32>) -> tensor<1x50x60x1xi64>
  %17 = nn.normalize %x scale %s axes [1, 2, 3] epsilon 1.0e-05 : (tensor<1x50x60x48xf32>, tensor<48xf32>) -> tensor<1x50x60x48xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17 : tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x50x60x48xf32>, tensor<1x25x30x48xf32>, tensor<1x25x30x48xf32>, tensor<1x1x1x48xf32>, tensor<1x50x60x1xf32>, tensor<1x50x60x1xf32>, tensor<1x1x60x48xf32>, tensor<1x1x1x1xf32>, tensor<1x50x60x1xf32>, tensor<1x99x121x48xf32>, tensor<1x50x60x1xi64>, tensor<1x50x60x48xf32>
}
