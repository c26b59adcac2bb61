//===- PipelineText.h - Pipelines kept in files -----------------*- C++ -*-===//
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

/// Strips `//` comments and joins the lines of a pipeline file. A comment
/// starts a line or follows white space, and ends with its line. Lines are
/// joined without a space next to `,`, `(`, `)`, `{` and `}`, else with one.
std::string joinPipelineLines(llvm::StringRef contents);

/// Reads a pipeline file, as joinPipelineLines does.
llvm::Expected<std::string> loadPipelineText(llvm::StringRef path);

/// Returns the text that an argument of a tool stands for: `@fit` is the file
/// `fit.pipeline` of the first of `directories` that has it, `@./my.pipeline`
/// is a file, and anything else is the text itself.
llvm::Expected<std::string>
readPipelineArgument(llvm::StringRef argument,
                     llvm::ArrayRef<std::string> directories);

} // namespace tenon

#endif // TENON_SEARCH_PIPELINETEXT_H
