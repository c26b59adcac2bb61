//===- Topology.cpp - Files with one layer per line -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Systolic/Topology.h"
#include "tenon/Support/Columns.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace tenon::systolic;
using llvm::StringRef;

namespace {
/// The meaning of a column.
enum Field : unsigned {
  Name,
  InHeight,
  InWidth,
  FilterHeight,
  FilterWidth,
  Channels,
  Filters,
  Stride,
  StrideHeight,
  StrideWidth,
  Dilation,
  OutHeight,
  OutWidth,
  Rows,
  Columns,
  Depth,
  numFields
};

/// A cell of a line, without surrounding spaces.
struct Cell {
  StringRef text;
  /// Column of its first character in the line, starting at 1.
  unsigned column;
};

/// Maximum sizes of layers. With larger sizes, counts could overflow.
constexpr int64_t maxSize = 1 << 20;
constexpr int64_t maxMultiplyAccumulates = int64_t(1) << 40;

class Parser {
public:
  explicit Parser(TopologyReport report) : report(report) {
    llvm::fill(columns, none);
  }
  std::optional<std::vector<TopologyLayer>> parse(StringRef text);

private:
  static constexpr unsigned none = ~0u;

  bool fail(unsigned column, const llvm::Twine &message) {
    report(line, column, message);
    return false;
  }
  bool parseHeader(llvm::ArrayRef<Cell> cells);
  bool parseLayer(llvm::ArrayRef<Cell> cells, unsigned end);
  bool parseColumn(unsigned index, const Cell &cell);
  bool checkNeutral();
  bool parseNumber(Field field, int64_t &number);
  bool parseSizes(TopologyLayer &layer);
  bool parseOutput(Field field, Field input, int64_t in, int64_t filter,
                   int64_t stride, int64_t &out);
  bool has(Field field) const { return columns[field] != none; }
  const Cell &getCell(Field field) const { return cells[columns[field]]; }

  TopologyReport report;
  unsigned line = 0;
  /// The index of the column of each field, and its name in the header.
  std::array<unsigned, numFields> columns;
  std::array<std::string, numFields> names;
  /// Columns in which only one value is allowed, with this value.
  std::vector<std::pair<unsigned, StringRef>> neutral;
  std::vector<std::string> neutralNames;
  /// The cells of the current line.
  llvm::ArrayRef<Cell> cells;
  std::vector<TopologyLayer> layers;
};
} // namespace

/// Returns the names of a field without spaces and underscores, in lower case.
/// Those of SCALE-Sim come first.
static llvm::ArrayRef<StringRef> getSpellings(Field field) {
  static const std::vector<StringRef> spellings[numFields] = {
      {"layername", "layer", "layers", "name"},
      {"ifmapheight", "ifmaph", "inh"},
      {"ifmapwidth", "ifmapw", "inw"},
      {"filterheight", "filterh", "kernelh"},
      {"filterwidth", "filterw", "kernelw"},
      {"channels", "inc"},
      {"numfilter", "numfilters", "filters"},
      {"strides", "stride"},
      {"strideheight", "strideh"},
      {"stridewidth", "stridew"},
      {"dilation", "dilations"},
      {"ofmapheight", "ofmaph", "outh"},
      {"ofmapwidth", "ofmapw", "outw"},
      {"m"},
      {"n"},
      {"k"}};
  return spellings[field];
}

/// Returns the name of a field in messages about a missing column.
static StringRef getTitle(Field field) {
  static const StringRef titles[numFields] = {"Layer name",
                                              "IFMAP Height",
                                              "IFMAP Width",
                                              "Filter Height",
                                              "Filter Width",
                                              "Channels",
                                              "Num Filter",
                                              "Strides",
                                              "Stride Height",
                                              "Stride Width",
                                              "Dilation",
                                              "OFMAP Height",
                                              "OFMAP Width",
                                              "M",
                                              "N",
                                              "K"};
  return titles[field];
}

