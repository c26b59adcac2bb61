//===- ChannelPass.h - What passes on channel groups have in common -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_CHANNELPASS_H
#define LIB_TRANSFORMS_CHANNELPASS_H

#include "NamePatterns.h"
#include "dialects/Interfaces/TunablePass.h"
#include "mlir/IR/BuiltinOps.h"
#include "tenon/Analysis/ChannelGroups.h"

namespace tenon {

/// A group that a pass may change, and how its option names it.
struct ChosenGroup {
  const ChannelGroup &group;
  /// Its number among the groups of the function.
  unsigned index;
  Named named;
  /// Units that it gets.
  int64_t size;
};

/// A pass that gives channel groups other widths: those that its option
/// `groups` names, or all.
class ChannelPass : public TunablePassInterface {
public:
  /// The groups that can change.
  std::vector<std::string> domain(llvm::StringRef option,
                                  mlir::Operation *module) const override;
  llvm::StringRef namesMadeBy(llvm::StringRef) const override { return ""; }

protected:
  mlir::LogicalResult parseGroups(mlir::MLIRContext *context,
                                  llvm::StringRef pass, llvm::StringRef text) {
    return patterns.parse(context, pass, "groups", "groups or layers", text);
  }
  /// Changes the groups that are named, and says in remarks what was `done`,
  /// and what was not. Reports names that no group has and names of pinned
  /// groups.
  mlir::LogicalResult changeGroups(mlir::ModuleOp module, llvm::StringRef pass,
                                   llvm::StringRef done);

  /// Sets the sizes of the groups of a function that are named and not pinned;
  /// `groups` has all.
  virtual mlir::LogicalResult
  setSizes(mlir::func::FuncOp function, const ChannelGroups &groups,
           llvm::MutableArrayRef<ChosenGroup> chosen) = 0;

private:
  NamePatterns patterns;
};

/// How the groups of each function are named; reports a name that is none.
mlir::FailureOr<std::vector<llvm::SmallVector<Named>>>
nameGroups(llvm::ArrayRef<ChannelGroups> groups, const NamePatterns &patterns,
           mlir::ModuleOp module, llvm::StringRef pass);

} // namespace tenon

#endif // LIB_TRANSFORMS_CHANNELPASS_H
