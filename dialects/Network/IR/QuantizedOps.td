//===- QuantizedOps.td - In and out of quantized types --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_QUANTIZEDOPS_TD
#define DIALECTS_NETWORK_IR_QUANTIZEDOPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_QuantizeOp : NN_LayerOp<"quantize"> {
  let summary = "rounding to a quantized type";
  let description = [{
    `clamp(round(x / scale) + zero_point)`, halves to even, with the scales and
    zero points of the result's element type.

    - quantize_c1: the input has floating-point elements, the result elements of
      type `!quant.uniform` that are expressed in that type, and both have one
      shape.

    Example:

    ```mlir
    %0 = nn.quantize %x : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def NN_DequantizeOp : NN_LayerOp<"dequantize"> {
  let summary = "the real values of a quantized tensor";
  let description = [{
    `scale (q - zero_point)`.

    - dequantize_c1: the input has elements of type `!quant.uniform`, the result
      elements of the type that they are expressed in, and both have one shape.

    Example:

    ```mlir
    %0 = nn.dequantize %q : (tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>) -> tensor<1x8x8x16xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def NN_StorageCastOp : NN_LayerOp<"storage_cast"> {
  let summary = "the integers of a quantized tensor, or back";
  let description = [{
    The same bytes: `!quant.uniform<u8:f32, ...>` as `ui8`, or the other way
    round. Models whose inputs and outputs are plain integers enter and leave
    quantized types through it.

    - storage_cast_c1: one side has elements of a quantized type, the other of
      its storage type, or both are quantized with one storage type; both have
      one shape.

    Example:

    ```mlir
    %0 = nn.storage_cast %x : (tensor<1x8x8x16xui8>) -> tensor<1x8x8x16x!quant.uniform<u8:f32, 0.02:128>>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // DIALECTS_NETWORK_IR_QUANTIZEDOPS_TD
