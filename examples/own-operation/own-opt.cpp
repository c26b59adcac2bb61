//===- own-opt.cpp - An optimizer with an operation of its own ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dialect outside of Tenon with one operation, maxout (Goodfellow et al.,
// 2013): the larger one of each two neighbouring channels. It says how its
// channels are tied, and every pass on channels handles it.
//
//===----------------------------------------------------------------------===//

#include "dialects/Interfaces/Interfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "tenon/Registration/Registration.h"

namespace {
/// `"own.maxout"(%x) : (tensor<..x2C>) -> tensor<..xC>`.
class MaxoutOp
    : public mlir::Op<MaxoutOp, mlir::OpTrait::OneOperand,
                      mlir::OpTrait::OneResult, mlir::OpTrait::ZeroRegions,
                      mlir::OpTrait::ZeroSuccessors,
                      tenon::ChannelOpInterface::Trait> {
public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(MaxoutOp)

  using Op::Op;
  static llvm::StringRef getOperationName() { return "own.maxout"; }
  static llvm::ArrayRef<llvm::StringRef> getAttributeNames() { return {}; }

  /// Two channels of the input, side by side, are one of the result.
  void collectChannelTies(tenon::ChannelTies &ties) {
    mlir::Value input = getOperation()->getOperand(0);
    mlir::Value result = getOperation()->getResult(0);
    unsigned last =
        llvm::cast<mlir::RankedTensorType>(result.getType()).getRank() - 1;
    ties.product({input, last},
                 {{result, last}, ties.makeFixed(2, "pairs of a maxout")});
  }
};

class OwnDialect : public mlir::Dialect {
public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(OwnDialect)

  explicit OwnDialect(mlir::MLIRContext *context)
      : Dialect(getDialectNamespace(), context,
                mlir::TypeID::get<OwnDialect>()) {
    addOperations<MaxoutOp>();
  }
  static llvm::StringRef getDialectNamespace() { return "own"; }
};
} // namespace

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  tenon::registerAllDialects(registry);
  tenon::registerAllPasses();
  registry.insert<OwnDialect>();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Tenon with maxout\n", registry));
}
