//===- SpaceTest.cpp - Tests of pipelines with holes ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Space.h"
#include "tenon/Search/Rng.h"
#include "gtest/gtest.h"
#include <set>
#include <unordered_set>

using namespace llvm;
using namespace tenon;

namespace {

using Names = std::vector<std::string>;

Space parse(StringRef text, const Names &names = {}) {
  Space space = cantFail(Space::parse(text));
  cantFail(space.resolve([&](auto, auto, auto) { return names; }));
  return space;
}

std::string parseError(StringRef text) {
  auto space = Space::parse(text);
  return space ? "no error" : toString(space.takeError());
}

std::string resolveError(StringRef text, const Names &names) {
  Space space = cantFail(Space::parse(text));
  return toString(space.resolve([&](auto, auto, auto) { return names; }));
}

std::string print(const Space &space, const Point &point) {
  std::string text;
  raw_string_ostream os(text);
  space.print(os, point);
  return text;
}

const char *const fitText =
    "builtin.module(engine-attach-target{preset=ne-medium},nn-label-blocks,"
    "nn-scale-channels{multiplier=?{0.5,0.75,1.0}},"
    "func.func(nn-align-channels{to=?{none,engine} mode=up},canonicalize),"
    "nn-fuse-ibn{blocks=?subset{ibn*}})";

TEST(Space, KnowsItsHoles) {
  Space space = cantFail(Space::parse(fitText));
  EXPECT_EQ(space.getAnchor(), "builtin.module");
  EXPECT_FALSE(space.isResolved());
  ASSERT_EQ(space.getElements().size(), 5u);
  EXPECT_EQ(space.getElements()[0].name, "engine-attach-target");
  EXPECT_EQ(space.getElements()[3].name, "func.func");
  ASSERT_EQ(space.getHoles().size(), 3u);
  const Hole &multiplier = space.getHoles()[0];
  EXPECT_EQ(multiplier.kind, Hole::Kind::OneOf);
  EXPECT_EQ(multiplier.option, "multiplier");
  EXPECT_EQ(multiplier.pass, "nn-scale-channels");
  EXPECT_EQ(multiplier.element, 2u);
  EXPECT_EQ(multiplier.choices, (Names{"0.5", "0.75", "1.0"}));
  EXPECT_EQ(space.getText().slice(multiplier.begin, multiplier.end),
            "?{0.5,0.75,1.0}");
  const Hole &to = space.getHoles()[1];
  EXPECT_EQ(to.pass, "nn-align-channels");
  EXPECT_EQ(to.element, 3u);
  const Hole &blocks = space.getHoles()[2];
  EXPECT_EQ(blocks.kind, Hole::Kind::Subset);
  EXPECT_EQ(blocks.globs, Names{"ibn*"});
  EXPECT_EQ(space.getHoleText(blocks), "blocks=?subset{ibn*}");
}

TEST(Space, AsksForNames) {
  Space space = cantFail(
      Space::parse("a{x=?{1,2}},b{y=?subset{p*, q}},c{z=?each{r*: 1,2}}"));
  std::vector<std::string> asked;
  cantFail(space.resolve([&](StringRef pass, StringRef option,
                             ArrayRef<std::string> globs) -> Expected<Names> {
    asked.push_back(
        (pass + "." + option + ":" + std::to_string(globs.size())).str());
    return Names{"p2", "r1", "q", "p1", "q1", "r0", "p2"};
  }));
  EXPECT_TRUE(space.isResolved());
  EXPECT_EQ(asked, (Names{"b.y:2", "c.z:1"}));
  EXPECT_EQ(space.getHoles()[1].names, (Names{"p2", "q", "p1"}));
  EXPECT_EQ(space.getHoles()[2].names, (Names{"r1", "r0"}));
  EXPECT_EQ(space.getNumDigits(), 6u);
  EXPECT_EQ(space.getExactSize(), 2u * 8 * 4);
  EXPECT_EQ(space.getHoleOfDigit(3), 1u);
  EXPECT_EQ(space.getRadix(5), 2u);
}

TEST(Space, FillsEveryKind) {
  Space space = parse("builtin.module( p{a=?{x,y}}, q{b=?subset{*} c=1},\n"
                      " r{d=?each{*:u,v,w}} )",
                      {"m", "n"});
  EXPECT_EQ(space.fill(Point({1, 1, 1, 2, 0})),
            "builtin.module( p{a=y}, q{b=m,n c=1},\n r{d=m:w,n:u} )");
  EXPECT_EQ(space.fill(Point({0, 0, 0, 0, 1})),
            "builtin.module( p{a=x}, q{b= c=1},\n r{d=m:u,n:v} )");
  EXPECT_EQ(space.getValue(Point({0, 0, 1, 0, 1}), 1), "n");
  EXPECT_EQ(print(space, Point({0, 0, 1, 0, 1})), "a=x b=n d=m:u,n:v");
}

TEST(Space, FilledTextIsASpaceOfOnePoint) {
  Space space = parse(fitText, {"ibn0", "ibn1", "other"});
  ASSERT_EQ(space.getExactSize(), 24u);
  std::set<std::string> texts;
  for (uint64_t i = 0; i < 24; ++i) {
    std::string filled = space.fill(space.pointAt(i));
    EXPECT_TRUE(texts.insert(filled).second);
    Space again = cantFail(Space::parse(filled));
    EXPECT_TRUE(again.isResolved());
    EXPECT_EQ(again.getExactSize(), 1u);
    EXPECT_EQ(again.fill(again.pointAt(0)), filled);
    EXPECT_EQ(again.getPrefix(), filled);
  }
}

TEST(Space, CopiesEveryOtherByte) {
  for (StringRef text :
       {"a", " a , b ", "builtin.module()", "any(a{x=1 y={2, 3}},b)",
        "a{x=what? y=1==2}", "a{x=don't y=\"a, {=?{ b\"}", "a,,b", "a{?{1,2}}",
        "f(g(h{x=1}),i)", "builtin.module(a),b"}) {
    auto space = Space::parse(text);
    ASSERT_TRUE(bool(space)) << toString(space.takeError());
    EXPECT_EQ(space->fill(Point()), text);
    EXPECT_EQ(space->getExactSize(), 1u);
    EXPECT_EQ(space->getSize(), 1);
  }
}

TEST(Space, TakesChoicesInBrackets) {
  Space space = parse("p{a=?{ (1,2) , [3,4],{5,6}, \"7,}\",to=x y=z}}");
  EXPECT_EQ(space.getHoles()[0].choices,
            (Names{"(1,2)", "[3,4]", "{5,6}", "\"7,}\"", "to=x y=z"}));
  EXPECT_EQ(space.fill(Point({3})), "p{a=\"7,}\"}");
  space = parse("p{a={b=?{1,2} c=3}}");
  EXPECT_EQ(space.getHoles()[0].option, "b");
  EXPECT_EQ(space.getHoles()[0].pass, "p");
  EXPECT_EQ(space.fill(Point({1})), "p{a={b=2 c=3}}");
}

TEST(Space, SplitsAtTheFirstHole) {
  Space space = parse(fitText, {"ibn0"});
  EXPECT_EQ(space.getNumPrefixElements(), 2u);
  EXPECT_EQ(space.getPrefix(),
            "builtin.module(engine-attach-target{preset=ne-medium},"
            "nn-label-blocks)");
  Point point({0, 1, 1});
  EXPECT_EQ(space.fillSuffix(point),
            "builtin.module(nn-scale-channels{multiplier=0.5},func.func("
            "nn-align-channels{to=engine mode=up},canonicalize),"
            "nn-fuse-ibn{blocks=ibn0})");
  EXPECT_EQ(space.fillElements(point, 4, 5),
            "builtin.module(nn-fuse-ibn{blocks=ibn0})");
  EXPECT_EQ(space.fillElements(point, 5, 5), "builtin.module()");
  EXPECT_EQ(space.fillElements(point, 0, 5), space.fill(point));

  space = parse("a{x=?{1,2}},b");
  EXPECT_EQ(space.getAnchor(), "");
  EXPECT_EQ(space.getPrefix(), "");
  EXPECT_EQ(space.fillSuffix(Point({1})), "a{x=2},b");

  space = parse("\n builtin.module (\n  a,\n  b{x=?{1,2}}\n)\n");
  EXPECT_EQ(space.getPrefix(), "\n builtin.module (a)\n");
  EXPECT_EQ(space.fillSuffix(Point({0})), "\n builtin.module (b{x=1})\n");

  space = parse("func.func(a,b{x=?{1,2}})");
  EXPECT_EQ(space.getAnchor(), "");
  EXPECT_EQ(space.getNumPrefixElements(), 0u);
}

TEST(Space, CountsAndEnumerates) {
  Space space = parse("p{a=?{x,y,z} b=?subset{*}}", {"m", "n"});
  EXPECT_EQ(space.getSize(), 12);
  EXPECT_EQ(space.pointAt(0), Point({0, 0, 0}));
  EXPECT_EQ(space.pointAt(1), Point({0, 0, 1}));
  EXPECT_EQ(space.pointAt(11), Point({2, 1, 1}));
  for (uint64_t i = 1; i < 12; ++i)
    EXPECT_LT(space.pointAt(i - 1), space.pointAt(i));

  Names names;
  for (int i = 0; i < 63; ++i)
    names.push_back("n" + std::to_string(i));
  space = parse("p{b=?subset{*}}", names);
  EXPECT_EQ(space.getExactSize(), uint64_t(1) << 63);
  EXPECT_EQ(space.pointAt((uint64_t(1) << 63) - 1),
            Point(std::vector<uint32_t>(63, 1)));
  names.push_back("last");
  space = parse("p{b=?subset{*}}", names);
  EXPECT_FALSE(space.getExactSize());
  EXPECT_EQ(space.getSize(), 0x1p64);
}

TEST(Space, PointsHashAlikeEverywhere) {
  EXPECT_EQ(Point({1, 2, 3}).getHash(), Point({1, 2, 3}).getHash());
  EXPECT_EQ(Point({1, 0, 1}).getHash(), 0xa4b0919958546f50u);
  EXPECT_NE(Point({0}), Point({0, 0}));
  EXPECT_EQ(Point({1, 2}).with(0, 5), Point({5, 2}));
  std::unordered_set<Point, PointHash> points = {Point({1}), Point({1})};
  EXPECT_EQ(points.size(), 1u);
}

TEST(Space, RefusesWhatIsNoHole) {
  const std::string cure =
      "; use option=?{a,b}, option=?subset{glob} or option=?each{globs: a,b}";
  EXPECT_EQ(parseError("p{to=?engine mode=up}"),
            "column 6: expected a hole as the value of 'to' of p, but got "
            "'?engine'" +
                cure);
  EXPECT_EQ(parseError("p{to=?}"), "column 6: expected a hole as the value of "
                                   "'to' of p, but got '?'" +
                                       cure);
  EXPECT_EQ(parseError("a,\np{x=?Subset{a}}"),
            "line 2, column 5: expected a hole as the value of 'x' of p, but "
            "got '?Subset'" +
                cure);
  EXPECT_EQ(parseError("p{=?{a}}"), "column 3: expected the name of an option "
                                    "before '=?', but got none" +
                                        cure);
  EXPECT_EQ(parseError("p=?{a,b}"),
            "column 2: expected holes in the options of a pass, but got one "
            "outside of braces; write pass{option=?{a,b}}");
}

TEST(Space, RefusesBadChoices) {
  EXPECT_EQ(parseError("p{x=?{}}"),
            "column 7: expected at least one choice, but got none; name one");
  EXPECT_EQ(parseError("p{x=?subset{ }}"),
            "column 13: expected at least one glob, but got none; name one");
  EXPECT_EQ(parseError("p{x=?{a,,b}}"), "column 9: expected a choice, but got "
                                        "nothing; remove the extra comma");
  EXPECT_EQ(parseError("p{x=?{a,b,}}"), "column 11: expected a choice, but got "
                                        "nothing; remove the extra comma");
  EXPECT_EQ(parseError("p{x=?{a,b, a}}"),
            "column 12: expected different choices, but got 'a' twice; remove "
            "one");
  EXPECT_EQ(parseError("p{x=?each{a*}}"),
            "column 13: expected a ':' between the names and the choices, but "
            "got '}'; write x=?each{globs: a,b}");
  EXPECT_EQ(parseError("p{x=?each{a*:}}"),
            "column 14: expected at least one choice, but got none; name one");
  EXPECT_EQ(parseError("p{x=?{a,y=?{b}}}"),
            "column 10: expected no hole within a hole, but got one; write "
            "every choice out");
  EXPECT_TRUE(StringRef(parseError("p{x=?subset{a\\}}"))
                  .starts_with("column 13: expected a glob such as 'ibn*', but "
                               "got 'a\\': "));
}

TEST(Space, RefusesUnbalancedText) {
  EXPECT_EQ(parseError(""), "column 1: expected a pass pipeline, but got no "
                            "pass; write the passes to run, separated by "
                            "commas");
  EXPECT_EQ(parseError("a)"), "column 2: expected the end of the pipeline, but "
                              "got a ')' that closes nothing; remove it");
  EXPECT_EQ(parseError("builtin.module(a"),
            "column 15: expected a ')' for this '(', but got the end of the "
            "pipeline; close it");
  EXPECT_EQ(parseError("a{x=1"), "column 2: expected a '}' for this '{' of a, "
                                 "but got the end of the pipeline; close it");
  EXPECT_EQ(parseError("a{x=?{1,2"),
            "column 6: expected a '}' for this hole, but got the end of the "
            "pipeline; close it");
  EXPECT_EQ(parseError("a{x=?{(1}}"),
            "column 9: expected a ')' for the '(' at column 7, but got '}'; "
            "balance the brackets");
  EXPECT_EQ(parseError("a,\nb{x=?{(1}}"),
            "line 2, column 9: expected a ')' for the '(' at line 2, column 7, "
            "but got '}'; balance the brackets");
  EXPECT_EQ(parseError("a{x=?{'1}}"),
            "column 7: expected a closing quote, but got the end of the "
            "pipeline; add it");
  EXPECT_EQ(parseError(std::string(40, '(')),
            "column 33: expected at most 32 nested pipelines, but got more");
}

TEST(Space, FillsHolesWithoutNames) {
  for (const char *hole : {"subset{ibn*}", "each{ibn*: 1,2}"}) {
    std::string text = std::string("p{x=?") + hole + " y=?{1,2}}";
    Space space = cantFail(Space::parse(text));
    cantFail(space.resolve([](auto, auto, auto) { return Names(); }));
    EXPECT_EQ(space.getExactSize(), 2u);
    EXPECT_EQ(space.fill(space.pointAt(1)), "p{x= y=2}");
    ASSERT_EQ(space.getNotes().size(), 1u);
    EXPECT_EQ(space.getNotes().front(),
              std::string("hole 'x=?") + hole +
                  "' of p: the network has no names for this option; the hole "
                  "is filled with none");
  }
}

TEST(Space, RefusesMissingNames) {
  EXPECT_EQ(resolveError("p{x=?subset{ibn0}}", {}),
            "hole 'x=?subset{ibn0}' of p names 'ibn0', which does not exist; "
            "there are no names");
  EXPECT_EQ(resolveError("p{x=?subset{ibn*}}", {"dw0", "dw1"}),
            "hole 'x=?subset{ibn*}' of p has no choices: none of the names "
            "dw0, dw1 matches; change the glob");
  EXPECT_EQ(resolveError("p{x=?subset{ibn*,dw2}}", {"dw0", "ibn1"}),
            "hole 'x=?subset{ibn*,dw2}' of p names 'dw2', which does not "
            "exist; use one of dw0, ibn1");
  Space space = cantFail(Space::parse("p{x=?each{*:1}}"));
  EXPECT_EQ(toString(space.resolve([](auto, auto, auto) -> Expected<Names> {
              return createStringError("p has no option 'x'");
            })),
            "hole 'x=?each{*:1}' of p: p has no option 'x'");
  EXPECT_FALSE(space.isResolved());
}

TEST(Space, SurvivesAnyText) {
  // Random text out of the characters that mean something.
  Rng rng(7);
  const StringRef parts[] = {
      "a", "=?{", "=?subset{", "=?each{", "{", "}", "(", ")",
      ",", ":",   "'",         " ",       "=", "[", "]", "builtin.module("};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (uint64_t n = rng.below(14); n > 0; --n)
      text += parts[rng.below(std::size(parts))];
    auto space = Space::parse(text);
    if (!space) {
      consumeError(space.takeError());
      continue;
    }
    if (space->isResolved())
      EXPECT_EQ(space->getHoles().empty(),
                space->fill(space->pointAt(0)) == text);
  }
}

} // namespace
