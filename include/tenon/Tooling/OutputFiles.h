//===- OutputFiles.h - Files that tools write -------------------*- C++ -*-===//
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

/// A file of the command line, with the option that names it.
struct NamedFile {
  std::string option, path;
};

/// The files of values `NAME=FILE`, or `FILE` alone.
std::vector<NamedFile> getNamedFiles(llvm::StringRef option,
                                     llvm::ArrayRef<std::string> values);

/// Checks before any work that `outputs` can be written, without a trace of it:
/// fails if one is a folder, can not be written, is read as one of `inputs`, or
/// is written twice. `-` is standard input or output.
llvm::Error checkOutputFiles(llvm::ArrayRef<NamedFile> outputs,
                             llvm::ArrayRef<NamedFile> inputs);

} // namespace tenon

#endif // TENON_TOOLING_OUTPUTFILES_H
