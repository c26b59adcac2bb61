//===- Stages.h - Operations sweep by sweep ---------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FUNCTIONAL_STAGES_H
#define LIB_SIMULATOR_FUNCTIONAL_STAGES_H

#include "mlir/IR/Block.h"
#include "tenon/Interpreter/Operations.h"
#include "llvm/ADT/DenseMap.h"
#include <map>

namespace tenon::values {

/// The computation of one sweep. The arguments of `body` are its inputs, and
/// the last operation computes its result.
struct SweepStage {
  std::unique_ptr<mlir::Block> body;
  /// The operation itself if it consists of one sweep.
  mlir::Operation *whole = nullptr;

  mlir::RankedTensorType getInputType(size_t input) const;
  mlir::RankedTensorType getResultType() const;
  mlir::FailureOr<HostTensor> run(llvm::ArrayRef<HostTensor> inputs,
                                  const OperationRunner &runner) const;
};
using Stages = std::vector<SweepStage>;

/// Returns the sweeps of `op`, in the order of its workload.
Stages getStages(mlir::Operation *op);

/// Element-wise operations on tiles, derived from those on whole tensors.
class TileOps {
public:
  /// Returns `op` for a tile of `pixels` pixels with all channels. Its result,
  /// and the operands with the shape of the result, have the shape `[1, ..,
  /// pixels, .., channels]`.
  mlir::Operation *get(mlir::Operation *op, int64_t pixels);
  /// Returns the type of such a tile.
  static mlir::RankedTensorType getType(mlir::Type tensor, int64_t pixels);

private:
  mlir::Block body;
  std::map<std::pair<mlir::Operation *, int64_t>, mlir::Operation *> made;
};

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_STAGES_H
