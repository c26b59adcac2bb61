//===- Format.cpp - Numbers in reports ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Format.h"
#include "tenon/Report/Text.h"
#include <cmath>
#include <fmt/format.h>

namespace tenon {

/// Inserts commas between groups of digits before the point.
static std::string groupDigits(std::string number) {
  size_t first = number.find_first_of("0123456789");
  size_t point = std::min(number.find('.'), number.size());
  if (first != std::string::npos)
    for (size_t i = point; i > first + 3;) {
      i -= 3;
      number.insert(i, 1, ',');
    }
  return number;
}

/// Prints a number; zero has no sign.
static std::string formatFixed(double number, unsigned decimals) {
  std::string text = fmt::format("{:.{}f}", number, decimals);
  if (text.front() == '-' &&
      text.find_first_of("123456789") == std::string::npos)
    text.erase(0, 1);
  return text;
}

std::string formatCount(int64_t count) {
  return groupDigits(std::to_string(count));
}

std::string formatNumber(double number, unsigned decimals) {
  if (!std::isfinite(number))
    return "n/a";
  return groupDigits(formatFixed(number, decimals));
}

std::string formatChange(double before, double after, unsigned decimals) {
  double percent = (after - before) / std::abs(before) * 100;
  if (!std::isfinite(percent))
    return "n/a";
  std::string text = formatFixed(percent, decimals);
  bool isPositive = text.front() != '-' &&
                    text.find_first_of("123456789") != std::string::npos;
  return (isPositive ? "+" : "") + groupDigits(text) + " %";
}

std::string formatBytes(int64_t bytes) {
  static constexpr const char *units[] = {"KiB", "MiB", "GiB", "TiB"};
  double size = std::abs(static_cast<double>(bytes));
  if (size < 1024)
    return groupDigits(std::to_string(bytes)) + " B";
  size_t unit = 0;
  size /= 1024;
  // Numbers that round to 1024.0 belong to the next unit.
  for (; unit + 1 < std::size(units) && size >= 1023.95; ++unit)
    size /= 1024;
  return formatNumber(bytes < 0 ? -size : size, 1) + " " + units[unit];
}

std::string quoteCsv(llvm::StringRef cell) {
  std::string text = escapeText(cell, Keep::Lines);
  if (text.find_first_of(",\"\r\n") == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"')
      quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

} // namespace tenon
