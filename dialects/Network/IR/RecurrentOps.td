//===- RecurrentOps.td - Recurrent cells over a sequence ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_RECURRENTOPS_TD
#define DIALECTS_NETWORK_IR_RECURRENTOPS_TD

include "dialects/Network/IR/NetworkBase.td"

def NN_LstmOp : NN_InferredOp<"lstm", [AttrSizedOperandSegments]> {
  let summary = "long short-term memory over a sequence, in one direction";
  let description = [{
    The input has the shape `[T, N, C]`, the weight `[4 H, C]`, the recurrent
    weight `[4 H, H]`, and their biases `[4 H]`. The initial hidden state and
    the initial cell have the shape `[N, H]` and are zero if absent. The
    peephole weights have the shape `[3 H]`. The results are all hidden states
    `[T, N, H]`, the last hidden state `[N, H]` and the last cell `[N, H]`. With
    `reverse`, the sequence is read from its end. The rows of the weights belong
    to the input gate, the output gate, the forget gate and the cell, in this
    order; the peephole weights belong to the three gates (Gers and Schmidhuber,
    2000):

    ```
    i = sigmoid(Wi x + Ri h + bi + pi c)
    f = sigmoid(Wf x + Rf h + bf + pf c)
    c' = f c + i tanh(Wc x + Rc h + bc)
    o = sigmoid(Wo x + Ro h + bo + po c')
    h' = o tanh(c')
    ```

    - lstm_c1: the input has three dimensions.
    - lstm_c2: the weights have 4 H rows, and C and H columns.
    - lstm_c3: biases, states and peephole weights have the shapes above.
    - lstm_c4: all element types are equal.

    Example:

    ```mlir
    %y, %h, %c = nn.lstm %x, %w, %r bias %b : (tensor<20x1x40xf32>, tensor<256x40xf32>, tensor<256x64xf32>, tensor<256xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>, tensor<1x64xf32>)
    ```
  }];
  let arguments = (ins
    NN_Tensor:$input, NN_Tensor:$weight, NN_Tensor:$recurrent,
    Optional<NN_Tensor>:$bias, Optional<NN_Tensor>:$recurrent_bias,
    Optional<NN_Tensor>:$initial_hidden, Optional<NN_Tensor>:$initial_cell,
    Optional<NN_Tensor>:$peephole, UnitAttr:$reverse);
  let results = (outs NN_Tensor:$sequence, NN_Tensor:$hidden, NN_Tensor:$cell);
  let assemblyFormat = [{
    $input `,` $weight `,` $recurrent (`bias` $bias^)?
    (`recurrent_bias` $recurrent_bias^)? (`hidden` $initial_hidden^)?
    (`cell` $initial_cell^)? (`peephole` $peephole^)? (`reverse` $reverse^)?
    attr-dict `:` functional-type(operands, results)
  }];
}

def NN_GruOp : NN_InferredOp<"gru", [AttrSizedOperandSegments]> {
  let summary = "gated recurrent units over a sequence, in one direction";
  let description = [{
    The input has the shape `[T, N, C]`, the weight `[3 H, C]`, the recurrent
    weight `[3 H, H]`, and their biases `[3 H]`. The initial hidden state has
    the shape `[N, H]` and is zero if absent. The results are all hidden states
    `[T, N, H]` and the last hidden state `[N, H]`. With `reverse`, the sequence
    is read from its end. The rows of the weights belong to the update gate, the
    reset gate and the candidate, in this order (Cho et al., 2014):

    ```
    z = sigmoid(Wz x + Rz h + bz)
    r = sigmoid(Wr x + Rr h + br)
    n = tanh(Wn x + bn + Rn (r h) + rbn)
    h' = (1 - z) n + z h
    ```

    With `linear_before_reset`, the candidate is `tanh(Wn x + bn + r (Rn h +
    rbn))`.

    - gru_c1: the input has three dimensions.
    - gru_c2: the weights have 3 H rows, and C and H columns.
    - gru_c3: the biases and the state have the shapes above.
    - gru_c4: all element types are equal.

    Example:

    ```mlir
    %y, %h = nn.gru %x, %w, %r bias %b linear_before_reset : (tensor<20x1x40xf32>, tensor<192x40xf32>, tensor<192x64xf32>, tensor<192xf32>) -> (tensor<20x1x64xf32>, tensor<1x64xf32>)
    ```
  }];
  let arguments = (ins
    NN_Tensor:$input, NN_Tensor:$weight, NN_Tensor:$recurrent,
    Optional<NN_Tensor>:$bias, Optional<NN_Tensor>:$recurrent_bias,
    Optional<NN_Tensor>:$initial_hidden, UnitAttr:$reverse,
    UnitAttr:$linear_before_reset);
  let results = (outs NN_Tensor:$sequence, NN_Tensor:$hidden);
  let assemblyFormat = [{
    $input `,` $weight `,` $recurrent (`bias` $bias^)?
    (`recurrent_bias` $recurrent_bias^)? (`hidden` $initial_hidden^)?
    (`reverse` $reverse^)? (`linear_before_reset` $linear_before_reset^)?
    attr-dict `:` functional-type(operands, results)
  }];
}

#endif // DIALECTS_NETWORK_IR_RECURRENTOPS_TD
