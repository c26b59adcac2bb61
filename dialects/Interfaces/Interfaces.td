//===- Interfaces.td - What networks and machines tell each other ---------===//
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
    Describes the loop nest of one operation: batch, output rows and columns,
    channels, kernel, groups, and the tensors it reads and writes. Engine
    mapping, operation counts and cost features read this and nothing else.
  }];
  let methods = [
    InterfaceMethod<"Returns the loop nest of this operation.",
                    "::tenon::Workload", "getWorkload">,
  ];
}

def ChannelOpInterface : OpInterface<"ChannelOpInterface"> {
  let cppNamespace = "::tenon";
  let description = [{
    Says which channel dimensions of operands, results and parameters must
    change together. A dimension that an operation does not mention is pinned,
    and so is every dimension of an operation without this interface.
  }];
  let methods = [
    InterfaceMethod<"Reports the ties of all operands and results.",
                    "void", "collectChannelTies",
                    (ins "::tenon::ChannelTies &":$ties)>,
    InterfaceMethod<[{
        Brings attributes that depend on channel counts up to date after the
        types of operands and results have changed. `index` says where an index
        of a dimension of operand 0 is now.
      }], "void", "refreshChannels",
      (ins "::tenon::ChannelIndex":$index), [{}], [{ return; }]>,
    InterfaceMethod<[{
        Whether the absolute values of an operand, if it is a parameter, say
        how much a channel matters. By default those of filters and weights,
        which have two or more dimensions.
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
    What alignment, cost features and curation may ask of any machine.
  }];
  let methods = [
    InterfaceMethod<[{
        Returns how many indices of a loop dimension the machine works on at
        once when it runs this workload: its parallelism factor there. 1 if
        the dimension is not unrolled.
      }], "int64_t", "getGranularity",
      (ins "const ::tenon::Workload &":$workload, "::tenon::LoopDim":$dim)>,
  ];
}

#endif // DIALECTS_INTERFACES_INTERFACES_TD
