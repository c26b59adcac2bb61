//===- ElementwiseOps.td - Arithmetic, activations and normalizations -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_ELEMENTWISEOPS_TD
#define DIALECTS_NETWORK_IR_ELEMENTWISEOPS_TD

include "dialects/Network/IR/NetworkBase.td"

/// An operation on two operands that are broadcast. `function` is the name of
/// the corresponding function of the vector unit, `ties` is the C++ function
/// that ties its channels, and `element` is the element type of the example.
class NN_BinaryOp<string mnemonic, string formula, string function,
                  string ties = "tieBroadcast", string element = "f32">
    : NN_InferredOp<mnemonic> {
  let summary = "element-wise " # formula;
  let description = !strconcat([{
    Shapes are aligned at their last dimension. Missing dimensions and
    dimensions of size 1 are broadcast, as in NumPy.

    - binary_c1: aligned dimensions agree, or one of them is 1.
    - binary_c2: the element types of both operands are equal.

    Example:

    ```mlir
    %0 = nn.}], mnemonic, [{ %a, %b : (tensor<1x8x8x16x}], element, [{>, tensor<16x}], element, [{>) -> tensor<1x8x8x16x}], element, [{>
    ```
  }]);
  let arguments = (ins NN_Tensor:$lhs, NN_Tensor:$rhs);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs attr-dict `:` functional-type(operands, results)
  }];
  let extraClassDefinition = !strconcat([{
    ::tenon::Workload $cppClass::getWorkload() {
      return impl::getElementwiseWorkload(getOperation(), "}], function, [{");
    }
    void $cppClass::collectChannelTies(::tenon::ChannelTies &ties) {
      impl::}], ties, [{(getOperation(), ties);
    }
    ::llvm::LogicalResult $cppClass::inferReturnTypes(
        ::mlir::MLIRContext *context, ::std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return impl::inferBroadcast(location, adaptor.getOperands(), {}, types);
    }
  }]);
}

def NN_AddOp : NN_BinaryOp<"add", "addition, a + b", "add">;
def NN_SubOp : NN_BinaryOp<"sub", "subtraction, a - b", "add">;
def NN_MulOp : NN_BinaryOp<"mul", "multiplication, a * b", "mul">;
def NN_DivOp : NN_BinaryOp<"div", "division, a / b", "div", "tieQuotient">;
def NN_MaxOp : NN_BinaryOp<"max", "maximum of a and b", "max">;
def NN_MinOp : NN_BinaryOp<"min", "minimum of a and b", "min">;
def NN_PowOp : NN_BinaryOp<"pow", "power, a raised to b", "exp",
                         "pinSingular">;

def NN_ModOp : NN_BinaryOp<"mod", "remainder of a / b, with the sign of a", "div",
                         "pinSingular">;
def NN_PReluOp : NN_BinaryOp<"prelu",
                         "parametric ReLU, a if a >= 0, else a * b", "max">;
def NN_AndOp : NN_BinaryOp<"and", "logical and", "max", "tieBroadcast", "i1">;
def NN_OrOp : NN_BinaryOp<"or", "logical or", "max", "tieBroadcast", "i1">;
def NN_XorOp : NN_BinaryOp<"xor", "logical exclusive or", "max",
                         "tieBroadcast", "i1">;

def NN_CompareOp : NN_InferredOp<"compare"> {
  let summary = "element-wise comparison";
  let description = [{
    Operands are broadcast as in arithmetic. The result has the element type
    `i1`.

    Example:

    ```mlir
    %0 = nn.compare eq %a, %b : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xi1>
    ```
  }];
  let arguments = (ins NN_CompareKindAttr:$kind, NN_Tensor:$lhs, NN_Tensor:$rhs);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    `` $kind $lhs `,` $rhs attr-dict `:` functional-type(operands, results)
  }];
}

