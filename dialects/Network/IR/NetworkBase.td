//===- NetworkBase.td - The nn dialect, its attributes and classes --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_NETWORKBASE_TD
#define DIALECTS_NETWORK_IR_NETWORKBASE_TD

include "dialects/Interfaces/Interfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def NN_Dialect : Dialect {
  let name = "nn";
  let summary = "Neural networks on whole, statically shaped tensors";
  let description = [{
    The operations of this dialect work on whole ranked tensors with static
    shapes. Image activations have the layout NHWC, and filters have the layout
    OHWI. The channel is therefore always the last dimension of an activation
    and the first dimension of a filter.

    Weights are `nn.parameter` operations inside the function. Their values are
    optional, because the structure of a network does not depend on them.
    Rewrites never compute values. Instead, they emit parameter expressions
    (`nn.param_*`), which `nn-materialize-parameters` evaluates.

    The locations of operations hold the names of the nodes of the imported
    model. The `nn.name` attributes of the function's arguments and results hold
    the names of its inputs and outputs.
  }];
  let cppNamespace = "::tenon::nn";
  let dependentDialects = ["::mlir::quant::QuantDialect"];
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

class NN_Attr<string name, string attrMnemonic> : AttrDef<NN_Dialect, name> {
  let mnemonic = attrMnemonic;
}

class NN_Enum<string name, string summary, list<string> cases>
    : I32EnumAttr<name, summary,
                  !foreach(i, !range(cases),
                           I32EnumAttrCase<cases[i], i>)> {
  let cppNamespace = "::tenon::nn";
  let genSpecializedAttr = 0;
}

def NN_ActivationKind : NN_Enum<"ActivationKind", "kind of activation function", [
    "relu", "clamp", "leaky_relu", "elu", "selu", "sigmoid", "hard_sigmoid",
    "hard_swish", "swish", "tanh", "softplus", "softsign", "gelu",
    "gelu_tanh", "mish", "celu", "thresholded_relu"]>;

def NN_ActivationAttr : NN_Attr<"Activation", "activation"> {
  let summary = "activation function with its constants";
  let description = [{
    | kind | function | constants |
    |---|---|---|
    | `relu` | max(x, 0) | |
    | `clamp` | min(max(x, a), b) | a, b |
    | `leaky_relu` | x if x >= 0, else a x | a |
    | `elu` | x if x >= 0, else a (exp(x) - 1) | a |
    | `selu` | b x if x > 0, else b a (exp(x) - 1) | a, b |
    | `sigmoid` | 1 / (1 + exp(-x)) | |
    | `hard_sigmoid` | min(max(a x + b, 0), 1) | a, b |
    | `hard_swish` | x min(max(x / 6 + 0.5, 0), 1) | |
    | `swish` | x sigmoid(x) | |
    | `tanh` | tanh(x) | |
    | `softplus` | log(exp(x) + 1) | |
    | `softsign` | x / (1 + abs(x)) | |
    | `gelu` | x (1 + erf(x / sqrt(2))) / 2 | |
    | `gelu_tanh` | x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 | |
    | `mish` | x tanh(log(exp(x) + 1)) | |
    | `celu` | x if x >= 0, else a (exp(x / a) - 1) | a |
    | `thresholded_relu` | x if x > a, else 0 | a |

    Example:

    ```mlir
    #nn.activation<relu>
    #nn.activation<clamp, 0.0, 6.0>
    ```
  }];
  let parameters = (ins
    "::tenon::nn::ActivationKind":$kind,
    ArrayRefParameter<"::llvm::APFloat", "constants, 32-bit">:$constants);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Returns the activation with these 32-bit constants.
    static ActivationAttr get(::mlir::MLIRContext *context, ActivationKind kind,
                              ::llvm::ArrayRef<float> constants = {});
    /// Returns constant number `i` in the order of the table above.
    float getConstant(unsigned i) const {
      return getConstants()[i].convertToFloat();
    }
    /// Returns the number of constants of a kind of activation.
    static unsigned getNumConstants(ActivationKind kind);
    /// Returns the elementary function of the vector unit that computes this
    /// activation.
    ::llvm::StringRef getElementaryFunction() const;
    /// Returns true if the function maps zero to zero.
    bool keepsZero() const;
  }];
}

def NN_BlockRole : NN_Enum<"BlockRole", "role of an operation in its block", [
    "expand", "depthwise", "project", "fused", "squeeze", "gate", "add",
    "branch", "shortcut"]>;

def NN_BlockAttr : NN_Attr<"Block", "block"> {
  let summary = "membership in a named block of the network";
  let description = [{
    Names the block of the network that an operation belongs to and the role of
    the operation in that block. `nn-label-blocks` attaches it as `nn.block`,
    and rewrites preserve it.

    Example:

    ```mlir
    #nn.block<"ibn3", expand>
    ```
  }];
  let parameters = (ins StringRefParameter<"name of the block">:$name,
                        EnumParameter<NN_BlockRole>:$role);
  let assemblyFormat = "`<` $name `,` $role `>`";
}

/// An enum that is printed as a bare keyword in the assembly of an operation.
class NN_KeywordAttr<EnumInfo kind, string mnemonic, string operation,
                     string example>
    : EnumAttr<NN_Dialect, kind, mnemonic> {
  let assemblyFormat = "$value";
  let description = "A keyword of `" # operation # "`.\n\nExample:\n\n" #
                    "```mlir\n" # example # "\n```";
}

