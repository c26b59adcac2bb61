//===- NetworkOptions.h - Common options of tools that load networks ------===//
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

/// The common options of all tools that load networks. `--shape` and `--bind`
/// specify dimensions and values that an ONNX model leaves open. `--inputs`,
/// `--outputs` and `--host` select a part of the model. The object must live as
/// long as the other command-line options.
struct NetworkOptions {
  explicit NetworkOptions(llvm::cl::OptionCategory &category);

  /// Stores the options in `load`. Fails with a message of one line that names
  /// the option.
  llvm::Error read(mlir::MLIRContext *context, LoadOptions &load) const;
  /// Returns the files in the options, for `checkOutputFiles`.
  std::vector<NamedFile> getFiles() const;

  /// Returns the options that were given, as command-line arguments.
  std::vector<std::string> getArguments() const;

  /// Returns all options, for modes in which they have an effect.
  llvm::SmallVector<const llvm::cl::Option *> getOptions() const;

  llvm::cl::list<std::string> shapes;
  llvm::cl::list<std::string> bindings;
  llvm::cl::list<std::string> inputs;
  llvm::cl::list<std::string> outputs;
  llvm::cl::opt<HostMode> host;
};

/// Parses the deployed type of `--type`. If `text` is empty, returns the
/// default type of `target`. Fails with a message of one line that names the
/// option.
llvm::Expected<engine::ElementKind> parseType(llvm::StringRef text,
                                              engine::TargetAttr target);

} // namespace tenon

#endif // TENON_TOOLING_NETWORKOPTIONS_H
