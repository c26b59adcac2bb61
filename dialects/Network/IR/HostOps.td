//===- HostOps.td - Operations without machine commands -------------------===//
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
  let summary = "the largest or smallest elements along a dimension, in order";
  let description = [{
    The results are the first `count` elements of each row along `axis` and
    their indices. The largest elements come first, or the smallest ones with
    `min`. Equal elements keep their order. `nn-expand-selection` expands this
    operation into operations for which machines have commands.

    - top_k_c1: `axis` is a dimension of the input.
    - top_k_c2: `count` is at least 1 and at most the size of that dimension.

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
  let summary = "step that the host of a machine executes";
  let description = [{
    An operator of the imported model, identified by its name in the model, that
    has no counterpart in this dialect or for which no machine has commands.
    `parameters` holds the attributes of the model's node. If some inputs of the
    node are absent, `places` holds the input index of each operand. `reason`
    holds the reason why the machine does not execute the step.

    Tenon does not execute the step. `tenon-sim` assigns it the cost of a step
    on the host.

    - host_step_c1: if present, `places` has one entry per operand, in ascending
      order.

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
