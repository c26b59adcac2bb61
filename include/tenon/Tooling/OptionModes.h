//===- OptionModes.h - Options that do nothing in a mode --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_OPTIONMODES_H
#define TENON_TOOLING_OPTIONMODES_H

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"

namespace tenon {

/// What a user asks for and does not get is a mistake: fails if an option of
/// `category` is given that is not among `used`, those which do something in
/// `mode`. Names the first one of the command line. Positional arguments are
/// the caller's.
llvm::Error checkMode(const llvm::cl::OptionCategory &category,
                      const llvm::Twine &mode,
                      llvm::ArrayRef<const llvm::cl::Option *> used);

/// The same for single options that do nothing in `mode`.
llvm::Error checkUnused(const llvm::Twine &mode,
                        llvm::ArrayRef<const llvm::cl::Option *> unused);

} // namespace tenon

#endif // TENON_TOOLING_OPTIONMODES_H
