//===- Workload.cpp - The loop nest of one operation ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Interfaces/Workload.h"
#include "llvm/Support/raw_ostream.h"

using namespace tenon;

int64_t TensorRegion::getNumElements() const {
  int64_t n = 1;
  for (int64_t size : sizes)
    n *= size;
  return n;
}

TensorRegion TensorRegion::dense(llvm::ArrayRef<int64_t> shape,
                                 mlir::Type elementType, bool isParameter) {
  TensorRegion region;
  region.sizes.assign(shape.begin(), shape.end());
  region.strides.assign(shape.size(), 1);
  for (size_t i = shape.size(); i > 1; --i)
    region.strides[i - 2] = region.strides[i - 1] * shape[i - 1];
  region.elementType = elementType;
  region.isParameter = isParameter;
  return region;
}

bool Workload::isDepthwise() const {
  return kind == WorkloadKind::Convolution && groups > 1 &&
         groups == inChannels;
}

int64_t Workload::getMultiplyAccumulates() const {
  switch (kind) {
  case WorkloadKind::Convolution:
  case WorkloadKind::Matmul:
  case WorkloadKind::Recurrent:
    break;
  case WorkloadKind::TransposedConvolution:
    // Every pixel of the input meets every element of the filter.
    return batch * inHeight * inWidth * outChannels * (inChannels / groups) *
           kernelHeight * kernelWidth;
  case WorkloadKind::View:
  case WorkloadKind::Vector:
  case WorkloadKind::Copy:
  case WorkloadKind::Host:
    return 0;
  }
  return batch * outHeight * outWidth * outChannels * (inChannels / groups) *
         kernelHeight * kernelWidth;
}

int64_t Workload::getParameterElements() const {
  int64_t n = 0;
  for (const TensorRegion &region : reads)
    if (region.isParameter)
      n += region.getNumElements();
  return n;
}

static void printRegion(llvm::raw_ostream &os, const TensorRegion &region) {
  os << (region.isParameter ? 'p' : 't') << '[';
  for (size_t i = 0; i < region.sizes.size(); ++i)
    os << (i ? "," : "") << region.sizes[i] << ':' << region.strides[i];
  os << "]+" << region.offset;
  if (region.elementType)
    os << region.elementType;
}

std::string Workload::getKey() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << int(kind) << " b" << batch << " o" << outHeight << 'x' << outWidth
     << 'x' << outChannels << " i" << inHeight << 'x' << inWidth << 'x'
     << inChannels << " g" << groups << " k" << kernelHeight << 'x'
     << kernelWidth << " s" << strideHeight << 'x' << strideWidth << " d"
     << dilationHeight << 'x' << dilationWidth << " p" << padTop << ','
     << padBottom << ',' << padLeft << ',' << padRight << " a" << activation
     << " c" << int(cut) << ',' << rowMargin << ',' << hasWeightRows;
  for (const TensorRegion &region : reads)
    printRegion(os << " r", region);
  for (const TensorRegion &region : writes)
    printRegion(os << " w", region);
  for (const VectorSweep &sweep : sweeps) {
    os << " v" << sweep.function << sweep.pixels << 'x' << sweep.taps << 'x'
       << sweep.channels << (sweep.acrossLanes ? "l" : "");
    for (int32_t input : sweep.inputs)
      os << (input == sweep.inputs.front() ? ':' : ',') << input;
  }
  for (const RegionCopy &copy : copies) {
    printRegion(os << " c", copy.from);
    printRegion(os << '>', copy.to);
    os << " of " << copy.operand;
  }
  return text;
}
