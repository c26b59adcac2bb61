//===- Remarks.h - What passes say that they did --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_REMARKS_H
#define LIB_TRANSFORMS_REMARKS_H

#include "mlir/IR/Location.h"
#include "llvm/ADT/Twine.h"

namespace tenon {

/// A remark of what a pass did: `what` in one word, `text` with the numbers.
void remarkPassed(mlir::Location loc, llvm::StringRef pass,
                  llvm::StringRef what, const llvm::Twine &text);
/// A remark of what a pass did not do, and why.
void remarkRefused(mlir::Location loc, llvm::StringRef pass,
                   const llvm::Twine &text);

} // namespace tenon

#endif // LIB_TRANSFORMS_REMARKS_H
