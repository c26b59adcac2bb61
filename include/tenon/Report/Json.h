//===- Json.h - Reports as JSON ---------------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REPORT_JSON_H
#define TENON_REPORT_JSON_H

#include "llvm/Support/JSON.h"

namespace tenon {

/// A JSON writer that produces valid JSON for all values. Numbers that are not
/// finite, which JSON cannot represent, become `null`. Bytes of names that are
/// not UTF-8 become `\xNN`, and characters that cannot be displayed become
/// `\uNNNN`.
class JsonWriter : public llvm::json::OStream {
public:
  using OStream::OStream;

  void value(double number);
  void value(llvm::StringRef text);
  void value(const std::string &text) { value(llvm::StringRef(text)); }
  void value(const char *text) { value(llvm::StringRef(text)); }
  template <typename T>
  std::enable_if_t<std::is_integral_v<T>> value(T number) {
    OStream::value(number);
  }

  /// Writes an attribute. The key is a name that Tenon defines; the value can
  /// be arbitrary.
  template <typename T>
  void attribute(llvm::StringRef key, const T &contents) {
    attributeBegin(key);
    value(contents);
    attributeEnd();
  }
};

} // namespace tenon

#endif // TENON_REPORT_JSON_H
