//===- Picks.h - Loads from computed places ---------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FUNCTIONAL_PICKS_H
#define LIB_SIMULATOR_FUNCTIONAL_PICKS_H

#include "Commands.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::values {

/// Runs the loads of gathers whose indices the network computes. Their
/// addresses in the program stand for places that are not known when it is
/// written; what they read follows from the indices, and from where the store
/// behind each load puts it.
class Picks {
public:
  /// `commands` are those of the program, in its order.
  Picks(Machine &machine, llvm::ArrayRef<mlir::Operation *> commands);

  bool isPick(mlir::Operation *load) const { return tiles.count(load); }
  /// Reports at the load an index that is not there or outside of the tensor.
  mlir::LogicalResult run(engine::LoadOp load);

private:
  /// A tile of a gather: the element of the result that is its first.
  struct Tile {
    const MappedPick *pick;
    int64_t first;
  };

  mlir::FailureOr<HostTensor> getIndices(const MappedPick &pick,
                                         mlir::Operation *op);

  Machine &machine;
  llvm::DenseMap<mlir::Operation *, Tile> tiles;
};

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_PICKS_H
