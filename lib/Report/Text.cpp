//===- Text.cpp - Untrusted names in text ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Text.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"

using namespace llvm;

namespace tenon {

StringRef takeCharacter(StringRef &rest, uint32_t &code) {
  const auto *begin = reinterpret_cast<const UTF8 *>(rest.data());
  const UTF8 *at = begin;
  if (convertUTF8Sequence(&at, begin + rest.size(), &code, strictConversion) !=
      conversionOK)
    return StringRef();
  StringRef character = rest.take_front(size_t(at - begin));
  rest = rest.drop_front(character.size());
  return character;
}

bool isDisplayable(uint32_t code) {
  return sys::unicode::isPrintable(int(code));
}

static bool isKept(uint32_t code, Keep keep) {
  if (keep == Keep::Utf8 || isDisplayable(code))
    return true;
  return keep == Keep::Lines && (code == '\n' || code == '\t');
}

std::string escapeText(StringRef text, Keep keep) {
  std::string escaped;
  while (!text.empty()) {
    uint32_t code = 0;
    StringRef character = takeCharacter(text, code);
    if (!character.empty() && isKept(code, keep)) {
      escaped += character;
      continue;
    }
    if (character.empty()) {
      character = text.take_front();
      text = text.drop_front();
    }
    for (char c : character) {
      escaped += "\\x";
      escaped += hexdigit(uint8_t(c) >> 4);
      escaped += hexdigit(uint8_t(c) & 15);
    }
  }
  return escaped;
}

size_t getDisplayWidth(StringRef text) {
  int width = sys::unicode::columnWidthUTF8(text);
  return width < 0 ? text.size() : size_t(width);
}

} // namespace tenon
