//===- Passes.td - Network passes -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRANSFORMS_PASSES_TD
#define TENON_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"
include "tenon/Transforms/ChannelPasses.td"
include "tenon/Transforms/PreparationPasses.td"

def ElideParameters : Pass<"nn-elide-parameters", "::mlir::ModuleOp"> {
  let summary = "Drop the values of parameters and keep their shapes";
  let description = [{
    Removes the values of all parameters. A search needs only the structure of a
    network, and networks without weights are small. Constants of the structure
    (`nn.constant`) keep their values.

    Example:

    ```mlir
    // tenon-opt --nn-elide-parameters
    %0 = nn.parameter "w" value(dense<1.0> : tensor<2xf32>) : tensor<2xf32>
    // becomes
    %0 = nn.parameter "w" : tensor<2xf32>
    ```
  }];
}

def MaterializeParameters
    : Pass<"nn-materialize-parameters", "::mlir::ModuleOp"> {
  let summary = "Evaluate parameter expressions";
  let description = [{
    Replaces every parameter expression with a parameter that has the value of
    the expression. If its parameters have no values, the new parameter has no
    value either. The new parameter has the name of the first parameter in the
    expression. Promise: exact.

    Example:

    ```mlir
    // tenon-opt --nn-materialize-parameters
    %0 = nn.parameter "w" value(dense<[1.0, 2.0, 3.0]> : tensor<3xf32>) : tensor<3xf32>
    %1 = nn.param_slice %0 offsets [1] sizes [2] : (tensor<3xf32>) -> tensor<2xf32>
    // becomes
    %0 = nn.parameter "w" value(dense_resource<w> : tensor<2xf32>) : tensor<2xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def RecognizeIdioms : Pass<"nn-recognize-idioms", "::mlir::ModuleOp"> {
  let summary = "Replace functions written as arithmetic with one operation";
  let description = [{
    Recognizes the activation functions `gelu`, `gelu_tanh`, `swish`,
    `hard_swish`, `hard_sigmoid`, `mish` and `softplus` in arithmetic. Also
    recognizes normalizations by a mean and a variance, including the scale and
    the offset after them, and the norms `l1`, `l2` and `sum_square`. The
    numbers in a formula need only agree in their first five digits. Promise:
    exact up to rounding and to the missing digits.

    Example:

    ```mlir
    // tenon-opt --nn-recognize-idioms
    %0 = nn.activation %x <sigmoid> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %1 = nn.mul %x, %0 : (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    // becomes
    %0 = nn.activation %x <swish> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def FuseActivation : Pass<"nn-fuse-activation", "::mlir::ModuleOp"> {
  let summary = "Move activations into the convolution or product before them";
  let description = [{
    The location of the fused operation contains the names of both operations.
    Two activations that limit values to a range, `relu` or `clamp`, become one:
    exporters write ReLU6 as both. Promise: exact.

    Example:

    ```mlir
    // tenon-opt --nn-fuse-activation
    %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
    %1 = nn.activation %0 <relu> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    // becomes
    %0 = nn.conv2d %x, %w activation <relu> : (tensor<1x4x4x8xf32>, tensor<8x1x1x8xf32>) -> tensor<1x4x4x8xf32>
    ```
  }];
}

def FoldBatchNorm : Pass<"nn-fold-batch-norm", "::mlir::ModuleOp"> {
  let summary = "Fold batch normalizations into the products before them";
  let description = [{
    Folds a normalization into the convolution, transposed convolution or fully
    connected layer before it if the normalization is its only user. The new
    filter and bias are expressions over the parameters of both operations. The
    location of the folded operation contains the names of both operations, and
    the operation keeps its label. Promise: exact up to rounding.

    Example:

    ```mlir
    // tenon-opt --nn-fold-batch-norm
    %0 = nn.conv2d %x, %w : (tensor<1x4x4x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x4x4x16xf32>
    %1 = nn.batch_norm %0, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x4x4x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
    // becomes
    %f = nn.param_norm_filter %w, %s, %v epsilon 9.99999974E-6 : (tensor<16x1x1x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16x1x1x8xf32>
    %b = nn.param_norm_bias %s, %o, %m, %v epsilon 9.99999974E-6 : (tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %0 = nn.conv2d %x, %f, %b : (tensor<1x4x4x8xf32>, tensor<16x1x1x8xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def LabelBlocks : Pass<"nn-label-blocks", "::mlir::ModuleOp"> {
  let summary = "Name the blocks of a network";
  let description = [{
    Finds the blocks of convolutional networks and names them in the order of
    the network. Blocks may have any kernels, strides, and activations and batch
    normalizations between their convolutions.

    - `ibn0`, `ibn1`, ...: inverted bottlenecks. They consist of a 1x1
      convolution that widens (role `expand`), a depthwise convolution
      (`depthwise`) and a 1x1 convolution that narrows (`project`).
    - `fused0`, ...: fused inverted bottlenecks. They consist of a convolution
      with a larger kernel that widens (`fused`) and a 1x1 convolution that
      narrows (`project`). A convolution of the network's input does not start
      such a block.
    - `linear0`, ...: inverted bottlenecks without expansion. They consist of a
      depthwise and a 1x1 convolution without an activation after it.
    - `separable0`, ...: depthwise separable convolutions, with an activation
      after them.
    - `residual0`, ...: other residual blocks. They consist of the convolutions
      of the branch (`branch`) and, optionally, one on the shortcut
      (`shortcut`).

    A block also includes squeeze-excite before the last convolution (`squeeze`,
    `gate`) and the addition of the block's input (`add`). The attribute
    `nn.block` of an operation holds the name of the block and the role of the
    operation, so that later passes can refer to them. The pass keeps existing
    labels and does not reuse their numbers. Promise: exact.

    Example:

    ```mlir
    // tenon-opt --nn-label-blocks
    %0 = nn.conv2d %x, %we {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
    %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
    %2 = nn.conv2d %1, %wp {nn.block = #nn.block<"ibn0", project>} : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
    %3 = nn.add %x, %2 {nn.block = #nn.block<"ibn0", add>} : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def FuseIbn : Pass<"nn-fuse-ibn", "::mlir::ModuleOp"> {
  let summary = "Turn inverted bottlenecks into fused blocks";
  let description = [{
    In the named blocks, the 1x1 expansion and the KxK depthwise convolution
    become one standard KxK convolution with the merged filter. This increases
    the number of multiply-accumulates, but all of them use the full width of
    the array. Strides, padding, the subsequent activation, the residual and
    squeeze-excite do not change. If `groups` is more than 1, the fused
    convolution is grouped: each output channel reads only the input channels of
    its group.

    Promise: exact if there is no activation between the two convolutions, no
    bias meets padding, and `groups` is 1. Otherwise initialised, so the network
    needs fine-tuning. `promise=exact` refuses blocks for which the result is
    not exact.

    `blocks` is a comma-separated list of names or of patterns with `*`. The
    default is all blocks; `blocks=` selects none. A name without a pattern must
    exist.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(nn-label-blocks,nn-fuse-ibn{blocks=ibn0})'
    %f = nn.param_merge_filters %we, %wd : (tensor<48x1x1x8xf32>, tensor<48x3x3x1xf32>) -> tensor<48x3x3x8xf32>
    %1 = nn.conv2d %x, %f pads [1, 1, 1, 1] {nn.block = #nn.block<"ibn0", fused>} : (tensor<1x8x8x8xf32>, tensor<48x3x3x8xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"blocks", "blocks", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of blocks; * matches anything">,
    Option<"groups", "groups", "std::string", /*default=*/"\"1\"",
           "Number of groups of the fused convolution">,
    Option<"promise", "promise", "std::string", /*default=*/"\"initialised\"",
           "Weakest promise to accept for a block: initialised or exact">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def UnfuseIbn : Pass<"nn-unfuse-ibn", "::mlir::ModuleOp"> {
  let summary = "Turn fused blocks into inverted bottlenecks";
  let description = [{
    The inverse of `nn-fuse-ibn`: the convolution of a fused block becomes a 1x1
    and a depthwise convolution. Their filters are the best split of the
    original filter, computed for each output channel separately. Strides,
    padding, the subsequent activation, the residual and squeeze-excite do not
    change. A remark reports the error of the split, relative to the norm of the
    filter; this error is zero for filters that `nn-fuse-ibn` has merged.
    Promise: initialised.

    `blocks` has the same syntax as for `nn-fuse-ibn`.

    Example:

    ```mlir
    // tenon-opt --nn-unfuse-ibn=blocks=ibn0
    %0 = nn.param_factor expand %w : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
    %1 = nn.param_factor depthwise %w : (tensor<48x3x3x8xf32>) -> tensor<48x3x3x1xf32>
    %2 = nn.conv2d %x, %0 {nn.block = #nn.block<"ibn0", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
    %3 = nn.conv2d %2, %1 pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"blocks", "blocks", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of blocks; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ExpandDepthwise : Pass<"nn-expand-depthwise", "::mlir::ModuleOp"> {
  let summary = "Turn depthwise convolutions into standard ones";
  let description = [{
    In the named blocks, the depthwise convolution becomes a standard
    convolution with a block-diagonal filter. This multiplies the number of
    multiply-accumulates by the number of channels, but all of them use the full
    width of the array. The convolution keeps its role. Promise: exact.

    `blocks` has the same syntax as for `nn-fuse-ibn`, and accepts any block
    with a depthwise convolution.

    Example:

    ```mlir
    // tenon-opt --nn-expand-depthwise=blocks=ibn0
    %0 = nn.param_block_diagonal %w groups 48 : (tensor<48x3x3x1xf32>) -> tensor<48x3x3x48xf32>
    %1 = nn.conv2d %x, %0 pads [1, 1, 1, 1] {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x48xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"blocks", "blocks", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of blocks; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ScaleResolution : Pass<"nn-scale-resolution", "::mlir::ModuleOp"> {
  let summary = "Change the size of input images or signals";
  let description = [{
    Changes the size of the inputs and all sizes that depend on it. `input=HxW`
    sets the rows and columns of every input with 4 dimensions. `input=N` sets
    the length of every input with 3 dimensions or, if there are none, both the
    rows and the columns. A whole shape such as `input=1x3x160x160` applies to
    inputs with the same number of dimensions.

    Resizes with fixed sizes change in proportion. Parameters that depend on
    positions are resampled by `nn.param_resample`: anchors, position
    embeddings, and the weight of a layer after a flattened image, which keeps
    its sum. If an operation cannot follow the change, for example because of a
    constant with a fixed size, the pass reports it in a diagnostic and changes
    nothing. Promise: structural.

    Example:

    ```mlir
    // tenon-opt --nn-scale-resolution=input=4x4
    %0 = nn.max_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
    ```
  }];
  let options = [
    Option<"input", "input", "std::string", /*default=*/"\"\"",
           "Rows and columns (HxW), a length, or a whole shape">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def FuseArgmaxResize : Pass<"nn-fuse-argmax-resize", "::mlir::ModuleOp"> {
  let summary = "Compute the class of each pixel before upsampling";
  let description = [{
    Replaces an arg-max over the channels of an upsampled image with an arg-max
    over the small image, followed by nearest-neighbour upsampling. The
    upsampled image then has one value per pixel instead of one per class. A
    softmax over the channels before the arg-max is removed, because it does not
    change the order of the classes.

    Promise: initialised; only pixels at the borders between two classes change.
    The promise is exact if the original upsampling also uses nearest
    neighbours. A remark reports the promise and the number of elements that are
    no longer computed.

    Example:

    ```mlir
    // tenon-opt --nn-fuse-argmax-resize
    %0 = nn.arg_reduce max %x axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
    %1 = nn.resize nearest half_pixel %0 : (tensor<1x8x8x1xi64>) -> tensor<1x64x64x1xi64>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def PrintSummary : Pass<"nn-print-summary", "::mlir::ModuleOp"> {
  let summary = "Print shapes, operations and parameters of each layer";
  let description = [{
    Prints a table to standard error. The pass does not change the network.

    Example: `tenon-opt model.mlir --nn-print-summary -o /dev/null`
  }];
}

def PrintChannelGroups : Pass<"nn-print-channel-groups", "::mlir::ModuleOp"> {
  let summary = "Print the groups of channels that change together";
  let description = [{
    Emits a remark at each operation with the groups that form the last
    dimension of its result, their sizes and, if they are pinned, the reason.
    Also emits a remark at the function for each group, with the operations and
    parameters that the group affects; `members=false` omits these remarks.

    Example: `tenon-opt model.mlir --nn-print-channel-groups -o /dev/null`
  }];
  let options = [
    Option<"members", "members", "bool", /*default=*/"true",
           "Print the operations and parameters of each group">,
  ];
}

#endif // TENON_TRANSFORMS_PASSES_TD