static std::string normalize(StringRef name) {
  std::string text;
  for (char c : name)
    if (!llvm::isSpace(c) && c != '_')
      text += llvm::toLower(c);
  return text;
}

/// Splits a line at its commas. Text after the last comma is a cell only if it
/// is not empty.
static llvm::SmallVector<Cell> split(StringRef text) {
  llvm::SmallVector<Cell> cells;
  const char *begin = text.begin();
  while (true) {
    auto [head, tail] = text.split(',');
    StringRef cell = head.trim(" \t");
    bool isLast = head.size() == text.size();
    if (!isLast || !cell.empty())
      cells.push_back({cell, unsigned(cell.begin() - begin) + 1});
    if (isLast)
      return cells;
    text = tail;
  }
}

/// Returns the names of the columns that are read.
static std::string listTitles() {
  std::string text;
  for (unsigned i = 0; i != numFields; ++i)
    text += (i ? ", " : "") + getTitle(Field(i)).str();
  return text;
}

/// Determines the meaning of a column of the header.
bool Parser::parseColumn(unsigned index, const Cell &cell) {
  std::string name = normalize(cell.text);
  for (unsigned i = 0; i != numFields; ++i) {
    if (!llvm::is_contained(getSpellings(Field(i)), name))
      continue;
    if (has(Field(i)))
      return fail(cell.column, "expected one column '" + getTitle(Field(i)) +
                                   "', but got '" + names[i] + "' and '" +
                                   cell.text + "'");
    columns[i] = index;
    names[i] = cell.text.str();
    return true;
  }
  if (StringRef value = tenon::getNeutralValue(cell.text); !value.empty()) {
    neutral.push_back({index, value});
    neutralNames.push_back(cell.text.str());
    return true;
  }
  return tenon::isHarmlessColumn(cell.text) ||
         fail(cell.column,
              tenon::describeUnknownColumn(cell.text, listTitles()));
}

bool Parser::parseHeader(llvm::ArrayRef<Cell> header) {
  for (auto [index, cell] : llvm::enumerate(header))
    if (!parseColumn(index, cell))
      return false;
  auto need = [&](std::initializer_list<Field> fields) {
    for (Field field : fields)
      if (!has(field))
        return fail(1, "expected a column '" + getTitle(field) +
                           "', but got none");
    return true;
  };
  if (has(Rows) || has(Columns) || has(Depth))
    return need({Rows, Columns, Depth});
  if (has(StrideHeight) || has(StrideWidth)) {
    if (!need({StrideHeight, StrideWidth}))
      return false;
  } else if (!need({Stride})) {
    return false;
  }
  if ((has(OutHeight) || has(OutWidth)) && !need({OutHeight, OutWidth}))
    return false;
  return need(
      {InHeight, InWidth, FilterHeight, FilterWidth, Channels, Filters});
}

/// Checks that columns without a model have their neutral value.
bool Parser::checkNeutral() {
  for (auto [column, name] : llvm::zip_equal(neutral, neutralNames)) {
    auto [index, value] = column;
    if (index < cells.size() && cells[index].text != value)
      return fail(cells[index].column, "expected '" + name + "' to be " +
                                           value + ", but got '" +
                                           cells[index].text + "'");
  }
  return true;
}

bool Parser::parseNumber(Field field, int64_t &number) {
  const Cell &cell = getCell(field);
  if (cell.text.getAsInteger(10, number) || number < 1 || number > maxSize)
    return fail(cell.column, "expected '" + names[field] +
                                 "' to be from 1 to " + llvm::Twine(maxSize) +
                                 ", but got '" + cell.text + "'");
  return true;
}

/// Parses or computes the size of the output in one direction. If it is
/// missing, it is the number of filter positions according to SCALE-Sim, which
/// is one more than fits if the stride leaves a remainder.
bool Parser::parseOutput(Field field, Field input, int64_t in, int64_t filter,
                         int64_t stride, int64_t &out) {
  if (has(field))
    return parseNumber(field, out);
  if (filter > in)
    return fail(getCell(input).column,
                "expected '" + names[input] + "' to be at least " +
                    llvm::Twine(filter) +
                    ", the reach of the filter, but got " + llvm::Twine(in));
  out = (in - filter + stride - 1) / stride + 1;
  return true;
}

