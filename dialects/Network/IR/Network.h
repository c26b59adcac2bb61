//===- Network.h - The nn dialect -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_NETWORK_H
#define DIALECTS_NETWORK_IR_NETWORK_H

#include "dialects/Interfaces/Interfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace tenon::nn {

/// Verifies that all operands of a parameter expression are parameters, because
/// it is evaluated before the network runs.
llvm::LogicalResult verifyParameterExpression(mlir::Operation *op);

/// A trait of operations that are evaluated before the network runs.
template <typename ConcreteType>
class ParameterExpression
    : public mlir::OpTrait::TraitBase<ConcreteType, ParameterExpression> {
public:
  static llvm::LogicalResult verifyTrait(mlir::Operation *op) {
    return verifyParameterExpression(op);
  }
};

/// Name of the attribute that holds the `#nn.block` of an operation.
inline constexpr llvm::StringLiteral kBlockAttrName = "nn.block";
/// Name of the attribute that marks an operation whose number of channels must
/// not change.
inline constexpr llvm::StringLiteral kPinAttrName = "nn.pin";
/// Name of the argument and result attribute that holds the name of an input or
/// output in the model.
inline constexpr llvm::StringLiteral kNameAttrName = "nn.name";

/// Returns true if all sizes are positive and there are at most 2^32 elements.
bool isSupportedShape(llvm::ArrayRef<int64_t> shape);

/// Returns true if `type` is a tensor of a supported shape and element type.
/// Supported element types are f16, bf16, f32, f64, i1, and integers of 8 to 64
/// bits, where signless integers are signed. With `quantized`, uniform
/// quantized types of 8, 16 or 32 bits are supported as well.
bool isSupportedType(mlir::Type type, bool quantized);

/// Returns the name in a location, or the first name if several locations were
/// fused; empty if there is none. The nodes of a model are represented by such
/// locations.
std::string getLocName(mlir::Location loc);

/// Returns true if the value is a parameter or is computed from parameters
/// only.
bool isParameter(mlir::Value value);

} // namespace tenon::nn

#include "dialects/Network/IR/NetworkDialect.h.inc"

#include "dialects/Network/IR/NetworkEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/Network/IR/NetworkAttributes.h.inc"

#define GET_OP_CLASSES
#include "dialects/Network/IR/NetworkOps.h.inc"

namespace tenon::nn {

/// Returns the position in the input of element `i` of a resampled dimension
/// with `in` elements in the input and `out` elements in the result; see
/// `nn.resize`.
double getResizePosition(ResizeCoordinates coordinates, int64_t in, int64_t out,
                         std::optional<float> scale, int64_t i);

} // namespace tenon::nn

#endif // DIALECTS_NETWORK_IR_NETWORK_H
