//===- WindowOps.td - Pooling, reduction, softmax and resizing ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_WINDOWOPS_TD
#define DIALECTS_NETWORK_IR_WINDOWOPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_MaxPool2DOp : NN_InferredOp<"max_pool2d"> {
  let summary = "2-D max pooling";
  let description = [{
    The maximum ignores padding. The output sizes are those of `nn.conv2d`.

    - pool_c1: the input has four dimensions.
    - pool_c2: kernel, strides and dilations are positive, and pads are not
      negative.
    - pool_c3: the kernel fits into the padded input.
    - pool_c4: pads are smaller than the window, so every window overlaps the
      input.

    Example:

    ```mlir
    %0 = nn.max_pool2d %x kernel [3, 3] strides [2, 2] pads [0, 1, 0, 1] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, DenseI64ArrayAttr:$kernel,
                       NN_Ints<"{1, 1}">:$strides, NN_Ints<"{0, 0, 0, 0}">:$pads,
                       NN_Ints<"{1, 1}">:$dilations);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input `kernel` $kernel (`strides` $strides^)? (`pads` $pads^)?
    (`dilations` $dilations^)? attr-dict `:` functional-type(operands, results)
  }];
}

def NN_AvgPool2DOp : NN_InferredOp<"avg_pool2d"> {
  let summary = "2-D average pooling";
  let description = [{
    The mean covers the elements of the window that are inside the input. With
    `count_include_pad`, it covers the whole window including padding. The
    output sizes are those of `nn.conv2d`, and the constraints are those of
    `nn.max_pool2d`.

    Example:

    ```mlir
    %0 = nn.avg_pool2d %x kernel [2, 2] strides [2, 2] : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, DenseI64ArrayAttr:$kernel,
                       NN_Ints<"{1, 1}">:$strides, NN_Ints<"{0, 0, 0, 0}">:$pads,
                       UnitAttr:$count_include_pad);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input `kernel` $kernel (`strides` $strides^)? (`pads` $pads^)?
    (`count_include_pad` $count_include_pad^)? attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_ReduceOp : NN_InferredOp<"reduce"> {
  let summary = "reduction over dimensions, which are kept with size 1";
  let description = [{
    - reduce_c1: `axes` are dimensions of the input in ascending order.

    Example:

    ```mlir
    %0 = nn.reduce mean %x axes [1, 2] : (tensor<1x7x7x1280xf32>) -> tensor<1x1x1x1280xf32>
    ```
  }];
  let arguments = (ins NN_ReduceKindAttr:$kind, NN_Tensor:$input,
                       DenseI64ArrayAttr:$axes);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    `` $kind $input `axes` $axes attr-dict `:` functional-type(operands, results)
  }];
}

def NN_ArgReduceOp : NN_InferredOp<"arg_reduce"> {
  let summary = "index of the largest or smallest element along a dimension";
  let description = [{
    If several elements are equal, the result is the index of the first one, or
    of the last one with `last`. The dimension is kept with size 1.

    - arg_reduce_c1: `axis` is a dimension of the input.

    Example:

    ```mlir
    %0 = nn.arg_reduce max %x axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>
    ```
  }];
  let arguments = (ins NN_ExtremumAttr:$kind, NN_Tensor:$input, I64Attr:$axis,
                       UnitAttr:$last);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    `` $kind $input `axis` $axis (`last` $last^)? attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_SoftmaxOp : NN_InferredOp<"softmax"> {
  let summary = "softmax along a dimension";
  let description = [{
    Divides the exponential of each element by the sum of the exponentials along
    the dimension. With `logarithm`, the result is the logarithm of this
    quotient.

    - softmax_c1: `axis` is a dimension of the input.

    Example:

    ```mlir
    %0 = nn.softmax %x axis 1 : (tensor<1x1000xf32>) -> tensor<1x1000xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, I64Attr:$axis, UnitAttr:$logarithm);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input `axis` $axis (`logarithm` $logarithm^)? attr-dict `:`
    functional-type(operands, results)
  }];
}

def NN_ResizeOp : NN_LayerOp<"resize"> {
  let summary = "resampling to a different spatial resolution";
  let description = [{
    Resamples the rows and columns of an NHWC tensor to those of the result.
    By default, the exact ratio of the sizes determines the sampling positions.
    If a model specifies other factors, `scales` holds them, first the vertical
    and then the horizontal one. Positions are then computed in 32 bits, as
    frameworks do.

    `round` selects the neighbour that `nearest` uses. `cubic` convolves with a
    kernel of four elements and the parameter `cubic_a` (Keys, 1981). With
    `exclude_outside`, the kernel weights of elements outside the input are
    zero, and the other weights are normalized.

    - resize_c1: the input and the result have four dimensions and agree in
      their batch and channels.
    - resize_c2: there are either two scales, both positive, or none.

    Example:

    ```mlir
    %0 = nn.resize linear half_pixel %x : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>
    %1 = nn.resize nearest asymmetric %x scales [1.7, 1.7] round floor : (tensor<1x10x10x16xf32>) -> tensor<1x17x17x16xf32>
    ```
  }];
  let arguments = (ins NN_ResizeModeAttr:$mode,
                       NN_ResizeCoordinatesAttr:$coordinates,
                       NN_Tensor:$input,
                       DefaultValuedAttr<DenseF32ArrayAttr, "{}">:$scales,
                       DefaultValuedAttr<NN_RoundModeAttr,
                         "RoundMode::round_prefer_floor">:$round,
                       DefaultValuedAttr<F32Attr, "-0.75f">:$cubic_a,
                       UnitAttr:$exclude_outside);
  let results = (outs NN_Tensor:$result);
  let extraClassDeclaration = [{
    /// Returns the position in the input of element `i` of a spatial dimension
    /// of the result; `dim` is 0 for rows and 1 for columns.
    double getPosition(unsigned dim, int64_t i);
  }];
  let assemblyFormat = [{
    `` $mode `` $coordinates $input (`scales` custom<Scales>($scales)^)?
    (`round` `` $round^)?
    (`cubic_a` $cubic_a^)? (`exclude_outside` $exclude_outside^)? attr-dict `:`
    functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // DIALECTS_NETWORK_IR_WINDOWOPS_TD
