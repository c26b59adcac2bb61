//===- ShapeOps.td - Concatenation, slicing and other data movement -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_SHAPEOPS_TD
#define DIALECTS_NETWORK_IR_SHAPEOPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_ConcatOp : NN_InferredOp<"concat"> {
  let summary = "concatenation of tensors along one dimension";
  let description = [{
    - concat_c1: there is at least one input, and `axis` is one of its
      dimensions.
    - concat_c2: the inputs agree in all other dimensions and in their element
      type.

    Example:

    ```mlir
    %0 = nn.concat %a, %b axis 3 : (tensor<1x8x8x16xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x48xf32>
    ```
  }];
  let arguments = (ins Variadic<NN_QuantizableTensor>:$inputs, I64Attr:$axis);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $inputs `axis` $axis attr-dict `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_SliceOp : NN_InferredOp<"slice"> {
  let summary = "strided slice of a tensor";
  let description = [{
    Index i of dimension d of the result is index `offsets[d] + i strides[d]` of
    the input. Strides may be negative.

    - slice_c1: there is one offset, size and stride per dimension, and no
      stride is zero.
    - slice_c2: the first and the last element are inside the input.

    Example:

    ```mlir
    %0 = nn.slice %x offsets [0, 0, 0, 7] sizes [1, 8, 8, 9] strides [1, 1, 1, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x9xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, DenseI64ArrayAttr:$offsets,
                       DenseI64ArrayAttr:$sizes, DenseI64ArrayAttr:$strides);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `offsets` $offsets `sizes` $sizes `strides` $strides attr-dict `:`
    functional-type(operands, results)
  }];
  let hasFolder = 1;
  let extraClassDeclaration = [{
    void refreshChannels(::tenon::ChannelIndex index);
  }];
}

def NN_PadOp : NN_InferredOp<"pad"> {
  let summary = "padding of a tensor on all sides";
  let description = [{
    `constant` fills the border with `value`, or with zero if `value` is absent.
    `edge` repeats the nearest element. `reflect` mirrors the interior without
    repeating the edge.

    - pad_c1: there is one low and one high count per dimension, and no count is
      negative.
    - pad_c2: a reflected border is smaller than its dimension.
    - pad_c3: `value` has the element type of the input, and is present only in
      the mode `constant`.

    Example:

    ```mlir
    %0 = nn.pad constant %x low [0, 0, 0, 0] high [0, 1, 1, 0] value 1.5 : f32 : (tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32>
    %1 = nn.pad reflect %x low [0, 1, 1, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x10x10x16xf32>
    ```
  }];
  let arguments = (ins NN_PadModeAttr:$mode, NN_Tensor:$input,
                       DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       OptionalAttr<TypedAttrInterface>:$value);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    `` $mode $input `low` $low `high` $high (`value` $value^)? attr-dict `:`
    functional-type(operands, results)
  }];
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// Returns the value of a constant border, with the element type of the
    /// input.
    ::mlir::TypedAttr getFill();
    /// Returns true if the border is constant and zero.
    bool isZero();
  }];
}

def NN_TransposeOp : NN_InferredOp<"transpose"> {
  let summary = "permutation of the dimensions of a tensor";
  let description = [{
    Dimension d of the result is dimension `permutation[d]` of the input.

    - transpose_c1: the permutation contains every dimension exactly once.

    Example:

    ```mlir
    %0 = nn.transpose %x permutation [0, 2, 3, 1] : (tensor<1x3x8x16xf32>) -> tensor<1x8x16x3xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, DenseI64ArrayAttr:$permutation);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `permutation` $permutation attr-dict `:`
    functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def NN_ReshapeOp : NN_LayerOp<"reshape"> {
  let summary = "the elements of a tensor in a different shape";
  let description = [{
    - reshape_c1: the input and the result have the same number of elements and
      the same element type.

    Example:

    ```mlir
    %0 = nn.reshape %x : (tensor<1x1x1x1280xf32>) -> tensor<1x1280xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def NN_BroadcastOp : NN_LayerOp<"broadcast"> {
  let summary = "repetition of a tensor along dimensions of size 1";
  let description = [{
    - broadcast_c1: when the shapes are aligned at their last dimension, every
      dimension of the input is 1 or agrees with that of the result.

    Example:

    ```mlir
    %0 = nn.broadcast %x : (tensor<1x16xf32>) -> tensor<8x8x16xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def NN_GatherOp : NN_InferredOp<"gather"> {
  let summary = "selection of slices along a dimension by indices";
  let description = [{
    The dimensions of the indices replace the dimension `axis` of the input, as
    in the lookup of an embedding table. Negative indices count from the end.

    - gather_c1: `axis` is a dimension of the input.
    - gather_c2: the indices are integers.

    Example:

    ```mlir
    %0 = nn.gather %x, %i axis 0 : (tensor<1000x64xf32>, tensor<1x20xi64>) -> tensor<1x20x64xf32>
    ```
  }];
  let arguments = (ins NN_QuantizableTensor:$input, NN_QuantizableTensor:$indices, I64Attr:$axis);
  let results = (outs NN_QuantizableTensor:$result);
  let assemblyFormat = [{
    $input `,` $indices `axis` $axis attr-dict `:`
    functional-type(operands, results)
  }];
  let extraClassDeclaration = [{
    /// Returns the indices with negative ones resolved, or nullopt if they are
    /// not known before the network runs.
    std::optional<::llvm::SmallVector<int64_t>> getKnownIndices();
  }];
}

#endif // DIALECTS_NETWORK_IR_SHAPEOPS_TD
