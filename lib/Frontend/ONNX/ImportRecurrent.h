//===- ImportRecurrent.h - Recurrent cells of ONNX --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_FRONTEND_ONNX_IMPORTRECURRENT_H
#define LIB_FRONTEND_ONNX_IMPORTRECURRENT_H

#include "Importer.h"

namespace tenon::onnx_frontend {

/// Reads an LSTM, a GRU or an RNN, one direction after the other.
class CellReader {
public:
  CellReader(Importer &importer, const Node &node)
      : importer(importer), node(node),
        gates(node.getOperator() == "GRU"   ? 3
              : node.getOperator() == "RNN" ? 1
                                            : 4) {}

  llvm::LogicalResult run();

private:
  llvm::LogicalResult check();
  /// The functions of the cells must be the usual ones; an RNN may have others.
  llvm::LogicalResult checkActivations();
  llvm::LogicalResult checkLengths(int64_t steps);
  /// The place of an operand that is cut out of an input.
  mlir::Location getStateLoc(unsigned input);
  /// Rows `begin` and on of direction `d` of an input `[directions, ...]`, in
  /// the order of ONNX; null if the input is absent.
  mlir::Value getPart(unsigned input, int64_t d, int64_t begin, int64_t count);
  /// The initial state of direction `d`, `[N, H]`.
  mlir::Value getState(unsigned input, int64_t d);
  llvm::LogicalResult buildDirection(int64_t d);
  /// The cell of one operation.
  llvm::LogicalResult buildCell(int64_t d, mlir::Value w, mlir::Value r,
                                mlir::Value bias, mlir::Value second);
  /// The steps of an RNN, which there is no operation for.
  llvm::LogicalResult buildSteps(int64_t d, mlir::Value w, mlir::Value r,
                                 mlir::Value bias, mlir::Value second);
  /// One value a direction, put together along a new dimension `axis`.
  mlir::Value join(llvm::ArrayRef<mlir::Value> parts, int64_t axis);
  bool isReverse(int64_t d) const {
    return d == 1 || node.getString("direction", "forward") == "reverse";
  }

  Importer &importer;
  const Node &node;
  int64_t gates, hidden = 0, directions = 1;
  bool isBatchFirst = false;
  mlir::Value x;
  llvm::SmallVector<mlir::Value> sequences, states, cells;
  /// What each direction of an RNN applies.
  llvm::SmallVector<nn::ActivationKind> activations;
};

} // namespace tenon::onnx_frontend

#endif // LIB_FRONTEND_ONNX_IMPORTRECURRENT_H
