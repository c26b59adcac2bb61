//===- OldOpsets.cpp - Operators that were always the same ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

/// Opset 6 dropped the attribute `consumed_inputs` of many operators, which let
/// a runtime overwrite them; it says nothing of what they compute. Others moved
/// an attribute to an input, where the importer reads both.
static constexpr StringLiteral kUnchanged[] = {"Abs",
                                               "Add",
                                               "And",
                                               "ArgMax",
                                               "ArgMin",
                                               "AveragePool",
                                               "BatchNormalization",
                                               "Ceil",
                                               "Clip",
                                               "Concat",
                                               "Constant",
                                               "Conv",
                                               "ConvTranspose",
                                               "DepthToSpace",
                                               "Div",
                                               "Dropout",
                                               "Elu",
                                               "Equal",
                                               "Exp",
                                               "Flatten",
                                               "Floor",
                                               "Gather",
                                               "Gemm",
                                               "GlobalAveragePool",
                                               "GlobalLpPool",
                                               "GlobalMaxPool",
                                               "Greater",
                                               "HardSigmoid",
                                               "Hardmax",
                                               "Identity",
                                               "InstanceNormalization",
                                               "LRN",
                                               "LeakyRelu",
                                               "Less",
                                               "Log",
                                               "LogSoftmax",
                                               "LpNormalization",
                                               "LpPool",
                                               "MatMul",
                                               "Max",
                                               "MaxPool",
                                               "Mean",
                                               "Min",
                                               "Mul",
                                               "Neg",
                                               "Not",
                                               "Or",
                                               "PRelu",
                                               "Pad",
                                               "Pow",
                                               "Reciprocal",
                                               "ReduceL1",
                                               "ReduceL2",
                                               "ReduceLogSum",
                                               "ReduceLogSumExp",
                                               "ReduceMax",
                                               "ReduceMean",
                                               "ReduceMin",
                                               "ReduceProd",
                                               "ReduceSum",
                                               "ReduceSumSquare",
                                               "Relu",
                                               "Reshape",
                                               "Shape",
                                               "Sigmoid",
                                               "Size",
                                               "Slice",
                                               "Softmax",
                                               "Softplus",
                                               "Softsign",
                                               "SpaceToDepth",
                                               "Split",
                                               "Sqrt",
                                               "Squeeze",
                                               "Sub",
                                               "Sum",
                                               "Tanh",
                                               "Transpose",
                                               "Unsqueeze",
                                               "Xor"};

bool tenon::onnx_frontend::isReadBefore6(StringRef name) {
  return is_contained(kUnchanged, name);
}
