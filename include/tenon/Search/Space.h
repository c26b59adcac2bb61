//===- Space.h - Pipelines with holes ---------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A search space is the text of a pass pipeline in which the values of options
// can be holes. This file parses the brackets of such a text and does not
// depend on passes. The caller provides the names that an option accepts.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_SPACE_H
#define TENON_SEARCH_SPACE_H

#include "tenon/Search/Point.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenon {

/// A value that the search chooses.
struct Hole {
  /// The three kinds of holes.
  enum class Kind {
    /// `?{a,b,c}`: one of the choices.
    OneOf,
    /// `?subset{glob,...}`: any subset of the names that a glob matches.
    Subset,
    /// `?each{glob,...: a,b,c}`: one of the choices for each name.
    Each,
  };
  Kind kind = Kind::OneOf;
  /// The option to which the hole belongs.
  std::string option;
  /// The pass to which the option belongs.
  std::string pass;
  /// Index of the top-level element of the pipeline that contains the hole.
  size_t element = 0;
  /// The bytes from `?` to the closing brace, `[begin, end)`.
  size_t begin = 0, end = 0;
  /// The choices of one-of and each holes.
  std::vector<std::string> choices;
  /// The globs of subset and each holes.
  std::vector<std::string> globs;
  /// The names that match the globs; set when the space is resolved.
  std::vector<std::string> names;

  /// Returns the number of digits of a point that belong to the hole.
  size_t getNumDigits() const;
  /// Returns the number of values of each of these digits.
  uint32_t getRadix() const;
};

/// One pass of a pipeline, or a complete nested pipeline.
struct PipelineElement {
  /// The argument of the pass, or the anchor of the nested pipeline.
  std::string name;
  /// The bytes of the element, `[begin, end)`.
  size_t begin = 0, end = 0;
};

/// A pass pipeline with holes.
class Space {
public:
  /// Returns all names that `option` of `pass` accepts. The space keeps the
  /// names that match one of `globs`.
  using Resolver = llvm::function_ref<llvm::Expected<std::vector<std::string>>(
      llvm::StringRef pass, llvm::StringRef option,
      llvm::ArrayRef<std::string> globs)>;

  /// Parses the text of a pipeline. Error messages contain the position.
  static llvm::Expected<Space> parse(llvm::StringRef text);

  /// Finds the names of subset and each holes. A space without such holes is
  /// resolved from the start. If there are no names for the option of a hole,
  /// the hole has one value, the empty set, and a note is added. All functions
  /// below that accept or return points require a resolved space.
  llvm::Error resolve(Resolver resolver);
  /// Returns notes for the user about the names that were found, each of one
  /// line.
  llvm::ArrayRef<std::string> getNotes() const LLVM_LIFETIME_BOUND {
    return notes;
  }
  /// Returns true if all names are known.
  bool isResolved() const { return resolved; }

  /// Returns the original text.
  llvm::StringRef getText() const LLVM_LIFETIME_BOUND { return text; }
  /// Returns the holes, from left to right.
  llvm::ArrayRef<Hole> getHoles() const LLVM_LIFETIME_BOUND { return holes; }
  /// Returns the elements of the pipeline. An enclosing `builtin.module(...)`
  /// or `any(...)` is not an element.
  llvm::ArrayRef<PipelineElement> getElements() const LLVM_LIFETIME_BOUND {
    return elements;
  }
  /// Returns the anchor around the pipeline; empty if there is none.
  llvm::StringRef getAnchor() const LLVM_LIFETIME_BOUND { return anchor; }
  /// Returns the source text of a hole with its option: `to=?{none,engine}`.
  llvm::StringRef getHoleText(const Hole &hole) const LLVM_LIFETIME_BOUND;

  /// Returns the number of elements before the first one that has a hole.
  size_t getNumPrefixElements() const;
  /// Returns the pipeline of the elements before the first one that has a hole,
  /// with the anchor of the text.
  std::string getPrefix() const;
  /// Returns the rest of the pipeline with its holes filled, with the anchor of
  /// the text. Running the prefix and then the suffix is equivalent to running
  /// `fill(point)`.
  std::string fillSuffix(const Point &point) const;
  /// Returns the elements `[first, last)` of the pipeline with their holes
  /// filled, with the anchor of the text.
  std::string fillElements(const Point &point, size_t first, size_t last) const;
  /// Returns the whole text with its holes filled.
  std::string fill(const Point &point) const;
  /// Returns the value of one hole.
  std::string getValue(const Point &point, size_t hole) const;
  /// Prints `option=value` for every hole, separated by spaces.
  void print(llvm::raw_ostream &os, const Point &point) const;

  /// Returns the number of digits of a point.
  size_t getNumDigits() const { return digitHoles.size(); }
  /// Returns the number of values of one digit.
  uint32_t getRadix(size_t digit) const {
    return holes[digitHoles[digit]].getRadix();
  }
  /// Returns the hole to which a digit belongs, as an index into `getHoles`.
  size_t getHoleOfDigit(size_t digit) const { return digitHoles[digit]; }
  /// Returns the approximate number of points.
  double getSize() const;
  /// Returns the number of points, or nullopt if it does not fit into 64 bits.
  std::optional<uint64_t> getExactSize() const;
  /// Returns the point at an index in the order of points; `index` is below
  /// `getExactSize`.
  Point pointAt(uint64_t index) const;

private:
  friend class SpaceParser;
  void layOutDigits();
  std::string fillRange(const Point &point, size_t begin, size_t end) const;

  std::string text;
  std::string anchor;
  /// Number of bytes before the first element, and position of the end of the
  /// last element.
  size_t bodyBegin = 0, bodyEnd = 0;
  std::vector<PipelineElement> elements;
  std::vector<Hole> holes;
  /// Index of the hole of each digit.
  std::vector<size_t> digitHoles;
  std::vector<std::string> notes;
  bool resolved = false;
};

} // namespace tenon

#endif // TENON_SEARCH_SPACE_H
