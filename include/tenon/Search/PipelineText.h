//===- PipelineText.h - Pipelines in files ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_PIPELINETEXT_H
#define TENON_SEARCH_PIPELINETEXT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tenon {

/// Strips `//` comments from a pipeline file and joins its lines. A comment
/// starts at the beginning of a line or after white space, and ends with the
/// line. Lines are joined with a space, except next to `,`, `(`, `)`, `{` and
/// `}`.
std::string joinPipelineLines(llvm::StringRef contents);

/// Loads a pipeline file and applies joinPipelineLines to it.
llvm::Expected<std::string> loadPipelineText(llvm::StringRef path);

/// Returns the pipeline text for a command-line argument. `@fit` refers to the
/// file `fit.pipeline` in the first of `directories` that contains it, and
/// `@./my.pipeline` refers to a file. Any other argument is the text itself.
llvm::Expected<std::string>
readPipelineArgument(llvm::StringRef argument,
                     llvm::ArrayRef<std::string> directories);

} // namespace tenon

#endif // TENON_SEARCH_PIPELINETEXT_H
