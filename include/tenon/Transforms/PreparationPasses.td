//===- PreparationPasses.td - What machines want of networks ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRANSFORMS_PREPARATIONPASSES_TD
#define TENON_TRANSFORMS_PREPARATIONPASSES_TD

include "mlir/Pass/PassBase.td"

def ExpandBroadcasts : Pass<"nn-expand-broadcasts", "::mlir::ModuleOp"> {
  let summary = "Repeat factors whose batches are repeated in part";
  let description = [{
    Machines multiply factors of equal batches, or one factor by all batches of
    the other. A factor of `nn.matmul` that has some of the batches, as keys do
    that several heads share, is repeated by an `nn.broadcast` here. Promise:
    exact.

    `tenon-sim` and `tenon-nas` do it to what they compile.

    Example:

    ```mlir
    // tenon-opt --nn-expand-broadcasts
    %0 = nn.matmul %a, %b : (tensor<2x4x3x8xf32>, tensor<2x1x8x5xf32>) -> tensor<2x4x3x5xf32>
    // becomes
    %r = nn.broadcast %b : (tensor<2x1x8x5xf32>) -> tensor<2x4x8x5xf32>
    %0 = nn.matmul %a, %r : (tensor<2x4x3x8xf32>, tensor<2x4x8x5xf32>) -> tensor<2x4x3x5xf32>
    ```
  }];
}

def ExpandSelection : Pass<"nn-expand-selection", "::mlir::ModuleOp"> {
  let summary = "Write selections of the first elements in other operations";
  let description = [{
    Machines have no commands for `nn.top_k`. Rows of up to 256 elements are
    ranked: each element is compared with all others of its row, and the number
    of those before it is its place. In longer rows the first element is
    searched `count` times, and taken out each time. Promise: exact, for elements
    that are finite numbers.

    Operations bear the name of the selection, so they are one layer of a
    report. Selections of more than 64 elements of long rows, and those on more
    than 2^24 pairs, are refused; they are work for the host. `tenon-sim` and
    `tenon-nas` expand what they compile; `engine-compile` expects that it was
    done.

    Example:

    ```mlir
    // tenon-opt --nn-expand-selection
    %values, %places = nn.top_k max %x axis 1 count 1 : (tensor<2x9xf32>) -> (tensor<2x1xf32>, tensor<2x1xi64>)
    // becomes
    %values = nn.reduce max %x axes [1] : (tensor<2x9xf32>) -> tensor<2x1xf32>
    %places = nn.arg_reduce max %x axis 1 : (tensor<2x9xf32>) -> tensor<2x1xi64>
    ```
  }];
}

def SplitHostSteps : Pass<"nn-split-host-steps", "::mlir::ModuleOp"> {
  let summary = "Make the parts between the steps of the host functions";
  let description = [{
    A machine runs what comes before a step of the host, and then what needs
    its results: two programs. Each function with an `nn.host_step` is replaced
    by its parts; part `main.1` holds what needs the result of one step after
    another. The steps go: they are no work of the machine. What a part needs of
    others are arguments of it, and what others need are its results. Promise:
    structural.

    `tenon-sim` and `tenon-nas` split what they compile.

    Example:

    ```mlir
    // tenon-opt --nn-split-host-steps
    func.func @main(%x: tensor<1x8xf32>) -> tensor<1x4xf32> {
      %0 = nn.activation %x <relu> : (tensor<1x8xf32>) -> tensor<1x8xf32>
      %1 = nn.host_step "Unique"(%0) : (tensor<1x8xf32>) -> tensor<1x4xf32>
      %2 = nn.activation %1 <tanh> : (tensor<1x4xf32>) -> tensor<1x4xf32>
      return %2 : tensor<1x4xf32>
    }
    // becomes
    func.func @main(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
      %0 = nn.activation %x <relu> : (tensor<1x8xf32>) -> tensor<1x8xf32>
      return %0 : tensor<1x8xf32>
    }
    func.func @main.1(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
      %0 = nn.activation %x <tanh> : (tensor<1x4xf32>) -> tensor<1x4xf32>
      return %0 : tensor<1x4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
}

def UnrollRecurrence : Pass<"nn-unroll-recurrence", "::mlir::ModuleOp"> {
  let summary = "Write recurrent cells out step by step";
  let description = [{
    Machines have no commands for `nn.lstm` and `nn.gru`. Here the input's share
    in all gates of all steps becomes one product, and each step a product of
    the state with the recurrent weights, sums and functions. All steps share
    the parameters of the cell. Operations bear the name of the cell, so its
    steps are one layer of a report. Promise: exact, but for rounding.

    Initial states that are absent take no operations. The recurrent weights of
    `nn.gru` are cut in two, one for the gates and one for the candidate, whose
    product waits for a gate; with `linear_before_reset` they stay whole. Cells
    of integers are refused. `tenon-sim` and `tenon-nas` unroll what they
    compile; `engine-compile` expects that it was done.

    Example:

    ```mlir
    // tenon-opt --nn-unroll-recurrence
    %y, %h, %c = nn.lstm %x, %w, %r : (tensor<1x1x4xf32>, tensor<8x4xf32>, tensor<8x2xf32>) -> (tensor<1x1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>)
    // becomes, if only %h is used
    %0 = nn.fully_connected %x, %w : (tensor<1x1x4xf32>, tensor<8x4xf32>) -> tensor<1x1x8xf32>
    %1 = nn.slice %0 offsets [0, 0, 0] sizes [1, 1, 4] strides [1, 1, 1] : (tensor<1x1x8xf32>) -> tensor<1x1x4xf32>
    %2 = nn.activation %1 <sigmoid> : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
    %3 = nn.slice %2 offsets [0, 0, 0] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x4xf32>) -> tensor<1x1x2xf32>
    %4 = nn.slice %2 offsets [0, 0, 2] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x4xf32>) -> tensor<1x1x2xf32>
    %5 = nn.slice %0 offsets [0, 0, 6] sizes [1, 1, 2] strides [1, 1, 1] : (tensor<1x1x8xf32>) -> tensor<1x1x2xf32>
    %6 = nn.activation %5 <tanh> : (tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
    %7 = nn.mul %3, %6 : (tensor<1x1x2xf32>, tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
    %8 = nn.activation %7 <tanh> : (tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
    %9 = nn.mul %4, %8 : (tensor<1x1x2xf32>, tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
    %h = nn.reshape %9 : (tensor<1x1x2xf32>) -> tensor<1x2xf32>
    ```
  }];
  let dependentDialects = ["::tenon::nn::NNDialect"];
}

#endif // TENON_TRANSFORMS_PREPARATIONPASSES_TD
