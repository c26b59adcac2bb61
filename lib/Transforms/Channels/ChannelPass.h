//===- ChannelPass.h - What passes on channel groups have in common -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_CHANNELS_CHANNELPASS_H
#define LIB_TRANSFORMS_CHANNELS_CHANNELPASS_H

#include "dialects/Interfaces/TunablePass.h"
#include "lib/Transforms/NamePatterns.h"
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

/// How the groups of each function are named; reports a name that is none.
mlir::FailureOr<std::vector<llvm::SmallVector<Named>>>
nameGroups(llvm::ArrayRef<ChannelGroups> groups, const NamePatterns &patterns,
           mlir::ModuleOp module, llvm::StringRef pass);

/// The groups of a module that can change.
std::vector<std::string> getFreeGroups(mlir::Operation *module);

/// Sets the sizes of the groups of a function that are named and not pinned;
/// `groups` has all.
using SetSizes = llvm::function_ref<mlir::LogicalResult(
    mlir::func::FuncOp function, const ChannelGroups &groups,
    llvm::MutableArrayRef<ChosenGroup> chosen)>;

/// Changes the groups that are named, and says in remarks what was `done`, and
/// what was not. Reports names that no group has and names of pinned groups.
mlir::LogicalResult changeGroups(mlir::ModuleOp module, llvm::StringRef pass,
                                 llvm::StringRef done,
                                 const NamePatterns &patterns,
                                 SetSizes setSizes);

/// A pass that gives channel groups other widths: those that its option
/// `groups` names, or all. `Base` is what TableGen made of its definition.
template <typename Base>
class ChannelPass : public Base, public TunablePassInterface {
public:
  using Base::Base;

  std::vector<std::string> domain(llvm::StringRef option,
                                  mlir::Operation *module) const override {
    return option == "groups" ? getFreeGroups(module)
                              : std::vector<std::string>();
  }
  llvm::StringRef namesMadeBy(llvm::StringRef) const override { return ""; }

protected:
  mlir::LogicalResult parseGroups(mlir::MLIRContext *context,
                                  llvm::StringRef text) {
    return patterns.parse(context, this->getArgument(), "groups",
                          "groups or layers", text);
  }
  /// Changes what is named to what setSizes says; `done` is for remarks.
  void changeGroups(llvm::StringRef done) {
    auto set = [this](mlir::func::FuncOp function, const ChannelGroups &groups,
                      llvm::MutableArrayRef<ChosenGroup> chosen) {
      return setSizes(function, groups, chosen);
    };
    if (failed(tenon::changeGroups(this->getOperation(), this->getArgument(),
                                   done, patterns, set)))
      this->signalPassFailure();
  }
  virtual mlir::LogicalResult
  setSizes(mlir::func::FuncOp function, const ChannelGroups &groups,
           llvm::MutableArrayRef<ChosenGroup> chosen) = 0;

private:
  NamePatterns patterns;
};

} // namespace tenon

#endif // LIB_TRANSFORMS_CHANNELS_CHANNELPASS_H
