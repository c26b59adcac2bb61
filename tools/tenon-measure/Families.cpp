//===- Families.cpp - Networks to measure ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "tenon/Search/Rng.h"
#include "tenon/Tooling/NetworkEvaluator.h"
#include "tenon/Zoo/Zoo.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Architectures that are alike, the sizes of their inputs, `sizes` of them
/// from `least` on in steps of 32, and the factors of their channels.
struct Family {
  StringRef name;
  std::vector<StringRef> architectures;
  int64_t least, sizes;
  StringRef multipliers;
};
} // namespace

static std::vector<Family> getFamilies() {
  constexpr StringRef usual = "0.5,0.625,0.75,0.875,1,1.125,1.25";
  return {{"deeplab", {"deeplab_v3_mobilenet_v2"}, 193, 11, usual},
          {"edgetpu",
           {"efficientnet_edgetpu_s", "mobilenet_edgetpu"},
           128,
           6,
           usual},
          {"efficientnet", {"efficientnet_b0"}, 128, 6, usual},
          {"efficientnet_v2",
           {"efficientnet_v2_b0", "efficientnet_v2_s"},
           128,
           6,
           usual},
          {"mobilenet_v1", {"mobilenet_v1"}, 128, 6, usual},
          {"mobilenet_v2", {"mobilenet_v2"}, 128, 6, usual},
          {"mobilenet_v3",
           {"mobilenet_v3_large", "mobilenet_v3_small"},
           128,
           6,
           usual},
          // Their images and widths are small by themselves.
          {"random", {"random"}, 32, 8, "1,2,3,4,6,8"},
          {"resnet", {"resnet18", "resnet50"}, 128, 6, usual},
          {"ssdlite", {"ssdlite_mobilenet_v2"}, 192, 6, usual},
          {"unet", {"unet_mobilenet_v2"}, 96, 6, usual}};
}

std::vector<std::string> tenon::getFamilyNames() {
  std::vector<std::string> names;
  for (const Family &family : getFamilies())
    names.push_back(family.name.str());
  return names;
}

/// Rewrites that change what a machine has to do, for networks with blocks that
/// could be fused and for those without.
static std::string getSpace(const Family &family, bool hasBlocks) {
  std::string scale =
      "nn-scale-channels{multiplier=?{" + family.multipliers.str() + "}}";
  return hasBlocks ? "builtin.module(nn-label-blocks," + scale +
                         ",nn-fuse-ibn{blocks=?subset{ibn*}})"
                   : "builtin.module(" + scale + ")";
}

/// The number of a sample among all of its family and seed, well mixed.
static uint64_t getSampleSeed(const SampleSource &source) {
  std::string text = source.family + ":" + std::to_string(source.seed) + ":" +
                     std::to_string(source.index);
  return llvm::xxh3_64bits(text);
}

static Point drawPoint(const Space &space, Rng &rng) {
  // Few or many blocks are fused, each number as likely.
  double share = rng.real();
  std::vector<uint32_t> digits;
  for (size_t digit = 0; digit != space.getNumDigits(); ++digit) {
    const Hole &hole = space.getHoles()[space.getHoleOfDigit(digit)];
    digits.push_back(hole.kind == Hole::Kind::Subset
                         ? uint32_t(rng.real() < share)
                         : uint32_t(rng.below(space.getRadix(digit))));
  }
  return Point(std::move(digits));
}

llvm::Expected<OwningOpRef<ModuleOp>> tenon::buildSample(MLIRContext *context,
                                                         SampleSource &source) {
  std::vector<Family> families = getFamilies();
  auto family = llvm::find_if(
      families, [&](const Family &f) { return f.name == source.family; });
  if (family == families.end())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "there is no family '" + source.family +
                                       "'");
  Rng rng(getSampleSeed(source));
  ZooOptions options;
  options.elideWeights = true;
  StringRef architecture =
      family->architectures[rng.below(family->architectures.size())];
  options.input = family->least + 32 * int64_t(rng.below(family->sizes));
  options.seed = rng.below(1u << 30);
  source.network =
      architecture.str() + " --input=" + std::to_string(options.input) +
      (architecture == "random" ? " --seed=" + std::to_string(options.seed)
                                : "");
  llvm::Expected<OwningOpRef<ModuleOp>> module =
      buildZooNetwork(architecture, context, options);
  if (!module)
    return module.takeError();
  NetworkEvaluator evaluator(**module, std::nullopt);
  llvm::Expected<PreparedSpace> prepared =
      evaluator.prepare(getSpace(*family, true));
  if (!prepared) {
    llvm::consumeError(prepared.takeError());
    prepared = evaluator.prepare(getSpace(*family, false));
  }
  if (!prepared)
    return prepared.takeError();
  Point point = drawPoint(prepared->space, rng);
  source.pipeline = prepared->space.fill(point);
  module = evaluator.build(*prepared, point);
  if (!module)
    return module.takeError();
  makeCanonical(**module);
  return module;
}
