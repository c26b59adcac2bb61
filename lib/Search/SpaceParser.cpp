//===- SpaceParser.cpp - Parses the holes of a pipeline -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses the brackets of a pipeline only to determine the pass and the option
// of each hole. The parser of pass pipelines reports all other errors.
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Space.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/GlobPattern.h"

using namespace llvm;

namespace tenon {

static const char *const threeForms =
    "use option=?{a,b}, option=?subset{glob} or option=?each{globs: a,b}";

/// Parses the text of one space.
class SpaceParser {
public:
  explicit SpaceParser(Space &space) : space(space), text(space.text) {}
  Error run();

private:
  /// An element of a pipeline, with the elements in its parentheses, if it has
  /// any.
  struct Element {
    PipelineElement element;
    bool hasChildren = false;
    size_t open = 0, close = 0;
    std::vector<Element> children;
    size_t firstHole = 0, lastHole = 0;
  };

  std::string getPlace(size_t offset) const;
  Error errorAt(size_t offset, const Twine &message) const;
  Error parseList(std::vector<Element> &list, unsigned depth);
  Error parseElement(Element &element, unsigned depth);
  Error parseOptions(StringRef pass);
  Error parseHole(StringRef pass);
  Expected<size_t> findHoleEnd(size_t open) const;
  Expected<std::vector<std::string>> parseItems(size_t begin, size_t end,
                                                StringRef what) const;
  Error parseGlobs(Hole &hole, size_t begin, size_t end) const;
  size_t findAtTop(char wanted, size_t begin, size_t end) const;
  void skipSpace() {
    while (pos < text.size() && isSpace(text[pos]))
      ++pos;
  }

  Space &space;
  StringRef text;
  size_t pos = 0;
};

/// Returns the position of a byte as text, with the line if there are several.
std::string SpaceParser::getPlace(size_t offset) const {
  StringRef before = text.take_front(offset);
  // npos + 1 is 0, the start of the text.
  size_t lineBegin = before.rfind('\n') + 1;
  std::string column = "column " + std::to_string(offset - lineBegin + 1);
  if (!text.trim().contains('\n'))
    return column;
  return "line " + std::to_string(before.count('\n') + 1) + ", " + column;
}

Error SpaceParser::errorAt(size_t offset, const Twine &message) const {
  return createStringError(getPlace(offset) + ": " + message);
}

Error SpaceParser::run() {
  std::vector<Element> list;
  if (Error error = parseList(list, 0))
    return error;
  if (pos < text.size())
    return errorAt(pos, "expected the end of the pipeline, but got a ')' that "
                        "closes nothing; remove it");

  space.bodyBegin = 0;
  space.bodyEnd = text.size();
  if (list.size() == 1 && list[0].hasChildren &&
      is_contained({"builtin.module", "any"}, list[0].element.name)) {
    Element top = std::move(list[0]);
    space.anchor = top.element.name;
    space.bodyBegin = top.open + 1;
    space.bodyEnd = top.close;
    list = std::move(top.children);
  }
  for (auto [index, element] : enumerate(list)) {
    space.elements.push_back(element.element);
    for (size_t hole = element.firstHole; hole < element.lastHole; ++hole)
      space.holes[hole].element = index;
  }
  if (space.elements.empty() && space.anchor.empty())
    return errorAt(0, "expected a pass pipeline, but got no pass; write the "
                      "passes to run, separated by commas");
  return Error::success();
}

/// Parses up to the end of the text or a ')', which is not consumed.
Error SpaceParser::parseList(std::vector<Element> &list, unsigned depth) {
  while (true) {
    skipSpace();
    list.emplace_back();
    if (Error error = parseElement(list.back(), depth))
      return error;
    if (pos >= text.size() || text[pos] == ')')
      break;
    ++pos; // The comma.
  }
  const PipelineElement &last = list.back().element;
  if (last.begin == last.end && list.size() == 1)
    list.pop_back();
  return Error::success();
}

/// Parses up to the end of the text, a ',' or a ')', which is not consumed.
Error SpaceParser::parseElement(Element &element, unsigned depth) {
  constexpr unsigned maxDepth = 32;
  PipelineElement &self = element.element;
  self.begin = pos;
  element.firstHole = space.holes.size();
  size_t nameEnd = std::min(text.find_first_of(",(){", pos), text.size());
  StringRef name = text.slice(pos, nameEnd).trim();
  if (size_t hole = name.find("=?"); hole != StringRef::npos)
    return errorAt(pos + hole,
                   "expected holes in the options of a pass, but got one "
                   "outside of braces; write pass{option=?{a,b}}");
  self.name = name.str();
  pos = nameEnd;
  while (pos < text.size() && text[pos] != ',' && text[pos] != ')') {
    if (text[pos] == '{') {
      if (Error error = parseOptions(name))
        return error;
    } else if (text[pos] == '(') {
      if (depth == maxDepth)
        return errorAt(pos, "expected at most " + Twine(maxDepth) +
                                " nested pipelines, but got more");
      element.hasChildren = true;
      element.open = pos++;
      if (Error error = parseList(element.children, depth + 1))
        return error;
      if (pos >= text.size())
        return errorAt(element.open,
                       "expected a ')' for this '(', but got the end of the "
                       "pipeline; close it");
      element.close = pos++;
    } else {
      ++pos;
    }
  }
  self.end = self.begin + text.slice(self.begin, pos).rtrim().size();
  element.lastHole = space.holes.size();
  return Error::success();
}

/// Parses `{...}`. As in MLIR's own parser, only braces and quotes matter.
Error SpaceParser::parseOptions(StringRef pass) {
  size_t open = pos;
  unsigned depth = 0;
  while (pos < text.size()) {
    char c = text[pos];
    if (c == '"' || c == '\'') {
      // An unmatched quote is an ordinary character.
      size_t close = text.find(c, pos + 1);
      if (close != StringRef::npos)
        pos = close;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}') {
      if (--depth == 0) {
        ++pos;
        return Error::success();
      }
    } else if (text.substr(pos).starts_with("=?")) {
      if (Error error = parseHole(pass))
        return error;
      continue;
    }
    ++pos;
  }
  return errorAt(open, "expected a '}' for this '{' of " + pass +
                           ", but got the end of the pipeline; close it");
}