bool Parser::parseSizes(TopologyLayer &layer) {
  if (has(Rows)) {
    layer.isProduct = true;
    if (!parseNumber(Rows, layer.inWidth) ||
        !parseNumber(Columns, layer.filters) ||
        !parseNumber(Depth, layer.channels))
      return false;
    layer.outWidth = layer.inWidth;
    return true;
  }
  bool hasBoth = has(StrideHeight);
  return parseNumber(InHeight, layer.inHeight) &&
         parseNumber(InWidth, layer.inWidth) &&
         parseNumber(FilterHeight, layer.filterHeight) &&
         parseNumber(FilterWidth, layer.filterWidth) &&
         parseNumber(Channels, layer.channels) &&
         parseNumber(Filters, layer.filters) &&
         parseNumber(hasBoth ? StrideHeight : Stride, layer.strideHeight) &&
         parseNumber(hasBoth ? StrideWidth : Stride, layer.strideWidth) &&
         (!has(Dilation) || parseNumber(Dilation, layer.dilation)) &&
         parseOutput(OutHeight, InHeight, layer.inHeight,
                     (layer.filterHeight - 1) * layer.dilation + 1,
                     layer.strideHeight, layer.outHeight) &&
         parseOutput(OutWidth, InWidth, layer.inWidth,
                     (layer.filterWidth - 1) * layer.dilation + 1,
                     layer.strideWidth, layer.outWidth);
}

bool Parser::parseLayer(llvm::ArrayRef<Cell> row, unsigned end) {
  cells = row;
  for (unsigned i = 0; i != numFields; ++i)
    if (has(Field(i)) && columns[i] >= cells.size())
      return fail(end, "expected a value of '" + names[i] +
                           "', but got the end of the line");
  TopologyLayer layer;
  layer.line = line;
  layer.name = has(Name) ? getCell(Name).text.str()
                         : "layer" + std::to_string(layers.size() + 1);
  if (layer.name.empty())
    return fail(getCell(Name).column, "expected a name, but got nothing");
  if (!checkNeutral() || !parseSizes(layer))
    return false;
  // Each factor is at most 2^20. The product is checked factor by factor.
  Product product = layer.getProduct();
  int64_t rest = maxMultiplyAccumulates;
  for (int64_t factor : {layer.outHeight, layer.outWidth, layer.filterHeight,
                         layer.filterWidth, layer.channels, product.columns})
    rest /= factor;
  if (rest == 0)
    return fail(1, "expected at most 2^40 multiply-accumulates in a layer, but "
                   "got more");
  layers.push_back(std::move(layer));
  return true;
}

std::optional<std::vector<TopologyLayer>> Parser::parse(StringRef text) {
  text.consume_front("\xef\xbb\xbf"); // The UTF-8 byte order mark.
  bool hasHeader = false;
  while (!text.empty()) {
    ++line;
    auto [head, tail] = text.split('\n');
    text = tail;
    StringRef row = head.rtrim("\r");
    llvm::SmallVector<Cell> list = split(row);
    if (llvm::all_of(list, [](const Cell &cell) { return cell.text.empty(); }))
      continue;
    if (!hasHeader ? !parseHeader(list) : !parseLayer(list, row.size() + 1))
      return std::nullopt;
    hasHeader = true;
  }
  if (!hasHeader)
    report(1, 1, "expected a line with the names of the columns, but got none");
  else if (layers.empty())
    report(line, 1,
           "expected a layer below the names of the columns, but got "
           "none");
  if (layers.empty())
    return std::nullopt;
  return std::move(layers);
}

std::optional<std::vector<TopologyLayer>>
tenon::systolic::parseTopology(StringRef text, TopologyReport report) {
  return Parser(report).parse(text);
}
