//===- Benchmark.cpp - How fast networks are estimated --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Estimator/Pricer.h"
#include "tenon/Measure/Measurement.h"
#include "tenon/Report/Format.h"
#include <algorithm>
#include <chrono>
#include <vector>

using namespace mlir;
using namespace tenon;

/// The least microseconds of `body`, which is run for about `seconds`.
static double getLeast(double seconds, llvm::function_ref<void()> body) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point end =
      Clock::now() + std::chrono::microseconds(int64_t(seconds * 1e6));
  double least = HUGE_VAL;
  do {
    Clock::time_point begin = Clock::now();
    body();
    least = std::min(
        least, std::chrono::duration<double, std::micro>(Clock::now() - begin)
                   .count());
  } while (Clock::now() < end);
  return least;
}

LogicalResult tenon::runBenchmark(const estimator::Model &model,
                                  FunctionOpInterface function) {
  estimator::Pricer pricer(model);
  auto first = pricer.price(function);
  if (!first)
    return fail(llvm::toString(first.takeError()));
  auto price = [&] { llvm::cantFail(pricer.price(function).takeError()); };
  double cold = getLeast(1, [&] {
    pricer.clear();
    price();
  });
  double known = getLeast(0.2, price);
  // Compiled and simulated as tenon-measure does.
  auto module = function->getParentOfType<ModuleOp>();
  double simulated = getLeast(1, [&] {
    llvm::consumeError(
        measureModule(module, model.target, model.type).takeError());
  });
  auto print = [](StringRef what, double microseconds) {
    llvm::outs() << what << ": " << formatNumber(microseconds, 1) << " us, "
                 << formatNumber(1e6 / microseconds, 0)
                 << " networks a second\n";
  };
  print("estimated, nothing remembered", cold);
  print("estimated, seen before", known);
  print("compiled and simulated", simulated);
  return success();
}
