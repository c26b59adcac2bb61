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
#include "mlir/IR/Verifier.h"
#include "tenon/Support/HostMemory.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Parameters that a network with values may have: 4 GiB of them.
static constexpr int64_t kMaxParameters = int64_t(1) << 30;

namespace {
/// What a network reads; without options, a seed decides the size of `any`.
enum class InputKind { image, sound, any };

struct Architecture {
  StringRef name;
  StringRef description;
  BuildFunction *build;
  /// Rows and columns of the image, or frames of the sound, as published; 0 if
  /// the seed decides.
  int64_t input;
  /// As published; 0 if there are none, or if the seed decides.
  int64_t classes;
  InputKind kind = InputKind::image;
  /// The input is a multiple of this.
  int64_t multiple = 1;
};

/// The inputs that there are of a kind.
struct Extent {
  int64_t least, most;
  StringRef unit;
};
} // namespace

static Extent getExtent(InputKind kind) {
  if (kind == InputKind::sound)
    return {2, 1024, "frames"};
  if (kind == InputKind::any)
    return {16, 256, "pixels"};
  return {32, 8192, "pixels"};
}

/// A new architecture is a builder and a line here, sorted by name.
static constexpr Architecture kArchitectures[] = {
    {"deeplab_v3_mobilenet_v2", "segmentation, Sandler et al. 2018",
     buildDeepLabMobileNetV2, 513, 21},
    {"efficientnet_b0", "classifier, Tan and Le 2019", buildEfficientNetB0, 224,
     1000},
    {"efficientnet_edgetpu_s", "classifier, Gupta and Tan 2019",
     buildEfficientNetEdgeTpuS, 224, 1000},
    {"efficientnet_v2_b0", "classifier, Tan and Le 2021", buildEfficientNetV2B0,
     224, 1000},
    {"efficientnet_v2_s", "classifier, Tan and Le 2021", buildEfficientNetV2S,
     384, 1000},
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
    {"random", "blocks of all kinds that the seed decides", buildRandom, 0, 0,
     InputKind::any},
    {"resnet18", "classifier, He et al. 2016", buildResNet18, 224, 1000},
    {"resnet50", "classifier, He et al. 2016", buildResNet50, 224, 1000},
    {"rnnt_encoder", "speech encoder, He et al. 2019", buildRnntEncoder, 16, 0,
     InputKind::sound, 2},
    // COCO's 90 identifiers and background.
    {"ssdlite_mobilenet_v2", "detector, Sandler et al. 2018",
     buildSsdLiteMobileNetV2, 320, 91},
    {"transformer_encoder", "speech encoder, Zhang et al. 2020",
     buildTransformerEncoder, 64, 0, InputKind::sound},
    {"unet_mobilenet_v2", "segmentation, TensorFlow's tutorial",
     buildUNetMobileNetV2, 128, 3, InputKind::image, 32},
};

static std::string describe(const Architecture &a) {
  if (a.kind == InputKind::any)
    return a.description.str();
  std::string text = (a.description + "; input " + Twine(a.input)).str();
  if (a.kind == InputKind::sound)
    text += " frames";
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

/// Numbers that make no network, whichever it is.
static llvm::Error checkRanges(const ZooOptions &options) {
  if (!(options.multiplier > 0) || options.multiplier > 16)
    return makeError("expected a multiplier above 0 and at most 16, but got " +
                     std::to_string(options.multiplier));
  if (options.classes < 0 || options.classes > 1000000)
    return makeError("expected 1 to 1000000 classes, but got " +
                     Twine(options.classes));
  if (options.batch < 1 || options.batch > 1024)
    return makeError("expected a batch of 1 to 1024, but got " +
                     Twine(options.batch));
  return llvm::Error::success();
}

/// Numbers that make no network of this architecture.
static llvm::Error checkFit(const Architecture &a, const ZooOptions &options) {
  if (options.classes && !a.classes && a.kind != InputKind::any)
    return makeError("expected no classes for " + a.name +
                     ", which has none, but got " + Twine(options.classes) +
                     "; leave out --classes");
  if (options.batchNorm && a.kind == InputKind::sound)
    return makeError("expected no batch normalization for " + a.name +
                     ", which has none; leave out --batch-norm");
  if (!options.input)
    return llvm::Error::success();
  Extent extent = getExtent(a.kind);
  if (options.input < extent.least || options.input > extent.most)
    return makeError("expected an input of " + Twine(extent.least) + " to " +
                     Twine(extent.most) + " " + extent.unit + ", but got " +
                     Twine(options.input));
  if (options.input % a.multiple)
    return makeError("expected an input that is a multiple of " +
                     Twine(a.multiple) + " for " + a.name + ", but got " +
                     Twine(options.input) + "; the next one is " +
                     Twine((options.input / a.multiple + 1) * a.multiple));
  return llvm::Error::success();
}

/// The shapes are such that `nn` holds them, and the weights such that memory
/// does. Costs little: the module has no values yet.
static llvm::Error checkSizes(ModuleOp shapes, const ZooOptions &options) {
  std::string layer;
  ScopedDiagnosticHandler handler(
      shapes.getContext(), [&](Diagnostic &diagnostic) {
        if (layer.empty())
          layer = nn::getLocName(diagnostic.getLocation());
        return success();
      });
  if (failed(verify(shapes)))
    return makeError("expected tensors of at most 2^32 elements, but layer '" +
                     layer +
                     "' has more; lower the input, the batch, the multiplier "
                     "or the classes");
  int64_t parameters = 0;
  shapes.walk([&](nn::ParameterOp op) {
    parameters += op.getResult().getType().getNumElements();
  });
  if (!options.elideWeights && parameters > kMaxParameters)
    return makeError("expected at most " + Twine(kMaxParameters) +
                     " parameters with values, but got " + Twine(parameters) +
                     "; lower the multiplier or elide the weights");
  // The values, and the text or model that is made of them.
  int64_t bytes = 2 * parameters * int64_t(sizeof(float));
  if (!options.elideWeights && !fitsHost(bytes))
    return makeError(describeMissingMemory(bytes, "for the weights") +
                     "; lower the multiplier or elide the weights");
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
  if (llvm::Error error = checkRanges(options))
    return std::move(error);
  if (llvm::Error error = checkFit(*found, options))
    return std::move(error);
  ZooOptions resolved = options;
  if (!resolved.input)
    resolved.input = found->input;
  if (!resolved.classes)
    resolved.classes = found->classes;
  auto build = [&](const ZooOptions &how) {
    NetworkBuilder builder(context, how, name);
    return found->build(builder);
  };
  ZooOptions shapesOnly = resolved;
  shapesOnly.elideWeights = true;
  OwningOpRef<ModuleOp> shapes = build(shapesOnly);
  if (llvm::Error error = checkSizes(*shapes, resolved))
    return std::move(error);
  return options.elideWeights ? std::move(shapes) : build(resolved);
}
