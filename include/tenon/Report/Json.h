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

/// Writes JSON that is JSON whatever the values are: numbers that are not
/// finite, for which it has no form, become `null`, and bytes of names that are
/// no UTF-8 `\xNN`. What can not be displayed is spelled `\uNNNN`.
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

  /// The key is one of ours; the value may be anything.
  template <typename T>
  void attribute(llvm::StringRef key, const T &contents) {
    attributeBegin(key);
    value(contents);
    attributeEnd();
  }
};

} // namespace tenon

#endif // TENON_REPORT_JSON_H
