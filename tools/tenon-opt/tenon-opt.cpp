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
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/OutputFiles.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"

using namespace mlir;

/// Pins what the user names before the pipeline runs.
static void pinFirst(MlirOptMainConfig &config, const std::string &names) {
  MlirOptMainConfig rest = config;
  config.setPassPipelineSetupFn([names, rest](PassManager &pm) {
    if (names.find_first_of(" {}()") != std::string::npos) {
      tenon::printError("tenon-opt",
                        "option 'pin': expected names of groups or layers "
                        "separated by commas, but got '" +
                            names + "'");
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

/// Reports a diagnostic again if it has names that cannot be displayed, with
/// what stands for them; fails if it has none.
static LogicalResult reportEscaped(Diagnostic &diagnostic) {
  std::string text = diagnostic.str();
  std::string escaped = tenon::escapeText(text, tenon::Keep::Lines);
  bool isSame = escaped == text;
  std::vector<std::pair<Location, std::string>> notes;
  for (const Diagnostic &note : diagnostic.getNotes()) {
    std::string noteText = note.str();
    notes.emplace_back(note.getLocation(),
                       tenon::escapeText(noteText, tenon::Keep::Lines));
    isSame &= notes.back().second == noteText;
  }
  if (isSame)
    return failure();
  Location loc = diagnostic.getLocation();
  InFlightDiagnostic again =
      loc.getContext()->getDiagEngine().emit(loc, diagnostic.getSeverity());
  again << escaped;
  for (const auto &[place, note] : notes)
    again.attachNote(place) << note;
  return success();
}

/// Has diagnostics of passes go through reportEscaped.
static void escapeNames(MlirOptMainConfig &config) {
  MlirOptMainConfig rest = config;
  config.setPassPipelineSetupFn([rest](PassManager &pm) {
    pm.getContext()->getDiagEngine().registerHandler(reportEscaped);
    return rest.setupPassPipeline(pm);
  });
}

static LogicalResult fail(const Twine &message) {
  tenon::printError("tenon-opt", message);
  return failure();
}

namespace {
/// The configuration of the command line, whose remarks go to a file that gets
/// its name when the run has succeeded.
class Config : public MlirOptMainConfig {
public:
  Config() : MlirOptMainConfig(createFromCLOptions()) {}

  /// The file that remarks go to; empty if they go to none.
  std::string getRemarksFile() const {
    if (!shouldEmitRemarks() ||
        getRemarkFormat() == RemarkFormat::REMARK_FORMAT_STDOUT)
      return std::string();
    if (!remarksOutputFileFlag.empty())
      return remarksOutputFileFlag;
    // As MLIR names it.
    bool isText = getRemarkFormat() == RemarkFormat::REMARK_FORMAT_YAML;
    return isText ? "mlir-remarks.yaml" : "mlir-remarks.bitstream";
  }
  void setRemarksFile(std::string path) {
    remarksOutputFileFlag = std::move(path);
  }
};
} // namespace

/// The value of an option of MLIR that is text.
static std::string getTextOption(StringRef name) {
  llvm::cl::Option *option = llvm::cl::getRegisteredOptions().lookup(name);
  if (!option || !option->getNumOccurrences())
    return std::string();
  return *static_cast<llvm::cl::opt<std::string> *>(option);
}

/// The module may be rewritten in place; no other file is both read and
/// written.
static llvm::Error checkFiles(const Config &config, const std::string &input,
                              const std::string &output) {
  if (!config.getRemarksOutputFile().empty() && config.getRemarksFile().empty())
    return llvm::createStringError(
        "expected remarks that go to a file with --remarks-output-file, but "
        "got none; --remark-format=yaml and --remarks-filter=.* ask for them");
  StringRef crash = "mlir-pass-pipeline-crash-reproducer";
  const tracing::DebugConfig &debug = config.getDebugConfig();
  std::vector<tenon::NamedFile> written = {
      {"--remarks-output-file", config.getRemarksFile()},
      {"--mlir-generate-reproducer", config.getReproducerFilename().str()},
      {("--" + crash).str(), getTextOption(crash)},
      {"--log-actions-to", debug.getLogActionsTo().str()},
      {"--profile-actions-to", debug.getProfileActionsTo().str()}};
  tenon::NamedFile irdl = {"--irdl-file", config.getIrdlFile().str()};
  if (llvm::Error error =
          tenon::checkOutputFiles(written, {{"the input", input}, irdl}))
    return error;
  if (output == "-")
    return llvm::Error::success();
  written.insert(written.begin(), {"-o", output});
  return tenon::checkOutputFiles(written, irdl);
}

/// Runs the passes. Files that were there stay as they were if that fails.
static LogicalResult rewrite(Config &config, DialectRegistry &registry,
                             std::unique_ptr<llvm::MemoryBuffer> module,
                             StringRef output) {
  tenon::FileWriter writer;
  if (std::string remarks = config.getRemarksFile(); !remarks.empty()) {
    llvm::Expected<std::string> reserved = writer.reserve(remarks);
    if (!reserved)
      return fail(llvm::toString(reserved.takeError()));
    config.setRemarksFile(*reserved);
  }
  bool hasRun = true;
  auto run = [&](llvm::raw_ostream &os) {
    hasRun = succeeded(MlirOptMain(os, std::move(module), registry, config));
    return llvm::Error::success();
  };
  llvm::Error error = writer.add(output, run);
  if (!error && hasRun)
    error = writer.keep();
  if (error)
    return fail(llvm::toString(std::move(error)));
  return success(hasRun);
}

static LogicalResult run(int argc, char **argv, DialectRegistry &registry) {
  llvm::cl::list<std::string> pins(
      "pin", llvm::cl::CommaSeparated,
      llvm::cl::desc("Channel groups or layers whose widths stay, separated by "
                     "commas; * matches anything"),
      llvm::cl::value_desc("names"));
  auto [input, output] =
      registerAndParseCLIOptions(argc, argv, "Tenon optimizer\n", registry);
  Config config;
  if (pins.getNumOccurrences())
    pinFirst(config, llvm::join(pins, ","));
  escapeNames(config);
  if (config.shouldShowDialects() || config.shouldListPasses())
    return MlirOptMain(argc, argv, input, output, registry);
  if (llvm::Error error = checkFiles(config, input, output))
    return fail(llvm::toString(std::move(error)));
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(input, &error);
  if (!file)
    return fail(error);
  // Bytecode from a pipe lies anywhere; its weights want to be aligned.
  return rewrite(config, registry, tenon::alignForParser(std::move(file)),
                 output);
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