/// Parses a hole, starting at its '='.
Error SpaceParser::parseHole(StringRef pass) {
  size_t equals = pos;
  Hole hole;
  hole.pass = pass.str();
  hole.begin = equals + 1;
  size_t nameBegin = equals;
  while (nameBegin > 0 && (isAlnum(text[nameBegin - 1]) ||
                           StringRef("_-.").contains(text[nameBegin - 1])))
    --nameBegin;
  hole.option = text.slice(nameBegin, equals).str();
  if (hole.option.empty())
    return errorAt(equals, "expected the name of an option before '=?', but "
                           "got none; " +
                               Twine(threeForms));

  StringRef rest = text.substr(hole.begin + 1);
  size_t open = hole.begin + 1;
  if (rest.starts_with("{")) {
    hole.kind = Hole::Kind::OneOf;
  } else if (rest.starts_with("subset{")) {
    hole.kind = Hole::Kind::Subset;
    open += StringRef("subset").size();
  } else if (rest.starts_with("each{")) {
    hole.kind = Hole::Kind::Each;
    open += StringRef("each").size();
  } else {
    StringRef found = text.substr(hole.begin);
    found = found.take_front(found.find_first_of(" ,{}()\n\t"));
    return errorAt(hole.begin, "expected a hole as the value of '" +
                                   hole.option + "' of " + pass +
                                   ", but got '" + found + "'; " + threeForms);
  }

  Expected<size_t> close = findHoleEnd(open);
  if (!close)
    return close.takeError();
  hole.end = *close + 1;
  size_t begin = open + 1;
  if (hole.kind != Hole::Kind::OneOf) {
    size_t globsEnd = *close;
    if (hole.kind == Hole::Kind::Each) {
      globsEnd = findAtTop(':', begin, *close);
      if (globsEnd == *close)
        return errorAt(*close, "expected a ':' between the names and the "
                               "choices, but got '}'; write " +
                                   hole.option + "=?each{globs: a,b}");
    }
    if (Error error = parseGlobs(hole, begin, globsEnd))
      return error;
    begin = globsEnd + 1;
  }
  if (hole.kind != Hole::Kind::Subset) {
    auto choices = parseItems(begin, *close, "choice");
    if (!choices)
      return choices.takeError();
    hole.choices = std::move(*choices);
  }
  space.holes.push_back(std::move(hole));
  pos = *close + 1;
  return Error::success();
}

