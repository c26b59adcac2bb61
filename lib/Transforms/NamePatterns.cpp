//===- NamePatterns.cpp - An option that names things ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NamePatterns.h"
#include "Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace tenon;

LogicalResult NamePatterns::parse(MLIRContext *context, StringRef pass,
                                  StringRef option, StringRef what,
                                  StringRef text) {
  patterns.clear();
  SmallVector<StringRef> parts;
  text.split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(part);
    bool isValid = bool(glob) && !part.contains('=') && !part.contains('?');
    if (!isValid) {
      llvm::consumeError(glob.takeError());
      return reportOption(context, pass, option,
                          ("names of " + what + " separated by commas").str(),
                          text);
    }
    patterns.push_back({part.str(), std::move(*glob)});
  }
  return success();
}

SmallVector<Named>
NamePatterns::match(ArrayRef<std::vector<std::string>> things,
                    std::string &unknown) const {
  SmallVector<Named> named(things.size(), Named::No);
  // Names are looked up: there may be as many as things.
  llvm::StringMap<SmallVector<unsigned, 1>> byName;
  for (auto [i, names] : llvm::enumerate(things))
    for (const std::string &name : names)
      byName[name].push_back(i);
  for (const Pattern &pattern : patterns) {
    if (pattern.text.find_first_of("*[") == std::string::npos) {
      auto found = byName.find(pattern.text);
      if (found != byName.end())
        for (unsigned i : found->second)
          named[i] = Named::ByName;
      else if (unknown.empty())
        unknown = pattern.text;
      continue;
    }
    auto matches = [&](const std::string &name) {
      return pattern.glob.match(name);
    };
    for (auto [i, names] : llvm::enumerate(things))
      if (named[i] == Named::No && llvm::any_of(names, matches))
        named[i] = Named::ByPattern;
  }
  return named;
}
