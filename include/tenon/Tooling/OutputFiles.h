//===- OutputFiles.h - Checks of output files -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_OUTPUTFILES_H
#define TENON_TOOLING_OUTPUTFILES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace tenon {

/// A file in a command-line option.
struct NamedFile {
  std::string option, path;
};

/// Returns the files in values of the form `NAME=FILE` or `FILE`.
std::vector<NamedFile> getNamedFiles(llvm::StringRef option,
                                     llvm::ArrayRef<std::string> values);

/// Checks that `outputs` can be written, before any other work and without
/// leaving any files. Fails if an output is a folder, cannot be written, is
/// also one of `inputs`, or is written twice. `-` is standard input or output.
llvm::Error checkOutputFiles(llvm::ArrayRef<NamedFile> outputs,
                             llvm::ArrayRef<NamedFile> inputs);

} // namespace tenon

#endif // TENON_TOOLING_OUTPUTFILES_H