/// Returns the position of the brace that closes the one at `open`.
Expected<size_t> SpaceParser::findHoleEnd(size_t open) const {
  SmallVector<size_t> stack = {open};
  for (size_t i = open + 1; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"' || c == '\'') {
      size_t close = text.find(c, i + 1);
      if (close == StringRef::npos)
        return errorAt(i, "expected a closing quote, but got the end of the "
                          "pipeline; add it");
      i = close;
    } else if (c == '{' || c == '(' || c == '[') {
      stack.push_back(i);
    } else if (c == '}' || c == ')' || c == ']') {
      char opener = text[stack.back()];
      char wanted = opener == '{' ? '}' : opener == '(' ? ')' : ']';
      if (c != wanted)
        return errorAt(i, "expected a '" + Twine(wanted) + "' for the '" +
                              Twine(opener) + "' at " + getPlace(stack.back()) +
                              ", but got '" + Twine(c) +
                              "'; balance the brackets");
      stack.pop_back();
      if (stack.empty())
        return i;
    } else if (text.substr(i).starts_with("=?")) {
      return errorAt(i, "expected no hole within a hole, but got one; write "
                        "every choice out");
    }
  }
  return errorAt(open, "expected a '}' for this hole, but got the end of the "
                       "pipeline; close it");
}

/// Returns the position of `wanted` outside of brackets and quotes in `[begin,
/// end)`, or `end`. The text is balanced.
size_t SpaceParser::findAtTop(char wanted, size_t begin, size_t end) const {
  unsigned depth = 0;
  for (size_t i = begin; i < end; ++i) {
    char c = text[i];
    if (c == '"' || c == '\'')
      i = text.find(c, i + 1);
    else if (c == '{' || c == '(' || c == '[')
      ++depth;
    else if (c == '}' || c == ')' || c == ']')
      --depth;
    else if (c == wanted && depth == 0)
      return i;
  }
  return end;
}

/// Splits `[begin, end)` at its commas.
Expected<std::vector<std::string>>
SpaceParser::parseItems(size_t begin, size_t end, StringRef what) const {
  std::vector<std::string> items;
  StringSet<> known;
  if (text.slice(begin, end).trim().empty())
    return errorAt(begin, "expected at least one " + what +
                              ", but got none; name one");
  while (true) {
    size_t comma = findAtTop(',', begin, end);
    StringRef item = text.slice(begin, comma).trim();
    if (item.empty())
      return errorAt(begin, "expected a " + what +
                                ", but got nothing; remove the extra comma");
    if (!known.insert(item).second)
      return errorAt(item.data() - text.data(), "expected different " + what +
                                                    "s, but got '" + item +
                                                    "' twice; remove one");
    items.push_back(item.str());
    if (comma == end)
      return items;
    begin = comma + 1;
  }
}

Error SpaceParser::parseGlobs(Hole &hole, size_t begin, size_t end) const {
  auto globs = parseItems(begin, end, "glob");
  if (!globs)
    return globs.takeError();
  for (const std::string &glob : *globs)
    if (auto pattern = GlobPattern::create(glob); !pattern)
      return errorAt(begin, "expected a glob such as 'ibn*', but got '" + glob +
                                "': " + toString(pattern.takeError()));
  hole.globs = std::move(*globs);
  return Error::success();
}

Expected<Space> Space::parse(StringRef text) {
  Space space;
  space.text = text.str();
  if (Error error = SpaceParser(space).run())
    return error;
  space.resolved = all_of(space.holes, [](const Hole &hole) {
    return hole.kind == Hole::Kind::OneOf;
  });
  space.layOutDigits();
  return space;
}

} // namespace tenon
