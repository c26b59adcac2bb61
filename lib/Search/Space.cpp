//===- Space.cpp - Pipelines with holes -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Space.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"

using namespace llvm;

namespace tenon {

size_t Hole::getNumDigits() const {
  return kind == Kind::OneOf ? 1 : names.size();
}

uint32_t Hole::getRadix() const {
  return kind == Kind::Subset ? 2 : static_cast<uint32_t>(choices.size());
}

StringRef Space::getHoleText(const Hole &hole) const {
  size_t begin = hole.begin - 1 - hole.option.size();
  return StringRef(text).slice(begin, hole.end);
}

void Space::layOutDigits() {
  digitHoles.clear();
  for (auto [index, hole] : enumerate(holes))
    digitHoles.insert(digitHoles.end(), hole.getNumDigits(), index);
}

/// Returns the names that match a glob. A glob without wildcards must match.
static Expected<std::vector<std::string>>
selectNames(ArrayRef<std::string> names, ArrayRef<std::string> globs,
            const Twine &where) {
  SmallVector<GlobPattern> patterns;
  for (const std::string &glob : globs) {
    auto pattern = GlobPattern::create(glob);
    if (!pattern)
      return pattern.takeError();
    if (StringRef(glob).find_first_of("*?[{\\") == StringRef::npos &&
        !is_contained(names, glob))
      return createStringError(
          where + " names '" + glob + "', which does not exist; " +
          (names.empty() ? std::string("there are no names")
                         : "use one of " + join(names, ", ")));
    patterns.push_back(std::move(*pattern));
  }
  std::vector<std::string> selected;
  StringSet<> known;
  for (const std::string &name : names)
    if (any_of(patterns, [&](const GlobPattern &p) { return p.match(name); }) &&
        known.insert(name).second)
      selected.push_back(name);
  return selected;
}

Error Space::resolve(Resolver resolver) {
  notes.clear();
  for (Hole &hole : holes) {
    if (hole.kind == Hole::Kind::OneOf)
      continue;
    std::string where =
        ("hole '" + getHoleText(hole) + "' of " + hole.pass).str();
    auto names = resolver(hole.pass, hole.option, hole.globs);
    if (!names)
      return createStringError(where + ": " + toString(names.takeError()));
    auto selected = selectNames(*names, hole.globs, where);
    if (!selected)
      return selected.takeError();
    if (names->empty())
      notes.push_back(where + ": the network has no names for this option; the "
                              "hole is filled with none");
    else if (selected->empty())
      return createStringError(where + " has no choices: none of the names " +
                               join(*names, ", ") +
                               " matches; change the glob");
    hole.names = std::move(*selected);
  }
  resolved = true;
  layOutDigits();
  return Error::success();
}

size_t Space::getNumPrefixElements() const {
  return holes.empty() ? elements.size() : holes.front().element;
}

std::string Space::getValue(const Point &point, size_t index) const {
  TENON_ASSERT(resolved && point.size() == getNumDigits(), "not of this space");
  size_t digit = 0;
  for (size_t i = 0; i < index; ++i)
    digit += holes[i].getNumDigits();
  const Hole &hole = holes[index];
  if (hole.kind == Hole::Kind::OneOf)
    return hole.choices[point[digit]];
  std::string value;
  for (auto [i, name] : enumerate(hole.names)) {
    uint32_t choice = point[digit + i];
    if (hole.kind == Hole::Kind::Subset && choice == 0)
      continue;
    if (!value.empty())
      value += ',';
    value += name;
    if (hole.kind == Hole::Kind::Each)
      value += ":" + hole.choices[choice];
  }
  return value;
}

std::string Space::fillRange(const Point &point, size_t begin,
                             size_t end) const {
  std::string filled;
  for (auto [index, hole] : enumerate(holes)) {
    if (hole.begin < begin || hole.end > end)
      continue;
    filled.append(text, begin, hole.begin - begin);
    filled += getValue(point, index);
    begin = hole.end;
  }
  filled.append(text, begin, end - begin);
  return filled;
}

std::string Space::fill(const Point &point) const {
  return fillRange(point, 0, text.size());
}

std::string Space::fillElements(const Point &point, size_t first,
                                size_t last) const {
  TENON_ASSERT(first <= last && last <= elements.size(), "no such elements");
  std::string filled = text.substr(0, bodyBegin);
  if (first < last)
    filled += fillRange(point, elements[first].begin, elements[last - 1].end);
  return filled + text.substr(bodyEnd);
}

std::string Space::getPrefix() const {
  // The range contains no hole, so no digit of the point is read.
  std::string prefix = text.substr(0, bodyBegin);
  if (size_t last = getNumPrefixElements())
    prefix += text.substr(elements[0].begin,
                          elements[last - 1].end - elements[0].begin);
  return prefix + text.substr(bodyEnd);
}

std::string Space::fillSuffix(const Point &point) const {
  return fillElements(point, getNumPrefixElements(), elements.size());
}

void Space::print(raw_ostream &os, const Point &point) const {
  ListSeparator separator(" ");
  for (auto [index, hole] : enumerate(holes))
    os << separator << hole.option << '=' << getValue(point, index);
}

double Space::getSize() const {
  TENON_ASSERT(resolved, "the names are not known");
  double size = 1;
  for (size_t digit = 0; digit < getNumDigits(); ++digit)
    size *= getRadix(digit);
  return size;
}

std::optional<uint64_t> Space::getExactSize() const {
  TENON_ASSERT(resolved, "the names are not known");
  uint64_t size = 1;
  for (size_t digit = 0; digit < getNumDigits(); ++digit)
    if (__builtin_mul_overflow(size, static_cast<uint64_t>(getRadix(digit)),
                               &size))
      return std::nullopt;
  return size;
}

Point Space::pointAt(uint64_t index) const {
  TENON_ASSERT(resolved, "the names are not known");
  std::vector<uint32_t> digits(getNumDigits());
  for (size_t digit = digits.size(); digit-- > 0;) {
    uint32_t radix = getRadix(digit);
    digits[digit] = static_cast<uint32_t>(index % radix);
    index /= radix;
  }
  TENON_ASSERT(index == 0, "beyond the last point");
  return Point(std::move(digits));
}

uint64_t Point::getHash() const {
  // FNV-1a with a final mix, so that all bits have the same quality.
  uint64_t hash = 0xcbf29ce484222325;
  for (uint32_t digit : digits)
    hash = (hash ^ digit) * 0x100000001b3;
  hash ^= hash >> 32;
  hash *= 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

} // namespace tenon
