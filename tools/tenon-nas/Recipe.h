//===- Recipe.h - How the best network is made ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_RECIPE_H
#define TOOLS_TENON_NAS_RECIPE_H

#include "Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace tenon {

/// The pipeline `text` with the machine `engine`, a preset or a .mlir file: in
/// the place of the one that it attaches, or in front. So the result says which
/// machine it is for. The error is that the machine or the text cannot be
/// read.
llvm::Expected<std::string> attachEngine(mlir::MLIRContext *context,
                                         llvm::StringRef engine,
                                         llvm::StringRef text);

/// Prints how many layers of `original` lose weights in `pipeline`. The error
/// is that of the pipeline.
llvm::Error printWeights(llvm::raw_ostream &os, mlir::ModuleOp original,
                         llvm::StringRef pipeline, bool hasWeights);

/// Prints the command that makes the network of `pipeline` from the input of
/// `options`.
void printCommand(llvm::raw_ostream &os, const Options &options, bool isOnnx,
                  llvm::StringRef pipeline);

} // namespace tenon

#endif // TOOLS_TENON_NAS_RECIPE_H
