//===- Measurements.cpp - Files of measured layers and networks -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Measurements.h"
#include "Layers.h"
#include "tenon/Support/Columns.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace tenon;
using namespace tenon::calibration;
using llvm::StringRef;

namespace {
/// A cell of a line, without surrounding spaces.
struct Cell {
  StringRef text;
  /// Column of its first character in the line, starting at 1.
  unsigned column;
};

/// Maximum size of layers. With larger sizes, counts could overflow.
constexpr int64_t maxSize = 1 << 14;
/// Bounds of plausible measurements in milliseconds or cycles: less than a
/// cycle of any machine, and days at one gigahertz.
constexpr double leastMeasured = 1e-9, mostMeasured = 1e15;

class Reader {
public:
  Reader(mlir::MLIRContext *context, MeasurementReport report)
      : report(report), table(context, result.layers, result.groups) {}
  std::optional<Measurements> read(StringRef text);

private:
  bool fail(unsigned column, const llvm::Twine &message) {
    report(line, column, message);
    return false;
  }
  bool readHeader();
  bool checkColumns(llvm::ArrayRef<llvm::StringLiteral> needed);
  bool checkNeutral();
  bool readRow(unsigned end);
  bool readNetwork();
  bool readLayer();
  bool readModel();
  void setName(llvm::ArrayRef<llvm::StringLiteral> names);
  bool readMeasured(StringRef name, double &number);
  bool readSize(StringRef name, int64_t &number);
  bool readStages(StringRef name, int64_t least, int64_t most,
                  std::array<int64_t, numStages> &list);
  bool has(StringRef name) const { return columns.contains(name); }
  const Cell &getCell(StringRef name) const {
    return cells[columns.find(name)->second];
  }

  MeasurementReport report;
  Measurements result;
  LayerTable table;
  unsigned line = 0;
  llvm::StringMap<size_t> columns;
  size_t numColumns = 0;
  /// Columns in which only one value is allowed, with this value.
  llvm::StringMap<StringRef> neutral;
  /// The cells of the current line, and the resulting row.
  llvm::SmallVector<Cell> cells;
  Measurement row;
};
} // namespace

static constexpr llvm::StringLiteral networkColumns[] = {
    "expand", "kernel", "layers", "squeeze_excite", "latency_ms"};
static constexpr llvm::StringLiteral layerColumns[] = {
    "in_w",     "in_h",     "in_c",  "filters", "kernel_h",  "kernel_w",
    "stride_w", "stride_h", "out_h", "out_w",   "rtl_cycles"};

static constexpr llvm::StringLiteral modelColumns[] = {"model", "latency_ms"};

/// Splits a line at the commas outside of quotes, and removes the quotes.
static llvm::SmallVector<Cell> split(StringRef text) {
  llvm::SmallVector<Cell> cells;
  size_t begin = 0;
  bool isQuoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i != text.size() && text[i] == '"')
      isQuoted = !isQuoted;
    if (i != text.size() && (isQuoted || text[i] != ','))
      continue;
    StringRef cell = text.slice(begin, i).trim(" \t");
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"')
      cell = cell.drop_front().drop_back();
    cells.push_back({cell, unsigned(cell.begin() - text.begin()) + 1});
    begin = i + 1;
  }
  return cells;
}

bool Reader::readHeader() {
  numColumns = cells.size();
  for (auto [index, cell] : llvm::enumerate(cells))
    if (!columns.try_emplace(cell.text, index).second)
      return fail(cell.column, "expected each column once, but got '" +
                                   cell.text + "' twice");
  if (!has("latency_ms") && !has("rtl_cycles"))
    return fail(1, "expected a column 'latency_ms' of networks or 'rtl_cycles' "
                   "of layers, but got neither");
  if (has("latency_ms") && has("rtl_cycles"))
    return fail(getCell("rtl_cycles").column,
                "expected a column 'latency_ms' of networks or 'rtl_cycles' "
                "of layers, but got both; leave one out");
  llvm::ArrayRef<llvm::StringLiteral> needed(networkColumns);
  result.kind = MeasurementKind::Networks;
  if (has("latency_ms") && has("model")) {
    needed = modelColumns;
    result.kind = MeasurementKind::Models;
  } else if (!has("latency_ms")) {
    needed = layerColumns;
    result.kind = MeasurementKind::Layers;
  }
  for (StringRef name : needed)
    if (!has(name))
      return fail(1, "expected a column '" + name + "', but got none");
  return checkColumns(needed);
}

/// Checks that unread columns cannot change the meaning of a row.
bool Reader::checkColumns(llvm::ArrayRef<llvm::StringLiteral> needed) {
  bool isLayers = result.kind == MeasurementKind::Layers;
  if (isLayers && has("dilations")) {
    if (has("dilation"))
      return fail(getCell("dilations").column,
                  "expected one column 'dilation', but got 'dilations', too");
    columns["dilation"] = columns["dilations"];
  }
  for (const Cell &cell : cells) {
    if (llvm::is_contained(needed, cell.text) ||
        (isLayers && (cell.text == "dilation" || cell.text == "dilations")))
      continue;
    if (StringRef value = getNeutralValue(cell.text); !value.empty())
      neutral[cell.text] = value;
    else if (!isHarmlessColumn(cell.text))
      return fail(
          cell.column,
          describeUnknownColumn(cell.text, llvm::join(needed, ", ") +
                                               (isLayers ? ", dilation" : "")));
  }
  return true;
}

