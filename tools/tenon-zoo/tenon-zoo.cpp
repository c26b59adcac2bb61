//===- tenon-zoo.cpp - Builds standard architectures ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/MLIRContext.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Zoo/Zoo.h"
#include "llvm/Support/CommandLine.h"

namespace cl = llvm::cl;

namespace {
enum class Format { automatic, nn, onnx };
} // namespace

static int fail(const llvm::Twine &message) {
  tenon::printError("tenon-zoo", message);
  return 1;
}

static int fail(llvm::Error error) {
  return fail(llvm::toString(std::move(error)));
}

int main(int argc, char **argv) {
  tenon::InitTool init(argc, argv);
  cl::OptionCategory category("tenon-zoo");
  cl::opt<std::string> name(cl::Positional, cl::desc("<architecture>"),
                            cl::cat(category));
  cl::opt<std::string> output("o", cl::desc("Output file, - for stdout"),
                              cl::value_desc("file"), cl::init("-"),
                              cl::cat(category));
  cl::opt<int64_t> input("input",
                         cl::desc("Rows and columns of the image, or "
                                  "frames of the sound"),
                         cl::init(0), cl::cat(category));
  cl::opt<int64_t> batch("batch", cl::desc("Images or utterances at once"),
                         cl::init(1), cl::cat(category));
  cl::opt<double> multiplier("multiplier", cl::desc("Factor of all channels"),
                             cl::init(1.0), cl::cat(category));
  cl::opt<int64_t> classes("classes", cl::desc("Number of classes"),
                           cl::init(0), cl::cat(category));
  cl::opt<uint64_t> seed(
      "seed", cl::desc("Seed of the weights, and of the layers of random"),
      cl::init(1), cl::cat(category));
  cl::opt<Format> format(
      "format", cl::desc("What to write:"), cl::init(Format::automatic),
      cl::values(clEnumValN(Format::nn, "nn", "the dialect nn (default)"),
                 clEnumValN(Format::onnx, "onnx",
                            "an ONNX model (default for files .onnx)")),
      cl::cat(category));
  cl::opt<bool> batchNorm("batch-norm",
                          cl::desc("Leave batch normalization unfolded"),
                          cl::cat(category));
  cl::opt<bool> elide("elide-weights", cl::desc("Shapes only, no weights"),
                      cl::cat(category));
  cl::opt<bool> list("list", cl::desc("List the architectures"),
                     cl::cat(category));
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(
      argc, argv, "Builds standard architectures with seeded weights\n");

  if (list) {
    if (llvm::Error error =
            tenon::checkMode(category, "--list", {&list, &output}))
      return fail(std::move(error));
    if (name.getNumOccurrences())
      return fail("expected an architecture or --list, but got both");
    std::string text;
    for (const tenon::ZooEntry &entry : tenon::getZooEntries())
      text += entry.name + ": " + entry.description + "\n";
    if (llvm::Error error = tenon::writeFile(output, text))
      return fail(std::move(error));
    return 0;
  }
  if (name.empty())
    return fail("expected the name of an architecture; --list shows them");
  bool onnx =
      format == Format::onnx || (format == Format::automatic &&
                                 llvm::StringRef(output).ends_with(".onnx"));
  if (elide && name != "random")
    if (llvm::Error error = tenon::checkUnused("--elide-weights", {&seed}))
      return fail(std::move(error));
  if (onnx && elide)
    return fail("expected weights in an ONNX model, but got --elide-weights");
  // 0 stands for what the architecture has.
  if (input.getNumOccurrences() && input == 0)
    return fail("expected an --input above 0, but got 0");
  if (classes.getNumOccurrences() && classes == 0)
    return fail("expected 1 to 1000000 classes, but got 0");
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  tenon::DiagnosticPrinter printer(&context, llvm::errs());
  tenon::ZooOptions options;
  options.input = input;
  options.batch = batch;
  options.multiplier = multiplier;
  options.classes = classes;
  options.seed = seed;
  options.batchNorm = batchNorm;
  options.elideWeights = elide;
  auto module = tenon::buildZooNetwork(name, &context, options);
  if (!module)
    return fail(module.takeError());
  std::string model;
  llvm::raw_string_ostream os(model);
  if (onnx && failed(tenon::exportOnnx(**module, os)))
    return 1;
  auto write = [&](llvm::raw_ostream &file) {
    if (onnx)
      file << model;
    else
      tenon::printModule(**module, file);
  };
  if (llvm::Error error = tenon::writeFile(output, write))
    return fail(std::move(error));
  return 0;
}
