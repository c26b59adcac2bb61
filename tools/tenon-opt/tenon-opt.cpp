//===- tenon-opt.cpp - Runs passes on networks and programs ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "tenon/Registration/Registration.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/InitTool.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;

/// Pins what the user names before the pipeline runs.
static void pinFirst(MlirOptMainConfig &config, const std::string &names) {
  MlirOptMainConfig rest = config;
  config.setPassPipelineSetupFn([names, rest](PassManager &pm) {
    if (names.find_first_of(" {}()") != std::string::npos) {
      llvm::errs()
          << "tenon-opt: error: option 'pin': expected names of groups "
             "or layers separated by commas, but got '"
          << names << "'\n";
      return failure();
    }
    if (failed(rest.setupPassPipeline(pm)))
      return failure();
    // A pass can only be appended, but a pipeline is a text.
    std::string text;
    llvm::raw_string_ostream stream(text);
    pm.printAsTextualPipeline(stream);
    text = StringRef(text).split('(').second.str();
    text = "builtin.module(nn-pin-channels{groups=" + names + "}" +
           (text == ")" ? "" : ",") + text;
    FailureOr<OpPassManager> whole = parsePassPipeline(text);
    if (failed(whole))
      return failure();
    static_cast<OpPassManager &>(pm) = std::move(*whole);
    return success();
  });
}

static LogicalResult run(int argc, char **argv, DialectRegistry &registry) {
  llvm::cl::list<std::string> pins(
      "pin", llvm::cl::CommaSeparated,
      llvm::cl::desc("Channel groups or layers whose widths stay, separated by "
                     "commas; * matches anything"),
      llvm::cl::value_desc("names"));
  auto [input, output] =
      registerAndParseCLIOptions(argc, argv, "Tenon optimizer\n", registry);
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  if (pins.getNumOccurrences())
    pinFirst(config, llvm::join(pins, ","));
  if (config.shouldShowDialects() || config.shouldListPasses())
    return MlirOptMain(argc, argv, input, output, registry);
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(input, &error);
  std::unique_ptr<llvm::ToolOutputFile> result;
  if (file)
    result = openOutputFile(output, &error);
  if (!result) {
    llvm::errs() << "tenon-opt: error: " << error << '\n';
    return failure();
  }
  // Bytecode from a pipe lies anywhere; its weights want to be aligned.
  file = tenon::alignForParser(std::move(file));
  if (failed(MlirOptMain(result->os(), std::move(file), registry, config)))
    return failure();
  result->os().flush();
  if (std::error_code failure = result->os().error()) {
    result->os().clear_error();
    llvm::errs() << "tenon-opt: error: can not write '" << output
                 << "': " << failure.message() << '\n';
    return mlir::failure();
  }
  result->keep();
  return success();
}

int main(int argc, char **argv) {
  tenon::InitTool init(argc, argv);
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerAllPasses();
  tenon::registerAllDialects(registry);
  tenon::registerAllPasses();
  return asMainReturnCode(run(argc, argv, registry));
}
