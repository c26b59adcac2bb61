//===- Picks.h - Loads from computed addresses ------------------*- C++ -*-===//
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

/// Runs the loads of gathers with computed indices. The addresses of these
/// loads in the program are placeholders. The elements that a load reads follow
/// from the indices and from the address of the store after it.
class Picks {
public:
  /// `commands` must contain the commands of the program in order.
  Picks(Machine &machine, llvm::ArrayRef<mlir::Operation *> commands);

  bool isPick(mlir::Operation *load) const { return tiles.count(load); }
  /// Runs a load. Reports an error at the load if an index was not written or
  /// is out of range.
  mlir::LogicalResult run(engine::LoadOp load);

private:
  /// A tile of a gather, with the index of its first element in the result.
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
