//===- CascadeSearch.h - Search for the cheapest cascades -------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The search visits hundreds of cascades of a network and chooses a few. The
// results that cascades with a common node share are therefore computed once,
// and stripes are computed only if a lower bound of their cost shows that they
// may be cheaper than the best known solution.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_CASCADESEARCH_H
#define LIB_COMPILER_PLAN_CASCADESEARCH_H

#include "ArrayModel.h"
#include "Cascade.h"

namespace tenon::compiler {

/// Results that all cascades with a node share.
struct CascadeNode {
  bool canCascade = false;
  CascadeBound bound;
  llvm::SmallVector<CascadeOperand, 3> operands;
  /// Cycles of the vector unit, without copied rows.
  double vector = 0;
  /// Bytes of all weights; 0 for work of other units.
  int64_t weightBytes = 0;
  std::optional<ArrayModel> model;
  ArrayModel::Channels channels;
  int64_t inBlocks = 0, images = 1, groups = 1, width = 1;
  bool isPointwise = false;
  /// Minimum contribution of the node to any cascade: its cycles of the array,
  /// and the bytes that are loaded if it is the first operation and stored if
  /// it is the last.
  double leastArray = 0, loadedBytes = 0, storedBytes = 0;
  /// Cycles of the array by the number of rows of a stripe; negative if not
  /// computed yet.
  std::vector<double> cycles;

  /// Returns the cycles of the array for a stripe of `rows` rows.
  double getCycles(int64_t rows);
  /// Returns the cycles, up to rounding, for `height` rows in stripes of about
  /// the same size. A side branch may have fewer rows than stripes.
  double getEvenCycles(int64_t height, int64_t stripes) {
    int64_t rows = height / stripes, longer = height - rows * stripes;
    return (rows > 0 ? (stripes - longer) * getCycles(rows) : 0) +
           (longer > 0 ? longer * getCycles(rows + 1) : 0);
  }
};

/// The number of stripes of a cascade.
struct CascadeChoice {
  int32_t first = 0, last = 0;
  int64_t stripes = 1;
  /// True if its operations have delays.
  bool isSkewed = false;
  double cost = 0;
};

/// Finds the cheapest cascades. The set of resident tensors must not change
/// during the search.
class CascadeSearch {
public:
  explicit CascadeSearch(const Emitter &emitter);

  /// Computes the data of all nodes, with their bounds.
  void prepareAll();
  const CascadeNode &getNode(int32_t index) { return prepare(index); }
  /// Returns a lower bound of the cost of any cascade of `size` nodes with
  /// these cycles of the array and the vector unit, and with `bytes` bytes of
  /// loads and stores.
  double getLeastCost(int64_t size, double array, double vector,
                      double bytes) const;
  /// Returns the cheapest cascade of the nodes `first` to `last` that fits
  /// `budget` bytes; nullopt if `before` plus its cost is not less than
  /// `limit`.
  std::optional<CascadeChoice> find(int32_t first, int32_t last, int64_t budget,
                                    double before, double limit);
  /// Builds the chosen cascade.
  Cascade build(const CascadeChoice &choice);

private:
  /// A tensor of the current cascade: bytes of a row, and the rows of all
  /// stripes. `rounds` is the number of rounds from the first use of a stripe
  /// to the last. The stripes of a tensor that `isEven` have about the same
  /// size.
  struct Rows : StripeTensor {
    int64_t rowBytes = 0, height = 0, end = 0, rounds = 0;
    bool isEven = false;
  };
  /// An operation of the cascade, with its tensors as indices into `tensors`.
  struct Step {
    CascadeNode *node = nullptr;
    const Workload *workload = nullptr;
    int32_t output = -1;
    llvm::SmallVector<int32_t, 3> operands;
  };
  /// Requirements for a number of stripes, without and with delays.
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

  /// The current cascade. Tensors after the first `numTensors` are kept to
  /// reuse their memory.
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
