//===- NetworkEstimator.cpp - Cached estimates of networks ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/NetworkEstimator.h"
#include "mlir/IR/Operation.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

namespace {
/// Computes two independent hashes of the same words.
class Hash {
public:
  void add(uint64_t word) {
    // The finalizers of SplitMix64 and of MurmurHash3.
    a = mix(a ^ word, 0xbf58476d1ce4e5b9, 0x94d049bb133111eb);
    b = mix(b + word, 0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53);
  }
  void add(const void *pointer) { add(uint64_t(uintptr_t(pointer))); }
  std::pair<uint64_t, uint64_t> get() const {
    // DenseMap reserves two values that must not be keys.
    return {a >> 1, b};
  }

private:
  static uint64_t mix(uint64_t x, uint64_t p, uint64_t q) {
    x = (x ^ (x >> 30)) * p;
    x = (x ^ (x >> 27)) * q;
    return x ^ (x >> 31);
  }
  uint64_t a = 0x9e3779b97f4a7c15, b = 0x6a09e667f3bcc909;
};
} // namespace

/// Types and attributes of one context are equal if their addresses are equal.
std::pair<uint64_t, uint64_t>
estimator::getFingerprint(FunctionOpInterface function) {
  Hash hash;
  llvm::DenseMap<Value, uint32_t> numbers;
  numbers.reserve(512);
  auto number = [&](Value value) {
    numbers.try_emplace(value, uint32_t(numbers.size()));
    hash.add(value.getType().getAsOpaquePointer());
  };
  for (BlockArgument argument : function.getArguments())
    number(argument);
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op == function)
      return;
    hash.add(op->getName().getAsOpaquePointer());
    hash.add(uint64_t(op->hashProperties()));
    hash.add(uint64_t(op->getNumOperands()) << 32 | op->getNumResults());
    for (Value operand : op->getOperands())
      hash.add(uint64_t(numbers.lookup(operand)));
    for (Value result : op->getResults())
      number(result);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          number(argument);
  });
  return hash.get();
}

llvm::Expected<NetworkPrice>
NetworkEstimator::price(FunctionOpInterface function) {
  auto key = getFingerprint(function);
  auto found = known.find(key);
  if (found != known.end()) {
    ++remembered;
    return found->second;
  }
  CompileFailure reason{function.getLoc(), "", "", ""};
  FailureOr<Network> network = planNetwork(planner, function, model.byLayer,
                                           model.target, model.type, reason);
  if (failed(network))
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "'" + reason.layer + "': '" + reason.op + "' op cannot run on '" +
            model.target.getName() + "': " + reason.message);
  NetworkEstimate e = estimate(model, *network);
  NetworkPrice price{e.latency,          e.lowest,     e.highest,
                     e.picojoules,       e.arenaBytes, network->loadBytes,
                     network->storeBytes};
  known.try_emplace(key, price);
  return price;
}
