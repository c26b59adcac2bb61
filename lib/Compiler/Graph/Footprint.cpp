//===- Footprint.cpp - Memory requirements of a network -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/Graph/Footprint.h"
#include "Graph.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

int64_t tenon::getArenaBytes(FunctionOpInterface function,
                             engine::TargetAttr target,
                             engine::ElementKind type) {
  return getArenaBytes(buildGraph(function, target.getMachine(), type));
}

int64_t compiler::getArenaBytes(const Graph &graph) {
  int32_t count = graph.nodes.size();
  // For each operation, the number of bytes that become live with it, minus
  // those that die before it.
  std::vector<int64_t> change(count + 1, 0);
  for (auto [index, root] : llvm::enumerate(graph.roots)) {
    bool isRoot = graph.tensors[index].root == int32_t(index);
    if (!isRoot || root.isOutside || !root.canBeInSram)
      continue;
    int32_t first = std::max(root.firstWriter, 0);
    change[first] += root.sramBytes;
    change[std::min(std::max(root.lastUse, first) + 1, count)] -=
        root.sramBytes;
  }
  int64_t alive = 0, most = 0;
  for (int64_t bytes : change)
    most = std::max(most, alive += bytes);
  return most;
}

/// Returns true if `function` compiles for `target` with `bytes` bytes of SRAM.
static bool fits(FunctionOpInterface function, engine::TargetAttr target,
                 const CompileOptions &options, int64_t bytes) {
  MLIRContext *context = function.getContext();
  engine::Machine machine = target.getMachine();
  machine.sramBytes = bytes;
  auto changed =
      engine::TargetAttr::get(context, target.getName(), machine,
                              target.getFunctions(), target.getEnergy());
  OpBuilder builder(context);
  OwningOpRef<engine::ProgramOp> program =
      engine::ProgramOp::create(builder, function.getLoc(), "trial");
  builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  CompileFailure reason{function.getLoc(), "", "", ""};
  return succeeded(
      compileFunction(builder, function, changed, options, reason));
}

std::optional<int64_t> tenon::findSmallestSram(FunctionOpInterface function,
                                               engine::TargetAttr target,
                                               const CompileOptions &options) {
  constexpr int64_t step = 1024, most = int64_t(1) << 30;
  int64_t enough =
      engine::alignUp(std::min(target.getMachine().sramBytes, most), step);
  while (!fits(function, target, options, enough)) {
    enough *= 2;
    if (enough > most)
      return std::nullopt;
  }
  // `tooSmall` does not fit and `enough` does. Both are multiples of the step.
  int64_t tooSmall = 0;
  while (enough - tooSmall > step) {
    int64_t middle = (tooSmall + enough) / 2 / step * step;
    if (middle <= tooSmall)
      middle = tooSmall + step;
    (fits(function, target, options, middle) ? enough : tooSmall) = middle;
  }
  return enough;
}
