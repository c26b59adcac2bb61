//===- ImportRecurrent.h - Recurrent cells of ONNX --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_OPERATORS_IMPORTRECURRENT_H
#define LIB_EXCHANGE_ONNX_OPERATORS_IMPORTRECURRENT_H

#include "lib/Exchange/ONNX/Import/Importer.h"
#include <optional>

namespace tenon::onnx_frontend {

/// A function of a cell, by its name in ONNX, with its constants.
struct CellFunction {
  std::string name;
  float alpha, beta;
};

/// What is not usual about a cell: no operation of the network has it, so its
/// steps are written out.
struct CellOptions {
  /// The functions of each direction, one behind the other.
  llvm::SmallVector<CellFunction> functions;
  /// The largest input of a function; nothing if there is no bound.
  std::optional<float> clip;
  /// The forget gate is what the input gate leaves.
  bool coupled = false;
  /// The number of steps of each sequence; empty if they are all equal.
  std::vector<int64_t> lengths;
};

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
  llvm::LogicalResult checkShapes();
  llvm::LogicalResult readFunctions();
  llvm::LogicalResult readLengths();
  /// An LSTM or a GRU with the usual functions.
  bool isUsual() const;
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
  /// The steps of a cell that there is no operation for.
  llvm::LogicalResult buildSteps(int64_t d, mlir::Value w, mlir::Value bias);
  /// Appends steps of zeros to a sequence of fewer steps than the input has.
  mlir::Value padSteps(mlir::Value sequence);
  /// One value a direction, put together along a new dimension `axis`.
  mlir::Value join(llvm::ArrayRef<mlir::Value> parts, int64_t axis);
  bool isReverse(int64_t d) const {
    return d == 1 || node.getString("direction", "forward") == "reverse";
  }

  friend class CellSteps;

  Importer &importer;
  const Node &node;
  int64_t gates, hidden = 0, directions = 1;
  /// Steps of the input, and those that are computed.
  int64_t steps = 0, used = 0;
  bool isBatchFirst = false;
  CellOptions options;
  mlir::Value x;
  llvm::SmallVector<mlir::Value> sequences, states, cells;
};

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_OPERATORS_IMPORTRECURRENT_H
