//===- NetworkOps.td - All operations of the nn dialect -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_NETWORKOPS_TD
#define DIALECTS_NETWORK_IR_NETWORKOPS_TD

include "dialects/Network/IR/ElementwiseOps.td"
include "dialects/Network/IR/HostOps.td"
include "dialects/Network/IR/ImportanceOps.td"
include "dialects/Network/IR/ParameterOps.td"
include "dialects/Network/IR/ProductOps.td"
include "dialects/Network/IR/QuantizedOps.td"
include "dialects/Network/IR/RecurrentOps.td"
include "dialects/Network/IR/ShapeOps.td"
include "dialects/Network/IR/WindowOps.td"

#endif // DIALECTS_NETWORK_IR_NETWORKOPS_TD
