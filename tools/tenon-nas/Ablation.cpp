//===- Ablation.cpp - What each pass of a space brings by itself ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ablation.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;

static std::string printed(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os, OpPrintingFlags().assumeVerified());
  return text;
}

/// The values of all holes of one element, as a vector parallel to the holes of
/// the space; empty where the hole belongs to another element.
using Filling = std::vector<std::string>;

/// Tries the choices of an element, those of its one-of holes from the last to
/// the first, subsets empty, with the other elements left out.
static std::optional<Filling> findNeutral(const NetworkEvaluator &evaluator,
                                          const PreparedSpace &space,
                                          size_t element,
                                          const std::string &before) {
  ArrayRef<Hole> holes = space.space.getHoles();
  size_t tries = 1;
  for (const Hole &hole : holes)
    if (hole.element == element && hole.kind == Hole::Kind::OneOf)
      tries *= hole.choices.size();
  for (size_t i = std::min<size_t>(tries, 64); i-- > 0;) {
    Point point = space.space.pointAt(0);
    size_t rest = i;
    for (size_t digit = 0; digit < space.space.getNumDigits(); ++digit) {
      const Hole &hole = holes[space.space.getHoleOfDigit(digit)];
      if (hole.element != element || hole.kind != Hole::Kind::OneOf)
        continue;
      point = point.with(digit, rest % hole.choices.size());
      rest /= hole.choices.size();
    }
    ModuleOp prepared = *space.network;
    OwningOpRef<ModuleOp> copy = prepared.clone();
    if (llvm::Error error = runPipeline(
            *copy, space.space.fillElements(point, element, element + 1))) {
      llvm::consumeError(std::move(error));
      continue;
    }
    if (printed(*copy) != before)
      continue;
    Filling filling(holes.size());
    for (size_t h = 0; h < holes.size(); ++h)
      if (holes[h].element == element)
        filling[h] = space.space.getValue(point, h);
    return filling;
  }
  return std::nullopt;
}

std::vector<SubSpace> tenon::findSubSpaces(const NetworkEvaluator &evaluator,
                                           const PreparedSpace &space) {
  ArrayRef<Hole> holes = space.space.getHoles();
  std::string before = printed(*space.network);
  std::vector<size_t> elements;
  std::vector<std::optional<Filling>> neutral;
  for (const Hole &hole : holes)
    if (elements.empty() || elements.back() != hole.element) {
      elements.push_back(hole.element);
      neutral.push_back(findNeutral(evaluator, space, hole.element, before));
    }
  std::vector<SubSpace> result;
  for (size_t kept = 0; kept < elements.size(); ++kept) {
    SubSpace sub{space.space.getElements()[elements[kept]].name,
                 space.space.getText().str(),
                 std::vector<std::optional<std::string>>(holes.size())};
    // A pass whose holes have one value is no search.
    bool isPossible =
        elements.size() > 1 && llvm::any_of(holes, [&](const Hole &hole) {
          return hole.element == elements[kept] && hole.getNumDigits() != 0;
        });
    // From the back, so that the places of earlier holes stay.
    for (size_t h = holes.size(); isPossible && h-- > 0;) {
      if (holes[h].element == elements[kept])
        continue;
      size_t other = llvm::find(elements, holes[h].element) - elements.begin();
      isPossible = neutral[other].has_value();
      if (!isPossible)
        break;
      const std::string &value = (*neutral[other])[h];
      sub.values[h] = value;
      sub.text.replace(holes[h].begin, holes[h].end - holes[h].begin, value);
    }
    if (isPossible)
      result.push_back(std::move(sub));
  }
  return result;
}

std::string tenon::describe(const Space &original, const SubSpace &sub,
                            const Space &subSpace, const Point &point) {
  std::string text;
  size_t own = 0;
  for (size_t h = 0; h < original.getHoles().size(); ++h) {
    text += (h ? " " : "") + original.getHoles()[h].option + "=";
    text += sub.values[h] ? *sub.values[h] : subSpace.getValue(point, own++);
  }
  return text;
}
