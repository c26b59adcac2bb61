// The examples of the documentation of the passes on networks.

// RUN: tenon-opt %s --nn-elide-parameters | FileCheck %s --check-prefix=ELIDE
// RUN: tenon-opt %s --nn-materialize-parameters | FileCheck %s --check-prefix=MATERIALIZE
// RUN: tenon-opt %s --nn-fuse-activation | FileCheck %s --check-prefix=ACTIVATION
// RUN: tenon-opt %s --nn-label-blocks | FileCheck %s --check-prefix=LABEL
// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-label-blocks,nn-fuse-ibn{blocks=ibn0})' | FileCheck %s --check-prefix=FUSE
// RUN: tenon-opt %s --nn-fold-batch-norm | FileCheck %s --check-prefix=FOLD
// RUN: tenon-opt %s --nn-label-blocks --nn-expand-depthwise=blocks=ibn0 | FileCheck %s --check-prefix=EXPAND
// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-label-blocks,nn-fuse-ibn,nn-unfuse-ibn{blocks=ibn0})' | FileCheck %s --check-prefix=UNFUSE
// RUN: tenon-opt %s --nn-scale-channels=multiplier=0.5 | FileCheck %s --check-prefix=SCALE
// RUN: tenon-opt %s --nn-align-channels=to=16 | FileCheck %s --check-prefix=ALIGN
// RUN: tenon-opt %s --nn-unroll-recurrence | FileCheck %s --check-prefix=UNROLL
// RUN: tenon-opt %s --nn-print-summary -o /dev/null 2>&1 | FileCheck %s --check-prefix=SUMMARY
// RUN: tenon-opt %s --nn-print-channel-groups -o /dev/null 2>&1 | FileCheck %s --check-prefix=GROUPS

func.func @elide() -> tensor<2xf32> {
  // ELIDE-LABEL: func.func @elide
  // ELIDE: %0 = nn.parameter "w" : tensor<2xf32>
  %0 = nn.parameter "w" value(dense<1.0> : tensor<2xf32>) : tensor<2xf32>
  return %0 : tensor<2xf32>
}

func.func @materialize() -> tensor<2xf32> {
  // MATERIALIZE-LABEL: func.func @materialize
  // MATERIALIZE: %0 = nn.parameter "w" value(dense_resource<w> : tensor<2xf32>) : tensor<2xf32>
  // MATERIALIZE: w: "0x400000000000004000004040"
  %0 = nn.parameter "w" value(dense<[1.0, 2.0, 3.0]> : tensor<3xf32>) : tensor<3xf32>
  %1 = nn.param_slice %0 offsets [1] sizes [2] : (tensor<3xf32>) -> tensor<2xf32>
  return %1 : tensor<2xf32>
}

