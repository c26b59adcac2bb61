//===- Zoo.cpp - Standard architectures -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Zoo/Zoo.h"
#include "NetworkBuilder.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

namespace {
struct Architecture {
  StringRef name;
  StringRef description;
  OwningOpRef<ModuleOp> (*build)(NetworkBuilder &);
};
} // namespace

/// A new architecture is a builder and a line here, sorted by name.
static constexpr Architecture kArchitectures[] = {
    {"mobilenet_v2", "classifier, Sandler et al. 2018; input 224, 1000 classes",
     buildMobileNetV2},
    {"ssdlite_mobilenet_v2",
     "detector, Sandler et al. 2018; input 320, 91 classes",
     buildSsdLiteMobileNetV2},
};

std::vector<ZooEntry> tenon::getZooEntries() {
  std::vector<ZooEntry> entries;
  for (const Architecture &architecture : kArchitectures)
    entries.push_back(
        {architecture.name.str(), architecture.description.str()});
  return entries;
}

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

llvm::Expected<OwningOpRef<ModuleOp>>
tenon::buildZooNetwork(StringRef name, MLIRContext *context,
                       const ZooOptions &options) {
  const auto *found = llvm::find_if(
      kArchitectures, [&](const Architecture &a) { return a.name == name; });
  if (found == std::end(kArchitectures)) {
    std::string names;
    for (const Architecture &a : kArchitectures)
      names += (names.empty() ? "" : ", ") + a.name.str();
    return makeError("expected one of " + names + ", but got '" + name + "'");
  }
  if (options.input != 0 && (options.input < 32 || options.input > 8192))
    return makeError("expected an input of 32 to 8192 pixels, but got " +
                     Twine(options.input));
  if (!(options.multiplier > 0) || options.multiplier > 16)
    return makeError("expected a multiplier above 0 and at most 16, but got " +
                     std::to_string(options.multiplier));
  if (options.classes < 0 || options.classes > 1000000)
    return makeError("expected at most 1000000 classes, but got " +
                     Twine(options.classes));
  if (options.batch < 1 || options.batch > 1024)
    return makeError("expected a batch of 1 to 1024, but got " +
                     Twine(options.batch));
  NetworkBuilder builder(context, options, name);
  return found->build(builder);
}
