//===- FreeField.cpp - Fields of machines that are fitted -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Fit.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace tenon;
using namespace tenon::calibration;
using llvm::StringRef;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Maximum value of all numbers of a machine.
static constexpr int64_t maxValue = int64_t(1) << 30;

/// Sets the values from `start` down to `low` and up to `high` in steps of
/// about one eighth, rounded to integers.
static void setValues(FreeField &field, int64_t start, int64_t low,
                      int64_t high) {
  for (int64_t value = start; value > low;) {
    value = std::max(low, std::min(value - 1, value * 8 / 9));
    field.values.push_back(value);
  }
  std::reverse(field.values.begin(), field.values.end());
  field.start = field.values.size();
  field.values.push_back(start);
  for (int64_t value = start; value < high;) {
    value = std::min(high, std::max(value + 1, value * 9 / 8));
    field.values.push_back(value);
  }
}

llvm::Expected<FreeField>
tenon::calibration::parseFreeField(StringRef text,
                                   const engine::Machine &machine) {
  auto [name, range] = text.split('=');
  FreeField field;
  field.name = name.trim().str();
  std::vector<std::string> names = engine::getFieldNames();
  // A share is not an integer.
  llvm::erase(names, "dram.share");
  if (!llvm::is_contained(names, field.name))
    return makeError("expected one of " + llvm::join(names, ", ") +
                     ", but got '" + field.name + "'");
  int64_t start(*engine::getField(machine, field.name));
  int64_t low = (start + 3) / 4, high = std::max<int64_t>(start * 4, 4);
  if (text.contains('=')) {
    auto [first, last] = range.split("..");
    if (first.trim().getAsInteger(10, low) ||
        last.trim().getAsInteger(10, high) || low < 0 || high > maxValue ||
        low > high)
      return makeError("expected a range 'low..high' of '" + field.name +
                       "', but got '" + range + "'");
    if (start < low || start > high)
      return makeError("expected a range of '" + field.name +
                       "' that holds the " + llvm::Twine(start) +
                       " of the machine, but got '" + range + "'");
  }
  setValues(field, start, low, high);
  return field;
}
