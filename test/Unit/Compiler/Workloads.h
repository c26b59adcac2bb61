//===- Workloads.h - Workloads for tests ------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_UNIT_COMPILER_WORKLOADS_H
#define TEST_UNIT_COMPILER_WORKLOADS_H

#include "dialects/Interfaces/Workload.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace tenon::testing {

/// A square convolution with `same` padding and a bias; float tensors.
inline Workload makeConvolution(mlir::MLIRContext *context, int64_t size,
                                int64_t in, int64_t out, int64_t kernel,
                                int64_t stride, int64_t groups = 1) {
  mlir::Type f32 = mlir::Float32Type::get(context);
  Workload w;
  w.kind = WorkloadKind::Convolution;
  w.inHeight = w.inWidth = size;
  w.outHeight = w.outWidth = (size + stride - 1) / stride;
  w.inChannels = in;
  w.outChannels = out;
  w.groups = groups;
  w.kernelHeight = w.kernelWidth = kernel;
  w.strideHeight = w.strideWidth = stride;
  w.padTop = w.padLeft = w.padBottom = w.padRight = kernel / 2;
  w.reads = {TensorRegion::dense({1, size, size, in}, f32),
             TensorRegion::dense({out, kernel, kernel, in / groups}, f32, true),
             TensorRegion::dense({out}, f32, true)};
  w.writes = {TensorRegion::dense({1, w.outHeight, w.outWidth, out}, f32)};
  return w;
}

/// A product of `rows` x `in` activations with parameters.
inline Workload makeMatmul(mlir::MLIRContext *context, int64_t rows, int64_t in,
                           int64_t out) {
  mlir::Type f32 = mlir::Float32Type::get(context);
  Workload w;
  w.kind = WorkloadKind::Matmul;
  w.inWidth = w.outWidth = rows;
  w.inChannels = in;
  w.outChannels = out;
  w.reads = {TensorRegion::dense({rows, in}, f32),
             TensorRegion::dense({out, in}, f32, true)};
  w.writes = {TensorRegion::dense({rows, out}, f32)};
  return w;
}

/// A sum of two tensors of `pixels` x `channels`.
inline Workload makeAdd(mlir::MLIRContext *context, int64_t pixels,
                        int64_t channels) {
  mlir::Type f32 = mlir::Float32Type::get(context);
  Workload w;
  w.kind = WorkloadKind::Vector;
  TensorRegion tensor = TensorRegion::dense({pixels, channels}, f32);
  w.reads = {tensor, tensor};
  w.writes = {tensor};
  w.sweeps = {{"add", pixels, 1, channels, false, {0, 1}}};
  return w;
}

/// A mean over all `pixels`.
inline Workload makeMean(mlir::MLIRContext *context, int64_t pixels,
                         int64_t channels) {
  mlir::Type f32 = mlir::Float32Type::get(context);
  Workload w;
  w.kind = WorkloadKind::Vector;
  w.reads = {TensorRegion::dense({pixels, channels}, f32)};
  w.writes = {TensorRegion::dense({channels}, f32)};
  w.sweeps = {{"add", 1, pixels, channels, false, {0}},
              {"mul", 1, 1, channels, false, {getSweepResult(0)}}};
  return w;
}

} // namespace tenon::testing

#endif // TEST_UNIT_COMPILER_WORKLOADS_H
