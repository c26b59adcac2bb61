//===- Script.h - What a Python module is made of -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_PYTORCH_SCRIPT_H
#define LIB_EXCHANGE_PYTORCH_SCRIPT_H

#include "mlir/IR/Location.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace tenon::pytorch {

/// What a marker in a text stands for.
enum class Mark : char {
  /// A value that the step reads or computes.
  input = 'i',
  output = 'o',
  /// A member of the module, as `self.name`.
  member = 'm',
  /// A number that equal blocks may differ in.
  number = 'n',
};

/// A marker in the text of a step: replaced when it is printed.
std::string mark(Mark mark, size_t index);

/// A text with its markers replaced.
std::string
replaceMarks(llvm::StringRef text,
             llvm::function_ref<std::string(Mark, size_t)> replacement);

/// A value of a parameter or buffer: `suffix` is its name below the member,
/// `weight` for instance; empty if the member is the tensor itself.
struct Weight {
  std::string suffix;
  /// Without a name; absent if the network has no weights.
  std::optional<HostTensor> tensor;
};

/// What `__init__` makes for a step.
struct Member {
  enum Kind { module, parameter, buffer } kind;
  /// The name that it should have, not yet an identifier.
  std::string name;
  /// The expression that makes it, with markers of numbers.
  std::string code;
  std::vector<Weight> weights;
};

/// A number in the text of a step, with what it is.
struct Number {
  std::string role, text;
};

/// A statement of `forward` with the members it uses.
struct Step {
  std::vector<unsigned> inputs, outputs;
  std::vector<Member> members;
  std::vector<Number> numbers;
  /// Lines with markers.
  std::vector<std::string> lines;
  /// The name of the block that the operation is labelled with.
  std::string block;
};

/// A module of its own for blocks that repeat. Values are numbered as in the
/// network; names of members are identifiers.
struct BlockClass {
  std::string name;
  /// Everything inside, to tell what kind of block it is.
  std::string text;
  /// The arguments of `__init__`; texts of numbers may refer to them.
  std::vector<std::string> arguments;
  std::vector<unsigned> inputs;
  /// The last one returns the result.
  std::vector<Step> steps;
};

/// An argument or a result of the network.
struct Port {
  std::string name;
  llvm::SmallVector<int64_t> shape;
};

/// A whole network. Values are numbered; the first ones are the arguments.
struct Script {
  std::string weightsFile;
  std::vector<Port> inputs, outputs;
  std::vector<BlockClass> classes;
  /// The last one returns the results.
  std::vector<Step> steps;
  /// Names of the helper functions in use.
  std::set<std::string> helpers;
  unsigned numValues = 0;
  bool hasWeights = false;
};

/// Makes classes of blocks that repeat; each block becomes a step.
void findBlocks(Script &script);

/// The Python text of a helper function.
llvm::StringRef getHelper(llvm::StringRef name);

/// Names that members of a module cannot have.
std::set<std::string> getReservedMembers();

/// A valid identifier that is not in `taken`, made of `wanted`; it is added.
std::string makeIdentifier(llvm::StringRef wanted,
                           std::set<std::string> &taken);

/// The text of the script; its tensors go to `tensors`.
std::string print(const Script &script, std::vector<HostTensor> &tensors);

} // namespace tenon::pytorch

#endif // LIB_EXCHANGE_PYTORCH_SCRIPT_H
