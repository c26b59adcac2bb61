//===- Plugin.cpp - Tenon's dialects and passes for any MLIR tool -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"
#include "tenon/InitAll.h"

static constexpr const char *kName = "Tenon";

/// A tool may load the plugin for its dialects, for its passes or for both, but
/// pipelines must not be registered twice.
static void registerPasses() {
  static const bool isRegistered = (tenon::registerAllPasses(), true);
  (void)isRegistered;
}

extern "C" LLVM_ATTRIBUTE_WEAK mlir::DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, kName, TENON_VERSION,
          [](mlir::DialectRegistry *registry) {
            tenon::registerAllDialects(*registry);
            registerPasses();
          }};
}

extern "C" LLVM_ATTRIBUTE_WEAK mlir::PassPluginLibraryInfo
mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, kName, TENON_VERSION, registerPasses};
}
