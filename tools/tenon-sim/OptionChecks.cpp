//===- OptionChecks.cpp - Whether options make sense together -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OptionChecks.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Tooling/OutputFiles.h"

using namespace mlir;
using namespace tenon;

/// An option that is there but empty is a mistake, for example of a script.
static LogicalResult checkGiven(const llvm::cl::opt<std::string> &option,
                                StringRef what) {
  if (option.getNumOccurrences() && option.empty())
    return fail("expected " + what + " for " +
                (option.ArgStr.size() == 1 ? "-" : "--") + option.ArgStr +
                ", but got nothing");
  return success();
}

static LogicalResult checkFiles(const Options &options) {
  std::vector<NamedFile> outputs = {{"-o", options.output},
                                    {"--trace", options.trace}};
  llvm::append_range(outputs, getNamedFiles("--output", options.outputs));
  std::vector<NamedFile> inputs = {{"", options.input},
                                   {"--engine", options.engine},
                                   {"--compare", options.compare},
                                   {"--topology", options.topology}};
  llvm::append_range(inputs, getNamedFiles("--input", options.inputs));
  llvm::append_range(inputs, options.network.getFiles());
  if (llvm::Error error = checkOutputFiles(outputs, inputs))
    return fail(llvm::toString(std::move(error)));
  return success();
}

/// Options that do nothing for what is asked for; those of timing always do.
static llvm::Error checkUnusedOptions(const Options &o) {
  SmallVector<const llvm::cl::Option *> used = {&o.engine, &o.report,
                                                &o.output};
  for (StringRef name : {"mlir-timing", "mlir-timing-display"})
    used.push_back(llvm::cl::getRegisteredOptions().lookup(name));
  if (!o.topology.empty()) {
    used.append({&o.topology, &o.dataflow, &o.type, &o.mode, &o.trace, &o.power,
                 &o.criticalPath, &o.hazards});
    return checkMode(o.category, "--topology", used);
  }
  llvm::append_range(used, o.network.getOptions());
  used.append({&o.type, &o.mode, &o.hazards, &o.byLayer, &o.cascades});
  if (!o.sweep.empty()) {
    used.push_back(&o.sweep);
    return checkMode(o.category, "--sweep", used);
  }
  if (!o.compare.empty()) {
    used.push_back(&o.compare);
    return checkMode(o.category, "--compare", used);
  }
  return llvm::Error::success();
}

LogicalResult tenon::checkOptions(const Options &options) {
  if (options.listEngines) {
    llvm::Error error = checkMode(options.category, "--list-engines",
                                  {&options.listEngines, &options.output});
    if (error)
      return fail(llvm::toString(std::move(error)));
    if (options.input.getNumOccurrences())
      return fail("expected a network or --list-engines, but got both");
    return checkFiles(options);
  }
  if (failed(checkGiven(options.sweep, "'name=value,value,...'")) ||
      failed(checkGiven(options.compare, "a network")) ||
      failed(checkGiven(options.trace, "a file")) ||
      failed(checkGiven(options.topology, "a file")) ||
      failed(checkGiven(options.output, "a file")))
    return failure();
  if (int(!options.topology.empty()) + !options.sweep.empty() +
          !options.compare.empty() >
      1)
    return fail("expected one of --topology, --sweep and --compare, but got "
                "several");
  if (!options.trace.empty() &&
      (!options.sweep.empty() || !options.compare.empty()))
    return fail("expected one run for --trace, but got several");
  StringRef several = !options.sweep.empty()     ? "--sweep"
                      : !options.compare.empty() ? "--compare"
                                                 : "";
  for (auto [given, option] :
       {std::pair(options.power != 0, "--power"),
        std::pair(bool(options.criticalPath), "--critical-path"),
        std::pair(bool(options.smallestSram), "--smallest-sram")})
    if (given && !several.empty())
      return fail("expected one run for " + Twine(option) + ", but got " +
                  several);
  if (llvm::Error error = checkUnusedOptions(options))
    return fail(llvm::toString(std::move(error)));
  return checkFiles(options);
}