/// Checks that columns without a model have their neutral value.
bool Reader::checkNeutral() {
  for (const auto &entry : neutral)
    if (const Cell &cell = getCell(entry.getKey());
        cell.text != entry.getValue())
      return fail(cell.column, "expected '" + entry.getKey() + "' to be " +
                                   entry.getValue() + ", but got '" +
                                   cell.text + "'");
  return true;
}

bool Reader::readMeasured(StringRef name, double &number) {
  const Cell &cell = getCell(name);
  if (cell.text.getAsDouble(number) || !std::isfinite(number) ||
      number < leastMeasured || number > mostMeasured)
    return fail(cell.column,
                "expected '" + name +
                    "' to be a number from 1e-9 to 1e15, but got '" +
                    cell.text + "'");
  return true;
}

bool Reader::readSize(StringRef name, int64_t &number) {
  const Cell &cell = getCell(name);
  if (cell.text.getAsInteger(10, number) || number < 1 || number > maxSize)
    return fail(cell.column, "expected '" + name + "' to be from 1 to " +
                                 llvm::Twine(maxSize) + ", but got '" +
                                 cell.text + "'");
  return true;
}

bool Reader::readStages(StringRef name, int64_t least, int64_t most,
                        std::array<int64_t, numStages> &list) {
  const Cell &cell = getCell(name);
  llvm::SmallVector<StringRef> parts;
  cell.text.split(parts, ' ', -1, /*KeepEmpty=*/false);
  bool isList = parts.size() == numStages;
  for (size_t i = 0; isList && i != numStages; ++i)
    isList = !parts[i].getAsInteger(10, list[i]) && list[i] >= least &&
             list[i] <= most;
  return isList ||
         fail(cell.column, "expected '" + name + "' to be " +
                               llvm::Twine(numStages) + " numbers from " +
                               llvm::Twine(least) + " to " + llvm::Twine(most) +
                               ", but got '" + cell.text + "'");
}

bool Reader::readNetwork() {
  StageLists stages;
  if (!readStages("expand", 1, 16, stages.expansion) ||
      !readStages("kernel", 1, 15, stages.kernel) ||
      !readStages("layers", 1, 64, stages.blocks) ||
      !readStages("squeeze_excite", 0, 1, stages.squeezeExcite) ||
      !readMeasured("latency_ms", row.measured))
    return false;
  setName(llvm::ArrayRef(networkColumns).drop_back());
  row.hasSqueezeExcite = llvm::is_contained(stages.squeezeExcite, 1);
  table.addNetwork(stages, row.groups);
  return true;
}

bool Reader::readLayer() {
  ConvolutionSizes sizes;
  std::pair<StringRef, int64_t *> numbers[] = {
      {"in_w", &sizes.inWidth},          {"in_h", &sizes.inHeight},
      {"in_c", &sizes.inChannels},       {"filters", &sizes.filters},
      {"kernel_h", &sizes.kernelHeight}, {"kernel_w", &sizes.kernelWidth},
      {"stride_w", &sizes.strideWidth},  {"stride_h", &sizes.strideHeight},
      {"out_h", &sizes.outHeight},       {"out_w", &sizes.outWidth}};
  for (auto [name, number] : numbers)
    if (!readSize(name, *number))
      return false;
  if ((has("dilation") && !readSize("dilation", sizes.dilation)) ||
      !readMeasured("rtl_cycles", row.measured))
    return false;
  setName(llvm::ArrayRef(layerColumns).drop_back());
  table.addConvolution(sizes, row.groups);
  return true;
}

bool Reader::readModel() {
  const Cell &cell = getCell("model");
  if (cell.text.empty())
    return fail(cell.column, "expected 'model' to be a file, but got nothing");
  setName(llvm::ArrayRef(modelColumns).drop_back());
  return readMeasured("latency_ms", row.measured);
}

void Reader::setName(llvm::ArrayRef<llvm::StringLiteral> names) {
  for (StringRef name : names) {
    if (!row.name.empty())
      row.name += ',';
    row.name += getCell(name).text;
  }
}

bool Reader::readRow(unsigned end) {
  if (cells.size() != numColumns)
    return fail(cells.size() < numColumns ? end : cells[numColumns].column,
                "expected " + llvm::Twine(numColumns) + " values, but got " +
                    llvm::Twine(cells.size()));
  row = Measurement();
  row.line = line;
  if (!neutral.empty() && !checkNeutral())
    return false;
  bool isRead = result.kind == MeasurementKind::Networks ? readNetwork()
                : result.kind == MeasurementKind::Layers ? readLayer()
                                                         : readModel();
  if (!isRead)
    return false;
  result.rows.push_back(std::move(row));
  return true;
}

std::optional<Measurements> Reader::read(StringRef text) {
  text.consume_front("\xef\xbb\xbf"); // The UTF-8 byte order mark.
  while (!text.empty()) {
    ++line;
    auto [head, tail] = text.split('\n');
    text = tail;
    StringRef content = head.rtrim("\r");
    if (content.trim().empty())
      continue;
    if (content.count('"') % 2 != 0) {
      fail(content.rfind('"') + 1, "expected a quote that is closed on its "
                                   "line, but got an odd number of them");
      return std::nullopt;
    }
    cells = split(content);
    if (columns.empty() ? !readHeader() : !readRow(content.size() + 1))
      return std::nullopt;
  }
  if (result.rows.empty()) {
    report(std::max(line, 1u), 1,
           columns.empty()
               ? "expected a line with the names of the columns, but got none"
               : "expected a line below the names of the columns, but got "
                 "none");
    return std::nullopt;
  }
  return std::move(result);
}

std::optional<Measurements>
tenon::calibration::readMeasurements(mlir::MLIRContext *context, StringRef text,
                                     MeasurementReport report) {
  return Reader(context, report).read(text);
}
