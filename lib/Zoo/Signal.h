//===- Signal.h - How strong the values of a layer are --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_SIGNAL_H
#define LIB_ZOO_SIGNAL_H

#include "dialects/Network/IR/Network.h"

namespace tenon::zoo {

/// The functions behind a layer. `relu6` is the clamp from 0 to 6.
enum class Activation {
  none,
  relu,
  relu6,
  hardSwish,
  swish,
  hardSigmoid,
  sigmoid,
  tanh,
  leakyRelu,
  elu,
  gelu,
  mish,
};

/// The attribute of an activation; null for `none`.
nn::ActivationAttr getActivationAttr(mlir::MLIRContext *context,
                                     Activation activation);

/// What is expected of a tensor of a network with random weights (mean field
/// theory; Poole et al., "Exponential expressivity in deep neural networks
/// through transient chaos", NeurIPS 2016). Weights are scaled by this, so that
/// no layer is silent or loud however deep the network is.
struct Signal {
  /// Mean of the squares.
  double power = 1;
  /// The part of it that all positions of a channel have in common: the mean of
  /// the products of two positions far from each other.
  double common = 0;
  /// Mean over all channels and positions.
  double mean = 0;
  /// Next to no value is negative: another rectifier changes little.
  bool rectified = false;
};

/// Standard deviation of the inputs of an activation. That of the swishes is
/// large, where they are close to a rectifier: around one, their power grows
/// faster than that of their input, and errors would grow from layer to layer.
double getDeviation(Activation activation);

/// An activation of normal values.
Signal activate(Activation activation, Signal input);

/// The largest of nine values. Of rectified ones, it has about three times the
/// power and 2.4 times the mean; of normal ones, mean and variance are those of
/// order statistics.
Signal maximum(Signal input);

/// What is left of values after their mean over all channels is taken off.
Signal center(Signal input);

/// The mean over so many positions.
Signal average(Signal input, double positions);

} // namespace tenon::zoo

#endif // LIB_ZOO_SIGNAL_H
