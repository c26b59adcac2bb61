//===- Results.h - The folder of a search's results -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_RESULTS_H
#define TOOLS_TENON_NAS_RESULTS_H

#include "mlir/IR/BuiltinOps.h"
#include "tenon/Search/Search.h"
#include "tenon/Tooling/OutputFiles.h"

namespace tenon {

/// The folder with best.mlir, best.onnx, best.pipeline and trials.csv.
class ResultFolder {
public:
  explicit ResultFolder(llvm::StringRef path) : path(path.str()) {}
  /// Removes the folder if it was made and nothing is in it.
  ~ResultFolder();

  /// Fails if a file of results is one of `inputs`, or if there is one and
  /// `overwrites` is false.
  llvm::Error check(llvm::ArrayRef<NamedFile> inputs, bool overwrites) const;
  llvm::Error make();
  /// Writes all files, or none; but if ONNX has no such network, all except
  /// best.onnx, and fails then. `best` is the network of `pipeline`, with
  /// values in its expressions if it has weights: it is materialized here, and
  /// without weights there is no best.onnx.
  llvm::Error write(mlir::ModuleOp best, bool hasWeights,
                    llvm::StringRef pipeline, const SearchResult &result);

private:
  std::string getPath(llvm::StringRef name) const;

  std::string path;
  bool isMade = false;
};

} // namespace tenon

#endif // TOOLS_TENON_NAS_RESULTS_H