def NN_SelectOp : NN_InferredOp<"select"> {
  let summary = "element-wise selection";
  let description = [{
    Each element of the result comes from `a` where the condition is true, and
    from `b` elsewhere. All three operands are broadcast.

    - select_c1: the condition has the element type `i1`.

    Example:

    ```mlir
    %0 = nn.select %c, %a, %b : (tensor<8x1xi1>, tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<8x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$condition, NN_Tensor:$lhs, NN_Tensor:$rhs);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $condition `,` $lhs `,` $rhs attr-dict `:` functional-type(operands, results)
  }];
}

/// An operation on one operand, with a result of the same type.
class NN_UnaryOp<string mnemonic, string formula, string function,
                 string ties = "tieBroadcast", string element = "f32">
    : NN_InferredOp<mnemonic> {
  let summary = "element-wise " # formula;
  let description = !strconcat([{
    Example:

    ```mlir
    %0 = nn.}], mnemonic, [{ %x : (tensor<1x8x8x16x}], element, [{>) -> tensor<1x8x8x16x}], element, [{>
    ```
  }]);
  let arguments = (ins NN_Tensor:$input);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let extraClassDefinition = !strconcat([{
    ::tenon::Workload $cppClass::getWorkload() {
      return impl::getElementwiseWorkload(getOperation(), "}], function, [{");
    }
    void $cppClass::collectChannelTies(::tenon::ChannelTies &ties) {
      impl::}], ties, [{(getOperation(), ties);
    }
    ::llvm::LogicalResult $cppClass::inferReturnTypes(
        ::mlir::MLIRContext *context, ::std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      types.push_back(adaptor.getInput().getType());
      return ::mlir::success();
    }
  }]);
}

def NN_AbsOp : NN_UnaryOp<"abs", "absolute value", "max">;
def NN_CeilOp : NN_UnaryOp<"ceil", "rounding up", "add">;
def NN_CosOp : NN_UnaryOp<"cos", "cosine", "lut">;
def NN_ErfOp : NN_UnaryOp<"erf", "Gauss error function", "lut">;
def NN_ExpOp : NN_UnaryOp<"exp", "exponential", "exp">;
def NN_FloorOp : NN_UnaryOp<"floor", "rounding down", "add">;
def NN_LogOp : NN_UnaryOp<"log", "natural logarithm", "log", "pinSingular">;
def NN_NegOp : NN_UnaryOp<"neg", "negation", "add">;
def NN_ReciprocalOp : NN_UnaryOp<"reciprocal", "reciprocal, 1 / x", "div",
                               "pinSingular">;
def NN_RoundOp : NN_UnaryOp<"round", "rounding to nearest, ties to even",
                          "add">;
def NN_SignOp : NN_UnaryOp<"sign", "sign, which is -1, 0 or 1", "max">;
def NN_SinOp : NN_UnaryOp<"sin", "sine", "lut">;
def NN_SqrtOp : NN_UnaryOp<"sqrt", "square root", "sqrt">;
def NN_NotOp : NN_UnaryOp<"not", "logical negation", "max",
                          "tieBroadcast", "i1">;
def NN_TanOp : NN_UnaryOp<"tan", "tangent", "lut">;
def NN_AsinOp : NN_UnaryOp<"asin", "inverse sine", "lut">;
def NN_AcosOp : NN_UnaryOp<"acos", "inverse cosine", "lut">;
def NN_AtanOp : NN_UnaryOp<"atan", "inverse tangent", "lut">;
def NN_SinhOp : NN_UnaryOp<"sinh", "hyperbolic sine", "lut">;
def NN_CoshOp : NN_UnaryOp<"cosh", "hyperbolic cosine", "lut">;
def NN_AsinhOp : NN_UnaryOp<"asinh", "inverse hyperbolic sine", "lut">;
def NN_AcoshOp : NN_UnaryOp<"acosh", "inverse hyperbolic cosine", "lut",
                          "pinSingular">;
def NN_AtanhOp : NN_UnaryOp<"atanh", "inverse hyperbolic tangent", "lut">;

def NN_ActivationOp : NN_InferredOp<"activation"> {
  let summary = "activation function as a separate operation";
  let description = [{
    `nn-fuse-activation` moves activations into the convolution or product
    before them.

    Example:

    ```mlir
    %0 = nn.activation %x <clamp, 0.0, 6.0> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, NN_ActivationAttr:$activation);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input $activation attr-dict `:` functional-type(operands, results)
  }];
}

def NN_CastOp : NN_LayerOp<"cast"> {
  let summary = "conversion of the element type";
  let description = [{
    - cast_c1: the input and the result have the same shape.

    Example:

    ```mlir
    %0 = nn.cast %c : (tensor<8x16xi1>) -> tensor<8x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def NN_BatchNormOp : NN_InferredOp<"batch_norm"> {
  let summary = "batch normalization with fixed statistics";
  let description = [{
    Computes `scale (x - mean) / sqrt(variance + epsilon) + offset`. Each
    parameter has one value per channel; channels are the last dimension of the
    input.

    - batch_norm_c1: the number of elements of each parameter is the number of
      channels.

    Example:

    ```mlir
    %0 = nn.batch_norm %x, %s, %o, %m, %v epsilon 1.0e-05 : (tensor<1x8x8x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, NN_Tensor:$scale, NN_Tensor:$offset,
                       NN_Tensor:$mean, NN_Tensor:$variance, F32Attr:$epsilon);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input `,` $scale `,` $offset `,` $mean `,` $variance `epsilon` $epsilon
    attr-dict `:` functional-type(operands, results)
  }];
  let extraClassDeclaration = [{
    bool isWeight(unsigned operand) {
      return (*this)->getOperand(operand) == getScale();
    }
  }];
}

def NN_NormalizeOp : NN_InferredOp<"normalize", [AttrSizedOperandSegments]> {
  let summary = "normalization with the statistics of the input";
  let description = [{
    Computes `scale (x - mean) / sqrt(variance + epsilon) + offset` with the
    mean and the variance over `axes`. The scale and the offset are broadcast to
    the input. Layer normalization reduces over the last dimensions, and
    instance normalization over the spatial dimensions. Group normalization
    works on a reshaped tensor.

    - normalize_c1: `axes` are dimensions of the input in ascending order.
    - normalize_c2: the scale and the offset can be broadcast to the input and
      have its element type.

    Example:

    ```mlir
    %0 = nn.normalize %x scale %s offset %o axes [2] epsilon 1.0e-05 : (tensor<1x50x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x50x16xf32>
    %1 = nn.normalize %0 axes [1] epsilon 1.0e-05 : (tensor<1x50x16xf32>) -> tensor<1x50x16xf32>
    ```
  }];
  let arguments = (ins NN_Tensor:$input, Optional<NN_Tensor>:$scale,
                       Optional<NN_Tensor>:$offset, DenseI64ArrayAttr:$axes,
                       F32Attr:$epsilon);
  let results = (outs NN_Tensor:$result);
  let assemblyFormat = [{
    $input (`scale` $scale^)? (`offset` $offset^)? `axes` $axes
    `epsilon` $epsilon attr-dict `:` functional-type(operands, results)
  }];
  let extraClassDeclaration = [{
    bool isWeight(unsigned operand) {
      return (*this)->getOperand(operand) == getScale();
    }
  }];
}

#endif // DIALECTS_NETWORK_IR_ELEMENTWISEOPS_TD
