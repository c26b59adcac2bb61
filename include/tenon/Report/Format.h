//===- Format.h - Numbers for people to read --------------------*- C++ -*-===//
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

/// Groups the digits by thousands: `1,204,113`.
std::string formatCount(int64_t count);
/// Rounds to so many digits after the point and groups those before it:
/// `1,204.50`.
std::string formatNumber(double number, unsigned decimals);
/// The change from one number to another: `-12.3 %`, `+4.0 %`, `0.0 %`; `n/a`
/// if `before` is 0 or either is not finite.
std::string formatChange(double before, double after, unsigned decimals = 1);
/// A cell of a CSV file, between quotes if it needs them, in UTF-8 and with no
/// control characters but ends of lines and tabs.
std::string quoteCsv(llvm::StringRef cell);
/// A number of bytes with a binary unit: `512 B`, `1.5 KiB`, `20.0 MiB`.
std::string formatBytes(int64_t bytes);

} // namespace tenon

#endif // TENON_REPORT_FORMAT_H
