//===- Json.cpp - Reports as JSON -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Json.h"
#include "tenon/Report/Text.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace tenon;

void JsonWriter::value(double number) {
  if (std::isfinite(number))
    OStream::value(number);
  else
    OStream::value(nullptr);
}

/// Writes a character as UTF-16 code units, as required by JSON.
static void writeUnits(llvm::raw_ostream &os, uint32_t code) {
  if (code >= 0x10000) {
    writeUnits(os, 0xd800 + ((code - 0x10000) >> 10));
    code = 0xdc00 + ((code - 0x10000) & 0x3ff);
  }
  os << llvm::format("\\u%04x", code);
}

void JsonWriter::value(llvm::StringRef text) {
  std::string utf8 = escapeText(text, Keep::Utf8);
  rawValue([&](llvm::raw_ostream &os) {
    os << '"';
    uint32_t code = 0;
    for (llvm::StringRef rest = utf8; !rest.empty();) {
      llvm::StringRef character = takeCharacter(rest, code);
      if (code == '"' || code == '\\')
        os << '\\' << character;
      else if (isDisplayable(code))
        os << character;
      else
        writeUnits(os, code);
    }
    os << '"';
  });
}