def NN_BlockRoleAttr : NN_KeywordAttr<NN_BlockRole, "block_role",
    "nn.param_factor",
    "%1 = nn.param_factor expand %0 : (tensor<48x3x3x8xf32>) -> tensor<48x1x1x8xf32>">;

def NN_ReduceKind : NN_Enum<"ReduceKind", "kind of reduction", [
    "sum", "mean", "max", "min", "prod", "l1", "l2", "log_sum", "log_sum_exp",
    "sum_square"]>;
def NN_ReduceKindAttr : NN_KeywordAttr<NN_ReduceKind, "reduce_kind",
    "nn.reduce",
    "%0 = nn.reduce mean %x axes [1, 2] : (tensor<1x7x7x1280xf32>) -> tensor<1x1x1x1280xf32>">;

def NN_Extremum : NN_Enum<"Extremum", "kind of extremum", ["max", "min"]>;
def NN_ExtremumAttr : NN_KeywordAttr<NN_Extremum, "extremum",
    "nn.arg_reduce",
    "%0 = nn.arg_reduce max %x axis 3 : (tensor<1x8x8x21xf32>) -> tensor<1x8x8x1xi64>">;

def NN_CompareKind : NN_Enum<"CompareKind", "kind of comparison", [
    "eq", "lt", "le", "gt", "ge"]>;
def NN_CompareKindAttr : NN_KeywordAttr<NN_CompareKind, "compare_kind",
    "nn.compare",
    "%0 = nn.compare eq %a, %b : (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xi1>">;

def NN_PadMode : NN_Enum<"PadMode", "kind of padding", [
    "constant", "edge", "reflect"]>;
def NN_PadModeAttr : NN_KeywordAttr<NN_PadMode, "pad_mode",
    "nn.pad",
    "%0 = nn.pad constant %x low [0, 0, 0, 0] high [0, 1, 1, 0] : (tensor<1x8x8x16xf32>) -> tensor<1x9x9x16xf32>">;

def NN_ResizeMode : NN_Enum<"ResizeMode", "kind of interpolation", [
    "nearest", "linear", "cubic"]>;
def NN_ResizeModeAttr : NN_KeywordAttr<NN_ResizeMode, "resize_mode",
    "nn.resize",
    "%0 = nn.resize linear half_pixel %x : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>">;

def NN_ResizeCoordinates : NN_Enum<"ResizeCoordinates",
    "mapping from output coordinates to input coordinates", [
    "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]>;
def NN_ResizeCoordinatesAttr : NN_KeywordAttr<NN_ResizeCoordinates, "resize_coordinates",
    "nn.resize",
    "%0 = nn.resize linear half_pixel %x : (tensor<1x10x10x16xf32>) -> tensor<1x20x20x16xf32>">;

def NN_RoundMode : NN_Enum<"RoundMode",
    "rounding that selects the nearest neighbour", [
    "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]>;
def NN_RoundModeAttr : NN_KeywordAttr<NN_RoundMode, "round_mode",
    "nn.resize",
    "%1 = nn.resize nearest asymmetric %x scales [1.7, 1.7] round floor : (tensor<1x10x10x16xf32>) -> tensor<1x17x17x16xf32>">;

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

/// A tensor of a network. It is ranked and static, its sizes are positive, and
/// the number of its elements is small enough that products of two such numbers
/// fit into 64 bits.
def NN_Tensor : Type<
    CPred<"::tenon::nn::isSupportedType($_self, /*quantized=*/false)">,
    "tensor of numbers with a static shape of positive sizes and at most 2^32 "
    "elements",
    "::mlir::RankedTensorType">;

/// A tensor whose elements may also be quantized. Operations use it if their
/// semantics either do not depend on the values that the stored integers
/// represent or are defined for quantized types.
def NN_QuantizableTensor : Type<
    CPred<"::tenon::nn::isSupportedType($_self, /*quantized=*/true)">,
    "tensor of numbers or quantized numbers with a static shape of positive "
    "sizes and at most 2^32 elements",
    "::mlir::RankedTensorType">;

/// An expression over parameters. `nn-materialize-parameters` evaluates it
/// before the network runs.
def NN_ParameterExpression : NativeOpTrait<"ParameterExpression"> {
  let cppNamespace = "::tenon::nn";
}

class NN_Op<string mnemonic, list<Trait> traits = []>
    : Op<NN_Dialect, mnemonic, !listconcat(traits, [Pure])>;

/// An operation of the network itself. It describes its workload and the ties
/// between its channels.
class NN_LayerOp<string mnemonic, list<Trait> traits = []>
    : NN_Op<mnemonic, !listconcat(traits, [
        DeclareOpInterfaceMethods<WorkloadOpInterface>,
        DeclareOpInterfaceMethods<ChannelOpInterface>])>;

/// A layer whose result type is inferred from its operands and attributes.
class NN_InferredOp<string mnemonic, list<Trait> traits = []>
    : NN_LayerOp<mnemonic, !listconcat(traits, [InferTypeOpAdaptor])>;

/// Default values of window attributes.
class NN_Ints<string values> : DefaultValuedAttr<DenseI64ArrayAttr, values>;

#endif // DIALECTS_NETWORK_IR_NETWORKBASE_TD
