//===- EngineDialect.td - The engine dialect ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_ENGINE_IR_ENGINEDIALECT_TD
#define DIALECTS_ENGINE_IR_ENGINEDIALECT_TD

include "mlir/IR/OpBase.td"

def Engine_Dialect : Dialect {
  let name = "engine";
  let cppNamespace = "::tenon::engine";
  let summary = "Neural engines and the programs that they run";
  let description = [{
    `#engine.target` describes one machine of a parametric family of neural
    engines. `engine.program` contains the commands for the sequencer of a
    machine. `docs/Engine.md` defines how machines execute them, cycle by cycle.

    The module attribute `engine.target` specifies the machine of a module. If
    it is present, the verifiers check the bounds of every command against it.
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasOperationAttrVerify = 1;
  let extraClassDeclaration = [{
    /// Returns the name of the module attribute that holds the machine.
    static constexpr ::llvm::StringLiteral getTargetAttrName() {
      return "engine.target";
    }
    /// Registers the attributes. Defined in the source file in which their
    /// storage is complete.
    void registerAttributes();
  }];
}

#endif // DIALECTS_ENGINE_IR_ENGINEDIALECT_TD
