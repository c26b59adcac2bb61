//===- EngineTarget.cpp - Machines as attributes --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

#define GET_ATTRDEF_CLASSES
#include "dialects/Engine/IR/EngineAttrs.cpp.inc"

void EngineDialect::registerAttributes() {
  addAttributes<SystolicAttr, TargetAttr>();
}

namespace {
/// One number of a machine: where it is printed and where it is kept.
struct Field {
  StringRef section, key;
  int64_t Machine::*member;
  FieldKind kind;
  int64_t minimum;
  /// What it is if a description does not have it, from the fields before it;
  /// `required` if it must have it.
  int64_t (*getValue)(const Machine &machine);

  /// The largest value: more is beyond any machine, and units of this many
  /// cycles or lanes would take forever.
  int64_t getMost() const {
    return member == &Machine::sramBytes ? int64_t(1) << 36 : int64_t(1) << 16;
  }
};
/// No number of a machine is this one.
constexpr int64_t required = std::numeric_limits<int64_t>::min();
constexpr StringLiteral functionsSection = "functions";
constexpr StringLiteral energySection = "energy";
constexpr StringLiteral defaultTypeKey = "default_type";
constexpr StringLiteral loadsKey = "loads", wholeInputText = "whole_input";
constexpr StringLiteral versionKey = "version";
/// The version of the descriptions that this file reads; those without one
/// have it.
constexpr int64_t newestVersion = 1;
} // namespace

static ArrayRef<Field> getFields() {
  static const Field fields[] = {
#define TENON_MACHINE_FIELD(section, key, member, kind, minimum, value, unit)  \
  {#section,         #key,                                                     \
   &Machine::member, FieldKind::kind,                                          \
   minimum,          [](const Machine &machine) -> int64_t { return value; }},
#include "dialects/Engine/IR/MachineFields.inc"
  };
  return fields;
}

/// The keys of the section `energy`.
static ArrayRef<StringLiteral> getEnergyKeys() {
  static const StringLiteral keys[] = {
#define TENON_ENERGY_FIELD(key, member, unit) #key,
#include "dialects/Engine/IR/EnergyFields.inc"
  };
  return keys;
}

/// Finds a field; null if there is none of this name.
static const Field *findField(StringRef section, StringRef key) {
  for (const Field &field : getFields())
    if (field.section == section && field.key == key)
      return &field;
  return nullptr;
}

/// A fraction in percent, or 0 if that is not a whole number of them.
static int64_t getPercent(double fraction) {
  double percent = std::round(fraction * 100);
  bool isWhole = std::abs(fraction * 100 - percent) < 1e-6;
  return isWhole && percent >= 1 && percent <= 100 ? int64_t(percent) : 0;
}

std::vector<std::string> engine::getFieldNames() {
  std::vector<std::string> names;
  for (const Field &field : getFields())
    names.push_back((field.section + "." + field.key).str());
  return names;
}

bool engine::setField(Machine &machine, StringRef name, double value) {
  auto [section, key] = name.split('.');
  const Field *field = findField(section, key);
  if (field)
    machine.*field->member =
        field->kind == FieldKind::Percent ? getPercent(value) : int64_t(value);
  return field != nullptr;
}

std::optional<double> engine::getField(const Machine &machine, StringRef name) {
  auto [section, key] = name.split('.');
  const Field *field = findField(section, key);
  if (!field)
    return std::nullopt;
  double number = double(machine.*field->member);
  return field->kind == FieldKind::Percent ? number / 100 : number;
}

bool Machine::operator==(const Machine &other) const {
  return defaultType == other.defaultType &&
         loadsWholeInput == other.loadsWholeInput &&
         llvm::all_of(getFields(), [&](const Field &field) {
           return this->*field.member == other.*field.member;
         });
}

llvm::hash_code engine::hash_value(const Machine &machine) {
  llvm::hash_code hash =
      llvm::hash_combine(int(machine.defaultType), machine.loadsWholeInput);
  for (const Field &field : getFields())
    hash = llvm::hash_combine(hash, machine.*field.member);
  return hash;
}

