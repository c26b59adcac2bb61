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

/// Operands of an operation that is evaluated before the network runs are
/// parameters.
llvm::LogicalResult verifyParameterExpression(mlir::Operation *op);

/// Marks operations that are evaluated before the network runs.
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
/// Name of the attribute of an operation whose channels stay as many as they
/// are.
inline constexpr llvm::StringLiteral kPinAttrName = "nn.pin";
/// Name of the argument and result attribute with the model's own name.
inline constexpr llvm::StringLiteral kNameAttrName = "nn.name";

/// All sizes are positive, and there are at most 2^32 elements.
bool isSupportedShape(llvm::ArrayRef<int64_t> shape);

/// A tensor of a supported shape whose elements are numbers or truth values:
/// f16, bf16, f32, f64, i1, and integers of 8 to 64 bits, signless ones being
/// signed; with `quantized` also uniform quantized types of 8, 16 or 32 bits.
bool isSupportedType(mlir::Type type, bool quantized);

/// The name that a location carries, the first one if several were merged;
/// empty if there is none. Node names of a model are such locations.
std::string getLocName(mlir::Location loc);

/// The value is a parameter or computed from parameters alone.
bool isParameter(mlir::Value value);

} // namespace tenon::nn

#include "dialects/Network/IR/NetworkDialect.h.inc"

#include "dialects/Network/IR/NetworkEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/Network/IR/NetworkAttributes.h.inc"

#define GET_OP_CLASSES
#include "dialects/Network/IR/NetworkOps.h.inc"

namespace tenon::nn {

/// Where element `i` of a resampled dimension of `in` elements and `out` in the
/// result lies in the input; see `nn.resize`.
double getResizePosition(ResizeCoordinates coordinates, int64_t in, int64_t out,
                         std::optional<float> scale, int64_t i);

} // namespace tenon::nn

#endif // DIALECTS_NETWORK_IR_NETWORK_H
