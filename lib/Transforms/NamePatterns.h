//===- NamePatterns.h - An option that names things -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_NAMEPATTERNS_H
#define LIB_TRANSFORMS_NAMEPATTERNS_H

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/GlobPattern.h"
#include <string>
#include <vector>

namespace tenon {

/// How an option names a thing.
enum class Named { No, ByPattern, ByName };

/// Names and patterns with `*`, separated by commas.
class NamePatterns {
public:
  /// Parses the text of `option`, which names `what`; reports for `pass`.
  mlir::LogicalResult parse(mlir::MLIRContext *context, llvm::StringRef pass,
                            llvm::StringRef option, llvm::StringRef what,
                            llvm::StringRef text);
  /// How things are named that have these names, any number each. A name
  /// without a pattern that is none of them is returned in `unknown`.
  llvm::SmallVector<Named>
  match(llvm::ArrayRef<std::vector<std::string>> things,
        std::string &unknown) const;
  /// The pattern `*` alone, which needs no names.
  bool isEverything() const {
    return patterns.size() == 1 && patterns.front().text == "*";
  }

private:
  struct Pattern {
    std::string text;
    llvm::GlobPattern glob;
  };
  std::vector<Pattern> patterns;
};

} // namespace tenon

#endif // LIB_TRANSFORMS_NAMEPATTERNS_H
