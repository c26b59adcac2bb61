//===- ChannelPasses.td - Passes on the widths of networks ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRANSFORMS_CHANNELPASSES_TD
#define TENON_TRANSFORMS_CHANNELPASSES_TD

include "mlir/Pass/PassBase.td"

def PinChannels : Pass<"nn-pin-channels", "::mlir::ModuleOp"> {
  let summary = "Prevent changes to the widths of layers";
  let description = [{
    Marks operations with `nn.pin`. Later passes do not change the channels of
    their results, or any channels that are tied to them. Promise: exact.

    `groups` is a comma-separated list of names or of patterns with `*`. A name
    denotes a group (`ch3`, see `nn-print-channel-groups`), a layer or, after
    `nn-label-blocks`, a part of a block (`ibn3/expand`). The default is all
    groups; `groups=` selects none. A name without a pattern must exist.
    `tenon-opt --pin=NAMES` runs this pass before all others.

    Example:

    ```mlir
    // tenon-opt --nn-pin-channels=groups=ch0
    %0 = nn.conv2d %x, %w {nn.pin} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let options = [
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of groups or layers; * matches anything">,
  ];
}

def SetChannels : Pass<"nn-set-channels", "::mlir::ModuleOp"> {
  let summary = "Set the width of channel groups";
  let description = [{
    Sets the number of channels of the first layer of each named group to `to`,
    if the units of the group allow it: a group of attention heads with 64
    channels each accepts only multiples of 64. Groups that become wider are
    padded with zeros; promise: exact. Groups that become narrower keep their
    most important channels (see `nn.param_importance`); promise: initialised.

    `groups` has the same syntax as for `nn-pin-channels`. A name that denotes a
    pinned group is an error; patterns skip pinned groups.

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
           "Comma-separated names of groups or layers; * matches anything">,
    Option<"to", "to", "std::string", /*default=*/"\"\"",
           "New number of channels of each group">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def EqualizeChannels : Pass<"nn-equalize-channels", "::mlir::ModuleOp"> {
  let summary = "Set channel groups to the same width";
  let description = [{
    Sets the named groups to the same number of channels: the `mean` of their
    widths (the default, rounded to the nearest multiple of `divisor`), their
    `min` or their `max`. If a single wide layer determines the peak memory,
    equal widths with the same total number of channels reduce it. If the units
    of a group do not divide the new width, the group gets the next smaller
    multiple of its unit, but at least one unit.

    `groups` has the same syntax as for `nn-pin-channels`. Pinned groups are
    ignored, and a name without a pattern must not denote one. Groups that
    become wider are padded with zeros, and groups that become narrower keep
    their most important channels. Promise: initialised.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(nn-equalize-channels{groups=ch0,ch1 to=max})'
    %0 = nn.parameter "w" : tensor<24x1x1x8xf32>
    %1 = nn.param_pad %0 high [24, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<48x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of groups or layers; * matches anything">,
    Option<"to", "to", "std::string", /*default=*/"\"mean\"",
           "New width: mean, min or max of the widths">,
    Option<"divisor", "divisor", "std::string", /*default=*/"\"8\"",
           "Round a mean to a multiple of this number">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def ScaleChannels : Pass<"nn-scale-channels", "::mlir::ModuleOp"> {
  let summary = "Multiply the channels of a network by a factor";
  let description = [{
    Applies the width multiplier of the MobileNet papers to every group of
    channels that is not pinned, or to the groups in `groups`, which has the
    same syntax as for `nn-pin-channels`.

    With `rounding=mobilenet` (the default), a width becomes the nearest
    multiple of `divisor`, but at least `divisor`. If the result is below 90 %
    of the exact product, the next larger multiple is used. The result never
    crosses the old width. With `rounding=exact`, a width becomes the integer
    nearest to the product, but at least 1. The width of a group is that of its
    first layer. A group with units of several channels, such as attention
    heads, gets whole units.

    Parameters that become narrower keep their most important channels: the
    channels with the largest sum of absolute values in the filters, weights and
    scales of normalizations that share them. Parameters that become wider are
    padded with zeros. Promise: initialised.

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
           "Factor above 0 and at most 16">,
    Option<"divisor", "divisor", "std::string", /*default=*/"\"8\"",
           "Round widths to multiples of this number">,
    Option<"rounding", "rounding", "std::string", /*default=*/"\"mobilenet\"",
           "Rounding of widths: mobilenet or exact">,
    Option<"groups", "groups", "std::string", /*default=*/"\"*\"",
           "Comma-separated names of groups or layers; * matches anything">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

def AlignChannels : Pass<"nn-align-channels", "::mlir::ModuleOp"> {
  let summary = "Align widths to the parallelism of the machine";
  let description = [{
    With `to=engine`, the pass queries the attached machine for the factor by
    which it unrolls the channels of each operation. It then changes every group
    of channels to a width at which no operation leaves lanes idle: a multiple
    of the factor, or less than the factor, because one block is needed in any
    case. `to=N` changes widths to multiples of N, and `to=none` does nothing.

    `mode=up` (the default) pads with zero filters; promise: exact. `mode=down`
    keeps the most important channels, as `nn-scale-channels` does, and
    `mode=nearest` selects the closer of the two widths, or the larger one if
    both are equally close; promise: initialised. Pinned channels and channels
    that are tied to an input or output of the network do not change.

    Example:

    ```mlir
    // tenon-opt --nn-align-channels=to=16
    %0 = nn.parameter "w" : tensor<24x1x1x8xf32>
    %1 = nn.param_pad %0 high [8, 0, 0, 0] : (tensor<24x1x1x8xf32>) -> tensor<32x1x1x8xf32>
    ```
  }];
  let options = [
    Option<"to", "to", "std::string", /*default=*/"\"engine\"",
           "Alignment of widths: none, engine or a number">,
    Option<"mode", "mode", "std::string", /*default=*/"\"up\"",
           "Direction of the change: up, down or nearest">,
  ];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

#endif // TENON_TRANSFORMS_CHANNELPASSES_TD
