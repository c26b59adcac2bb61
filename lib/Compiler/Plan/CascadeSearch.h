//===- CascadeSearch.h - The cheapest stripes of a cascade ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hundreds of cascades are looked at for a network, and a few are chosen. So
// what the cascades with a node have in common is worked out once, and stripes
// are only worked out where a lower bound of their cost says that they may be
// cheaper than what is known.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_CASCADESEARCH_H
#define LIB_COMPILER_PLAN_CASCADESEARCH_H

#include "ArrayModel.h"
#include "Cascade.h"

namespace tenon::compiler {

/// What all cascades with a node have in common.
struct CascadeNode {
  bool canCascade = false;
  CascadeBound bound;
  llvm::SmallVector<CascadeOperand, 3> operands;
  /// Cycles of the vector unit, copied rows aside.
  double vector = 0;
  /// Bytes of all weights; 0 if it is no work of the array.
  int64_t weightBytes = 0;
  std::optional<ArrayModel> model;
  ArrayModel::Channels channels;
  int64_t inBlocks = 0, images = 1, groups = 1, width = 1;
  bool isPointwise = false;
  /// What no cascade with the node is below: its cycles of the array, and the
  /// bytes that are loaded if it is the first one and stored if it is the last.
  double leastArray = 0, loadedBytes = 0, storedBytes = 0;
  /// Cycles of the array by rows of a stripe, once they are known; negative if
  /// they are not.
  std::vector<double> cycles;

  /// The cycles of the array for a stripe of `rows`.
  double getCycles(int64_t rows);
  /// The same for `height` rows in stripes of about the same size, but for
  /// rounding. A side branch may have fewer rows than there are stripes.
  double getEvenCycles(int64_t height, int64_t stripes) {
    int64_t rows = height / stripes, longer = height - rows * stripes;
    return (rows > 0 ? (stripes - longer) * getCycles(rows) : 0) +
           (longer > 0 ? longer * getCycles(rows + 1) : 0);
  }
};

/// Stripes of a cascade.
struct CascadeChoice {
  int32_t first = 0, last = 0;
  int64_t stripes = 1;
  /// Its operations have delays.
  bool isSkewed = false;
  double cost = 0;
};

/// Finds the cheapest stripes of cascades. What stays in SRAM must not change
/// meanwhile.
class CascadeSearch {
public:
  explicit CascadeSearch(const Emitter &emitter);

  /// Works out the nodes and their bounds.
  void prepareAll();
  const CascadeNode &getNode(int32_t index) { return prepare(index); }
  /// No more than the cost of any cascade of `size` nodes with these cycles of
  /// the array and the vector unit, and bytes that are loaded and stored.
  double getLeastCost(int64_t size, double array, double vector,
                      double bytes) const;
  /// The cheapest cascade of the nodes `first` to `last` that fits `budget`
  /// bytes, if there is one that costs less than `limit` after `before`.
  std::optional<CascadeChoice> find(int32_t first, int32_t last, int64_t budget,
                                    double before, double limit);
  /// The cascade that was chosen.
  Cascade build(const CascadeChoice &choice);

private:
  /// A tensor of the cascade at hand: bytes of a row, and the rows of all
  /// stripes. From the first use of a stripe to the last one are `rounds`. If
  /// it `isEven` its stripes are about the same size.
  struct Rows : StripeTensor {
    int64_t rowBytes = 0, height = 0, end = 0, rounds = 0;
    bool isEven = false;
  };
  /// An operation of the cascade, with its tensors by their place in `tensors`.
  struct Step {
    CascadeNode *node = nullptr;
    const Workload *workload = nullptr;
    int32_t output = -1;
    llvm::SmallVector<int32_t, 3> operands;
  };
  /// What one number of stripes needs, without and with delays.
  struct Estimate {
    int64_t bytes[2] = {0, 0};
    double array = 0, vector = 0;
  };

  CascadeNode &prepare(int32_t index);
  double getBytes(int32_t tensor, int64_t rows) const;
  double getDmaCycles(double bytes) const;
  int32_t findTensor(int32_t tensor) const;
  int32_t getTensor(int32_t tensor);
  bool start(int32_t first, int32_t last);
  bool addStep(int32_t index);
  bool hasOwnTensors() const;
  void setDelays();
  void setTotals();
  void setTransfers();
  void setEnds(int64_t stripes);
  void setBegins(int64_t stripes);
  void setMemory(int64_t stripes, Estimate &estimate) const;
  void setArray(Estimate &estimate) const;
  double getLeastArray(int64_t stripes) const;
  double getCost(double array, double vector, int64_t stripes,
                 bool isSkewed) const;

  const Emitter &emitter;
  const Graph &graph;
  std::vector<CascadeNode> nodes;
  std::vector<bool> isPrepared;

  /// The cascade at hand. Tensors behind the first `numTensors` are kept for
  /// their memory.
  int32_t first = 0, last = -1;
  std::vector<Rows> tensors;
  size_t numTensors = 0;
  std::vector<Step> steps;
  llvm::SmallVector<int32_t, 8> delays;
  bool hasDelays = false;
  /// Cycles of the DMA, cycles of the vector unit without copies, and a lower
  /// bound of those of the array.
  double dma = 0, sweeps = 0, leastArray = 0;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_CASCADESEARCH_H
