//===- OptionModes.h - Options without an effect in a mode ------*- C++ -*-===//
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

/// Checks that all given options have an effect. Fails if an option of
/// `category` is given that is not in `used`, the options that have an effect
/// in `mode`. The message names the first such option of the command line. The
/// caller must check positional arguments.
llvm::Error checkMode(const llvm::cl::OptionCategory &category,
                      const llvm::Twine &mode,
                      llvm::ArrayRef<const llvm::cl::Option *> used);

/// Checks that none of the options in `unused`, which have no effect in `mode`,
/// is given.
llvm::Error checkUnused(const llvm::Twine &mode,
                        llvm::ArrayRef<const llvm::cl::Option *> unused);

} // namespace tenon

#endif // TENON_TOOLING_OPTIONMODES_H
