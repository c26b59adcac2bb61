//===- Zoo.cpp - Standard architectures -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Zoo/Zoo.h"
#include "Architectures.h"
#include "NetworkBuilder.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

namespace {
struct Architecture {
  StringRef name;
  StringRef description;
  BuildFunction *build;
  /// Rows and columns of the image, or frames of the sound, as published.
  int64_t input;
  /// As published; 0 if there are none.
  int64_t classes;
  /// The input is a multiple of this.
  int64_t multiple = 1;
  /// Every pixel of the input has its classes.
  bool dense = false;
};
} // namespace

/// A new architecture is a builder and a line here, sorted by name.
static constexpr Architecture kArchitectures[] = {
    {"deeplab_v3_mobilenet_v2", "segmentation, Sandler et al. 2018",
     buildDeepLabMobileNetV2, 513, 21, 1, /*dense=*/true},
    {"efficientnet_b0", "classifier, Tan and Le 2019", buildEfficientNetB0, 224,
     1000},
    {"efficientnet_edgetpu_s", "classifier, Gupta and Tan 2019",
     buildEfficientNetEdgeTpuS, 224, 1000},
    {"mobilenet_edgetpu", "classifier, Howard and Gupta 2019",
     buildMobileNetEdgeTpu, 224, 1001},
    {"mobilenet_v1", "classifier, Howard et al. 2017", buildMobileNetV1, 224,
     1000},
    {"mobilenet_v2", "classifier, Sandler et al. 2018", buildMobileNetV2, 224,
     1000},
    {"mobilenet_v3_large", "classifier, Howard et al. 2019",
     buildMobileNetV3Large, 224, 1000},
    {"mobilenet_v3_small", "classifier, Howard et al. 2019",
     buildMobileNetV3Small, 224, 1000},
    {"resnet18", "classifier, He et al. 2016", buildResNet18, 224, 1000},
    {"resnet50", "classifier, He et al. 2016", buildResNet50, 224, 1000},
    // COCO's 90 identifiers and background.
    {"ssdlite_mobilenet_v2", "detector, Sandler et al. 2018",
     buildSsdLiteMobileNetV2, 320, 91},
};

static std::string describe(const Architecture &a) {
  std::string text = (a.description + "; input " + Twine(a.input)).str();
  if (a.classes)
    text += ", " + std::to_string(a.classes) + " classes";
  return text;
}

std::vector<ZooEntry> tenon::getZooEntries() {
  std::vector<ZooEntry> entries;
  for (const Architecture &a : kArchitectures)
    entries.push_back({a.name.str(), describe(a)});
  return entries;
}

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// What any network needs, then what this one does.
static llvm::Error checkOptions(const Architecture &a,
                                const ZooOptions &options) {
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
  return llvm::Error::success();
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
  if (llvm::Error error = checkOptions(*found, options))
    return std::move(error);
  ZooOptions resolved = options;
  if (!resolved.input)
    resolved.input = found->input;
  if (!resolved.classes)
    resolved.classes = found->classes;
  NetworkBuilder builder(context, resolved, name);
  return found->build(builder);
}
