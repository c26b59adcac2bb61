//===- TextMutator.cpp - Changes text word by word ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// A changed byte rarely leaves a text that parses. This changes words: one is
// replaced by another of the same text or by an edge of the numbers, is left
// out or said twice.
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include <random>
#include <string_view>
#include <vector>

/// Names with their sigils and dots, numbers, strings, and single characters.
static size_t getWordLength(std::string_view text) {
  auto isName = [](char c) {
    return isalnum(uint8_t(c)) || c == '_' || c == '.' || c == '$';
  };
  size_t length = 1;
  if (text[0] == '"') {
    while (length < text.size() && text[length] != '"')
      ++length;
    return std::min(length + 1, text.size());
  }
  if (isspace(uint8_t(text[0]))) {
    while (length < text.size() && isspace(uint8_t(text[length])))
      ++length;
    return length;
  }
  bool isStart = isName(text[0]) || std::string_view("%#!@^-").find(text[0]) !=
                                        std::string_view::npos;
  while (isStart && length < text.size() && isName(text[length]))
    ++length;
  return length;
}

static std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    size_t length = getWordLength(text);
    words.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

static const char *const numbers[] = {
    "0",     "1",           "-1",       "2",          "3",
    "7",     "8",           "255",      "2147483647", "9223372036854775807",
    "65536", "-2147483648", "1.0e+300", "0x7FC00000", "?"};

static void mutate(std::vector<std::string> &words, std::mt19937 &random) {
  auto pick = [&](size_t count) { return random() % count; };
  size_t at = pick(words.size());
  // Words are chosen again and again until one says something.
  for (int i = 0; i < 8 && isspace(uint8_t(words[at][0])); ++i)
    at = pick(words.size());
  size_t other = pick(words.size());
  switch (pick(6)) {
  case 0:
    words.erase(words.begin() + at);
    return;
  case 1:
    words.insert(words.begin() + at, words[other]);
    return;
  case 2:
    std::swap(words[at], words[other]);
    return;
  case 3:
    for (size_t i = at; i < words.size(); ++i) {
      if (!isdigit(uint8_t(words[i][0])))
        continue;
      words[i] = numbers[pick(std::size(numbers))];
      return;
    }
    return;
  case 4: {
    size_t count = std::min(words.size() - at, pick(20) + 1);
    std::vector<std::string> range(words.begin() + at,
                                   words.begin() + at + count);
    words.insert(words.begin() + other, range.begin(), range.end());
    return;
  }
  default:
    words[at] = words[other];
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize,
                               unsigned seed) {
  std::vector<std::string> words =
      split({reinterpret_cast<const char *>(data), size});
  // A third goes to libFuzzer, which knows the dictionary.
  if (seed % 3 == 0 || words.empty())
    return LLVMFuzzerMutate(data, size, maxSize);
  std::mt19937 random(seed);
  for (size_t i = 0, count = random() % 4 + 1; i < count && !words.empty(); ++i)
    mutate(words, random);
  std::string text;
  for (const std::string &word : words)
    text += word;
  return tenon::fuzz::giveBack(text, data, maxSize);
}
