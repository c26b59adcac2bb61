//===- EngineAttrs.td - Machines as attributes, tokens as a type ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_ENGINE_IR_ENGINEATTRS_TD
#define DIALECTS_ENGINE_IR_ENGINEATTRS_TD

include "dialects/Engine/IR/EngineDialect.td"
include "dialects/Interfaces/Interfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/Interfaces/DataLayoutInterfaces.td"

def Engine_ArrayMode : I32Enum<"ArrayMode", "mode of the array", [
    I32EnumCase<"Standard", 0, "standard">,
    I32EnumCase<"Depthwise", 1, "depthwise">]> {
  let cppNamespace = "::tenon::engine";
}

def Engine_SumPart : I32Enum<"SumPart", "part of a sum over channels", [
    I32EnumCase<"Whole", 0, "whole">, I32EnumCase<"First", 1, "first">,
    I32EnumCase<"Middle", 2, "middle">, I32EnumCase<"Last", 3, "last">]> {
  let cppNamespace = "::tenon::engine";
}

def Engine_WeightLayout : I32Enum<"WeightLayout", "layout of weights in SRAM", [
    I32EnumCase<"Constant", 0, "constant">, I32EnumCase<"Rows", 1, "rows">,
    I32EnumCase<"Columns", 2, "columns">]> {
  let cppNamespace = "::tenon::engine";
}

def Engine_CommandType : I32Enum<"CommandType", "element type of a command", [
    I32EnumCase<"I8", 0, "i8">, I32EnumCase<"I16", 1, "i16">,
    I32EnumCase<"F16", 2, "f16">]> {
  let cppNamespace = "::tenon::engine";
}

def Engine_TargetAttr : AttrDef<Engine_Dialect, "Target", [
    DeclareAttrInterfaceMethods<DLTIQueryInterface, ["query"]>,
    DeclareAttrInterfaceMethods<MachineAttrInterface, ["getGranularity"]>]> {
  let mnemonic = "target";
  let summary = "Machine of the neural engine family";
  let description = [{
    The complete description of one machine. Each number belongs to a section.
    Sections and keys may be in any order, and all of them are required unless
    stated otherwise.

    - `functions` maps each elementary function to the number of cycles that the
      vector unit takes for one element per lane.
    - If both depthwise numbers of `array` are zero, the array has no depthwise
      mode.
    - `dram` may end with a `share`, the fraction of the DRAM's time that other
      clients do not use.
    - With `loads = whole_input`, which is optional, operations on the array
      wait for their whole input.
    - `energy` is optional. Without it, reports contain no energies.

    Data layout queries look up numbers by `section.key`.

    Example:

    ```mlir
    #tiny = #engine.target<"tiny", default_type = i8,
      clock = {mhz = 100}, sequencer = {issue = 4, queue_depth = 8},
      array = {standard_k = 16, standard_c = 8, standard_p = 1,
               depthwise_c = 8, depthwise_p = 1,
               step_i8 = 1, step_i16 = 2, step_f16 = 4,
               input_feed = 8, weight_feed = 16, accumulators = 16,
               drain_lanes = 4, pipeline = 10},
      vector = {lanes = 4}, sram = {bytes = 65536, bytes_per_cycle = 64},
      dma = {setup = 10, outstanding = 8, latency = 20},
      dram = {channels = 1, bytes_per_cycle = 8, burst = 64, banks = 4,
              row_bytes = 1024, t_cas = 10, t_rcd = 8, t_rp = 8, t_turn = 6,
              t_refi = 2000, t_rfc = 100},
      functions = {add = 1, max = 1, mul = 1}>
    ```
  }];
  let parameters = (ins
    StringRefParameter<"name of the machine">:$name,
    AttrParameter<"::tenon::engine::Machine",
                  "numbers of the machine">:$machine,
    AttrParameter<"::mlir::DictionaryAttr", "cycles by function">:$functions,
    AttrParameter<"::mlir::DictionaryAttr", "energy by event">:$energy
  );
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Returns the number of cycles that the vector unit takes for one element
    /// per lane, or nullopt if it does not support the function.
    std::optional<int64_t> getFunctionCycles(::llvm::StringRef function) const;
    /// Returns the energy per event, or nullopt if the machine specifies none.
    std::optional<EnergyTable> getEnergyTable() const;
  }];
}

def Engine_SystolicAttr : AttrDef<Engine_Dialect, "Systolic"> {
  let mnemonic = "systolic";
  let summary = "Grid of processing elements, for comparison";
  let description = [{
    A systolic array without memory or sequencer. `tenon-sim --topology` runs
    the layers of a topology file on it, as described in `docs/Systolic.md`.

    Example:

    ```mlir
    #grid = #engine.systolic<"systolic-32", rows = 32, columns = 32>
    ```
  }];
  let parameters = (ins
    StringRefParameter<"name of the machine">:$name,
    "int64_t":$rows,
    "int64_t":$columns
  );
  let assemblyFormat = [{
    `<` $name `,` `rows` `=` $rows `,` `columns` `=` $columns `>`
  }];
  let genVerifyDecl = 1;
}

def Engine_TokenType : TypeDef<Engine_Dialect, "Token"> {
  let mnemonic = "token";
  let summary = "end-of-command token";
  let description = [{
    A command that takes tokens starts after the commands that produce these
    tokens have completed their last write (token_r1).

    Example:

    ```mlir
    %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
    %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
    ```
  }];
}

#endif // DIALECTS_ENGINE_IR_ENGINEATTRS_TD
