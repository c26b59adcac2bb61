//===- Architectures.h - The networks of the zoo --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_ARCHITECTURES_H
#define LIB_ZOO_ARCHITECTURES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace tenon::zoo {

class NetworkBuilder;

/// One function each, in the file of its family; all have a line in the table
/// of Zoo.cpp. Inputs and classes are those of the builder's options.
using BuildFunction = mlir::OwningOpRef<mlir::ModuleOp>(NetworkBuilder &b);

BuildFunction buildDeepLabMobileNetV2;
BuildFunction buildEfficientNetB0;
BuildFunction buildEfficientNetEdgeTpuS;
BuildFunction buildEfficientNetV2B0;
BuildFunction buildEfficientNetV2S;
BuildFunction buildMobileNetEdgeTpu;
BuildFunction buildMobileNetV1;
BuildFunction buildMobileNetV2;
BuildFunction buildMobileNetV3Large;
BuildFunction buildMobileNetV3Small;
BuildFunction buildRandom;
BuildFunction buildResNet18;
BuildFunction buildResNet50;
BuildFunction buildRnntEncoder;
BuildFunction buildSsdLiteMobileNetV2;
BuildFunction buildTransformerEncoder;
BuildFunction buildUNetMobileNetV2;

} // namespace tenon::zoo

#endif // LIB_ZOO_ARCHITECTURES_H
