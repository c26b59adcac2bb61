//===- DeepLab.cpp - DeepLabv3 with MobileNetV2 ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Architectures.h"
#include "Blocks.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

OwningOpRef<ModuleOp> zoo::buildDeepLabMobileNetV2(NetworkBuilder &b) {
  // Sandler et al., 2018, section 6.3: the features before the last pointwise
  // convolution, and of DeepLabv3's pyramid only the pointwise convolution and
  // the one of the whole image.
  const ZooOptions &options = b.getOptions();
  Value x =
      addMobileNetV2(b, b.image(), /*outputStride=*/16).blocks.back().result;
  int64_t side = NetworkBuilder::rowsOf(x);
  ConvSpec width = ConvSpec::pointwise(b.scaled(256), Activation::relu);
  Value whole = b.globalMean(x, "pyramid.pool");
  whole = b.conv(whole, "pyramid.whole", width);
  whole = b.broadcast(whole, "pyramid.broadcast",
                      {options.batch, side, side, width.channels});
  Value local = b.conv(x, "pyramid.local", width);
  x = b.concat({whole, local}, "pyramid.concat", 3);
  x = b.conv(x, "pyramid.project", width);
  x = b.conv(x, "classifier",
             ConvSpec::pointwise(options.classes, Activation::none).withBias());
  return b.finish({{b.resize(x, "upsample", options.input), "logits"}});
}
