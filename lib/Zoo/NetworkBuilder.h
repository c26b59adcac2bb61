//===- NetworkBuilder.h - Builds networks layer by layer ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_NETWORKBUILDER_H
#define LIB_ZOO_NETWORKBUILDER_H

#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "tenon/Zoo/Zoo.h"
#include <random>

namespace tenon::zoo {

/// A convolution of a network under construction; pads keep `size / stride`.
struct ConvSpec {
  int64_t channels = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  bool depthwise = false;
  bool activated = true;
};

/// Adds layers to a function, with seeded weights.
class NetworkBuilder {
public:
  NetworkBuilder(mlir::MLIRContext *context, const ZooOptions &options,
                 llvm::StringRef name);

  /// The image, NHWC with three channels.
  mlir::Value input(int64_t size);
  /// A convolution with bias, and ReLU6 behind if activated.
  mlir::Value conv(mlir::Value x, llvm::StringRef name, const ConvSpec &spec);
  mlir::Value fullyConnected(mlir::Value x, llvm::StringRef name,
                             int64_t channels);
  mlir::Value add(mlir::Value a, mlir::Value b, llvm::StringRef name);
  /// Mean over rows and columns, as `[batch, channels]`.
  mlir::Value globalMean(mlir::Value x, llvm::StringRef name);
  mlir::Value reshape(mlir::Value x, llvm::StringRef name,
                      llvm::ArrayRef<int64_t> shape);
  mlir::Value concat(llvm::ArrayRef<mlir::Value> parts, llvm::StringRef name,
                     int64_t axis);
  /// Ends the network.
  mlir::OwningOpRef<mlir::ModuleOp>
  finish(llvm::ArrayRef<std::pair<mlir::Value, std::string>> outputs);

  /// `channels` times the multiplier, by the rule of the MobileNet papers.
  int64_t scaled(int64_t channels) const;
  const ZooOptions &getOptions() const { return options; }

  static int64_t channelsOf(mlir::Value x);
  static int64_t rowsOf(mlir::Value x);

private:
  mlir::Location at(llvm::StringRef name);
  /// A parameter with normal values of this standard deviation.
  mlir::Value parameter(llvm::StringRef name, llvm::ArrayRef<int64_t> shape,
                        double deviation);
  double normal();

  ZooOptions options;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder b;
  mlir::func::FuncOp function;
  std::mt19937_64 random;
};

/// The architectures of the files beside this one.
mlir::OwningOpRef<mlir::ModuleOp> buildMobileNetV2(NetworkBuilder &b);
mlir::OwningOpRef<mlir::ModuleOp> buildSsdLiteMobileNetV2(NetworkBuilder &b);

} // namespace tenon::zoo

#endif // LIB_ZOO_NETWORKBUILDER_H
