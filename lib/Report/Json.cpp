//===- Json.cpp - Reports as JSON -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Json.h"
#include "tenon/Report/Text.h"
#include <cmath>

using namespace tenon;

void JsonWriter::value(double number) {
  if (std::isfinite(number))
    OStream::value(number);
  else
    OStream::value(nullptr);
}

void JsonWriter::value(llvm::StringRef text) {
  OStream::value(escapeText(text, Keep::Utf8));
}
