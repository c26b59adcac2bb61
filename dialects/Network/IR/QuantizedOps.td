//===- QuantizedOps.td - Conversions to and from quantized types ----------===//
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
  let summary = "quantization of a floating-point tensor";
  let description = [{
    Computes `clamp(round(x / scale) + zero_point)` with the scales and zero
    points of the result's element type. Ties round to even.

    - quantize_c1: the input has floating-point elements, the result has
      elements of a `!quant.uniform` type whose expressed type is that of the
      input, and both have the same shape.

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
  let summary = "dequantization of a quantized tensor";
  let description = [{
    Computes `scale (q - zero_point)`.

    - dequantize_c1: the input has elements of a `!quant.uniform` type, the
      result has elements of the expressed type of that type, and both have the
      same shape.

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
  let summary = "bitcast between a quantized type and its storage type";
  let description = [{
    Reinterprets the bytes of `!quant.uniform<u8:f32, ...>` as `ui8`, or vice
    versa. Models whose inputs and outputs are plain integers use it to convert
    them to and from quantized types.

    - storage_cast_c1: either one side has elements of a quantized type and the
      other side has elements of its storage type, or both sides are quantized
      with the same storage type; both sides have the same shape.

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
