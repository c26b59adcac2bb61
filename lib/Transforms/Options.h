//===- Options.h - Reading the options of passes --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_OPTIONS_H
#define LIB_TRANSFORMS_OPTIONS_H

#include "mlir/IR/MLIRContext.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringRef.h"

namespace tenon {

/// The widest group of channels and the largest step that options take.
inline constexpr int64_t kMostChannels = int64_t(1) << 20;

/// Reports `pass: option 'option': expected EXPECTED, but got 'value'`, with
/// the cure if the value looks like options separated by commas or like a hole
/// that nobody filled. Returns failure.
mlir::LogicalResult reportOption(mlir::MLIRContext *context,
                                 llvm::StringRef pass, llvm::StringRef option,
                                 llvm::StringRef expected,
                                 llvm::StringRef value);

} // namespace tenon

#endif // LIB_TRANSFORMS_OPTIONS_H