/// Parses a fraction in whole percents, or a whole number; verification sees
/// what is none.
static ParseResult parsePercent(AsmParser &parser, int64_t &percent) {
  double share;
  int64_t whole;
  OptionalParseResult isWhole = parser.parseOptionalInteger(whole);
  if (isWhole.has_value()) {
    if (failed(*isWhole))
      return failure();
    share = double(whole);
  } else if (parser.parseFloat(share)) {
    return failure();
  }
  percent = getPercent(share);
  return success();
}

/// Parses the numbers of one section into `machine`; adds their names to
/// `seen`.
static ParseResult parseSection(AsmParser &parser, StringRef section,
                                Machine &machine, llvm::StringSet<> &seen,
                                NamedAttrList &functions,
                                NamedAttrList &energy) {
  auto parseEntry = [&]() -> ParseResult {
    std::string key;
    int64_t value;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseKeywordOrString(&key) || parser.parseEqual())
      return failure();
    if (!seen.insert((section + "." + key).str()).second)
      return parser.emitError(loc)
             << "'" << section << '.' << key << "' is given twice";
    const Field *field = findField(section, key);
    if (field && field->kind == FieldKind::Percent)
      return parsePercent(parser, machine.*field->member);
    if (parser.parseInteger(value))
      return failure();
    if (section == functionsSection) {
      functions.set(key, parser.getBuilder().getI64IntegerAttr(value));
      return success();
    }
    if (section == energySection) {
      energy.set(key, parser.getBuilder().getI64IntegerAttr(value));
      return success();
    }
    if (!field) {
      SmallVector<StringRef> keys;
      for (const Field &known : getFields())
        if (known.section == section)
          keys.push_back(known.key);
      return parser.emitError(loc)
             << "expected one of " << llvm::join(keys, ", ") << " in '"
             << section << "', but got '" << key << "'";
    }
    machine.*field->member = value;
    return success();
  };
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Braces,
                                        parseEntry);
}

static ParseResult parseDefaultType(AsmParser &parser, Machine &machine) {
  StringRef text;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&text))
    return failure();
  std::optional<ElementKind> kind = parseElementKind(text);
  if (!kind)
    return parser.emitError(loc)
           << "expected i8, i16 or f16, but got '" << text << "'";
  machine.defaultType = *kind;
  return success();
}

/// Parses how operations load; the other way has no word.
static ParseResult parseLoads(AsmParser &parser, Machine &machine) {
  StringRef text;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&text))
    return failure();
  if (text != wholeInputText)
    return parser.emitError(loc) << "expected " << wholeInputText << ", or no '"
                                 << loadsKey << "', but got '" << text << "'";
  machine.loadsWholeInput = true;
  return success();
}

/// Parses the version of a description, which a newer Tenon may have written.
static ParseResult parseVersion(AsmParser &parser) {
  int64_t version;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseInteger(version))
    return failure();
  if (version < 1 || version > newestVersion)
    return parser.emitError(loc)
           << "expected a machine of version 1 to " << newestVersion
           << ", but got " << version << "; use the Tenon that wrote it";
  return success();
}

/// Gives the numbers that a description does not have their values. They follow
/// from numbers within their bounds, which verification checks later.
static LogicalResult fillIn(AsmParser &parser, SMLoc loc, Machine &machine,
                            const llvm::StringSet<> &seen) {
  Machine bounded = machine;
  auto bound = [&](const Field &field) {
    bounded.*field.member =
        std::clamp(machine.*field.member, field.minimum, field.getMost());
  };
  for (const Field &field : getFields()) {
    if (seen.contains((field.section + "." + field.key).str())) {
      bound(field);
      continue;
    }
    int64_t value = field.getValue(bounded);
    if (value == required)
      return parser.emitError(loc) << "expected a value of '" << field.section
                                   << '.' << field.key << "', but got none";
    machine.*field.member = value;
    bound(field);
  }
  return success();
}

