//===- Format.h - Human-readable numbers ------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REPORT_FORMAT_H
#define TENON_REPORT_FORMAT_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace tenon {

/// Formats an integer with thousands separators: `1,204,113`.
std::string formatCount(int64_t count);
/// Formats a number with a given number of decimals and thousands separators:
/// `1,204.50`.
std::string formatNumber(double number, unsigned decimals);
/// Formats the change from one number to another: `-12.3 %`, `+4.0 %`, `0.0 %`.
/// Returns `n/a` if `before` is 0 or if either number is not finite.
std::string formatChange(double before, double after, unsigned decimals = 1);
/// Formats a cell of a CSV file, with quotes where they are needed. The result
/// is UTF-8 and has no control characters except line breaks and tabs.
std::string quoteCsv(llvm::StringRef cell);
/// Formats a number of bytes with a binary unit: `512 B`, `1.5 KiB`, `20.0
/// MiB`.
std::string formatBytes(int64_t bytes);

} // namespace tenon

#endif // TENON_REPORT_FORMAT_H
