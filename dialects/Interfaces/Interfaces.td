//===- Interfaces.td - Interfaces between networks and machines -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_INTERFACES_TD
#define DIALECTS_INTERFACES_INTERFACES_TD

include "mlir/IR/OpBase.td"

def WorkloadOpInterface : OpInterface<"WorkloadOpInterface"> {
  let cppNamespace = "::tenon";
  let description = [{
    Describes the loop nest of an operation: batch, output rows and columns,
    channels, kernel, groups, and the tensors that it reads and writes. Code
    generation, operation counts and cost features use only this description.
  }];
  let methods = [
    InterfaceMethod<"Returns the loop nest of this operation.",
                    "::tenon::Workload", "getWorkload">,
  ];
}

def ChannelOpInterface : OpInterface<"ChannelOpInterface"> {
  let cppNamespace = "::tenon";
  let description = [{
    Determines which channel dimensions of operands, results and parameters must
    change together. Dimensions that an operation does not report are pinned, as
    are all dimensions of operations without this interface.
  }];
  let methods = [
    InterfaceMethod<"Reports the ties of all operands and results.",
                    "void", "collectChannelTies",
                    (ins "::tenon::ChannelTies &":$ties)>,
    InterfaceMethod<[{
        Updates attributes that depend on channel counts after the types of
        operands and results have changed. `index` maps an old index of a
        dimension of operand 0 to the new one.
      }], "void", "refreshChannels",
      (ins "::tenon::ChannelIndex":$index), [{}], [{ return; }]>,
    InterfaceMethod<[{
        Returns true if the absolute values of an operand determine the
        importance of its channels, provided that the operand is a parameter. By
        default, this holds for operands with two or more dimensions, that is,
        for filters and weights.
      }], "bool", "isWeight", (ins "unsigned":$operand), [{}], [{
        auto type = ::llvm::dyn_cast<::mlir::RankedTensorType>(
            $_op->getOperand(operand).getType());
        return type && type.getRank() > 1;
      }]>,
  ];
}

def MachineAttrInterface : AttrInterface<"MachineAttrInterface"> {
  let cppNamespace = "::tenon";
  let description = [{
    Provides the properties of a machine that channel alignment, cost features
    and curation depend on.
  }];
  let methods = [
    InterfaceMethod<[{
        Returns the parallelism factor of the machine for a loop dimension of
        this workload: the number of indices that the machine processes at once.
        It is 1 if the dimension is not unrolled.
      }], "int64_t", "getGranularity",
      (ins "const ::tenon::Workload &":$workload, "::tenon::LoopDim":$dim)>,
  ];
}

#endif // DIALECTS_INTERFACES_INTERFACES_TD
