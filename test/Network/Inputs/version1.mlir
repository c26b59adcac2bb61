module {
  func.func @add(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.add %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @sub(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.sub %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @mul(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.mul %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @div(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.div %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @max(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.max %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @min(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.min %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @pow(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.pow %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @abs(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.abs %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @ceil(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.ceil %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @cos(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.cos %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @erf(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.erf %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @exp(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.exp %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @floor(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.floor %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @log(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.log %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @neg(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.neg %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @reciprocal(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.reciprocal %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @round(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.round %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @sign(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.sign %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @sin(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.sin %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @sqrt(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.sqrt %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @compare(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<1x8x8x16xf32>) {
    %0 = nn.compare eq %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xi1>
    return
  }
  func.func @select(%arg0: tensor<8x1xi1>, %arg1: tensor<8x16xf32>, %arg2: tensor<8x16xf32>) {
    %0 = nn.select %arg0, %arg1, %arg2 : (tensor<8x1xi1>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>
    return
  }
  func.func @activation(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.activation %arg0 <clamp, 0.000000e+00, 6.000000e+00> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @cast(%arg0: tensor<8x16xi1>) {
    %0 = nn.cast %arg0 : (tensor<8x16xi1>) -> tensor<8x16xf32>
    return
  }
  func.func @batch_norm(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>, %arg2: tensor<16xf32>, %arg3: tensor<16xf32>, %arg4: tensor<16xf32>) {
    %0 = nn.batch_norm %arg0, %arg1, %arg2, %arg3, %arg4 epsilon 9.99999974E-6 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @conv2d(%arg0: tensor<1x8x8x3xf32>, %arg1: tensor<16x3x3x3xf32>, %arg2: tensor<16xf32>, %arg3: tensor<16x3x3x1xf32>) {
    %0 = nn.conv2d %arg0, %arg1, %arg2 strides [2, 2] pads [0, 1, 0, 1] activation <clamp, 0.000000e+00, 6.000000e+00> : (tensor<1x8x8x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
    %1 = nn.conv2d %0, %arg3 pads [1, 1, 1, 1] groups 16 : (tensor<1x4x4x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x4x4x16xf32>
    return
  }
  func.func @fully_connected(%arg0: tensor<1x1280xf32>, %arg1: tensor<1000x1280xf32>, %arg2: tensor<1000xf32>) {
    %0 = nn.fully_connected %arg0, %arg1, %arg2 : (tensor<1x1280xf32>, tensor<1000x1280xf32>, tensor<1000xf32>) -> tensor<1x1000xf32>
    return
  }
  func.func @matmul(%arg0: tensor<8x16x32xf32>, %arg1: tensor<8x32x24xf32>) {
    %0 = nn.matmul %arg0, %arg1 : (tensor<8x16x32xf32>, tensor<8x32x24xf32>) -> tensor<8x16x24xf32>
    return
  }
  func.func @max_pool2d(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.max_pool2d %arg0 kernel [3, 3] strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    return
  }
  func.func @avg_pool2d(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.avg_pool2d %arg0 kernel [2, 2] strides [2, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    return
  }
  func.func @reduce(%arg0: tensor<1x7x7x1280xf32>) {
    %0 = nn.reduce mean %arg0 axes [1, 2] : (tensor<1x7x7x1280xf32>) -> tensor<1x1x1x1280xf32>
    return
  }
  func.func @softmax(%arg0: tensor<1x1000xf32>) {
    %0 = nn.softmax %arg0 axis 1 : (tensor<1x1000xf32>) -> tensor<1x1000xf32>
    return
  }
  func.func @resize(%arg0: tensor<1x10x10x16xf32>) {
    %0 = nn.resize linear half_pixel %arg0 : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>
    %1 = nn.resize nearest asymmetric %arg0 scales [1.7, 1.7] round floor : (tensor<1x10x10x16xf32>) -> tensor<1x17x17x16xf32>
    %2 = nn.resize linear half_pixel %arg0 scales [2.2222223, 1.0e-09] : (tensor<1x10x10x16xf32>) -> tensor<1x22x1x16xf32>
    return
  }
  func.func @concat(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<1x8x8x32xf32>) {
    %0 = nn.concat %arg0, %arg1 axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x48xf32>
    return
  }
  func.func @slice(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.slice %arg0 offsets [0, 0, 0, 7] sizes [1, 8, 8, 9] strides [1, 1, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x9xf32>
    return
  }
  func.func @pad(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.pad constant %arg0 low [0, 0, 0, 0] high [0, 1, 1, 0] value 1.500000e+00 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32>
    %1 = nn.pad reflect %arg0 low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
    return
  }
  func.func @transpose(%arg0: tensor<1x3x8x16xf32>) {
    %0 = nn.transpose %arg0 permutation [0, 2, 3, 1] : (tensor<1x3x8x16xf32>) -> tensor<1x8x16x3xf32>
    return
  }
  func.func @reshape(%arg0: tensor<1x1x1x1280xf32>) {
    %0 = nn.reshape %arg0 : (tensor<1x1x1x1280xf32>) -> tensor<1x1280xf32>
    return
  }
  func.func @broadcast(%arg0: tensor<1x16xf32>) {
    %0 = nn.broadcast %arg0 : (tensor<1x16xf32>) -> tensor<8x8x16xf32>
    return
  }
  func.func @parameter() {
    %0 = nn.parameter "conv.weight" : tensor<32x3x3x3xf32>
    %1 = nn.parameter "conv.bias" value(dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>) : tensor<2xf32>
    return
  }
  func.func @constant() {
    %0 = nn.constant dense<5.000000e-01> : tensor<1xf32>
    return
  }
  func.func @param_slice() {
    %0 = nn.parameter "0" : tensor<32x16xf32>
    %1 = nn.param_slice %0 offsets [0, 0] sizes [24, 16] : (tensor<32x16xf32>) -> tensor<24x16xf32>
    return
  }
  func.func @param_pad() {
    %0 = nn.parameter "0" : tensor<24x16xf32>
    %1 = nn.param_pad %0 high [8, 0] : (tensor<24x16xf32>) -> tensor<32x16xf32>
    return
  }
  func.func @param_concat() {
    %0 = nn.parameter "0" : tensor<4x8xf32>
    %1 = nn.parameter "1" : tensor<4x16xf32>
    %2 = nn.param_concat %0, %1 axis 1 : (tensor<4x8xf32>, tensor<4x16xf32>) -> tensor<4x24xf32>
    return
  }
  func.func @param_merge_filters() {
    %0 = nn.parameter "0" : tensor<96x1x1x16xf32>
    %1 = nn.parameter "1" : tensor<96x3x3x1xf32>
    %2 = nn.param_merge_filters %0, %1 : (tensor<96x1x1x16xf32>, tensor<96x3x3x1xf32>) -> tensor<96x3x3x16xf32>
    return
  }
  func.func @param_reshape() {
    %0 = nn.parameter "0" : tensor<10x3136xf32>
    %1 = nn.param_reshape %0 sizes [10, 49, 64] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
    return
  }
  func.func @param_norm() {
    %0 = nn.parameter "0" : tensor<32x3x3x3xf32>
    %1 = nn.parameter "1" : tensor<32xf32>
    %2 = nn.parameter "2" : tensor<32xf32>
    %3 = nn.param_norm_filter %0, %1, %2 epsilon 9.99999974E-6 : (tensor<32x3x3x3xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32x3x3x3xf32>
    return
  }
  func.func @param_norm_bias() {
    %0 = nn.parameter "0" : tensor<32xf32>
    %1 = nn.parameter "1" : tensor<32xf32>
    %2 = nn.parameter "2" : tensor<32xf32>
    %3 = nn.parameter "3" : tensor<32xf32>
    %4 = nn.parameter "4" : tensor<32xf32>
    %5 = nn.param_norm_bias %1, %2, %3, %4 bias %0 epsilon 9.99999974E-6 : (tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32>
    return
  }
  func.func @param_blocks(%arg0: tensor<32x3x3x16xf32>) {
    %0 = nn.parameter "0" : tensor<32x3x3x1xf32>
    %1 = nn.param_block_diagonal %0 groups 32 : (tensor<32x3x3x1xf32>) -> tensor<32x3x3x32xf32>
    return
  }
  func.func @param_diagonal() {
    %0 = nn.parameter "0" : tensor<32x3x3x16xf32>
    %1 = nn.param_diagonal_blocks %0 groups 4 : (tensor<32x3x3x16xf32>) -> tensor<32x3x3x4xf32>
    return
  }
  func.func @param_factor() {
    %0 = nn.parameter "0" : tensor<48x3x3x8xf32>
    %1 = nn.param_factor  expand %0 : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
    %2 = nn.param_factor  depthwise %0 : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>
    return
  }
  func.func @param_merge_biases() {
    %0 = nn.parameter "0" : tensor<96xf32>
    %1 = nn.parameter "1" : tensor<96x3x3x1xf32>
    %2 = nn.parameter "2" : tensor<96xf32>
    %3 = nn.param_merge_biases %0, %1, %2 : (tensor<96xf32>, tensor<96x3x3x1xf32>, tensor<96xf32>) -> tensor<96xf32>
    return
  }
  func.func @activation_attributes() attributes {a = #nn.activation<relu>, b = #nn.activation<clamp, 0.000000e+00, 6.000000e+00>, c = [#nn.activation<relu>, #nn.activation<clamp, 0.000000e+00, 6.000000e+00>, #nn.activation<leaky_relu, 1.000000e-01>, #nn.activation<elu, 1.000000e+00>, #nn.activation<selu, 1.500000e+00, 1.250000e+00>, #nn.activation<sigmoid>, #nn.activation<hard_sigmoid, 2.000000e-01, 5.000000e-01>, #nn.activation<hard_swish>, #nn.activation<swish>, #nn.activation<tanh>, #nn.activation<softplus>, #nn.activation<softsign>, #nn.activation<gelu>], d = #nn.block<"ibn3", expand>, e = [#nn.block<"b", expand>, #nn.block<"b", depthwise>, #nn.block<"b", project>, #nn.block<"b", fused>, #nn.block<"b", add>]} {
    return
  }
  func.func @keywords(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<4xf32>, %arg2: tensor<4xf32>) {
    %0 = nn.reduce sum %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %1 = nn.reduce mean %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %2 = nn.reduce max %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %3 = nn.reduce min %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %4 = nn.reduce prod %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %5 = nn.reduce l1 %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %6 = nn.reduce l2 %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %7 = nn.reduce log_sum %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %8 = nn.reduce log_sum_exp %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %9 = nn.reduce sum_square %arg0 axes [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
    %10 = nn.compare eq %arg1, %arg2 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %11 = nn.compare lt %arg1, %arg2 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %12 = nn.compare le %arg1, %arg2 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %13 = nn.compare gt %arg1, %arg2 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %14 = nn.compare ge %arg1, %arg2 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %15 = nn.pad constant %arg0 low [0, 1, 1, 0] high [0, 0, 2, 0] value -1.500000e+00 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
    %16 = nn.pad edge %arg0 low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
    %17 = nn.pad reflect %arg0 low [0, 1, 1, 0] high [0, 0, 2, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x11x16xf32>
    %18 = nn.resize linear half_pixel %arg0 scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %19 = nn.resize linear pytorch_half_pixel %arg0 scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %20 = nn.resize linear align_corners %arg0 scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %21 = nn.resize linear asymmetric %arg0 scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %22 = nn.resize nearest half_pixel %arg0 scales [2.0, 0.5] : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %23 = nn.resize nearest half_pixel %arg0 scales [2.0, 0.5] round round_prefer_ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %24 = nn.resize nearest half_pixel %arg0 scales [2.0, 0.5] round floor : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    %25 = nn.resize nearest half_pixel %arg0 scales [2.0, 0.5] round ceil : (tensor<1x8x8x16xf32>) -> tensor<1x16x4x16xf32>
    return
  }
  func.func @options(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<32x3x3x8xf32>, %arg2: tensor<16x16xf32>) {
    %0 = nn.conv2d %arg0, %arg1 strides [2, 1] pads [2, 2, 1, 3] dilations [2, 1] groups 2 activation <leaky_relu, 2.500000e-01> {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x16xf32>, tensor<32x3x3x8xf32>) -> tensor<1x4x10x32xf32>
    %1 = nn.fully_connected %arg0, %arg2 activation <relu> : (tensor<1x8x8x16xf32>, tensor<16x16xf32>) -> tensor<1x8x8x16xf32>
    %2 = nn.max_pool2d %arg0 kernel [2, 2] strides [1, 2] pads [1, 0, 1, 1] dilations [1, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x8x4x16xf32>
    %3 = nn.avg_pool2d %arg0 kernel [3, 2] strides [2, 2] pads [1, 1, 0, 0] count_include_pad : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    %4 = nn.softmax %arg0 axis 3 logarithm : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    %5 = nn.parameter "resource" value(dense_resource<blob> : tensor<2xf32>) : tensor<2xf32>
    %6 = nn.parameter "a" : tensor<2xf32>
    %7 = nn.parameter "b" : tensor<2x1x1x1xf32>
    %8 = nn.param_merge_biases %6, %7 : (tensor<2xf32>, tensor<2x1x1x1xf32>) -> tensor<2xf32>
    return
  }
  func.func @acos(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.acos %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @acosh(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.acosh %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @and(%arg0: tensor<1x8x8x16xi1>, %arg1: tensor<16xi1>) {
    %0 = nn.and %arg0, %arg1 : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
    return
  }
  func.func @top_k(%arg0: tensor<2x9xf32>) {
    %values, %indices = nn.top_k max %arg0 axis 1 count 3 : (tensor<2x9xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
    return
  }
  func.func @host_step(%arg0: tensor<1x100x4xf32>, %arg1: tensor<1x8x100xf32>) {
    %0 = nn.host_step "NonMaxSuppression"(%arg0, %arg1) because "it is not supported" : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> tensor<80x3xi64>
    %1:2 = nn.host_step "Pair"(%arg0, %arg1) parameters {alpha = 5.000000e-01 : f32, axes = array<i64: 1, 2>} places [0, 2] : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> (tensor<3xf32>, tensor<4xi64>)
    return
  }
  func.func @arg_reduce(%arg0: tensor<1x8x8x21xf32>) {
    %0 = nn.arg_reduce max %arg0 axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
    return
  }
  func.func @asin(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.asin %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @asinh(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.asinh %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @atan(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.atan %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @atanh(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.atanh %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @conv_transpose2d(%arg0: tensor<1x8x8x32xf32>, %arg1: tensor<16x3x3x32xf32>, %arg2: tensor<16xf32>) {
    %0 = nn.conv_transpose2d %arg0, %arg1, %arg2 strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>, tensor<16xf32>) -> tensor<1x16x16x16xf32>
    return
  }
  func.func @cosh(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.cosh %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @dequantize(%arg0: tensor<1x8x8x16x!quant.uniform<u8:f32, 2.000000e-02:128>>) {
    %0 = nn.dequantize %arg0 : (tensor<1x8x8x16x!quant.uniform<u8:f32, 2.000000e-02:128>>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @gather(%arg0: tensor<1000x64xf32>, %arg1: tensor<1x20xi64>) {
    %0 = nn.gather %arg0, %arg1 axis 0 : (tensor<1000x64xf32>, tensor<1x20xi64>) -> tensor<1x20x64xf32>
    return
  }
  func.func @gru(%arg0: tensor<20x1x40xf32>, %arg1: tensor<192x40xf32>, %arg2: tensor<192x64xf32>, %arg3: tensor<192xf32>) {
    %sequence, %hidden = nn.gru %arg0, %arg1, %arg2 bias %arg3 linear_before_reset : (tensor<20x1x40xf32>, tensor<192x40xf32>, tensor<192x64xf32>, tensor<192xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>)
    return
  }
  func.func @lstm(%arg0: tensor<20x1x40xf32>, %arg1: tensor<256x40xf32>, %arg2: tensor<256x64xf32>, %arg3: tensor<256xf32>) {
    %sequence, %hidden, %cell = nn.lstm %arg0, %arg1, %arg2 bias %arg3 : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>, tensor<256xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
    return
  }
  func.func @mod(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.mod %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @normalize(%arg0: tensor<1x50x16xf32>, %arg1: tensor<16xf32>, %arg2: tensor<16xf32>) {
    %0 = nn.normalize %arg0 scale %arg1 offset %arg2 axes [2] epsilon 9.99999974E-6 : (tensor<1x50x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x50x16xf32>
    %1 = nn.normalize %0 axes [1] epsilon 9.99999974E-6 : (tensor<1x50x16xf32>) -> tensor<1x50x16xf32>
    return
  }
  func.func @not(%arg0: tensor<1x8x8x16xi1>) {
    %0 = nn.not %arg0 : (tensor<1x8x8x16xi1>) -> tensor<1x8x8x16xi1>
    return
  }
  func.func @or(%arg0: tensor<1x8x8x16xi1>, %arg1: tensor<16xi1>) {
    %0 = nn.or %arg0, %arg1 : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
    return
  }
  func.func @prelu(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<16xf32>) {
    %0 = nn.prelu %arg0, %arg1 : (tensor<1x8x8x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @quantize(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.quantize %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 2.000000e-02:128>>
    return
  }
  func.func @sinh(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.sinh %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @storage_cast(%arg0: tensor<1x8x8x16xui8>) {
    %0 = nn.storage_cast %arg0 : (tensor<1x8x8x16xui8>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 2.000000e-02:128>>
    return
  }
  func.func @tan(%arg0: tensor<1x8x8x16xf32>) {
    %0 = nn.tan %arg0 : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return
  }
  func.func @xor(%arg0: tensor<1x8x8x16xi1>, %arg1: tensor<16xi1>) {
    %0 = nn.xor %arg0, %arg1 : (tensor<1x8x8x16xi1>, tensor<16xi1>) -> tensor<1x8x8x16xi1>
    return
  }
  func.func @param_importance() {
    %0 = nn.parameter "w" : tensor<32x3x3x8xf32>
    %1 = nn.parameter "v" : tensor<16x1x1x32xf32>
    %2 = nn.param_importance %0, %1 axes [0, 3] : (tensor<32x3x3x8xf32>, tensor<16x1x1x32xf32>) -> tensor<32xf32>
    return
  }
  func.func @param_top() {
    %0 = nn.parameter "i" : tensor<32xf32>
    %1 = nn.param_top %0 count 24 : (tensor<32xf32>) -> tensor<24xi64>
    return
  }
  func.func @param_gather() {
    %0 = nn.parameter "w" : tensor<16x1x1x32xf32>
    %1 = nn.parameter "i" : tensor<24xi64>
    %2 = nn.param_gather %0, %1 axis 3 : (tensor<16x1x1x32xf32>, tensor<24xi64>) -> tensor<16x1x1x24xf32>
    return
  }
  func.func @param_resample() {
    %0 = nn.parameter "w" : tensor<14x14x64xf32>
    %1 = nn.param_resample %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
    %2 = nn.param_resample keep_sum %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
    return
  }
}

{-#
  dialect_resources: {
    builtin: {
      blob: "0x040000000000803F00000040"
    }
  }
#-}

