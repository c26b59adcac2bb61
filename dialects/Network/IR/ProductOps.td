//===- ProductOps.td - Convolutions and matrix products -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_PRODUCTOPS_TD
#define DIALECTS_NETWORK_IR_PRODUCTOPS_TD

include "dialects/Network/IR/NetworkBase.td"

/// A product whose operands may be quantized. In this case, the result has its
/// own scale and zero point, and the bias consists of 32-bit integers.
class NN_ProductOp<string mnemonic>
    : NN_LayerOp<mnemonic, [InferTypeOpAdaptorWithIsCompatible]>;

def NN_Conv2DOp : NN_ProductOp<"conv2d"> {
  let summary = "2-D convolution, with optional bias and activation";
  let description = [{
    The input has the shape `[N, H, W, C]`, the filter `[K, R, S, C / groups]`,
    the bias `[K]`, and the result `[N, H', W', K]`, where
    `H' = (H + top + bottom - dilation (R - 1) - 1) / stride + 1`, rounded down.
    The order of `pads` is top, bottom, left, right. The order of `strides` and
    `dilations` is vertical, horizontal. A depthwise convolution has
    `groups = C`.

    - conv2d_c1: the input and the filter have four dimensions.
    - conv2d_c2: strides, dilations and groups are positive, and pads are not
      negative.
    - conv2d_c3: C and K are multiples of groups, and the filter has C / groups
      input channels.
    - conv2d_c4: the bias has K elements.
    - conv2d_c5: the kernel fits into the padded input.
    - conv2d_c6: either all element types are equal, or all of them except that
      of the bias are quantized.

    Example:

    ```mlir
    %0 = nn.conv2d %x, %w, %b strides [2, 2] pads [0, 1, 0, 1] activation <clamp, 0.0, 6.0> : (tensor<1x8x8x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
    %1 = nn.conv2d %0, %v pads [1, 1, 1, 1] groups 16 : (tensor<1x4x4x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x4x4x16xf32>
    ```
  }];
  let arguments = (ins
    NN_QuantizableTensor:$input, NN_QuantizableTensor:$filter, Optional<NN_QuantizableTensor>:$bias,
    NN_Ints<"{1, 1}">:$strides, NN_Ints<"{0, 0, 0, 0}">:$pads,
    NN_Ints<"{1, 1}">:$dilations, DefaultValuedAttr<I64Attr, "1">:$groups,
    OptionalAttr<NN_ActivationAttr>:$activation);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `,` $filter (`,` $bias^)? (`strides` $strides^)? (`pads` $pads^)?
    (`dilations` $dilations^)? (`groups` $groups^)?
    (`activation` $activation^)? attr-dict `:`
    functional-type(operands, results)
  }];
  let hasCanonicalizer = 1;
  let extraClassDeclaration = [{
    int64_t getKernelHeight() { return getFilter().getType().getDimSize(1); }
    int64_t getKernelWidth() { return getFilter().getType().getDimSize(2); }
    int64_t getInChannels() { return getInput().getType().getDimSize(3); }
    int64_t getOutChannels() { return getType().getDimSize(3); }
    /// Returns true if there is one group per channel and the numbers of input
    /// and output channels are equal.
    bool isDepthwise() {
      int64_t groups = getGroups();
      return groups > 1 && groups == getInChannels() &&
             groups == getOutChannels();
    }
    /// Returns true if the kernel is 1x1, all strides are one, and there are
    /// no padding and no groups.
    bool isPointwise();
    void refreshChannels(::tenon::ChannelIndex index);
  }];
}

