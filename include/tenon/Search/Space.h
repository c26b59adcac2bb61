//===- Space.h - Pipelines with holes ---------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A search space is the text of a pass pipeline in which the values of options
// may be holes. This file knows the brackets of such a text and nothing about
// passes: what names an option can take, it asks its caller.
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
  /// The three forms of holes.
  enum class Kind {
    /// `?{a,b,c}`: one of the choices.
    OneOf,
    /// `?subset{glob,...}`: any subset of the names that a glob matches.
    Subset,
    /// `?each{glob,...: a,b,c}`: one of the choices for each name.
    Each,
  };
  Kind kind = Kind::OneOf;
  /// The option whose value this is.
  std::string option;
  /// The pass that has the option.
  std::string pass;
  /// The top-level element of the pipeline that this is in.
  size_t element = 0;
  /// The bytes from `?` to the closing brace, `[begin, end)`.
  size_t begin = 0, end = 0;
  /// The choices of one-of and each holes.
  std::vector<std::string> choices;
  /// The globs of subset and each holes.
  std::vector<std::string> globs;
  /// The names that the globs match, known once the space is resolved.
  std::vector<std::string> names;

  /// How many digits of a point belong to the hole.
  size_t getNumDigits() const;
  /// How many values each of its digits has.
  uint32_t getRadix() const;
};

/// One pass of a pipeline, or a nested pipeline as a whole.
struct PipelineElement {
  /// The argument of the pass, or the anchor of the nested pipeline.
  std::string name;
  /// The bytes of the element, `[begin, end)`.
  size_t begin = 0, end = 0;
};

/// A pass pipeline with holes.
class Space {
public:
  /// Returns all names that `option` of `pass` can take; the space keeps those
  /// that match one of `globs`.
  using Resolver = llvm::function_ref<llvm::Expected<std::vector<std::string>>(
      llvm::StringRef pass, llvm::StringRef option,
      llvm::ArrayRef<std::string> globs)>;

  /// Parses pipeline text. Errors name the place.
  static llvm::Expected<Space> parse(llvm::StringRef text);

  /// Finds the names of subset and each holes. A space without such holes is
  /// resolved from the start. A hole of an option for which there are no names
  /// has one value, none of them; that is noted. Everything below that takes
  /// or makes a point asks for a resolved space.
  llvm::Error resolve(Resolver resolver);
  /// What people should know of how names were found, a line each.
  llvm::ArrayRef<std::string> getNotes() const LLVM_LIFETIME_BOUND {
    return notes;
  }
  /// All names are known.
  bool isResolved() const { return resolved; }

  /// The text as it was given.
  llvm::StringRef getText() const LLVM_LIFETIME_BOUND { return text; }
  /// The holes, from left to right.
  llvm::ArrayRef<Hole> getHoles() const LLVM_LIFETIME_BOUND { return holes; }
  /// The elements of the pipeline; `builtin.module(...)` or `any(...)` around
  /// all of it is not one.
  llvm::ArrayRef<PipelineElement> getElements() const LLVM_LIFETIME_BOUND {
    return elements;
  }
  /// The anchor around the pipeline, or empty.
  llvm::StringRef getAnchor() const LLVM_LIFETIME_BOUND { return anchor; }
  /// The source text of a hole, with its option: `to=?{none,engine}`.
  llvm::StringRef getHoleText(const Hole &hole) const LLVM_LIFETIME_BOUND;

  /// The number of elements before the first one that has a hole.
  size_t getNumPrefixElements() const;
  /// The pipeline of the elements before the first one that has a hole, within
  /// the anchor of the text.
  std::string getPrefix() const;
  /// The rest of the pipeline with its holes filled, within the anchor of the
  /// text: running the prefix and then this is running `fill(point)`.
  std::string fillSuffix(const Point &point) const;
  /// The elements `[first, last)` of the pipeline with their holes filled,
  /// within the anchor of the text.
  std::string fillElements(const Point &point, size_t first, size_t last) const;
  /// The whole text with its holes filled.
  std::string fill(const Point &point) const;
  /// What fills one hole.
  std::string getValue(const Point &point, size_t hole) const;
  /// Prints `option=value` of every hole, separated by spaces.
  void print(llvm::raw_ostream &os, const Point &point) const;

  /// The number of digits of a point.
  size_t getNumDigits() const { return digitHoles.size(); }
  /// The number of values of one digit.
  uint32_t getRadix(size_t digit) const {
    return holes[digitHoles[digit]].getRadix();
  }
  /// The hole that a digit belongs to, as an index into `getHoles`.
  size_t getHoleOfDigit(size_t digit) const { return digitHoles[digit]; }
  /// The number of points.
  double getSize() const;
  /// The number of points, if it fits.
  std::optional<uint64_t> getExactSize() const;
  /// A point by its place in the order of points; `index` is below
  /// `getExactSize`.
  Point pointAt(uint64_t index) const;

private:
  friend class SpaceParser;
  void layOutDigits();
  std::string fillRange(const Point &point, size_t begin, size_t end) const;

  std::string text;
  std::string anchor;
  /// Bytes before the first element and from the last one on.
  size_t bodyBegin = 0, bodyEnd = 0;
  std::vector<PipelineElement> elements;
  std::vector<Hole> holes;
  /// The hole of each digit.
  std::vector<size_t> digitHoles;
  std::vector<std::string> notes;
  bool resolved = false;
};

} // namespace tenon

#endif // TENON_SEARCH_SPACE_H
