//===- Passes.td - Passes that create engine programs ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PASSES_TD
#define TENON_COMPILER_PASSES_TD

include "mlir/Pass/PassBase.td"

def EngineAttachTargetPass : Pass<"engine-attach-target", "::mlir::ModuleOp"> {
  let summary = "Attach a machine to a module";
  let description = [{
    Sets the module attribute `engine.target` to a machine that ships with Tenon
    (`preset`) or to the machine of another module (`file`). An existing
    attribute is replaced. Options are separated by spaces.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium})'
    module attributes {engine.target = #engine.target<"ne-medium", ...>} {}
    ```
  }];
  let options = [
    Option<"preset", "preset", "std::string", /*default=*/"",
           "Name of a machine that ships with Tenon">,
    Option<"file", "file", "std::string", /*default=*/"",
           "MLIR file with a module that has the attribute `engine.target`">,
  ];
  let dependentDialects = ["::tenon::engine::EngineDialect"];
}

def EngineVerifyPass : Pass<"engine-verify", "::mlir::ModuleOp"> {
  let summary = "Check that programs have no hazards";
  let description = [{
    Reports an error if two commands of a program access the same SRAM, at least
    one of them writes it, and neither tokens nor the order of a unit separate
    them (hazard_r3). Also reports an error if a command reads SRAM that no
    command has written. The pass does not change the module.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(engine-verify)'
    engine.program @ordered {
      %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
      %1 = engine.store after(%0) dram 64 strides [] sram 0 strides [] sizes [64]
    }
    ```
  }];
  let options = [
    Option<"racesOnly", "races-only", "bool", /*default=*/"false",
           "Accept reads of SRAM that no command has written">,
  ];
}

def EngineCompilePass : Pass<"engine-compile", "::mlir::ModuleOp"> {
  let summary = "Compile networks to engine programs";
  let description = [{
    Inserts before each function a program that runs its network. The functions
    themselves do not change. The program of `@f` is `@f_program`.

    Operations run in program order. Tensors that fit stay in SRAM between
    operations; other tensors go through DRAM tile by tile. Tiles are loaded as
    soon as there is room for them. Where it is cheaper, consecutive layers run
    together, one stripe of rows of each layer at a time (`cascades`). The drain
    of the array adds residuals, scales results and applies functions. Where
    possible, concatenations and slices only affect addresses. With `by-layer`,
    each operation runs separately, from DRAM to DRAM, with a barrier after it.

    Float tensors are stored as `type`, which defaults to the default type of
    the target. The pass reports an error for an operation that the machine
    cannot run, or whose smallest tile does not fit its SRAM.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium},engine-compile{type=i16})'
    engine.program @main_program {
      ...
      engine.layer "stem"
      ...
    }
    ```
  }];
  let options = [
    Option<"type", "type", "std::string", /*default=*/"",
           "Deployed type of float tensors: i8, i16 or f16">,
    Option<"byLayer", "by-layer", "bool", /*default=*/"false",
           "Compile each operation separately, with a barrier after it">,
    Option<"cascades", "cascades", "bool", /*default=*/"true",
           "Run layers together, stripe by stripe, where that is cheaper">,
  ];
  let dependentDialects = ["::tenon::engine::EngineDialect"];
}

#endif // TENON_COMPILER_PASSES_TD
