//===- ImportanceOps.td - Selection of the most important channels --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_IMPORTANCEOPS_TD
#define DIALECTS_NETWORK_IR_IMPORTANCEOPS_TD

include "dialects/Network/IR/ParameterOps.td"

def NN_ParamImportanceOp : NN_ParameterExpressionOp<"param_importance"> {
  let summary = "importance of the channels that parameters share";
  let description = [{
    `result[c]` is the sum of the absolute values of all elements with index `c`
    in dimension `axes[i]` of operand i. This is the L1 norm of channel c (Li et
    al., 2017, "Pruning Filters for Efficient ConvNets"), computed over all
    parameters that share the channel.

    - param_importance_c1: there is at least one parameter, all parameters
      consist of floating-point numbers, and there is one axis per parameter.
    - param_importance_c2: each axis is a dimension of its parameter, and all of
      these dimensions have the same size.

    Example:

    ```mlir
    %2 = nn.param_importance %0, %1 axes [0, 3] : (tensor<32x3x3x8xf32>, tensor<16x1x1x32xf32>) -> tensor<32xf32>
    ```
  }];
  let arguments = (ins Variadic<NN_Tensor>:$inputs, DenseI64ArrayAttr:$axes);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $inputs `axes` $axes attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamTopOp : NN_ParameterExpressionOp<"param_top"> {
  let summary = "indices of the largest elements of a parameter";
  let description = [{
    The result contains the indices of the `count` largest elements, in
    ascending order. Among equal elements, the first ones are selected. NaNs
    rank below all numbers.

    - param_top_c1: the input has one dimension of floating-point numbers.
    - param_top_c2: `count` is at least 1 and at most the size of the input.

    Example:

    ```mlir
    %1 = nn.param_top %0 count 24 : (tensor<32xf32>) -> tensor<24xi64>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, I64Attr:$count);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input `count` $count attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ParamGatherOp : NN_ParameterExpressionOp<"param_gather"> {
  let summary = "selection of channels of a parameter by indices";
  let description = [{
    Index i of dimension `axis` of the result is index `indices[i]` of the
    input.

    - param_gather_c1: `axis` is a dimension of the input.
    - param_gather_c2: the indices have one dimension of 64-bit integers.

    Example:

    ```mlir
    %2 = nn.param_gather %0, %1 axis 3 : (tensor<16x1x1x32xf32>, tensor<24xi64>) -> tensor<16x1x1x24xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, NN_Tensor:$indices,
                       I64Attr:$axis);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `,` $indices `axis` $axis attr-dict `:`
    functional-type(operands, results)
  }];
}

#endif // DIALECTS_NETWORK_IR_IMPORTANCEOPS_TD
