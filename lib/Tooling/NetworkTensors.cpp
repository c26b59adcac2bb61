//===- NetworkTensors.cpp - Inputs and outputs of networks ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/NetworkTensors.h"
#include "dialects/Network/IR/Network.h"
#include "tenon/Interpreter/Interpreter.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;

std::vector<std::string> tenon::getInputNames(func::FuncOp function) {
  std::vector<std::string> names;
  for (unsigned i = 0; i != function.getNumArguments(); ++i) {
    auto name = function.getArgAttrOfType<StringAttr>(i, nn::kNameAttrName);
    names.push_back(name ? name.str() : "input" + std::to_string(i));
  }
  return names;
}

std::vector<std::string> tenon::getOutputNames(func::FuncOp function) {
  std::vector<std::string> names;
  for (unsigned i = 0; i != function.getNumResults(); ++i) {
    auto name = function.getResultAttrOfType<StringAttr>(i, nn::kNameAttrName);
    names.push_back(name ? name.str() : "output" + std::to_string(i));
  }
  return names;
}

LogicalResult tenon::checkTensors(func::FuncOp function) {
  auto check = [&](TypeRange types, StringRef what) -> LogicalResult {
    for (auto [i, type] : llvm::enumerate(types))
      if (!nn::isSupportedType(type, /*quantized=*/true))
        return function.emitError("expected every ")
               << what
               << " to be a tensor of numbers with a static shape, but got "
               << type << " as " << what << " " << i;
    return success();
  };
  if (failed(check(function.getArgumentTypes(), "input")) ||
      failed(check(function.getResultTypes(), "output")))
    return failure();
  return checkTensorSizes(function);
}

llvm::Expected<TensorFiles> tenon::splitFiles(StringRef option,
                                              ArrayRef<std::string> values,
                                              ArrayRef<std::string> names) {
  TensorFiles files;
  auto fail = [](const Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
  };
  for (StringRef value : values) {
    auto [name, file] = value.rsplit('=');
    if (!value.contains('=') && names.size() == 1) {
      name = names.front();
      file = value;
    }
    if (name.empty() || file.empty())
      return fail("--" + option + ": expected NAME=FILE, but got '" + value +
                  "'");
    if (!llvm::is_contained(names, name))
      return fail("--" + option + " names '" + name +
                  "', but the network has '" + llvm::join(names, "', '") + "'");
    StringRef extension = llvm::sys::path::extension(file);
    if (option == "output" &&
        !llvm::is_contained({"", ".npy", ".pb"}, extension))
      return fail("--output: expected a file that ends in .npy or .pb, but got "
                  "'" +
                  file + "'");
    if (!files.try_emplace(name.str(), file.str()).second)
      return fail("--" + option + " names '" + name + "' twice");
  }
  return files;
}

FailureOr<SmallVector<HostTensor>>
tenon::makeInputs(func::FuncOp function, const TensorFiles &files,
                  std::optional<uint64_t> seed, std::string &error) {
  SmallVector<HostTensor> inputs;
  std::vector<std::string> names = getInputNames(function);
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes())) {
    auto file = files.find(names[i]);
    if (file != files.end()) {
      FailureOr<HostTensor> tensor =
          readTensorFile(file->second, type.getContext());
      if (failed(tensor))
        return failure();
      inputs.push_back(*tensor);
      continue;
    }
    if (!seed) {
      error = "input '" + names[i] + "' has no values; give --input " +
              names[i] + "=FILE or --random=SEED";
      return failure();
    }
    inputs.push_back(makeRandomTensor(cast<RankedTensorType>(type), *seed, i));
  }
  return inputs;
}
