//===- TunablePass.h - What the options of a pass can be --------*- C++ -*-===//
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

/// Implemented by passes whose options range over names or values that depend
/// on the network: the blocks to fuse, for example. Searches resolve
/// `?subset{glob}` holes with it.
class TunablePassInterface {
public:
  virtual ~TunablePassInterface() = default;
  /// Returns what `option` can name in `module`, in a stable order; empty if
  /// the option names nothing.
  virtual std::vector<std::string> domain(llvm::StringRef option,
                                          mlir::Operation *module) const = 0;
  /// Returns the argument of the pass that makes the names of `option`, for
  /// diagnostics; empty if they need no pass.
  virtual llvm::StringRef namesMadeBy(llvm::StringRef option) const = 0;
};

} // namespace tenon

#endif // DIALECTS_INTERFACES_TUNABLEPASS_H
