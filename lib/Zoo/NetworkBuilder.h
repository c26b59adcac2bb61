//===- NetworkBuilder.h - Builds networks layer by layer ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_NETWORKBUILDER_H
#define LIB_ZOO_NETWORKBUILDER_H

#include "Signal.h"
#include "Weights.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "tenon/Zoo/Zoo.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Compiler.h"

namespace tenon::zoo {

/// What is added to a product.
enum class Offset { normalization, bias, none };

/// What surrounds the input of a convolution.
enum class Padding {
  /// Half of the kernel on every side.
  half,
  /// TensorFlow's `same`: no more than the result of `size / stride`, rounded
  /// up, takes; of an odd number more behind than in front.
  same,
  none,
};

/// A convolution of a network under construction.
struct ConvSpec {
  int64_t channels = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  Activation activation = Activation::relu6;
  bool depthwise = false;
  int64_t dilation = 1;
  /// Batch normalization, a bias without it, or neither.
  Offset offset = Offset::normalization;
  /// Standard deviation of the result before the activation; 0 takes what the
  /// activation likes.
  double deviation = 0;
  Padding padding = Padding::half;
  /// Input and result consist of so many parts of channels; the convolution of
  /// a part reads one. Those of depthwise ones follow from the input.
  int64_t groups = 1;
  /// Batch normalization stays an operation of its own whatever the options of
  /// the network say.
  bool keepsNormalization = false;

  static ConvSpec pointwise(int64_t channels, Activation activation) {
    return {channels, 1, 1, activation};
  }
  static ConvSpec depthwiseOf(int64_t kernel, int64_t stride,
                              Activation activation, int64_t dilation = 1) {
    return {0, kernel, stride, activation, true, dilation};
  }
  /// With a bias, and without batch normalization.
  ConvSpec withBias() const {
    ConvSpec spec = *this;
    spec.offset = Offset::bias;
    return spec;
  }
  ConvSpec withDeviation(double value) const {
    ConvSpec spec = *this;
    spec.deviation = value;
    return spec;
  }
};

/// The parameters of a fully connected layer, which several may share.
struct Linear {
  /// `[K, C]`.
  mlir::Value weight;
  /// `[K]`, or null.
  mlir::Value bias;
  /// Standard deviation of the result.
  double deviation = 1;
};

/// Adds layers to a function, with seeded weights. Names of layers are the
/// locations of their operations and begin those of their parameters.
class NetworkBuilder {
public:
  /// The options have an input and a number of classes, not 0.
  NetworkBuilder(mlir::MLIRContext *context, const ZooOptions &options,
                 llvm::StringRef name);