Attribute TargetAttr::parse(AsmParser &parser, Type) {
  SMLoc loc = parser.getCurrentLocation();
  std::string name;
  Machine machine;
  llvm::StringSet<> seen;
  NamedAttrList functions, energy;
  auto parseBody = [&]() -> ParseResult {
    StringRef section;
    SMLoc sectionLoc = parser.getCurrentLocation();
    if (parser.parseKeyword(&section) || parser.parseEqual())
      return failure();
    if ((section == defaultTypeKey || section == loadsKey ||
         section == versionKey) &&
        !seen.insert(section).second)
      return parser.emitError(sectionLoc)
             << "'" << section << "' is given twice";
    if (section == versionKey)
      return parseVersion(parser);
    if (section == defaultTypeKey)
      return parseDefaultType(parser, machine);
    if (section == loadsKey)
      return parseLoads(parser, machine);
    bool isKnown = section == functionsSection || section == energySection ||
                   llvm::any_of(getFields(), [&](const Field &field) {
                     return field.section == section;
                   });
    if (!isKnown)
      return parser.emitError(sectionLoc)
             << "expected a section of a machine, but got '" << section << "'";
    return parseSection(parser, section, machine, seen, functions, energy);
  };
  if (parser.parseLess() || parser.parseString(&name) || parser.parseComma() ||
      parser.parseCommaSeparatedList(parseBody) || parser.parseGreater())
    return {};
  if (failed(fillIn(parser, loc, machine, seen)))
    return {};
  return parser.getChecked<TargetAttr>(
      loc, parser.getContext(), StringRef(name), machine,
      functions.getDictionary(parser.getContext()),
      energy.getDictionary(parser.getContext()));
}

void TargetAttr::print(AsmPrinter &printer) const {
  printer << '<';
  printer.printString(getName());
  printer << ", " << defaultTypeKey << " = "
          << stringifyElementKind(getMachine().defaultType);
  if (getMachine().loadsWholeInput)
    printer << ", " << loadsKey << " = " << wholeInputText;
  StringRef section;
  for (const Field &field : getFields()) {
    int64_t value = getMachine().*field.member;
    if (field.kind == FieldKind::Percent &&
        value == field.getValue(getMachine()))
      continue;
    if (field.section != section)
      printer << (section.empty() ? ", " : "}, ") << field.section << " = {";
    else
      printer << ", ";
    section = field.section;
    printer << field.key << " = ";
    if (field.kind == FieldKind::Percent)
      printer << llvm::format("%d.%02d", int(value / 100), int(value % 100));
    else
      printer << value;
  }
  printer << '}';
  auto printDictionary = [&](StringRef name, DictionaryAttr entries) {
    printer << ", " << name << " = {";
    llvm::interleaveComma(entries, printer, [&](NamedAttribute entry) {
      printer.printKeywordOrString(entry.getName());
      printer << " = " << cast<IntegerAttr>(entry.getValue()).getInt();
    });
    printer << '}';
  };
  printDictionary(functionsSection, getFunctions());
  if (!getEnergy().empty())
    printDictionary(energySection, getEnergy());
  printer << '>';
}

/// All events have a cost, or none.
static LogicalResult verifyEnergy(function_ref<InFlightDiagnostic()> emitError,
                                  DictionaryAttr energy) {
  if (energy.empty())
    return success();
  for (StringLiteral key : getEnergyKeys())
    if (!energy.contains(key))
      return emitError() << "expected a value of '" << energySection << '.'
                         << key << "', but got none";
  for (NamedAttribute entry : energy) {
    StringRef key = entry.getName().getValue();
    if (!llvm::is_contained(getEnergyKeys(), key))
      return emitError() << "expected one of "
                         << llvm::join(getEnergyKeys(), ", ") << " in '"
                         << energySection << "', but got '" << key << "'";
    auto value = dyn_cast<IntegerAttr>(entry.getValue());
    if (!value || value.getInt() < 0 || value.getInt() > int64_t(1) << 32)
      return emitError() << "expected '" << energySection << '.' << key
                         << "' to be from 0 to 2^32, but got "
                         << entry.getValue();
  }
  return success();
}

