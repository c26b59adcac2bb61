//===- Results.cpp - The folder of a search's results ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Results.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
namespace fs = llvm::sys::fs;

static constexpr llvm::StringLiteral kNames[] = {"best.mlir", "best.onnx",
                                                 "best.pipeline", "trials.csv"};

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

ResultFolder::~ResultFolder() {
  if (isMade)
    (void)fs::remove(path);
}

std::string ResultFolder::getPath(StringRef name) const {
  llvm::SmallString<128> full(path);
  llvm::sys::path::append(full, name);
  return full.str().str();
}

llvm::Error ResultFolder::check(ArrayRef<NamedFile> inputs,
                                bool overwrites) const {
  for (StringRef name : kNames) {
    std::string file = getPath(name);
    for (const NamedFile &input : inputs)
      if (bool isSame = false;
          !fs::equivalent(file, input.path, isSame) && isSame)
        return makeError("expected another folder for -o than that of '" +
                         input.path + "', which is read");
    if (!overwrites && fs::exists(file))
      return makeError("expected a folder without results for -o, but got '" +
                       path + "', which has " + name +
                       " of an earlier search; --force overwrites it");
  }
  return llvm::Error::success();
}

llvm::Error ResultFolder::make() {
  isMade = !fs::exists(path);
  std::error_code code =
      fs::create_directories(path, /*IgnoreExisting=*/true, fs::all_all);
  if (!code && !fs::is_directory(path))
    code = std::make_error_code(std::errc::not_a_directory);
  if (!code)
    return llvm::Error::success();
  isMade = false;
  return makeError("cannot make folder '" + path + "': " + code.message());
}

/// The network as an ONNX model.
static LogicalResult writeOnnx(ModuleOp network, raw_ostream &os) {
  PassManager pm(network.getContext());
  pm.addPass(createMaterializeParameters());
  if (failed(pm.run(network)))
    return failure();
  return exportOnnx(network, os);
}

llvm::Error ResultFolder::write(ModuleOp best, bool hasWeights,
                                StringRef pipeline,
                                const SearchResult &result) {
  FileWriter writer;
  auto add = [&](StringRef name,
                 llvm::function_ref<void(raw_ostream &)> write) {
    return writer.add(getPath(name), [&](raw_ostream &os) {
      write(os);
      return llvm::Error::success();
    });
  };
  if (llvm::Error error =
          add("best.mlir", [&](raw_ostream &os) { printModule(best, os); }))
    return error;
  if (llvm::Error error = add("best.pipeline", [&](raw_ostream &os) {
        if (result.isStopped)
          os << "// The best of " << result.trials.size()
             << " trials of a search that was interrupted.\n";
        os << pipeline << '\n';
      }))
    return error;
  if (llvm::Error error = add("trials.csv", [&](raw_ostream &os) {
        writeTrialsCsv(os, result.trials, result.isStopped);
      }))
    return error;
  // A search is worth more than a model that has no ONNX counterpart.
  SmallString<0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  bool isOnnx = hasWeights && succeeded(writeOnnx(best, stream));
  if (isOnnx)
    if (llvm::Error error =
            add("best.onnx", [&](raw_ostream &os) { os << bytes; }))
      return error;
  if (llvm::Error error = writer.keep())
    return error;
  isMade = false;
  // A model of an earlier search would not belong to this network.
  if (std::error_code code =
          isOnnx ? std::error_code() : fs::remove(getPath("best.onnx")))
    return makeError("cannot remove '" + getPath("best.onnx") +
                     "': " + code.message());
  if (hasWeights && !isOnnx)
    return makeError("expected a network that ONNX has; best.onnx was not "
                     "written, all else was");
  return llvm::Error::success();
}
