//===- NetworkOptions.cpp - Options of tools that read networks -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/NetworkOptions.h"
#include "mlir/IR/MLIRContext.h"
#include "tenon/Tooling/Tensors.h"
#include "llvm/ADT/StringSet.h"

using namespace tenon;
namespace cl = llvm::cl;

NetworkOptions::NetworkOptions(cl::OptionCategory &category)
    : shapes("shape",
             cl::desc("Bind open dimensions of an input: name=1x3x224x224"),
             cl::value_desc("name=sizes"), cl::cat(category)),
      bindings("bind", cl::desc("Make an input of an ONNX model a constant"),
               cl::value_desc("name=file or numbers"), cl::cat(category)) {}

llvm::Error NetworkOptions::read(mlir::MLIRContext *context,
                                 LoadOptions &load) const {
  llvm::StringSet<> seen;
  for (llvm::StringRef shape : shapes) {
    if (!parseShapeOption(shape, load.onnx))
      return llvm::createStringError(
          "--shape: expected NAME=SIZExSIZE..., but got '" + shape + "'");
    llvm::StringRef name = shape.rsplit('=').first;
    if (!seen.insert(name).second)
      return llvm::createStringError("--shape names '" + name + "' twice");
  }
  for (const std::string &binding : bindings)
    if (llvm::Error error = parseBinding(binding, context, load.onnx))
      return error;
  return llvm::Error::success();
}

std::vector<NamedFile> NetworkOptions::getFiles() const {
  return getNamedFiles("--bind", bindings);
}

llvm::Expected<engine::ElementKind>
tenon::parseType(llvm::StringRef text, engine::TargetAttr target) {
  if (text.empty())
    return target.getMachine().defaultType;
  if (auto type = engine::parseElementKind(text))
    return *type;
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "expected --type to be i8, i16 or f16, but "
                                 "got '" +
                                     text + "'");
}
