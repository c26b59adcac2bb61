//===- Blocks.cpp - Blocks that networks share ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Blocks.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Gates that follow their inputs closely make loud inputs louder.
static constexpr double kGateDeviation = 0.5;

/// A gate of each channel, computed from the means of all.
static Value addSqueezeExcite(NetworkBuilder &b, Value x,
                              const std::string &name, const Bottleneck &spec) {
  Value gate = b.globalMean(x, name + ".pool");
  gate = b.conv(
      gate, name + ".reduce",
      ConvSpec::pointwise(spec.squeezed, spec.squeezeActivation).withBias());
  ConvSpec expand =
      ConvSpec::pointwise(NetworkBuilder::channelsOf(x), spec.gate).withBias();
  gate = b.conv(gate, name + ".expand", expand.withDeviation(kGateDeviation));
  return b.mul(x, gate, name + ".scale");
}

BottleneckValues zoo::addBottleneck(NetworkBuilder &b, Value x,
                                    const std::string &name,
                                    const Bottleneck &spec) {
  int64_t in = NetworkBuilder::channelsOf(x);
  bool late = spec.fused && spec.strideInProjection;
  int64_t stride = late ? 1 : spec.stride;
  Value y = x;
  if (spec.fused && spec.expanded != in)
    y = b.conv(y, name + ".expand",
               {spec.expanded, spec.kernel, stride, spec.activation});
  else if (spec.expanded != in)
    y = b.conv(y, name + ".expand",
               ConvSpec::pointwise(spec.expanded, spec.activation));
  Value expanded = y;
  if (!spec.fused)
    y = b.conv(y, name + ".depthwise",
               ConvSpec::depthwiseOf(spec.kernel, stride, spec.activation,
                                     spec.dilation));
  if (spec.squeezed)
    y = addSqueezeExcite(b, y, name + ".squeeze", spec);
  bool adds = spec.residual && spec.stride == 1 && in == spec.channels;
  ConvSpec project{spec.channels, 1, late ? spec.stride : 1, Activation::none};
  project.offset = spec.offset;
  if (adds)
    project.deviation = b.getBranchDeviation(x, spec.blocksInARow);
  y = b.conv(y, name + ".project", project);
  return {expanded, adds ? b.add(x, y, name + ".add") : y};
}

Value zoo::addHead(NetworkBuilder &b, Value x, Activation activation) {
  return b.conv(x, "head", ConvSpec::pointwise(b.widened(1280), activation));
}
