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
               cl::value_desc("name=file or numbers"), cl::cat(category)),
      inputs("inputs",
             cl::desc("Take the part of an ONNX model behind these values"),
             cl::value_desc("names"), cl::CommaSeparated, cl::cat(category)),
      outputs("outputs",
              cl::desc("Take the part of an ONNX model that computes these "
                       "values"),
              cl::value_desc("names"), cl::CommaSeparated, cl::cat(category)),
      host("host",
           cl::desc("What becomes of nodes of an ONNX model that networks have "
                    "no operation for:"),
           cl::values(clEnumValN(HostMode::Refuse, "refuse",
                                 "they are errors (default)"),
                      clEnumValN(HostMode::Cut, "cut",
                                 "they are left out, with all that depends on "
                                 "them"),
                      clEnumValN(HostMode::Steps, "steps",
                                 "the host carries them out")),
           cl::init(HostMode::Refuse), cl::cat(category)) {}

llvm::SmallVector<const cl::Option *> NetworkOptions::getOptions() const {
  return {std::addressof(shapes), std::addressof(bindings),
          std::addressof(inputs), std::addressof(outputs),
          std::addressof(host)};
}

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
  load.onnx.inputs.assign(inputs.begin(), inputs.end());
  load.onnx.outputs.assign(outputs.begin(), outputs.end());
  load.onnx.host = host;
  for (const std::string &binding : bindings)
    if (llvm::Error error = parseBinding(binding, context, load.onnx))
      return error;
  return llvm::Error::success();
}

std::vector<NamedFile> NetworkOptions::getFiles() const {
  return getNamedFiles("--bind", bindings);
}

std::vector<std::string> NetworkOptions::getArguments() const {
  std::vector<std::string> arguments;
  for (const std::string &shape : shapes)
    arguments.push_back("--shape=" + shape);
  for (const std::string &binding : bindings)
    arguments.push_back("--bind=" + binding);
  for (const std::string &name : inputs)
    arguments.push_back("--inputs=" + name);
  for (const std::string &name : outputs)
    arguments.push_back("--outputs=" + name);
  if (host != HostMode::Refuse)
    arguments.push_back(host == HostMode::Cut ? "--host=cut" : "--host=steps");
  return arguments;
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
