//===- ResizeChannels.h - Gives channel groups other sizes ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_CHANNELS_RESIZECHANNELS_H
#define LIB_TRANSFORMS_CHANNELS_RESIZECHANNELS_H

#include "tenon/Analysis/ChannelGroups.h"

namespace tenon {

/// Gives group i of `groups` the size `sizes[i]`, all over `function`: types of
/// values, attributes that depend on them, and expressions over parameters,
/// which keep the channels that matter most or get zeros behind. Returns how
/// many groups changed. Reports for `pass` a tensor that would have more than
/// 2^32 elements; nothing changes then.
mlir::FailureOr<unsigned> resizeChannels(mlir::func::FuncOp function,
                                         const ChannelGroups &groups,
                                         llvm::ArrayRef<int64_t> sizes,
                                         llvm::StringRef pass);

} // namespace tenon

#endif // LIB_TRANSFORMS_CHANNELS_RESIZECHANNELS_H
