//===- Passes.td - Passes on networks -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRANSFORMS_PASSES_TD
#define TENON_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"
include "tenon/Transforms/PreparationPasses.td"

def ElideParameters : Pass<"nn-elide-parameters", "::mlir::ModuleOp"> {
  let summary = "Drop the values of parameters and keep their shapes";
  let description = [{
    A network has a shape before it has weights, and a search needs no more.
    Constants of the structure (`nn.constant`) stay.

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
    Replaces every parameter expression by a parameter with its value; one
    whose parameters have no values becomes a parameter without a value. The
    new parameter bears the name of the first one in the expression.
    Promise: exact.

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
  let summary = "Make one operation of a function that is spelled out";
  let description = [{
    Recognizes `gelu`, `gelu_tanh`, `swish`, `hard_swish`, `hard_sigmoid`,
    `mish` and `softplus` in arithmetic, normalizations of a mean and a
    variance with the scale and the offset behind them, and the norms `l1`,
    `l2` and `sum_square`. Numbers of a formula may have lost digits after the
    fifth. Promise: exact, but for rounding and for such digits.

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
    Promise: exact. The operation keeps both names in its location.

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
    A convolution, transposed convolution or fully connected layer takes over
    the normalization that alone reads it: its filter and bias become
    expressions over theirs. The operation keeps both names in its location,
    and its label. Promise: exact, but for rounding.

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
    Finds the blocks that networks of convolutions are built of, with any
    activations and batch normalizations between, any kernel and any stride,
    and names them in the order of the network:

    - `ibn0`, `ibn1`, ...: inverted bottlenecks. A 1x1 convolution that widens
      (role `expand`), a depthwise one (`depthwise`), a 1x1 convolution that
      narrows (`project`).
    - `fused0`, ...: fused ones. A convolution of a larger kernel that widens
      (`fused`), a 1x1 convolution that narrows (`project`). A convolution of
      the network's input is none.
    - `linear0`, ...: inverted bottlenecks without expansion. A depthwise and a
      1x1 convolution without an activation behind.
    - `separable0`, ...: depthwise separable convolutions, with an activation
      behind.
    - `residual0`, ...: other residual blocks. The convolutions of the branch
      (`branch`), one on the shorter way if there is (`shortcut`).

    Squeeze-excite before the last convolution (`squeeze`, `gate`) and the
    addition of the block's input (`add`) belong to a block. The attribute
    `nn.block` of an operation holds its name and its role, for later passes to
    refer to. Labels that are there stay, and their numbers are not given
    again. Promise: exact.

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
  let summary = "Turn inverted bottlenecks into fused ones";
  let description = [{
    In the named blocks the 1x1 expansion and the KxK depthwise convolution
    become one standard KxK convolution with the merged filter: more
    multiply-accumulates, but all of them on the array's full width. Strides,
    padding, the activation behind, residual and squeeze-excite stay.

    Promise: exact if no activation stands between the two, no bias meets
    padding and `groups` is 1; otherwise initialised: the network needs
    fine-tuning. `promise=exact` refuses blocks that would be less. With more
    groups the convolution is a grouped one, which reads of each pixel the
    channels of the group alone.

    `blocks` is a comma separated list of names or patterns with `*`. Left out,
    it means all blocks; `blocks=` means none. A name without a pattern must
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
           "names of blocks, separated by commas; * matches anything">,
    Option<"groups", "groups", "std::string", /*default=*/"\"1\"",
           "groups of the fused convolution">,
    Option<"promise", "promise", "std::string", /*default=*/"\"initialised\"",
           "least that is promised of a block: initialised or exact">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def UnfuseIbn : Pass<"nn-unfuse-ibn", "::mlir::ModuleOp"> {
  let summary = "Turn fused blocks into inverted bottlenecks";
  let description = [{
    The reverse of `nn-fuse-ibn`: the convolution of a fused block becomes a
    1x1 and a depthwise convolution, whose filters are the best split of its
    own, output channel by output channel. Strides, padding, the activation
    behind, residual and squeeze-excite stay. A remark says what the split
    loses of the filter, relative to its norm; what `nn-fuse-ibn` made loses
    nothing. Promise: initialised.

    `blocks` is as with `nn-fuse-ibn`.

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
           "names of blocks, separated by commas; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ExpandDepthwise : Pass<"nn-expand-depthwise", "::mlir::ModuleOp"> {
  let summary = "Turn depthwise convolutions into standard ones";
  let description = [{
    In the named blocks the depthwise convolution becomes a standard one with a
    block-diagonal filter: as many times more multiply-accumulates as there are
    channels, on the array's full width. It keeps its role. Promise: exact.

    `blocks` is as with `nn-fuse-ibn`; any block with a depthwise convolution
    can be named.

    Example:

    ```mlir
    // tenon-opt --nn-expand-depthwise=blocks=ibn0
    %0 = nn.param_block_diagonal %w groups 48 : (tensor<48x3x3x1xf32>) -> tensor<48x3x3x48xf32>
    %1 = nn.conv2d %x, %0 pads [1, 1, 1, 1] {nn.block = #nn.block<"ibn0", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x48xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"blocks", "blocks", "std::string", /*default=*/"\"*\"",
           "names of blocks, separated by commas; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def PinChannels : Pass<"nn-pin-channels", "::mlir::ModuleOp"> {
  let summary = "Keep the widths of layers as they are";
  let description = [{
    Marks operations with `nn.pin`: no later pass changes the channels of their
    results, nor those that are tied to them. Promise: exact.

    `groups` is a comma separated list of names or patterns with `*`: of groups
    (`ch3`, see `nn-print-channel-groups`), of layers, or, behind
    `nn-label-blocks`, of a part of a block (`ibn3/expand`). Left out, it means
    all; `groups=` means none. A name without a pattern must exist. `tenon-opt
    --pin=NAMES` runs this pass before all others.

    Example:

    ```mlir
    // tenon-opt --nn-pin-channels=groups=ch0
    %0 = nn.conv2d %x, %w {nn.pin} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "names of groups or layers, separated by commas; * matches anything">,
  ];
}

def SetChannels : Pass<"nn-set-channels", "::mlir::ModuleOp"> {
  let summary = "Give channel groups a width";
  let description = [{
    The first layer of each named group gets `to` channels, where its units
    allow it: a group of heads of 64 channels takes multiples of 64. Wider ones get zeros, promise:
    exact; narrower ones keep the channels that matter most (see
    `nn.param_importance`), promise: initialised.

    `groups` is as with `nn-pin-channels`. Naming a group that is pinned is an
    error, unless a pattern does.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(nn-set-channels{groups=ch0 to=32})'
    %2 = nn.param_importance %0, %1 axes [0, 3] : (tensor<48x1x1x8xf32>, tensor<8x1x1x48xf32>) -> tensor<48xf32>
    %3 = nn.param_top %2 count 32 : (tensor<48xf32>) -> tensor<32xi64>
    %4 = nn.param_gather %0, %3 axis 0 : (tensor<48x1x1x8xf32>, tensor<32xi64>) -> tensor<32x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "names of groups or layers, separated by commas; * matches anything">,
    Option<"to", "to", "std::string", /*default=*/"\"\"",
           "channels that the groups get">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def EqualizeChannels : Pass<"nn-equalize-channels", "::mlir::ModuleOp"> {
  let summary = "Give channel groups one width";
  let description = [{
    The named groups get the same number of channels: of their widths the
    `mean` (the default, rounded to the nearest multiple of `divisor`), the
    `min` or the `max`. Where one wide layer sets the peak of memory, even
    widths of as many channels in all lower it. A group whose units do not
    divide that width gets the multiple of them below, at least one.

    `groups` is as with `nn-pin-channels`; pinned groups do not count, and can
    not be named without a pattern. Wider
    groups get zeros, narrower ones keep the channels that matter most.
    Promise: initialised.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(nn-equalize-channels{groups=ch0,ch1 to=max})'
    %0 = nn.parameter "w" : tensor<24x1x1x8xf32>
    %1 = nn.param_pad %0 high [24, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<48x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "names of groups or layers, separated by commas; * matches anything">,
    Option<"to", "to", "std::string", /*default=*/"\"mean\"",
           "mean, min or max of the widths">,
    Option<"divisor", "divisor", "std::string", /*default=*/"\"8\"",
           "a mean becomes a multiple of this">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ScaleChannels : Pass<"nn-scale-channels", "::mlir::ModuleOp"> {
  let summary = "Multiply the channels of a network by a factor";
  let description = [{
    The depth multiplier of the MobileNet papers, over every group of channels
    that is not pinned, or over the groups that `groups` names as with
    `nn-pin-channels`.

    With `rounding=mobilenet` (the default) a width becomes the nearest multiple
    of `divisor`, at least `divisor`, one more if it would fall below 90 % of
    the exact product; it never crosses the old width. With `rounding=exact` it
    becomes the whole number nearest to the product, at least 1. Widths are
    those of the first layer of a group; one of units of several channels, such
    as heads, gets whole units.

    Parameters keep the channels that matter most: those with the largest sum
    of absolute values in the filters, weights and scales of normalizations
    that share them. Wider ones get zeros. Promise: initialised.

    Example:

    ```mlir
    // tenon-opt --nn-scale-channels=multiplier=0.5
    %0 = nn.parameter "w" : tensor<64x1x1x8xf32>
    %1 = nn.parameter "v" : tensor<8x1x1x64xf32>
    %2 = nn.param_importance %0, %1 axes [0, 3] : (tensor<64x1x1x8xf32>, tensor<8x1x1x64xf32>) -> tensor<64xf32>
    %3 = nn.param_top %2 count 32 : (tensor<64xf32>) -> tensor<32xi64>
    %4 = nn.param_gather %0, %3 axis 0 : (tensor<64x1x1x8xf32>, tensor<32xi64>) -> tensor<32x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"multiplier", "multiplier", "std::string", /*default=*/"\"1.0\"",
           "factor above 0 and at most 16">,
    Option<"divisor", "divisor", "std::string", /*default=*/"\"8\"",
           "widths become multiples of this">,
    Option<"rounding", "rounding", "std::string", /*default=*/"\"mobilenet\"",
           "mobilenet or exact">,
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "names of groups or layers, separated by commas; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def AlignChannels : Pass<"nn-align-channels", "::mlir::ModuleOp"> {
  let summary = "Move channels to multiples of the machine's parallelism";
  let description = [{
    `to=engine` asks the attached machine with which factor it unrolls the
    channels of each operation, and moves every group of channels to a width at
    which no operation leaves lanes idle: a multiple of the factor, or less
    than one factor, where one block is needed anyway. `to=N` moves to
    multiples of N, `to=none` does nothing.

    `mode=up` (the default) pads with zero filters; promise: exact. `mode=down`
    keeps the channels that matter most, as `nn-scale-channels` does;
    `mode=nearest` takes the closer of the two, up when they are as close;
    promise: initialised. Pinned channels and those tied to an input or output
    of the network stay.

    Example:

    ```mlir
    // tenon-opt --nn-align-channels=to=16
    %0 = nn.parameter "w" : tensor<24x1x1x8xf32>
    %1 = nn.param_pad %0 high [8, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<32x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"to", "to", "std::string", /*default=*/"\"engine\"",
           "none, engine or a number">,
    Option<"mode", "mode", "std::string", /*default=*/"\"up\"",
           "up, down or nearest">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ScaleResolution : Pass<"nn-scale-resolution", "::mlir::ModuleOp"> {
  let summary = "Give a network images or signals of another size";
  let description = [{
    Changes the size of the inputs and of everything that follows from it.
    `input=HxW` gives rows and columns to every input of 4 dimensions,
    `input=N` the length to every input of 3 dimensions, and a whole shape such
    as `input=1x3x160x160` is given to inputs of as many dimensions. `input=N`
    also means rows and columns if no input has 3 dimensions.

    Resizes with fixed sizes follow in proportion. Parameters that depend on
    positions are sampled anew: anchors and embeddings of positions by
    `nn.param_resample`, and the weight of a layer behind a flattened image
    likewise, keeping its sum. What can not follow, such as a constant of a
    fixed size, is named in a diagnostic, and nothing changes.
    Promise: structural.

    Example:

    ```mlir
    // tenon-opt --nn-scale-resolution=input=4x4
    %0 = nn.max_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
    ```
  }];
  let options = [
    Option<"input", "input", "std::string", /*default=*/"\"\"",
           "rows and columns (HxW), a length, or a whole shape">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def FuseArgmaxResize : Pass<"nn-fuse-argmax-resize", "::mlir::ModuleOp"> {
  let summary = "Find the class of each pixel before the image is enlarged";
  let description = [{
    An arg-max over the channels of an enlarged image becomes an arg-max of the
    small image, whose result is enlarged by its nearest neighbours: one value
    a pixel instead of one a class. A softmax over the channels before the
    arg-max changes no order and goes.

    Promise: initialised; only pixels at the borders between two classes change.
    Exact if the image is enlarged by its nearest neighbours. A remark says so,
    with the elements that are no longer computed.

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
    Prints a table to standard error and leaves the network as it is.

    Example: `tenon-opt model.mlir --nn-print-summary -o /dev/null`
  }];
}

def PrintChannelGroups : Pass<"nn-print-channel-groups", "::mlir::ModuleOp"> {
  let summary = "Show which channels change together";
  let description = [{
    Emits a remark at each operation: the groups that the last dimension of its
    result consists of, their sizes, and why they are pinned if they are. Then
    a remark at the function for each group, with the operations and parameters
    that it touches; `members=false` leaves these out.

    Example: `tenon-opt model.mlir --nn-print-channel-groups -o /dev/null`
  }];
  let options = [
    Option<"members", "members", "bool", /*default=*/"true",
           "show the operations and parameters of each group">,
  ];
}

#endif // TENON_TRANSFORMS_PASSES_TD
