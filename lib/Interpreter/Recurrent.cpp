//===- Recurrent.cpp - Recurrent cells ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Product.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

template <typename T>
static T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

/// Returns the operand as a matrix of rows, or zeros if it is absent.
template <typename T>
static Matrix<T> getMatrix(Value value, Operation *op, Frame &frame,
                           int64_t rows, int64_t columns) {
  Matrix<T> matrix = Matrix<T>::Zero(rows, columns);
  if (!value)
    return matrix;
  for (OpOperand &operand : op->getOpOperands())
    if (operand.get() == value) {
      Elements<T> x(frame.operands[operand.getOperandNumber()]);
      return mapMatrix(x.get(), rows, columns, columns);
    }
  return matrix;
}

template <typename T>
static HostTensor toTensor(const Matrix<T> &matrix, RankedTensorType type) {
  Output<T> out(type);
  std::copy(matrix.data(), matrix.data() + matrix.size(), out.get());
  return out.take();
}

/// Runs all steps of a cell with `h.rows()` sequences. Calls `step(t)`, which
/// updates the state `h`, in the direction of the cell. Returns the states by
/// time.
template <typename T, typename Step>
static Matrix<T> runSteps(int64_t steps, bool reverse, Matrix<T> &h,
                          Step step) {
  Matrix<T> sequence(steps * h.rows(), h.cols());
  for (int64_t i = 0; i < steps; ++i) {
    int64_t t = reverse ? steps - 1 - i : i;
    step(t);
    sequence.middleRows(t * h.rows(), h.rows()) = h;
  }
  return sequence;
}

template <typename T>
static void lstmStep(const Matrix<T> &gates, const Matrix<T> &peephole,
                     Matrix<T> &h, Matrix<T> &c) {
  int64_t size = h.cols();
  for (int64_t n = 0; n < h.rows(); ++n)
    for (int64_t k = 0; k < size; ++k) {
      T i = sigmoid(gates(n, k) + peephole(0, k) * c(n, k));
      T f =
          sigmoid(gates(n, 2 * size + k) + peephole(0, 2 * size + k) * c(n, k));
      c(n, k) = f * c(n, k) + i * std::tanh(gates(n, 3 * size + k));
      T o = sigmoid(gates(n, size + k) + peephole(0, size + k) * c(n, k));
      h(n, k) = o * std::tanh(c(n, k));
    }
}

template <typename T>
static void runLstm(nn::LstmOp op, Frame &frame) {
  Shape shape = typeOf(op.getSequence()).getShape();
  int64_t steps = shape[0], rows = shape[1], size = shape[2];
  int64_t in = typeOf(op.getInput()).getDimSize(2);
  auto get = [&](Value value, int64_t m, int64_t n) {
    return getMatrix<T>(value, op, frame, m, n);
  };
  Matrix<T> w = get(op.getWeight(), 4 * size, in);
  Matrix<T> r = get(op.getRecurrent(), 4 * size, size);
  Matrix<T> bias = get(op.getBias(), 1, 4 * size);
  bias += get(op.getRecurrentBias(), 1, 4 * size);
  Matrix<T> h = get(op.getInitialHidden(), rows, size);
  Matrix<T> c = get(op.getInitialCell(), rows, size);
  Matrix<T> peephole = get(op.getPeephole(), 1, 3 * size);
  Elements<T> x(frame.operands[0]);
  auto step = [&](int64_t t) {
    Matrix<T> gates =
        mapMatrix(x.get() + t * rows * in, rows, in, in) * w.transpose() +
        h * r.transpose();
    gates.rowwise() += bias.row(0);
    lstmStep(gates, peephole, h, c);
  };
  Matrix<T> sequence = runSteps(steps, op.getReverse(), h, step);
  frame.results.push_back(toTensor(sequence, typeOf(op.getSequence())));
  frame.results.push_back(toTensor(h, typeOf(op.getHidden())));
  frame.results.push_back(toTensor(c, typeOf(op.getCell())));
}

template <typename T>
static void runGru(nn::GruOp op, Frame &frame) {
  Shape shape = typeOf(op.getSequence()).getShape();
  int64_t steps = shape[0], rows = shape[1], size = shape[2];
  int64_t in = typeOf(op.getInput()).getDimSize(2);
  auto get = [&](Value value, int64_t m, int64_t n) {
    return getMatrix<T>(value, op, frame, m, n);
  };
  Matrix<T> w = get(op.getWeight(), 3 * size, in);
  Matrix<T> r = get(op.getRecurrent(), 3 * size, size);
  Matrix<T> wb = get(op.getBias(), 1, 3 * size);
  Matrix<T> rb = get(op.getRecurrentBias(), 1, 3 * size);
  Matrix<T> h = get(op.getInitialHidden(), rows, size);
  Elements<T> x(frame.operands[0]);
  auto sigma = [](T v) { return sigmoid(v); };
  auto step = [&](int64_t t) {
    Matrix<T> a =
        mapMatrix(x.get() + t * rows * in, rows, in, in) * w.transpose();
    a.rowwise() += wb.row(0);
    Matrix<T> b = h * r.transpose();
    b.rowwise() += rb.row(0);
    Matrix<T> z = (a + b).leftCols(size).unaryExpr(sigma);
    Matrix<T> reset = (a + b).middleCols(size, size).unaryExpr(sigma);
    Matrix<T> candidate = a.rightCols(size);
    if (op.getLinearBeforeReset()) {
      candidate += reset.cwiseProduct(b.rightCols(size));
    } else {
      candidate += reset.cwiseProduct(h) * r.bottomRows(size).transpose();
      candidate.rowwise() += rb.row(0).tail(size);
    }
    candidate = candidate.unaryExpr([](T v) { return T(std::tanh(v)); });
    h = (candidate + z.cwiseProduct(h - candidate)).eval();
  };
  Matrix<T> sequence = runSteps(steps, op.getReverse(), h, step);
  frame.results.push_back(toTensor(sequence, typeOf(op.getSequence())));
  frame.results.push_back(toTensor(h, typeOf(op.getHidden())));
}

/// Runs a cell with the precision of its elements.
template <typename OpTy, typename Float, typename Double>
static LogicalResult runCell(Operation *op, Frame &frame, Float asFloat,
                             Double asDouble) {
  auto cell = cast<OpTy>(op);
  Type type = typeOf(cell.getInput()).getElementType();
  if (!isa<FloatType>(type))
    return emitError(op->getLoc())
           << "'" << op->getName() << "' on elements of "
           << "type " << type << " cannot be executed";
  type.isF64() ? asDouble(cell, frame) : asFloat(cell, frame);
  return success();
}

void interpreter::addRecurrentKernels(KernelMap &kernels) {
  kernels["nn.lstm"] = [](Operation *op, Frame &frame) {
    return runCell<nn::LstmOp>(op, frame, runLstm<float>, runLstm<double>);
  };
  kernels["nn.gru"] = [](Operation *op, Frame &frame) {
    return runCell<nn::GruOp>(op, frame, runGru<float>, runGru<double>);
  };
}
