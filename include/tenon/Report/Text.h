//===- Text.h - Names of others in text for people --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names in models and files may hold any bytes: ends of lines, sequences that
// move the cursor of a terminal, bytes that are no UTF-8. All that is printed
// of them goes through here.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REPORT_TEXT_H
#define TENON_REPORT_TEXT_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace tenon {

/// What is left as it is besides what can be displayed.
enum class Keep {
  Nothing,
  /// Ends of lines and tabs.
  Lines,
  /// Everything that is UTF-8.
  Utf8,
};

/// The text with `\xNN` for each byte that is no part of a printable character
/// in UTF-8, such as those of control characters.
std::string escapeText(llvm::StringRef text, Keep keep = Keep::Nothing);

/// Takes a character of UTF-8 from the front of `rest`; nothing if it does not
/// begin with one.
llvm::StringRef takeCharacter(llvm::StringRef &rest, uint32_t &code);
/// True if a character can be displayed.
bool isDisplayable(uint32_t code);

/// How many columns of a terminal a text takes.
size_t getDisplayWidth(llvm::StringRef text);

} // namespace tenon

#endif // TENON_REPORT_TEXT_H
