//===- Unroller.h - The steps of a recurrent cell -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_RECURRENCE_UNROLLER_H
#define LIB_TRANSFORMS_RECURRENCE_UNROLLER_H

#include "dialects/Network/IR/Network.h"

namespace tenon {

/// What the steps of both kinds of cells have in common. Values keep the three
/// dimensions of the sequence: a step of it is some of its rows, and the states
/// of all steps one behind the other are the result.
class Unroller {
public:
  /// `sequence` is the result with all states.
  Unroller(mlir::OpResult sequence, bool isReverse);

protected:
  /// Shares of the input in all gates of all steps, in one product. A second
  /// bias is one more number a channel.
  void projectInput(mlir::Value x, mlir::Value weight, mlir::Value bias,
                    mlir::Value second);
  mlir::Value getInputOfStep(int64_t t) { return slice(projected, 0, t, 1); }
  /// A state `[N, H]` as one step; null if there is none, which means zeros.
  mlir::Value toStep(mlir::Value state);
  mlir::Value fromStep(mlir::Value state);
  /// Calls `step(t)`, which returns the hidden state behind it, in the order
  /// of the cell. Replaces the results for all states and for the last one.
  void runSteps(mlir::Value all, mlir::Value last,
                llvm::function_ref<mlir::Value(int64_t)> step);

  mlir::Value slice(mlir::Value x, int64_t dim, int64_t offset, int64_t size);
  /// `count` gates of products or of a bias, from gate number `first` on.
  mlir::Value getGates(mlir::Value x, int64_t first, int64_t count = 1);
  /// Rows of weights, for `count` gates.
  mlir::Value getRows(mlir::Value weight, int64_t first, int64_t count);
  mlir::Value product(mlir::Value x, mlir::Value weight, mlir::Value bias = {});
  mlir::Value add(mlir::Value a, mlir::Value c) {
    return nn::AddOp::create(b, loc, a, c);
  }
  mlir::Value sub(mlir::Value a, mlir::Value c) {
    return nn::SubOp::create(b, loc, a, c);
  }
  mlir::Value mul(mlir::Value a, mlir::Value c) {
    return nn::MulOp::create(b, loc, a, c);
  }
  mlir::Value sigmoid(mlir::Value x) {
    return activate(x, nn::ActivationKind::sigmoid);
  }
  mlir::Value tanh(mlir::Value x) {
    return activate(x, nn::ActivationKind::tanh);
  }
  mlir::Value activate(mlir::Value x, nn::ActivationKind kind);

  mlir::OpBuilder b;
  mlir::Location loc;
  int64_t steps, rows, size;
  bool isReverse;
  mlir::Value projected;
};

} // namespace tenon

#endif // LIB_TRANSFORMS_RECURRENCE_UNROLLER_H
