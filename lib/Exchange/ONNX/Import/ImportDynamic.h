//===- ImportDynamic.h - Quantization with scales of the input  -*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_IMPORT_IMPORTDYNAMIC_H
#define LIB_EXCHANGE_ONNX_IMPORT_IMPORTDYNAMIC_H

#include "Importer.h"

namespace tenon::onnx_frontend {

/// Some of these inputs, scales and zero points, are known at run time only,
/// and each has one element.
bool hasOpenScale(Importer &importer, const Node &node,
                  llvm::ArrayRef<unsigned> inputs);

/// QuantizeLinear and DequantizeLinear with such inputs. `storage` is the type
/// that the model asks for, or null.
llvm::LogicalResult importOpenQuantize(Importer &importer, const Node &node,
                                       mlir::Type storage);
llvm::LogicalResult importOpenDequantize(Importer &importer, const Node &node);

/// Operand `input` as 32-bit integers less such a zero point; a diagnostic and
/// nothing if there is none.
std::optional<Imported> readOpenCentered(Importer &importer, const Node &node,
                                         unsigned input, unsigned zeroPoint);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_IMPORT_IMPORTDYNAMIC_H
