//===- TextTest.cpp - Tests of names in text and JSON ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Text.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace tenon;

namespace {

TEST(Text, LeavesWhatCanBeDisplayed) {
  for (const char *text : {"", "conv1/bn", "größe 层 🙂", "a\\x1Bb", "100 %"})
    EXPECT_EQ(escapeText(text), text);
}

TEST(Text, EscapesControls) {
  EXPECT_EQ(escapeText("a\x1b[2Jb"), "a\\x1B[2Jb");
  EXPECT_EQ(escapeText("a\nb\r\tc\x7f"), "a\\x0Ab\\x0D\\x09c\\x7F");
  EXPECT_EQ(escapeText(llvm::StringRef("a\0b", 3)), "a\\x00b");
  // Controls above ASCII, and marks that turn the direction of text.
  EXPECT_EQ(escapeText("\u009b2J"), "\\xC2\\x9B2J");
  EXPECT_EQ(escapeText("a\u202eb"), "a\\xE2\\x80\\xAEb");
}

TEST(Text, EscapesBytesThatAreNoUtf8) {
  EXPECT_EQ(escapeText("caf\xe9"), "caf\\xE9");
  EXPECT_EQ(escapeText("\xc3"), "\\xC3");
  // A long form of a slash, a surrogate, and what is cut off.
  EXPECT_EQ(escapeText("\xc0\xaf"), "\\xC0\\xAF");
  EXPECT_EQ(escapeText("\xed\xa0\x80"), "\\xED\\xA0\\x80");
  EXPECT_EQ(escapeText("\xe2\x82"), "\\xE2\\x82");
  EXPECT_EQ(escapeText("\xff\u00e9"), "\\xFF\u00e9");
}

TEST(Text, KeepsWhatIsAskedFor) {
  EXPECT_EQ(escapeText("a\n\tb\x1b\xff", Keep::Lines), "a\n\tb\\x1B\\xFF");
  EXPECT_EQ(escapeText("a\n\x1b\xff", Keep::Utf8), "a\n\x1b\\xFF");
  EXPECT_EQ(quoteCsv("a\nb\x1b"), "\"a\nb\\x1B\"");
  EXPECT_EQ(quoteCsv("a\xff"), "a\\xFF");
}

TEST(Json, IsJsonWhateverTheValuesAre) {
  std::string text;
  llvm::raw_string_ostream os(text);
  JsonWriter json(os);
  json.object([&] {
    json.attribute("nan", std::nan(""));
    json.attribute("infinite", -HUGE_VAL);
    json.attribute("number", 0.5);
    json.attribute("count", int64_t(7));
    json.attribute("isNear", true);
    json.attribute("name", std::string("a\x1b\xff"));
    json.attribute("other", "\"\\\n\x7f\u202e\U000e0001é");
    json.attributeArray("list", [&] { json.value(HUGE_VAL); });
  });
  EXPECT_EQ(text, "{\"nan\":null,\"infinite\":null,\"number\":0.5,"
                  "\"count\":7,\"isNear\":true,"
                  "\"name\":\"a\\u001b\\\\xFF\","
                  "\"other\":\"\\\"\\\\\\u000a\\u007f\\u202e\\udb40\\udc01é\","
                  "\"list\":[null]}");
}

} // namespace
