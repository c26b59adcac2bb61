//===- NetworkOptions.h - Options of tools that read networks -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_NETWORKOPTIONS_H
#define TENON_TOOLING_NETWORKOPTIONS_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/OutputFiles.h"
#include "llvm/Support/CommandLine.h"
#include <string>
#include <vector>

namespace tenon {

/// The options with which every tool that reads networks binds what an ONNX
/// model leaves open, `--shape` and `--bind`, and takes a part of it,
/// `--inputs`, `--outputs` and `--host`. Lives as long as the command line's
/// other options.
struct NetworkOptions {
  explicit NetworkOptions(llvm::cl::OptionCategory &category);

  /// Puts them into `load`; the error is one line that names the option.
  llvm::Error read(mlir::MLIRContext *context, LoadOptions &load) const;
  /// The files that they name, for `checkOutputFiles`.
  std::vector<NamedFile> getFiles() const;

  /// What was given, as arguments of a command line.
  std::vector<std::string> getArguments() const;

  /// All of them, for modes in which they do something.
  llvm::SmallVector<const llvm::cl::Option *> getOptions() const;

  llvm::cl::list<std::string> shapes;
  llvm::cl::list<std::string> bindings;
  llvm::cl::list<std::string> inputs;
  llvm::cl::list<std::string> outputs;
  llvm::cl::opt<HostMode> host;
};

/// The deployed type that --type names, or that of `target` if it is empty. The
/// error is one line that names the option.
llvm::Expected<engine::ElementKind> parseType(llvm::StringRef text,
                                              engine::TargetAttr target);

} // namespace tenon

#endif // TENON_TOOLING_NETWORKOPTIONS_H
