//===- PreparationPasses.td - Passes that prepare networks for machines ---===//
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
  let summary = "Repeat factors that have only some of the batches";
  let description = [{
    Machines multiply factors with equal batches, or one factor with all batches
    of the other factor. If a factor of `nn.matmul` has only some of the
    batches, such as keys that several attention heads share, this pass repeats
    it with an `nn.broadcast`. Promise: exact.

    `tenon-sim` and `tenon-nas` run this pass automatically.

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
  let summary = "Expand selections of the first elements";
  let description = [{
    Machines have no commands for `nn.top_k`. This pass ranks the elements of
    rows with up to 256 elements: it compares each element with all others of
    its row, and the number of elements that precede it is its index in the
    result. In longer rows, it searches for the first element `count` times and
    removes it each time. Promise: exact for finite numbers.

    The new operations have the name of the selection, so they form one layer in
    reports. The pass rejects selections of more than 64 elements from long rows
    and selections that compare more than 2^24 pairs; they are left to the host.

    `tenon-sim` and `tenon-nas` run this pass automatically. In a pipeline, it
    must run before `engine-compile`.

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
  let summary = "Split functions at host steps";
  let description = [{
    A machine runs the operations before a host step and the operations that
    depend on its results as separate programs. This pass replaces each function
    that contains an `nn.host_step` with one function for each part. Parts are
    ordered by the longest chain of host steps on which they depend: in the
    example, `main.1` contains the operations that depend on one host step. The
    host steps themselves are removed, because the machine does not execute
    them. Values that a part uses from other parts or from host steps become its
    arguments. Values that other parts, host steps or the caller use become its
    results. Promise: structural.

    `tenon-sim` and `tenon-nas` run this pass automatically.

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
  let summary = "Unroll recurrent cells step by step";
  let description = [{
    Machines have no commands for `nn.lstm` and `nn.gru`. This pass computes the
    contribution of the input to all gates of all steps with one product. Each
    step then consists of a product of the state with the recurrent weights,
    sums and functions. All steps share the parameters of the cell. The new
    operations have the name of the cell, so its steps form one layer in
    reports. Promise: exact up to rounding.

    Absent initial states need no operations. The recurrent weights of `nn.gru`
    are split in two, one part for the gates and one for the candidate, because
    the product of the candidate depends on a gate. With `linear_before_reset`,
    they are not split. The pass rejects cells with integer elements.

    `tenon-sim` and `tenon-nas` run this pass automatically. In a pipeline, it
    must run before `engine-compile`.

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
