//===- ParameterOps.td - Parameters and what rewrites make of them --------===//
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
  let summary = "a trained tensor of the network";
  let description = [{
    A weight, bias or other trained tensor, with a name that is unique in the
    function. The value may be absent: the network is then a shape without
    weights.

    - parameter_c1: the type of the value is the type of the result.
    - parameter_c2: the value is dense, or a resource of as many bytes as its
      type has.

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
  let summary = "a constant that belongs to the structure of the network";
  let description = [{
    A small constant, such as a scale of one half. It is part of what the
    network is, not trained, and never elided.

    - constant_c1: the value is dense, or a resource of as many bytes as its
      type has.

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

/// Costs nothing when the network runs; any size of its dimensions will do.
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
  let summary = "a box of a parameter";
  let description = [{
    - param_slice_c1: one offset and one size a dimension.
    - param_slice_c2: the box lies inside the parameter.

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
  let summary = "a parameter in another shape";
  let description = [{
    - param_reshape_c1: the sizes are positive and have as many elements as the
      parameter.

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
  let summary = "a parameter with zeros behind it";
  let description = [{
    Appends `high[d]` zeros to dimension d. Channels made of such zeros compute
    nothing that the network uses, so expressiveness does not count them.

    - param_pad_c1: one number a dimension, none negative.

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
  let summary = "parameters one after the other";
  let description = [{
    - param_concat_c1: the parts agree in all dimensions but `axis`.

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
  let summary = "the filter of a 1x1 convolution and a depthwise one in sequence";
  let description = [{
    `result[o, r, s, i] = depthwise[o, r, s, 0] * expand[o, 0, 0, i]`: the
    filter of the standard convolution that equals the 1x1 convolution followed
    by the depthwise one when nothing stands between them.

    - param_merge_filters_c1: `expand` is OHWI with a 1x1 kernel.
    - param_merge_filters_c2: `depthwise` is OHWI with one input channel and
      the output channels of `expand`.

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
  let summary = "the bias of a 1x1 convolution and a depthwise one in sequence";
  let description = [{
    `result[o] = bias[o] + expand[o] * sum over r, s of depthwise[o, r, s, 0]`;
    an absent `bias` counts as zero. Exact away from padded borders.

    - param_merge_biases_c1: all operands have as many channels as `expand`.

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
  let summary = "a filter with the batch normalization behind it";
  let description = [{
    `result[o, ...] = filter[o, ...] * scale[o] / sqrt(variance[o] + epsilon)`:
    the filter of a convolution or product that equals the given one followed
    by the normalization; `nn.param_norm_bias` is its bias.

    - param_norm_filter_c1: scale and variance have one element an output
      channel, the first dimension of the filter.

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
  let summary = "a bias with the batch normalization behind it";
  let description = [{
    `result[o] = offset[o] + (bias[o] - mean[o]) * scale[o] /
    sqrt(variance[o] + epsilon)`; an absent `bias` counts as zero.

    - param_norm_bias_c1: all operands have the shape of the scale, one
      dimension.

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
  let summary = "the filter of a grouped convolution as one of fewer groups";
  let description = [{
    The filter `[K, R, S, c]` of a convolution of `groups` groups becomes that
    of a standard one, `[K, R, S, c * groups]`, with zeros where an output
    channel does not read an input channel. A depthwise filter has as many
    groups as input channels.

    - param_block_diagonal_c1: the filter has 4 dimensions, and as many output
      channels as a multiple of `groups`, which is positive.

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
  let summary = "the filter of a standard convolution as one of groups";
  let description = [{
    What `groups` groups keep of the filter `[K, R, S, C]` of a standard
    convolution: `[K, R, S, C / groups]`, the weights of the input channels in
    the group of each output channel.

    - param_diagonal_blocks_c1: the filter has 4 dimensions, and its output and
      input channels are multiples of `groups`, which is positive.

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
  let summary = "one factor of a filter's best split into 1x1 and depthwise";
  let description = [{
    For each output channel `o` the filter `[K, R, S, C]` is a matrix of `R S`
    rows and `C` columns. Its best approximation of rank one is the product of
    a column, `depthwise` `[K, R, S, 1]`, and a row, `expand` `[K, 1, 1, C]`:
    the filters of a depthwise convolution behind a 1x1 convolution. The column
    has the length of one, and its largest element is positive.

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
  let summary = "a parameter that depends on positions, for other positions";
  let description = [{
    Samples the parameter anew along every dimension whose size changes. Index
    i of `n` stands for the position `(i + 0.5) / n`; between two old positions
    and beyond the outermost two, values are on the line through the nearest
    two. A ramp, as the coordinates of anchors are, stays the same ramp. With
    `keep_sum` the result is multiplied by the ratio of old to new elements: a
    weight that sums over positions then sums as much as before.

    - param_resample_c1: one positive size a dimension.
    - param_resample_c2: elements are floating-point numbers.

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
