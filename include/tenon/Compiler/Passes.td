//===- Passes.td - Passes from networks to engine programs ----------------===//
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
  let summary = "Names the machine of a module";
  let description = [{
    Sets the module attribute `engine.target` to a machine that comes with
    Tenon (`preset`), or to the one that another module holds (`file`). An
    attribute that is there already is replaced. Options are separated by
    spaces.

    Example:

    ```mlir
    // tenon-opt --pass-pipeline='builtin.module(engine-attach-target{preset=ne-medium})'
    module attributes {engine.target = #engine.target<"ne-medium", ...>} {}
    ```
  }];
  let options = [
    Option<"preset", "preset", "std::string", /*default=*/"",
           "Name of a machine that comes with Tenon">,
    Option<"file", "file", "std::string", /*default=*/"",
           "MLIR file whose module has the attribute `engine.target`">,
  ];
  let dependentDialects = ["::tenon::engine::EngineDialect"];
}

def EngineVerifyPass : Pass<"engine-verify", "::mlir::ModuleOp"> {
  let summary = "Checks that commands of programs wait for each other";
  let description = [{
    Fails if two commands of a program use the same SRAM, one of them to write
    it, and neither tokens nor the order of a unit keep them apart (hazard_r3),
    or if a command reads what none has written. The module stays as it is.

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
           "Let reads of what no command has written pass">,
  ];
}

def EngineCompilePass : Pass<"engine-compile", "::mlir::ModuleOp"> {
  let summary = "Compiles networks to engine programs";
  let description = [{
    Puts in front of each function a program that runs its network. Functions
    stay as they are. The program of `@f` is `@f_program`.

    Operations run in their order. Tensors that fit stay in SRAM between them,
    others go through DRAM tile by tile; what is needed later is loaded as soon
    as there is room for it. Consecutive layers run together, a stripe of rows
    of each at a time, where that is cheaper (`cascades`). The drain of the array adds residuals, scales and
    applies functions; concatenations and slices are addresses where that can
    be. With `by-layer` each operation runs by itself, from DRAM to DRAM, with a
    barrier behind it.

    Float tensors are stored as `type`; the default is the target's. An
    operation that the machine can not run, or no tile of which fits its SRAM,
    is an error.

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
           "Compile each operation by itself, with a barrier behind it">,
    Option<"cascades", "cascades", "bool", /*default=*/"true",
           "Run layers together, stripe by stripe, where that is cheaper">,
  ];
  let dependentDialects = ["::tenon::engine::EngineDialect"];
}

#endif // TENON_COMPILER_PASSES_TD
