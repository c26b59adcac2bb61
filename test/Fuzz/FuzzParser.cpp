//===- FuzzParser.cpp - The text of networks and machines -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// Whatever the text is, the parser ends in a module that verifies or in a
// diagnostic. A module prints as text that parses, and cleans up.
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;
using namespace tenon;

static std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // The lexer wants a zero behind the text.
  std::string text(reinterpret_cast<const char *>(data), size);
  // Bytecode is MLIR's own format, and its reader's.
  if (StringRef(text).starts_with("ML\xefR"))
    return 0;
  fuzz::Context context;
  ParserConfig config(context.get());
  auto module = parseSourceString<ModuleOp>(text, config, "fuzz.mlir");
  if (!module) {
    if (context.getReport().empty())
      fuzz::fail("a diagnostic of a text that was refused", context);
    return 0;
  }
  if (!parseSourceString<ModuleOp>(print(*module), config, "printed.mlir"))
    fuzz::fail("a printed module that parses", context);
  if (fuzz::cleanUp(*module) &&
      !parseSourceString<ModuleOp>(print(*module), config, "cleaned.mlir"))
    fuzz::fail("a cleaned module that parses", context);
  return 0;
}