func.func @activation(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32> {
  // ACTIVATION-LABEL: func.func @activation
  // ACTIVATION: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} activation <relu> : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
  // ACTIVATION-NOT: nn.activation
  // ACTIVATION: return
  %w = nn.parameter "w" : tensor<8x1x1x8xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %1 : tensor<1x4x4x8xf32>
}

func.func @norm(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x16xf32> {
  // FOLD-LABEL: func.func @norm
  // FOLD: %{{.*}} = nn.param_norm_filter %{{.*}}, %{{.*}}, %{{.*}} epsilon 9.99999974E-6 : (tensor<16x1x1x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16x1x1x8xf32>
  // FOLD: %{{.*}} = nn.param_norm_bias %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} epsilon 9.99999974E-6 : (tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
  // FOLD: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}}, %{{.*}} : (tensor<1x4x4x8xf32>, tensor<16x1x1x8xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
  // FOLD: return
  %w = nn.parameter "w" : tensor<16x1x1x8xf32>
  %s = nn.parameter "s" : tensor<16xf32>
  %o = nn.parameter "o" : tensor<16xf32>
  %m = nn.parameter "m" : tensor<16xf32>
  %v = nn.parameter "v" : tensor<16xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x4x4x16xf32>
  %1 = nn.batch_norm %0, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x4x4x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
  return %1 : tensor<1x4x4x16xf32>
}

func.func @block(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  // EXPAND-LABEL: func.func @block
  // EXPAND: %{{.*}} = nn.param_block_diagonal %{{.*}} groups 48 : (tensor<48x3x3x1xf32>) -> tensor<48x3x3x48xf32>
  // EXPAND: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} pads [1, 1, 1, 1] {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x48xf32>) -> tensor<1x8x8x48xf32>
  // UNFUSE-LABEL: func.func @block
  // UNFUSE: %{{.*}} = nn.param_factor expand %{{.*}} : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
  // UNFUSE: %{{.*}} = nn.param_factor depthwise %{{.*}} : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>
  // UNFUSE: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  // UNFUSE: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  // LABEL-LABEL: func.func @block
  // LABEL: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  // LABEL-NEXT: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  // LABEL-NEXT: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} {nn.block = #nn.block<"ibn0", project>} : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  // LABEL-NEXT: %{{.*}} = nn.add %{{.*}}, %{{.*}} {nn.block = #nn.block<"ibn0", add>} : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  // FUSE-LABEL: func.func @block
  // FUSE: %[[F:.*]] = nn.param_merge_filters %{{.*}}, %{{.*}} : (tensor<48x1x1x8xf32>, tensor<48x3x3x1xf32>) -> tensor<48x3x3x8xf32>
  // FUSE: %{{.*}} = nn.conv2d %{{.*}}, %[[F]] pads [1, 1, 1, 1] {nn.block = #nn.block<"ibn0", fused>} : (tensor<1x8x8x8xf32>, tensor<48x3x3x8xf32>) -> tensor<1x8x8x48xf32>
  // SUMMARY: nn.conv2d nn.conv2d 1x8x8x48 27,648 432
  // SUMMARY: total
  // GROUPS: [[@LINE+5]]:8: remark: channels: ch{{[0-9]+}}(48){{$}}
  // GROUPS: [[@LINE+6]]:8: remark: channels: ch{{[0-9]+}}(8, pinned: input of the network)
  %we = nn.parameter "expand" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "depthwise" : tensor<48x3x3x1xf32>
  %wp = nn.parameter "project" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.add %x, %2 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

func.func @scale(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  // SCALE-LABEL: func.func @scale
  // SCALE: %[[W:.*]] = nn.parameter "w" : tensor<64x1x1x8xf32>
  // SCALE-NEXT: %[[V:.*]] = nn.parameter "v" : tensor<8x1x1x64xf32>
  // SCALE-NEXT: %[[I:.*]] = nn.param_importance %[[W]], %[[V]] axes [0, 3] : (tensor<64x1x1x8xf32>, tensor<8x1x1x64xf32>) -> tensor<64xf32>
  // SCALE-NEXT: %[[T:.*]] = nn.param_top %[[I]] count 32 : (tensor<64xf32>) -> tensor<32xi64>
  // SCALE-NEXT: %[[S:.*]] = nn.param_gather %[[W]], %[[T]] axis 0 : (tensor<64x1x1x8xf32>, tensor<32xi64>) -> tensor<32x1x1x8xf32>
  // SCALE: nn.conv2d %{{.*}}, %[[S]] :
  %0 = nn.parameter "w" : tensor<64x1x1x8xf32>
  %1 = nn.parameter "v" : tensor<8x1x1x64xf32>
  %2 = nn.conv2d %x, %0 : (tensor<1x8x8x8xf32>, tensor<64x1x1x8xf32>) -> tensor<1x8x8x64xf32>
  %3 = nn.conv2d %2, %1 : (tensor<1x8x8x64xf32>, tensor<8x1x1x64xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

func.func @align(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  // ALIGN-LABEL: func.func @align
  // ALIGN: %[[W:.*]] = nn.parameter "w" : tensor<24x1x1x8xf32>
  // ALIGN-NEXT: %[[P:.*]] = nn.param_pad %[[W]] high [8, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<32x1x1x8xf32>
  // ALIGN: nn.conv2d %{{.*}}, %[[P]] :
  %0 = nn.parameter "w" : tensor<24x1x1x8xf32>
  %1 = nn.parameter "v" : tensor<8x1x1x24xf32>
  %2 = nn.conv2d %x, %0 : (tensor<1x8x8x8xf32>, tensor<24x1x1x8xf32>) -> tensor<1x8x8x24xf32>
  %3 = nn.conv2d %2, %1 : (tensor<1x8x8x24xf32>, tensor<8x1x1x24xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

func.func @recurrence(%x: tensor<1x1x4xf32>) -> tensor<1x2xf32> {
  // UNROLL-LABEL: func.func @recurrence
  // UNROLL: %{{.*}} = nn.fully_connected %{{.*}}, %{{.*}} : (tensor<1x1x4xf32>, tensor<8x4xf32>) -> tensor<1x1x8xf32>
  // UNROLL-NEXT: %{{.*}} = nn.slice %{{.*}} offsets [0, 0, 0] sizes [1, 1, 4] strides [1, 1, 1] : (tensor<1x1x8xf32>) -> tensor<1x1x4xf32>
  // UNROLL-NEXT: %{{.*}} = nn.activation %{{.*}} <sigmoid> : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
  // UNROLL-NEXT: %{{.*}} = nn.slice %{{.*}} offsets [0, 0, 0] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x4xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.slice %{{.*}} offsets [0, 0, 2] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x4xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.slice %{{.*}} offsets [0, 0, 6] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x8xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.activation %{{.*}} <tanh> : (tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.mul %{{.*}}, %{{.*}} : (tensor<1x1x2xf32>, tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.activation %{{.*}} <tanh> : (tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.mul %{{.*}}, %{{.*}} : (tensor<1x1x2xf32>, tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
  // UNROLL-NEXT: %{{.*}} = nn.reshape %{{.*}} : (tensor<1x1x2xf32>) -> tensor<1x2xf32>
  // UNROLL-NEXT: return
  %w = nn.parameter "w" : tensor<8x4xf32>
  %r = nn.parameter "r" : tensor<8x2xf32>
  %y, %h, %c = nn.lstm %x, %w, %r : (tensor<1x1x4xf32>, tensor<8x4xf32>, tensor<8x2xf32>) -> (tensor<1x1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>)
  return %h : tensor<1x2xf32>
}
