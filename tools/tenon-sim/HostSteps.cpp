//===- HostSteps.cpp - What the host of a machine does --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostSteps.h"
#include "dialects/Network/IR/Network.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace tenon;

/// Bytes of values that go over the link; weights are at the host.
static int64_t getBytes(ValueRange values, engine::ElementKind type) {
  int64_t bytes = 0;
  for (Value value : values) {
    auto tensor = cast<RankedTensorType>(value.getType());
    Type element = tensor.getElementType();
    if (!nn::isParameter(value))
      bytes += tensor.getNumElements() *
               (isa<FloatType>(element) ? engine::getElementBytes(type)
                                        : HostTensor::getElementBytes(element));
  }
  return bytes;
}

std::vector<HostStep> tenon::getHostSteps(ModuleOp module,
                                          engine::ElementKind type,
                                          const HostPrice &price) {
  std::vector<HostStep> steps;
  module.walk([&](nn::HostStepOp op) {
    HostStep step;
    step.name = nn::getLocName(op.getLoc());
    step.operatorName = op.getName().str();
    step.reason = op.getReason().value_or("").str();
    step.readBytes = getBytes(op.getInputs(), type);
    step.writeBytes = getBytes(op.getOutputs(), type);
    double bytes = double(step.readBytes + step.writeBytes);
    step.milliseconds = price.start / 1e3 + bytes / (price.bandwidth * 1e3);
    steps.push_back(std::move(step));
  });
  return steps;
}

void tenon::printHostTable(llvm::raw_ostream &os,
                           ArrayRef<ReportInput> programs,
                           ArrayRef<HostStep> steps, const HostPrice &price) {
  if (steps.empty())
    return;
  os << "steps on the host, "
     << llvm::format("%g us each and %g MB/s", price.start, price.bandwidth)
     << '\n';
  Table table;
  table.addColumn("step");
  table.addColumn("operator");
  for (StringRef title : {"in B", "out B", "ms"})
    table.addColumn(title, Table::Align::Right);
  table.addColumn("reason");
  double host = 0, machine = 0;
  for (const HostStep &step : steps) {
    host += step.milliseconds;
    table.addRow({step.name, step.operatorName, std::to_string(step.readBytes),
                  std::to_string(step.writeBytes),
                  formatNumber(step.milliseconds, 4), step.reason});
  }
  table.print(os);
  for (const ReportInput &input : programs)
    machine += double(input.result.total.cycles) /
               (input.target.getMachine().clockMhz * 1e3);
  os << llvm::format("latency: %.4f ms, of which %.4f ms on the machine and "
                     "%.4f ms on the host",
                     machine + host, machine, host)
     << '\n';
}