def NN_ConvTranspose2DOp : NN_ProductOp<"conv_transpose2d"> {
  let summary = "2-D transposed convolution, with optional bias and activation";
  let description = [{
    The gradient of a convolution: every pixel of the input adds the filter,
    multiplied by the value of the pixel, to the result. The input has the shape
    `[N, H, W, C]`, the filter `[K, R, S, C / groups]`, the bias `[K]`, and the
    result `[N, H', W', K]`, where
    `H' = (H - 1) stride + dilation (R - 1) + 1 - top - bottom + output_pad`.
    `pads` is cropped from the result; its order is top, bottom, left, right.
    `output_pads` is the number of rows and columns that are added at the end of
    the result.

    - conv_transpose2d_c1: the input and the filter have four dimensions.
    - conv_transpose2d_c2: strides, dilations and groups are positive, and pads
      and output pads are not negative.
    - conv_transpose2d_c3: C and K are multiples of groups, and the filter has
      C / groups input channels.
    - conv_transpose2d_c4: the bias has K elements.
    - conv_transpose2d_c5: pads do not crop the entire result.
    - conv_transpose2d_c6: the element types satisfy conv2d_c6.

    Example:

    ```mlir
    %0 = nn.conv_transpose2d %x, %w, %b strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x32xf32>, tensor<16x3x3x32xf32>, tensor<16xf32>) -> tensor<1x16x16x16xf32>
    ```
  }];
  let arguments = (ins
    NN_QuantizableTensor:$input, NN_QuantizableTensor:$filter, Optional<NN_QuantizableTensor>:$bias,
    NN_Ints<"{1, 1}">:$strides, NN_Ints<"{0, 0, 0, 0}">:$pads,
    NN_Ints<"{0, 0}">:$output_pads, NN_Ints<"{1, 1}">:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$groups,
    OptionalAttr<NN_ActivationAttr>:$activation);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `,` $filter (`,` $bias^)? (`strides` $strides^)? (`pads` $pads^)?
    (`output_pads` $output_pads^)? (`dilations` $dilations^)?
    (`groups` $groups^)? (`activation` $activation^)? attr-dict `:`
    functional-type(operands, results)
  }];
  let extraClassDeclaration = [{
    void refreshChannels(::tenon::ChannelIndex index);
  }];
}

def NN_FullyConnectedOp : NN_ProductOp<"fully_connected"> {
  let summary = "product with a weight matrix, with optional bias and activation";
  let description = [{
    The input has the shape `[..., C]`, the weight `[K, C]`, the bias `[K]`, and
    the result `[..., K]`.

    - fully_connected_c1: the input has at least one dimension, and the weight
      has two.
    - fully_connected_c2: the last dimensions of the input and the weight agree.
    - fully_connected_c3: the bias has K elements.
    - fully_connected_c4: the element types satisfy conv2d_c6.

    Example:

    ```mlir
    %0 = nn.fully_connected %x, %w, %b : (tensor<1x1280xf32>, tensor<1000x1280xf32>, tensor<1000xf32>) -> tensor<1x1000xf32>
    ```
  }];
  let arguments = (ins
    NN_QuantizableTensor:$input, NN_QuantizableTensor:$weight, Optional<NN_QuantizableTensor>:$bias,
    OptionalAttr<NN_ActivationAttr>:$activation);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `,` $weight (`,` $bias^)? (`activation` $activation^)? attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_MatMulOp : NN_ProductOp<"matmul"> {
  let summary = "batched product of two matrices";
  let description = [{
    The product of operands with the shapes `[..., M, C]` and `[..., C, K]` has
    the shape `[..., M, K]`. Leading dimensions are broadcast as in element-wise
    arithmetic.

    - matmul_c1: both operands have at least two dimensions.
    - matmul_c2: the inner dimensions agree.
    - matmul_c3: the leading dimensions can be broadcast.
    - matmul_c4: the element types are equal, or both are quantized.

    Example:

    ```mlir
    %0 = nn.matmul %a, %b : (tensor<8x16x32xf32>, tensor<8x32x24xf32>) -> tensor<8x16x24xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$lhs, NN_QuantizableTensor:$rhs);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs attr-dict `:` functional-type(operands, results)
  }];
}

#endif // DIALECTS_NETWORK_IR_PRODUCTOPS_TD
