//===- EngineOps.td - The commands of a neural engine ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_ENGINE_IR_ENGINEOPS_TD
#define DIALECTS_ENGINE_IR_ENGINEOPS_TD

include "dialects/Engine/IR/EngineAttrs.td"
include "mlir/IR/Properties.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"

class Engine_Op<string mnemonic, list<Trait> traits = []>
    : Op<Engine_Dialect, mnemonic, traits> {
  let hasVerifier = 1;
}

def Engine_I64ArrayProp : ArrayProp<I64Prop>;

def Engine_ProgramOp : Engine_Op<"program",
    [IsolatedFromAbove, SingleBlock, NoTerminator, NoRegionArguments, Symbol]> {
  let summary = "Holds the commands of one run of a machine";
  let description = [{
    The order of the commands is the order in which the sequencer reads them
    (seq_r1).

    Example:

    ```mlir
    engine.program @copy {
      %0 = engine.load dram 0 strides [] sram 0 strides [] sizes [64]
      %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
      engine.barrier "copy"
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
}

class Engine_TransferOp<string mnemonic> : Engine_Op<mnemonic> {
  let arguments = (ins Variadic<Engine_TokenType>:$dependencies,
                       I64Prop:$dramAddress, Engine_I64ArrayProp:$dramStrides,
                       I64Prop:$sramAddress, Engine_I64ArrayProp:$sramStrides,
                       Engine_I64ArrayProp:$sizes);
  let results = (outs Engine_TokenType:$token);
  let assemblyFormat = [{
    (`after` `(` $dependencies^ `)`)? `dram` $dramAddress `strides` $dramStrides
    `sram` $sramAddress `strides` $sramStrides `sizes` $sizes attr-dict
  }];
}

def Engine_LoadOp : Engine_TransferOp<"load"> {
  let summary = "Copies a region from DRAM to SRAM";
  let description = [{
    Transfers a region of up to four dimensions. `sizes` starts with the
    outermost dimension and ends with a number of contiguous bytes. Strides are
    in bytes, with one stride for each dimension except the last (dma_r2). DRAM
    strides may be negative.

    Example:

    ```mlir
    %0 = engine.load dram 4096 strides [672, 3] sram 0 strides [3584, 16] sizes [8, 224, 3]
    ```
  }];
}

def Engine_StoreOp : Engine_TransferOp<"store"> {
  let summary = "Copies a region from SRAM to DRAM";
  let description = [{
    The operands and attributes are those of `engine.load`.

    Example:

    ```mlir
    %1 = engine.store after(%0) dram 4096 strides [] sram 0 strides [] sizes [64]
    ```
  }];
}

def Engine_ArrayOp : Engine_Op<"array"> {
  let summary = "Convolves or multiplies a tile on the array";
  let description = [{
    Computes `output[H, W, K]` from `input[h, w, C]` and a kernel of R x S taps
    (array_r1). Sizes are in elements. A pitch is `[row, pixel]` in bytes. Pads
    are `[top, left]`, and elements outside the input are zero.

    By default, weights are stored densely from their address on as
    `[K, R, S, C]`, followed by the aligned records of the output channels.
    Factors that are computed have no records: with `weight_layout rows`, they
    are stored as `[K, R, S, C]`, and with `columns` as `[C, K]` (array_r11).

    In the mode `depthwise`, output channel k reads only the input channel
    `k * C / K`. A matrix product has one row of pixels.

    A sum over input channels that is split into parts keeps partial sums of 4
    bytes at `partials`: `first` writes them, `middle` adds to them, and `last`
    adds to them and writes the output (array_r8).

    A residual is a tensor with the shape of the output and its own pitch. The
    drain adds it to the results before the activation (array_r10).

    Example:

    ```mlir
    %1 = engine.array standard i8 after(%0) output 8192 [8, 8, 64] pitch [512, 64] input 0 [10, 10, 16] pitch [160, 16] weights 16384 kernel [3, 3] strides [1, 1] dilations [1, 1] pads [0, 0]
    ```
  }];
  let arguments = (ins Variadic<Engine_TokenType>:$dependencies,
                       EnumProp<Engine_ArrayMode>:$mode,
                       EnumProp<Engine_CommandType>:$type,
                       I64Prop:$outputAddress,
                       Engine_I64ArrayProp:$outputSizes,
                       Engine_I64ArrayProp:$outputPitch,
                       I64Prop:$inputAddress, Engine_I64ArrayProp:$inputSizes,
                       Engine_I64ArrayProp:$inputPitch,
                       I64Prop:$weightAddress, Engine_I64ArrayProp:$kernel,
                       Engine_I64ArrayProp:$strides,
                       Engine_I64ArrayProp:$dilations,
                       Engine_I64ArrayProp:$pads,
                       DefaultValuedProp<EnumProp<Engine_SumPart>,
                                         "::tenon::engine::SumPart::Whole">:$sums,
                       DefaultValuedProp<I64Prop, "0">:$partials,
                       DefaultValuedProp<I64Prop, "-1">:$residual,
                       DefaultValuedProp<Engine_I64ArrayProp,
                                         "::llvm::ArrayRef<int64_t>{}",
                                         "::llvm::SmallVector<int64_t>{}">
                           :$residualPitch,
                       DefaultValuedProp<EnumProp<Engine_WeightLayout>,
                                         "::tenon::engine::WeightLayout::Constant">
                           :$weightLayout);
  let results = (outs Engine_TokenType:$token);
  let assemblyFormat = [{
    $mode $type (`after` `(` $dependencies^ `)`)?
    `output` $outputAddress $outputSizes `pitch` $outputPitch
    `input` $inputAddress $inputSizes `pitch` $inputPitch
    `weights` $weightAddress `kernel` $kernel `strides` $strides
    `dilations` $dilations `pads` $pads
    (`sums` $sums^ `partials` $partials)?
    (`residual` $residual^ $residualPitch)?
    (`weight_layout` $weightLayout^)? attr-dict
  }];
}

def Engine_VectorOp : Engine_Op<"vector"> {
  let summary = "Runs one sweep of the vector unit";
  let description = [{
    Applies one elementary function to `pixels` x `taps` x `channels` elements
    (vec_r1). Each input and the output is an SRAM range, given by its address
    and its length in bytes.

    Example:

    ```mlir
    %1 = engine.vector "max" i8 after(%0) pixels 16 taps 9 channels 32 inputs [0] bytes [2592] output 4096 bytes 512
    ```
  }];
  let arguments = (ins Variadic<Engine_TokenType>:$dependencies,
                       StringProp:$function,
                       EnumProp<Engine_CommandType>:$type, I64Prop:$pixels,
                       I64Prop:$taps, I64Prop:$channels,
                       DefaultValuedProp<BoolProp, "false">:$acrossLanes,
                       Engine_I64ArrayProp:$inputs,
                       Engine_I64ArrayProp:$inputBytes, I64Prop:$output,
                       I64Prop:$outputBytes);
  let results = (outs Engine_TokenType:$token);
  let assemblyFormat = [{
    $function $type (`after` `(` $dependencies^ `)`)? `pixels` $pixels
    `taps` $taps `channels` $channels (`across_lanes` $acrossLanes^)?
    `inputs` $inputs `bytes` $inputBytes `output` $output `bytes` $outputBytes
    attr-dict
  }];
}

def Engine_LayerOp : Engine_Op<"layer"> {
  let summary = "Names the layer of the commands that follow";
  let description = [{
    Takes no time and enters no queue. The commands after it, up to the next
    `engine.layer` or barrier, belong to the layer that it names. A repeated
    name denotes the same layer (layer_r1).

    Example:

    ```mlir
    engine.layer "stem"
    ```
  }];
  let arguments = (ins StringProp:$layer);
  let assemblyFormat = "$layer attr-dict";
}

def Engine_BarrierOp : Engine_Op<"barrier"> {
  let summary = "Ends a layer, waits for all units and resets the machine";
  let description = [{
    The time from one barrier to the next does not depend on earlier commands
    (barrier_r3). Commands before the barrier that no `engine.layer` covers
    belong to the layer with the label of the barrier.

    Example:

    ```mlir
    engine.barrier "copy"
    ```
  }];
  let arguments = (ins StringProp:$layer);
  let assemblyFormat = "$layer attr-dict";
}

#endif // DIALECTS_ENGINE_IR_ENGINEOPS_TD
