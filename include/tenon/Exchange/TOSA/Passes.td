//===- Passes.td - Passes from networks to TOSA and back ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXCHANGE_TOSA_PASSES_TD
#define TENON_EXCHANGE_TOSA_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertNetworkToTosa : Pass<"convert-nn-to-tosa", "::mlir::ModuleOp"> {
  let summary = "Convert networks to TOSA";
  let description = [{
    Gives TOSA 1.0 that other tools read; with the profiles `pro_fp` and
    `pro_int` it passes `tosa-validate`. Where TOSA has no operation of its own,
    several take its place: a grouped convolution becomes one a group, hard
    swish a clamp and a product, a recurrent cell as many steps as its sequence
    is long. Elements may be f32, f16, bf16, i1 and signless integers; 64 bits
    need the extension `int64`. Parameters become constants, whose locations
    bear their names.

    All of a module is converted or nothing: an operation that TOSA can not
    express is an error, with the reason. Promise: exact but for rounding.

    Example:

    ```mlir
    // tenon-opt --convert-nn-to-tosa
    %0 = nn.activation %x <hard_sigmoid, 2.0, 0.5> : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    // becomes
    %1 = tosa.mul %x, %two, %shift : (tensor<1x8x8x16xf32>, tensor<1x1x1x1xf32>, tensor<1xi8>) -> tensor<1x8x8x16xf32>
    %2 = tosa.add %1, %half : (tensor<1x8x8x16xf32>, tensor<1x1x1x1xf32>) -> tensor<1x8x8x16xf32>
    %3 = tosa.clamp %2 {max_val = 1.000000e+00 : f32, min_val = 0.000000e+00 : f32} : (tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    ```
  }];
  let dependentDialects = ["::mlir::tosa::TosaDialect"];
}

def ConvertTosaToNetwork : Pass<"convert-tosa-to-nn", "::mlir::ModuleOp"> {
  let summary = "Convert TOSA to networks";
  let description = [{
    Takes TOSA 1.0 of static shapes, as other tools and `convert-nn-to-tosa`
    write it. Constants of more than one floating-point number become
    parameters with the names of their locations. Shapes, zero points and shifts
    must be constants, the last two zero: quantized arithmetic, control flow and
    variables are refused, and what networks have no operation for.

    All of a module is converted or nothing. Promise: exact.

    Example:

    ```mlir
    // tenon-opt --convert-tosa-to-nn
    %0 = "tosa.const"() <{values = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
    %1 = tosa.add %x, %0 : (tensor<4x2xf32>, tensor<1x2xf32>) -> tensor<4x2xf32>
    %2 = tosa.clamp %1 {min_val = 0.0 : f32, max_val = 6.0 : f32} : (tensor<4x2xf32>) -> tensor<4x2xf32>
    // becomes
    %0 = nn.parameter "parameter" value(dense<...> : tensor<1x2xf32>) : tensor<1x2xf32>
    %1 = nn.add %x, %0 : (tensor<4x2xf32>, tensor<1x2xf32>) -> tensor<4x2xf32>
    %2 = nn.activation %1 <clamp, 0.000000e+00, 6.000000e+00> : (tensor<4x2xf32>) -> tensor<4x2xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect", "::mlir::tosa::TosaDialect"];
}

#endif // TENON_EXCHANGE_TOSA_PASSES_TD
