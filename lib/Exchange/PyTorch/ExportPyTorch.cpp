//===- ExportPyTorch.cpp - Networks as modules of PyTorch -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "tenon/Exchange/PyTorch/PyTorch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>
#include <cstdlib>

using namespace mlir;
using namespace tenon;
using namespace tenon::pytorch;

std::string pytorch::tuple(ArrayRef<int64_t> values) {
  std::string text = "(";
  for (auto [i, value] : llvm::enumerate(values))
    text += (i ? ", " : "") + std::to_string(value);
  return text + (values.size() == 1 ? ",)" : ")");
}

std::string pytorch::sizeArguments(ArrayRef<int64_t> sizes) {
  return sizes.empty() ? "(())" : tuple(sizes);
}

std::string pytorch::real(double value) {
  if (std::isnan(value))
    return "math.nan";
  if (std::isinf(value))
    return value < 0 ? "-math.inf" : "math.inf";
  std::string text;
  for (int digits = 6; digits <= 17; ++digits) {
    text.clear();
    llvm::raw_string_ostream(text) << llvm::format("%.*g", digits, value);
    bool isFloat = double(float(value)) == value;
    double read = std::strtod(text.c_str(), nullptr);
    if (isFloat ? float(read) == float(value) : read == value)
      break;
  }
  bool isWhole = StringRef(text).find_first_of(".e") == StringRef::npos;
  return isWhole ? text + ".0" : text;
}

std::string pytorch::getTorchType(Type type) {
  if (type.isInteger(1))
    return "bool";
  if (type.isF16() || type.isF32() || type.isF64())
    return "float" + std::to_string(type.getIntOrFloatBitWidth());
  if (type.isBF16())
    return "bfloat16";
  if (type.isUnsignedInteger(8))
    return "uint8";
  if (type.isInteger() && !type.isUnsignedInteger())
    return "int" + std::to_string(type.getIntOrFloatBitWidth());
  return "";
}

std::string pytorch::getTypeArgument(Type type) {
  return type.isF32() ? "" : ", dtype=torch." + getTorchType(type);
}

/// The name that the model gives to an argument or a result.
static Port makePort(StringAttr name, StringRef kind, unsigned index,
                     Type type) {
  Port port;
  port.name = name ? name.str() : (kind + Twine(index)).str();
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    port.shape = llvm::to_vector(tensor.getShape());
  return port;
}

static LogicalResult checkFunction(ModuleOp module) {
  auto functions = module.getOps<func::FuncOp>();
  if (!llvm::hasSingleElement(functions) ||
      !llvm::hasSingleElement((*functions.begin()).getBody()))
    return emitError(module.getLoc())
           << "expected a module with one function of one block";
  func::FuncOp function = *functions.begin();
  for (BlockArgument argument : function.getArguments()) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    if (!type || getTorchType(type.getElementType()).empty())
      return emitError(argument.getLoc())
             << "an input of type " << argument.getType()
             << " has no PyTorch counterpart";
  }
  nn::ParameterOp with, without;
  for (auto parameter : function.getOps<nn::ParameterOp>())
    (Exporter::getConstant(parameter) ? with : without) = parameter;
  if (with && without)
    return emitError(without.getLoc())
           << "parameter '" << without.getName() << "' has no value, but '"
           << with.getName()
           << "' has; expected all parameters or none to have values";
  return success();
}

FailureOr<PyTorchModel> tenon::exportPyTorch(ModuleOp module,
                                             StringRef weightsFile) {
  if (failed(checkFunction(module)))
    return failure();
  func::FuncOp function = *module.getOps<func::FuncOp>().begin();
  Script script;
  script.weightsFile = weightsFile.str();
  for (auto parameter : function.getOps<nn::ParameterOp>())
    script.hasWeights |= Exporter::getConstant(parameter).has_value();
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes()))
    script.inputs.push_back(
        makePort(function.getArgAttrOfType<StringAttr>(i, nn::kNameAttrName),
                 "input", i, type));
  for (auto [i, type] : llvm::enumerate(function.getResultTypes()))
    script.outputs.push_back(
        makePort(function.getResultAttrOfType<StringAttr>(i, nn::kNameAttrName),
                 "output", i, type));
  if (failed(Exporter(script).exportFunction(function)))
    return failure();
  findBlocks(script);
  PyTorchModel model;
  model.text = print(script, model.tensors);
  return model;
}
