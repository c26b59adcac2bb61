//===- HostOps.td - Work that machines have no commands for ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_HOSTOPS_TD
#define DIALECTS_NETWORK_IR_HOSTOPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_TopKOp : NN_InferredOp<"top_k"> {
  let summary = "the largest or smallest elements of a dimension, in order";
  let description = [{
    The first `count` elements of each row along `axis`, the largest first, or
    with `min` the smallest first, and their places. Of equal elements the one
    that stands first comes first. `nn-expand-selection` writes it in operations
    that machines have commands for.

    - top_k_c1: the axis is a dimension of the input.
    - top_k_c2: the count is 1 or more, and at most the size of the dimension.

    Example:

    ```mlir
    %values, %places = nn.top_k max %x axis 1 count 3 : (tensor<2x9xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
    ```
  }];
  let arguments = (ins NN_ExtremumAttr:$kind, NN_Tensor:$input, I64Attr:$axis,
                       I64Attr:$count);
  let results = (outs NN_Tensor:$values, NN_Tensor:$indices);
  let assemblyFormat = [{
    `` $kind $input `axis` $axis `count` $count attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_HostStepOp : NN_LayerOp<"host_step"> {
  let summary = "a step that the host of a machine carries out";
  let description = [{
    An operator of the model, by its name there, that has no operation here or
    that no machine has commands for. `parameters` are the attributes of the
    model's node. `places` says which input of the node each operand is, if some
    inputs are left out. `reason` says why the step is not the machine's.

    Nothing executes it; `tenon-sim` gives it the price of a step on the host.

    - host_step_c1: there are as many places as operands, in ascending order.

    Example:

    ```mlir
    %kept = nn.host_step "NonMaxSuppression"(%boxes, %scores) because "it is not supported" : (tensor<1x100x4xf32>, tensor<1x8x100xf32>) -> tensor<80x3xi64>
    ```
  }];
  let arguments = (ins StrAttr:$name, Variadic<NN_QuantizableTensor>:$inputs,
                       OptionalAttr<StrAttr>:$reason,
                       OptionalAttr<DictionaryAttr>:$parameters,
                       OptionalAttr<DenseI64ArrayAttr>:$places);
  let results = (outs Variadic<NN_QuantizableTensor>:$outputs);
  let assemblyFormat = [{
    $name `(` $inputs `)` (`because` $reason^)? (`parameters` $parameters^)?
    (`places` $places^)? attr-dict `:` functional-type($inputs, $outputs)
  }];
  let hasVerifier = 1;
}

#endif // DIALECTS_NETWORK_IR_HOSTOPS_TD
