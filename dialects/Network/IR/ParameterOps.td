//===- ParameterOps.td - Parameters and expressions over them -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_PARAMETEROPS_TD
#define DIALECTS_NETWORK_IR_PARAMETEROPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_ParameterOp : NN_LayerOp<"parameter", [NN_ParameterExpression]> {
  let summary = "trained tensor of the network";
  let description = [{
    A weight, a bias or another trained tensor, with a name that is unique in
    the function. The value is optional: without values, a network consists of
    its structure only.

    - parameter_c1: the type of the value is the type of the result.
    - parameter_c2: the value is dense, or a resource whose size in bytes is
      that of its type.

    Example:

    ```mlir
    %0 = nn.parameter "conv.weight" : tensor<32x3x3x3xf32>
    %1 = nn.parameter "conv.bias" value(dense<[1.0, 2.0]> : tensor<2xf32>) : tensor<2xf32>
    ```
  }];
  let arguments = (ins StrAttr:$name, OptionalAttr<ElementsAttr>:$value);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $name (`value` `(` $value^ `)`)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def NN_ConstantOp : NN_LayerOp<"constant", [ConstantLike, NN_ParameterExpression,
                                      AllTypesMatch<["value", "result"]>]> {
  let summary = "constant that belongs to the structure of the network";
  let description = [{
    A small constant, such as a scale of one half. It is part of the structure
    of the network. It is not trained, and its value is never elided.

    - constant_c1: the value is dense, or a resource whose size in bytes is that
      of its type.

    Example:

    ```mlir
    %0 = nn.constant dense<0.5> : tensor<1xf32>
    ```
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
  let hasVerifier = 1;
}

/// An operation that is evaluated before the network runs, so it has no runtime
/// cost. It places no constraints on the sizes of its dimensions.
class NN_ParameterExpressionOp<string mnemonic, list<Trait> traits = []>
    : NN_InferredOp<mnemonic, !listconcat(traits, [NN_ParameterExpression])> {
  let extraClassDefinition = [{
    ::tenon::Workload $cppClass::getWorkload() { return {}; }
    void $cppClass::collectChannelTies(::tenon::ChannelTies &ties) {
      ::tenon::nn::impl::freeOperandsAndResult(*this, ties);
    }
  }];
}

def NN_ParamSliceOp : NN_ParameterExpressionOp<"param_slice"> {
  let summary = "contiguous slice of a parameter";
  let description = [{
    - param_slice_c1: there is one offset and one size per dimension.
    - param_slice_c2: the slice is inside the parameter.

    Example:

    ```mlir
    %1 = nn.param_slice %0 offsets [0, 0] sizes [24, 16] : (tensor<32x16xf32>) -> tensor<24x16xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, DenseI64ArrayAttr:$offsets,
                       DenseI64ArrayAttr:$sizes);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `offsets` $offsets `sizes` $sizes attr-dict `:`
    functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_ParamReshapeOp : NN_ParameterExpressionOp<"param_reshape"> {
  let summary = "the elements of a parameter in a different shape";
  let description = [{
    - param_reshape_c1: the sizes are positive, and their product is the number
      of elements of the parameter.

    Example:

    ```mlir
    %1 = nn.param_reshape %0 sizes [10, 49, 64] : (tensor<10x3136xf32>) -> tensor<10x49x64xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, DenseI64ArrayAttr:$sizes);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `sizes` $sizes attr-dict `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_ParamPadOp : NN_ParameterExpressionOp<"param_pad"> {
  let summary = "zero padding at the end of the dimensions of a parameter";
  let description = [{
    Appends `high[d]` zeros to dimension d. The network does not use the results
    of channels that consist of such zeros, so expressiveness does not count
    them.

    - param_pad_c1: there is one number per dimension, and no number is
      negative.

    Example:

    ```mlir
    %1 = nn.param_pad %0 high [8, 0] : (tensor<24x16xf32>) -> tensor<32x16xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, DenseI64ArrayAttr:$high);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `high` $high attr-dict `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_ParamConcatOp : NN_ParameterExpressionOp<"param_concat"> {
  let summary = "concatenation of parameters along one dimension";
  let description = [{
    - param_concat_c1: the inputs agree in all dimensions except `axis`.

    Example:

    ```mlir
    %2 = nn.param_concat %0, %1 axis 1 : (tensor<4x8xf32>, tensor<4x16xf32>) -> tensor<4x24xf32>
    ```
  }];
  let arguments = (ins Variadic<NN_QuantizableTensor>:$inputs, I64Attr:$axis);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $inputs `axis` $axis attr-dict `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_ParamMergeFiltersOp : NN_ParameterExpressionOp<"param_merge_filters"> {
  let summary = "merged filter of a 1x1 and a depthwise convolution";
  let description = [{
    Computes `result[o, r, s, i] = depthwise[o, r, s, 0] * expand[o, 0, 0, i]`.
    A standard convolution with this filter is equivalent to the 1x1 convolution
    followed by the depthwise convolution if there is no operation between them.

    - param_merge_filters_c1: `expand` has the layout OHWI and a 1x1 kernel.
    - param_merge_filters_c2: `depthwise` has the layout OHWI, one input channel
      and the output channels of `expand`.

    Example:

    ```mlir
    %2 = nn.param_merge_filters %0, %1 : (tensor<96x1x1x16xf32>, tensor<96x3x3x1xf32>) -> tensor<96x3x3x16xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$expand, NN_QuantizableTensor:$depthwise);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $expand `,` $depthwise attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamMergeBiasesOp : NN_ParameterExpressionOp<"param_merge_biases"> {
  let summary = "merged bias of a 1x1 and a depthwise convolution";
  let description = [{
    Computes
    `result[o] = bias[o] + expand[o] * sum over r, s of depthwise[o, r, s, 0]`.
    If `bias` is absent, it is zero. The result is exact except at padded
    borders.

    - param_merge_biases_c1: all operands have the same number of channels as
      `expand`.

    Example:

    ```mlir
    %3 = nn.param_merge_biases %0, %1, %2 : (tensor<96xf32>, tensor<96x3x3x1xf32>, tensor<96xf32>) -> tensor<96xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$expand, NN_QuantizableTensor:$depthwise,
                       Optional<NN_QuantizableTensor>:$bias);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $expand `,` $depthwise (`,` $bias^)? attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_ParamNormFilterOp : NN_ParameterExpressionOp<"param_norm_filter"> {
  let summary = "filter that includes the subsequent batch normalization";
  let description = [{
    Computes
    `result[o, ...] = filter[o, ...] * scale[o] / sqrt(variance[o] + epsilon)`.
    A convolution or product with this filter, and with the bias that
    `nn.param_norm_bias` computes, is equivalent to the given one followed by
    the normalization.

    - param_norm_filter_c1: the scale and the variance have one element per
      output channel, which is the first dimension of the filter.

    Example:

    ```mlir
    %3 = nn.param_norm_filter %0, %1, %2 epsilon 1.0e-05 : (tensor<32x3x3x3xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32x3x3x3xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$filter, NN_Tensor:$scale,
                       NN_Tensor:$variance, F32Attr:$epsilon);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $filter `,` $scale `,` $variance `epsilon` $epsilon attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_ParamNormBiasOp : NN_ParameterExpressionOp<"param_norm_bias"> {
  let summary = "bias that includes the subsequent batch normalization";
  let description = [{
    Computes `result[o] = offset[o] + (bias[o] - mean[o]) * scale[o] /
    sqrt(variance[o] + epsilon)`. If `bias` is absent, it is zero.

    - param_norm_bias_c1: all operands have the shape of the scale, which has
      one dimension.

    Example:

    ```mlir
    %5 = nn.param_norm_bias %1, %2, %3, %4 bias %0 epsilon 1.0e-05 : (tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<32xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$scale, NN_Tensor:$offset, NN_Tensor:$mean,
                       NN_Tensor:$variance, Optional<NN_Tensor>:$bias,
                       F32Attr:$epsilon);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $scale `,` $offset `,` $mean `,` $variance (`bias` $bias^)?
    `epsilon` $epsilon attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamBlockDiagonalOp : NN_ParameterExpressionOp<"param_block_diagonal"> {
  let summary = "block-diagonal filter of a grouped convolution";
  let description = [{
    Converts the filter `[K, R, S, c]` of a convolution with `groups` groups to
    the filter `[K, R, S, c * groups]` of a standard convolution. The result is
    zero where an output channel does not read an input channel. For a depthwise
    filter, `groups` is the number of input channels.

    - param_block_diagonal_c1: the filter has 4 dimensions, `groups` is
      positive, and the number of output channels is a multiple of `groups`.

    Example:

    ```mlir
    %1 = nn.param_block_diagonal %0 groups 32 : (tensor<32x3x3x1xf32>) -> tensor<32x3x3x32xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$filter, I64Attr:$groups);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $filter `groups` $groups attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamDiagonalBlocksOp : NN_ParameterExpressionOp<"param_diagonal_blocks"> {
  let summary = "grouped filter of a standard convolution";
  let description = [{
    Extracts the diagonal blocks of the filter `[K, R, S, C]` of a standard
    convolution. The result `[K, R, S, C / groups]` is the filter of a
    convolution with `groups` groups: for each output channel, it contains the
    weights of the input channels in the same group.

    - param_diagonal_blocks_c1: the filter has 4 dimensions, `groups` is
      positive, and the numbers of output and input channels are multiples of
      `groups`.

    Example:

    ```mlir
    %1 = nn.param_diagonal_blocks %0 groups 4 : (tensor<32x3x3x16xf32>) -> tensor<32x3x3x4xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$filter, I64Attr:$groups);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $filter `groups` $groups attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamFactorOp : NN_ParameterExpressionOp<"param_factor"> {
  let summary = "factor of the best split of a filter into 1x1 and depthwise";
  let description = [{
    For each output channel `o`, the filter `[K, R, S, C]` is a matrix with
    `R S` rows and `C` columns. Its best rank-one approximation is the product
    of a column, `depthwise` `[K, R, S, 1]`, and a row, `expand` `[K, 1, 1, C]`.
    These are the filters of a 1x1 convolution followed by a depthwise
    convolution. The column has length one, and its largest element is positive.

    - param_factor_c1: the filter has 4 dimensions.
    - param_factor_c2: the role is `expand` or `depthwise`.

    Example:

    ```mlir
    %1 = nn.param_factor expand %0 : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>
    ```
  }];
  let arguments = (ins NN_BlockRoleAttr:$role, NN_Tensor:$filter);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $role $filter attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamResampleOp : NN_ParameterExpressionOp<"param_resample"> {
  let summary = "resampling of a parameter that depends on positions";
  let description = [{
    Resamples the parameter along every dimension whose size changes. Index i of
    `n` represents the position `(i + 0.5) / n`. New values are interpolated
    linearly between the two nearest old positions, and extrapolated linearly
    from the two outermost ones. A ramp, such as the coordinates of anchors,
    therefore remains the same ramp. With `keep_sum`, the result is multiplied
    by the ratio of old to new elements, so a weight that sums over positions
    preserves the magnitude of its sums.

    - param_resample_c1: there is one positive size per dimension.
    - param_resample_c2: the elements are floating-point numbers.

    Example:

    ```mlir
    %1 = nn.param_resample %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
    %2 = nn.param_resample keep_sum %0 sizes [7, 7, 64] : (tensor<14x14x64xf32>) -> tensor<7x7x64xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, DenseI64ArrayAttr:$sizes,
                       UnitAttr:$keep_sum);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    (`keep_sum` $keep_sum^)? $input `sizes` $sizes attr-dict `:`
    functional-type(operands, results)
  }];
  let hasFolder = 1;
}

#endif // DIALECTS_NETWORK_IR_PARAMETEROPS_TD
