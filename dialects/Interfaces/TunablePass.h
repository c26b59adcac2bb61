//===- TunablePass.h - Values of the options of a pass ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_TUNABLEPASS_H
#define DIALECTS_INTERFACES_TUNABLEPASS_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace tenon {

/// An interface for passes with options whose names or values depend on the
/// network, for example the blocks to fuse. Searches use it to resolve
/// `?subset{glob}` holes.
class TunablePassInterface {
public:
  virtual ~TunablePassInterface() = default;
  /// Returns the names that `option` accepts for `module`, in a stable order;
  /// empty if the option does not accept names.
  virtual std::vector<std::string> domain(llvm::StringRef option,
                                          mlir::Operation *module) const = 0;
  /// Returns the argument of the pass that creates the names of `option`, for
  /// diagnostics; empty if no pass is needed.
  virtual llvm::StringRef namesMadeBy(llvm::StringRef option) const = 0;
};

} // namespace tenon

#endif // DIALECTS_INTERFACES_TUNABLEPASS_H
