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
    engines; `engine.program` holds the commands of its sequencer. What a
    machine does with them, cycle by cycle, is defined in `docs/Engine.md`.

    A module names its machine in the attribute `engine.target`; with it the
    verifiers check the bounds of every command.
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasOperationAttrVerify = 1;
  let extraClassDeclaration = [{
    /// Name of the module attribute that holds the machine.
    static constexpr ::llvm::StringLiteral getTargetAttrName() {
      return "engine.target";
    }
    /// Adds the attributes; they live where their storage is complete.
    void registerAttributes();
  }];
}

#endif // DIALECTS_ENGINE_IR_ENGINEDIALECT_TD