  /// The image, `[batch, input, input, 3]`.
  mlir::Value image();
  /// The input of another kind.
  mlir::Value input(llvm::StringRef name, llvm::ArrayRef<int64_t> shape);
  /// A convolution, batch normalization or bias, and activation.
  mlir::Value conv(mlir::Value x, llvm::StringRef name, const ConvSpec &spec);
  /// A transposed convolution, the result of which has `size * stride` rows;
  /// its padding is that of TensorFlow's `same`.
  mlir::Value convTranspose(mlir::Value x, llvm::StringRef name,
                            const ConvSpec &spec);
  /// `[..., M, C]` times `[..., C, K]`.
  mlir::Value matmul(mlir::Value a, mlir::Value b, llvm::StringRef name);
  /// `[..., C]` to `[..., channels]`, with a bias.
  mlir::Value fullyConnected(mlir::Value x, llvm::StringRef name,
                             int64_t channels,
                             Activation activation = Activation::none,
                             double deviation = 0);
  /// Parameters of a layer that is to read values such as `x`, `[..., C]`.
  Linear linear(llvm::StringRef name, mlir::Value x, int64_t channels,
                double deviation, bool biased);
  mlir::Value apply(const Linear &layer, mlir::Value x, llvm::StringRef name,
                    Activation activation = Activation::none);
  mlir::Value add(mlir::Value a, mlir::Value b, llvm::StringRef name);
  /// Element-wise product; `b` may be broadcast.
  mlir::Value mul(mlir::Value a, mlir::Value b, llvm::StringRef name);
  mlir::Value activation(mlir::Value x, llvm::StringRef name, Activation kind);
  /// Normalization over the last dimension, with scale and offset.
  mlir::Value layerNorm(mlir::Value x, llvm::StringRef name);
  /// Over the last dimension.
  mlir::Value softmax(mlir::Value x, llvm::StringRef name);
  /// Numbers that belong to the structure.
  mlir::Value constant(llvm::ArrayRef<int64_t> shape,
                       llvm::ArrayRef<float> values);
  /// Mean over rows and columns, `[batch, 1, 1, channels]`.
  mlir::Value globalMean(mlir::Value x, llvm::StringRef name);
  /// Mean over the last dimension, which stays with size 1.
  mlir::Value channelMean(mlir::Value x, llvm::StringRef name);
  /// Global mean, an optional convolution of it, and a fully connected layer to
  /// the classes; `[batch, classes]`.
  mlir::Value classify(mlir::Value x, int64_t hidden = 0,
                       Activation activation = Activation::none);
  mlir::Value maxPool(mlir::Value x, llvm::StringRef name, int64_t kernel,
                      int64_t stride);
  /// The mean does not count padding.
  mlir::Value avgPool(mlir::Value x, llvm::StringRef name, int64_t kernel,
                      int64_t stride);
  /// Bilinear interpolation to rows and columns of `size`, corners aligned.
  mlir::Value resize(mlir::Value x, llvm::StringRef name, int64_t size);
  /// The same to any size, in any way.
  mlir::Value resize(mlir::Value x, llvm::StringRef name, int64_t rows,
                     int64_t columns, nn::ResizeMode mode,
                     nn::ResizeCoordinates coordinates);
  /// Where the largest element of the last dimension is.
  mlir::Value argMax(mlir::Value x, llvm::StringRef name);
  mlir::Value broadcast(mlir::Value x, llvm::StringRef name,
                        llvm::ArrayRef<int64_t> shape);
  mlir::Value reshape(mlir::Value x, llvm::StringRef name,
                      llvm::ArrayRef<int64_t> shape);
  mlir::Value concat(llvm::ArrayRef<mlir::Value> parts, llvm::StringRef name,
                     int64_t axis);
  /// Elements `begin` and on of one dimension.
  mlir::Value slice(mlir::Value x, llvm::StringRef name, int64_t axis,
                    int64_t begin, int64_t size);
  mlir::Value transpose(mlir::Value x, llvm::StringRef name,
                        llvm::ArrayRef<int64_t> permutation);
  /// Ends the network.
  mlir::OwningOpRef<mlir::ModuleOp>
  finish(llvm::ArrayRef<std::pair<mlir::Value, std::string>> outputs);

  /// `channels` times the multiplier, by the rule of the MobileNet papers.
  int64_t scaled(int64_t channels) const;
  /// The same for a last layer, which does not shrink below its published width
  /// (Sandler et al., 2018).
  int64_t widened(int64_t channels) const;
  /// The nearest multiple of eight, and not below nine tenths.
  static int64_t makeDivisible(double channels);
  /// Standard deviation of what a residual block adds to `x` if `blocks` of
  /// them follow each other: together they add as much as there was.
  double getBranchDeviation(mlir::Value x, int64_t blocks);
  const ZooOptions &getOptions() const LLVM_LIFETIME_BOUND { return options; }

  static llvm::ArrayRef<int64_t> shapeOf(mlir::Value x);
  static int64_t channelsOf(mlir::Value x);
  static int64_t rowsOf(mlir::Value x) { return sizeOf(x, 1); }
  static int64_t sizeOf(mlir::Value x, int64_t axis);

private:
  mlir::Location at(llvm::StringRef name);
  /// Notes what is expected of a value.
  mlir::Value note(mlir::Value x, Signal signal);
  Signal signalOf(mlir::Value x) const { return signals.lookup(x); }
  mlir::Value parameter(llvm::StringRef name, llvm::ArrayRef<int64_t> shape,
                        llvm::ArrayRef<float> values);
  using MakeProduct = llvm::function_ref<mlir::Value(
      mlir::Value filter, mlir::Value bias, nn::ActivationAttr activation)>;
  /// The parameters of a product, which `make` builds, and what follows it; the
  /// filter makes values of variance one or, without normalization, of the
  /// variance of the result.
  mlir::Value finishProduct(llvm::StringRef name, const ConvSpec &spec,
                            llvm::ArrayRef<int64_t> shape,
                            std::vector<float> filter, Signal input,
                            MakeProduct make);
  mlir::Value normalize(mlir::Value x, llvm::StringRef name,
                        const BatchNorm &norm, Activation activation);

  ZooOptions options;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder b;
  mlir::func::FuncOp function;
  Weights weights;
  llvm::DenseMap<mlir::Value, Signal> signals;
};

} // namespace tenon::zoo

#endif // LIB_ZOO_NETWORKBUILDER_H
