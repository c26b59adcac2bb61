//===- Text.h - Escaping of external names in text --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names in models and files can contain arbitrary bytes: line breaks, sequences
// that move the cursor of a terminal, and bytes that are not UTF-8. All such
// names are escaped with these functions before they are printed.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REPORT_TEXT_H
#define TENON_REPORT_TEXT_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace tenon {

/// The characters that are not escaped, in addition to those that can be
/// displayed.
enum class Keep {
  Nothing,
  /// Line breaks and tabs.
  Lines,
  /// All valid UTF-8.
  Utf8,
};

/// Returns the text with `\xNN` in place of each byte that is not part of a
/// printable UTF-8 character, such as the bytes of control characters.
std::string escapeText(llvm::StringRef text, Keep keep = Keep::Nothing);

/// Removes a UTF-8 character from the front of `rest` and returns it. Returns
/// an empty string if `rest` does not start with one.
llvm::StringRef takeCharacter(llvm::StringRef &rest, uint32_t &code);
/// Returns true if a character can be displayed.
bool isDisplayable(uint32_t code);

/// Returns the number of terminal columns that a text occupies.
size_t getDisplayWidth(llvm::StringRef text);

} // namespace tenon

#endif // TENON_REPORT_TEXT_H
