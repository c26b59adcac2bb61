//===- Factors.cpp - Best split of a filter into two ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include <Eigen/Eigenvalues>
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

using Matrix =
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Returns the column of the best rank-one approximation: the first left
/// singular vector, with the sign for which its largest element is positive.
static Eigen::VectorXd getColumn(const Matrix &matrix) {
  if (!matrix.allFinite())
    return Eigen::VectorXd::Constant(matrix.rows(), std::nan(""));
  Eigen::SelfAdjointEigenSolver<Matrix> solver(matrix * matrix.transpose());
  Eigen::VectorXd column = solver.eigenvectors().rightCols(1);
  Eigen::Index largest;
  column.cwiseAbs().maxCoeff(&largest);
  return column(largest) < 0 ? Eigen::VectorXd(-column) : column;
}

static LogicalResult factor(ParamFactorOp op, ArrayRef<HostTensor> in,
                            HostTensor &out) {
  if (!isFloat(out))
    return failure();
  ArrayRef<int64_t> s = in[0].getShape();
  int64_t rows = s[1] * s[2], columns = s[3];
  Matrix matrix(rows, columns);
  for (int64_t o = 0; o < s[0]; ++o) {
    for (int64_t i = 0; i < rows * columns; ++i)
      matrix.data()[i] = in[0].getDouble(o * rows * columns + i);
    Eigen::VectorXd column = getColumn(matrix);
    bool isExpand = op.getRole() == BlockRole::expand;
    Eigen::VectorXd part =
        isExpand ? Eigen::VectorXd(matrix.transpose() * column) : column;
    for (int64_t i = 0; i < part.size(); ++i)
      out.setDouble(o * part.size() + i, part(i));
  }
  return success();
}

void parameters::addFactorEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamFactorOp>(map, factor);
}
