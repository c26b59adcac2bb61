//===- TickVector.cpp - The vector unit of the tick simulator -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TickVector.h"

using namespace tenon;
using namespace tenon::tick;

void VectorUnit::start(uint32_t index) {
  command = index;
  shape = program.vectors[program.commands[index].work];
  // vec_r1: elements of element-wise work fill the lanes across pixels.
  if (shape.taps == 1 && !shape.isAcrossLanes) {
    shape.channels *= shape.pixels;
    shape.pixels = 1;
  }
  pixel = tap = channel = functionCycle = foldLanes = 0;
  // vec_r5: the lanes of each input and of the output.
  int64_t lanes =
      program.machine.vectorLanes * engine::getElementBytes(shape.type);
  port = lanes;
  for (int64_t input = 0; input != shape.inputs; ++input)
    port += lanes;
}

bool VectorUnit::finishPixel(int64_t cycle) {
  foldLanes = 0;
  if (++pixel < shape.pixels)
    return false;
  command = UINT32_MAX;
  freeAt = cycle + 1;
  return true;
}

bool VectorUnit::work(int64_t cycle) {
  // vec_r3: each cycle combines pairs of lanes.
  if (foldLanes > 0) {
    foldLanes = foldLanes / 2 + foldLanes % 2;
    return foldLanes == 1 && finishPixel(cycle);
  }
  // vec_r2: all taps of a pixel and, for each tap, all channels in groups of
  // the number of lanes.
  if (++functionCycle < shape.cost)
    return false;
  functionCycle = 0;
  channel += program.machine.vectorLanes;
  if (channel < shape.channels)
    return false;
  channel = 0;
  if (++tap < shape.taps)
    return false;
  tap = 0;
  if (shape.isAcrossLanes && program.machine.vectorLanes > 1) {
    foldLanes = program.machine.vectorLanes;
    return false;
  }
  return finishPixel(cycle);
}
