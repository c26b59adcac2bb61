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

def LabelBlocks : Pass<"nn-label-blocks", "::mlir::ModuleOp"> {
  let summary = "Name the inverted bottlenecks of a network";
  let description = [{
    Finds inverted bottlenecks: a 1x1 convolution that widens, a depthwise
    convolution, a 1x1 convolution, each the only reader of the one before, and
    the addition of the block's input if there is one. Squeeze-excite may stand
    before the last one. Gives them the names `ibn0`, `ibn1`, ... in the order
    of the network, as `nn.block` attributes, for later passes to refer to.
    Labels that are there stay. Promise: exact.

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

    Promise: exact if no activation stands between the two and no bias meets
    padding; otherwise initialised: the network needs fine-tuning.

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
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ScaleChannels : Pass<"nn-scale-channels", "::mlir::ModuleOp"> {
  let summary = "Multiply the channels of a network by a factor";
  let description = [{
    The depth multiplier of the MobileNet papers, over every group of channels
    that is not tied to an input or output of the network. A width becomes the
    nearest multiple of `divisor`, at least `divisor`, one more if it would
    fall below 90 % of the exact product, and never more than it was.
    Parameters keep their first channels. Promise: initialised.

    Example:

    ```mlir
    // tenon-opt --nn-scale-channels=multiplier=0.5
    %0 = nn.parameter "w" : tensor<64x1x1x8xf32>
    %1 = nn.param_slice %0 offsets [0, 0, 0, 0] sizes [32, 1, 1, 8] : (tensor<64x1x1x8xf32>) -> tensor<32x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"multiplier", "multiplier", "std::string", /*default=*/"\"1.0\"",
           "factor above 0 and at most 1">,
    Option<"divisor", "divisor", "std::string", /*default=*/"\"8\"",
           "widths become multiples of this">,
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
    keeps the first channels; `mode=nearest` takes the closer of the two, up
    when they are as close; promise: initialised. Channels tied to an input or
    output of the network stay.

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
    result consists of, their sizes, and why they are pinned if they are.

    Example: `tenon-opt model.mlir --nn-print-channel-groups -o /dev/null`
  }];
}

#endif // TENON_TRANSFORMS_PASSES_TD
