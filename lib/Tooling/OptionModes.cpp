//===- OptionModes.cpp - Options that do nothing in a mode ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/OptionModes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace tenon;
namespace cl = llvm::cl;

llvm::Error tenon::checkUnused(const llvm::Twine &mode,
                               llvm::ArrayRef<const cl::Option *> unused) {
  const cl::Option *first = nullptr;
  for (const cl::Option *option : unused)
    if (option->getNumOccurrences() &&
        (!first || option->getPosition() < first->getPosition()))
      first = option;
  if (!first)
    return llvm::Error::success();
  return llvm::createStringError(
      llvm::inconvertibleErrorCode(),
      "expected no " + llvm::Twine(first->ArgStr.size() == 1 ? "-" : "--") +
          first->ArgStr + " with " + mode + ", where it does nothing");
}

llvm::Error tenon::checkMode(const cl::OptionCategory &category,
                             const llvm::Twine &mode,
                             llvm::ArrayRef<const cl::Option *> used) {
  llvm::SmallVector<const cl::Option *> unused;
  for (const auto &entry : cl::getRegisteredOptions()) {
    const cl::Option *option = entry.second;
    if (llvm::is_contained(option->Categories, &category) &&
        !llvm::is_contained(used, option))
      unused.push_back(option);
  }
  return checkUnused(mode, unused);
}