/// A port wider than the SRAM is never granted (sram_r2); says which.
static LogicalResult verifyPorts(function_ref<InFlightDiagnostic()> emitError,
                                 const Machine &machine) {
  std::pair<StringRef, int64_t> ports[] = {
      {"array.input_feed", machine.inputFeed},
      {"array.weight_feed", machine.weightFeed},
      {"array.drain_lanes", machine.drainLanes * 2 * accumulatorBytes},
      {"vector.lanes", machine.vectorLanes * 3 * 2}};
  for (auto [name, bytes] : ports)
    if (bytes > machine.sramBytesPerCycle)
      return emitError() << "expected 'sram.bytes_per_cycle' to be at least "
                         << bytes << " to serve '" << name << "', but got "
                         << machine.sramBytesPerCycle;
  return success();
}

LogicalResult TargetAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                 StringRef name, Machine machine,
                                 DictionaryAttr functions,
                                 DictionaryAttr energy) {
  if (failed(verifyEnergy(emitError, energy)))
    return failure();
  for (const Field &field : getFields()) {
    int64_t value = machine.*field.member;
    if (field.kind == FieldKind::Percent &&
        (value < field.minimum || value > 100))
      return emitError() << "expected '" << field.section << '.' << field.key
                         << "' to be from 0.01 to 1.0 in steps of 0.01";
    if (value < field.minimum)
      return emitError() << "expected '" << field.section << '.' << field.key
                         << "' to be at least " << field.minimum << ", but got "
                         << value;
  }
  for (const Field &field : getFields())
    if (machine.*field.member > field.getMost())
      return emitError() << "expected '" << field.section << '.' << field.key
                         << "' to be at most " << field.getMost()
                         << ", but got " << machine.*field.member;
  for (NamedAttribute entry : functions) {
    auto cycles = dyn_cast<IntegerAttr>(entry.getValue());
    if (!cycles || cycles.getInt() < 1 || cycles.getInt() > 1 << 16)
      return emitError() << "expected '" << functionsSection << '.'
                         << entry.getName().getValue()
                         << "' to be from 1 to 65536, but got "
                         << entry.getValue();
  }
  if ((machine.depthwiseC == 0) != (machine.depthwiseP == 0))
    return emitError() << "expected 'array.depthwise_c' and "
                          "'array.depthwise_p' to be both 0 or both positive";
  if (machine.dramBurst % machine.dramBytesPerCycle != 0)
    return emitError() << "expected 'dram.burst' to be a multiple of "
                          "'dram.bytes_per_cycle', but got "
                       << machine.dramBurst << " and "
                       << machine.dramBytesPerCycle;
  if (channelInterleave % machine.dramBurst != 0 ||
      machine.dramRowBytes % channelInterleave != 0)
    return emitError() << "expected 'dram.burst' to divide "
                       << channelInterleave << " and 'dram.row_bytes' to be a "
                       << "multiple of it, but got " << machine.dramBurst
                       << " and " << machine.dramRowBytes;
  if (machine.tRfc + machine.dramBurst / machine.dramBytesPerCycle >
      machine.tRefi)
    return emitError() << "expected 'dram.t_refi' to hold a refresh and a "
                          "burst, at least "
                       << machine.tRfc +
                              machine.dramBurst / machine.dramBytesPerCycle
                       << ", but got " << machine.tRefi;
  return verifyPorts(emitError, machine);
}

FailureOr<Attribute> TargetAttr::query(DataLayoutEntryKey key) const {
  auto id = dyn_cast<StringAttr>(key);
  if (!id)
    return failure();
  Builder builder(getContext());
  if (id == "name")
    return Attribute(builder.getStringAttr(getName()));
  if (id == defaultTypeKey)
    return Attribute(
        builder.getStringAttr(stringifyElementKind(getMachine().defaultType)));
  auto [section, name] = id.getValue().split('.');
  if (section == functionsSection)
    if (Attribute cycles = getFunctions().get(name))
      return cycles;
  if (section == energySection)
    if (Attribute energy = getEnergy().get(name))
      return energy;
  const Field *field = findField(section, name);
  if (!field)
    return failure();
  int64_t value = getMachine().*field->member;
  if (field->kind == FieldKind::Percent)
    return Attribute(builder.getF64FloatAttr(double(value) / 100));
  return Attribute(builder.getI64IntegerAttr(value));
}
