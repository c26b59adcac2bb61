//===- Store.cpp - Measurements on disk -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Measure/Store.h"
#include "Statement.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace tenon;
using namespace tenon::measure;
using llvm::StringRef;

/// Version of the tables below, stored as the user_version of SQLite.
/// `arena_bytes` had another meaning in version 1, so it is unknown in data
/// from such files.
static constexpr int storeVersion = 2;

static constexpr StringRef tables = R"(
CREATE TABLE target(hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE subgraph(hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE measurement(
  target TEXT REFERENCES target, subgraph TEXT REFERENCES subgraph, type TEXT,
  cycles INTEGER, array_cycles INTEGER, dram_read_bytes INTEGER,
  dram_write_bytes INTEGER, sram_bytes INTEGER, arena_bytes INTEGER,
  picojoules REAL, origin TEXT,
  PRIMARY KEY(target, subgraph, type)) WITHOUT ROWID;
CREATE TABLE operation(
  target TEXT, subgraph TEXT, type TEXT, position INTEGER, name TEXT,
  cycles INTEGER, dram_bytes INTEGER, picojoules REAL,
  PRIMARY KEY(target, subgraph, type, position)) WITHOUT ROWID;
CREATE TABLE sample(
  target TEXT, type TEXT, family TEXT, seed INTEGER, number INTEGER,
  network TEXT, pipeline TEXT, subgraph TEXT, error TEXT,
  PRIMARY KEY(target, type, family, seed, number)) WITHOUT ROWID;
)";

/// Returns the file name in a form in which SQLite does not interpret it.
static std::string getFileName(StringRef path) {
  return path.starts_with(":") || path.starts_with("file:") ? "./" + path.str()
                                                            : path.str();
}

/// Returns the name as a URI for a read-only file, for which SQLite then needs
/// no additional files. Additional files that an interrupted run left are
/// ignored.
static std::string getImmutableUri(StringRef path) {
  std::string uri = "file:";
  for (char c : path)
    if (llvm::isAlnum(c) || StringRef("/._-").contains(c))
      uri += c;
    else
      uri += "%" + llvm::toHex(StringRef(&c, 1));
  return uri + "?immutable=1";
}

llvm::Expected<std::unique_ptr<Store>> Store::openToRead(StringRef path) {
  namespace fs = llvm::sys::fs;
  StringRef folder = llvm::sys::path::parent_path(path);
  bool isImmutable =
      !fs::can_write(path) || !fs::can_write(folder.empty() ? "." : folder);
  sqlite3 *database = nullptr;
  int code = sqlite3_open_v2(
      (isImmutable ? getImmutableUri(path) : getFileName(path)).c_str(),
      &database,
      isImmutable ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                  : SQLITE_OPEN_READWRITE,
      nullptr);
  std::unique_ptr<Store> store(new Store(database));
  if (code != SQLITE_OK)
    return makeError(database, "cannot open '" + path.str() + "'");
  sqlite3_busy_timeout(database, /*milliseconds=*/60000);
  llvm::Expected<bool> hasTables = store->checkTables();
  std::string error;
  if (!hasTables)
    error = llvm::toString(hasTables.takeError());
  else if (!*hasTables)
    error = "expected a store of measurements, but got an empty database";
  if (!error.empty())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "'" + path + "': " + error);
  return store;
}

llvm::Expected<std::unique_ptr<Store>> Store::open(StringRef path) {
  sqlite3 *database = nullptr;
  int code = sqlite3_open(getFileName(path).c_str(), &database);
  std::unique_ptr<Store> store(new Store(database));
  if (code != SQLITE_OK)
    return makeError(database, "cannot open '" + path.str() + "'");
  // Another process may be writing.
  sqlite3_busy_timeout(database, /*milliseconds=*/60000);
  if (llvm::Error error = store->prepare())
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "'" + path + "': " + llvm::toString(std::move(error)));
  return store;
}

Store::~Store() { sqlite3_close(database); }

llvm::Error Store::run(StringRef statements) {
  if (sqlite3_exec(database, statements.str().c_str(), nullptr, nullptr,
                   nullptr) != SQLITE_OK)
    return makeError(database, "cannot run a statement");
  return llvm::Error::success();
}

/// Returns true if the file has tables of this or an older version, and false
/// if it is new. Sets `version`.
llvm::Expected<bool> Store::hasTables() {
  Statement query(database, "PRAGMA user_version");
  llvm::Expected<bool> hasVersion = query.step();
  if (!hasVersion)
    return hasVersion.takeError();
  Statement any(database, "SELECT count(*) FROM sqlite_master");
  llvm::Expected<bool> hasAny = any.step();
  if (!hasAny)
    return hasAny.takeError();
  version = query.getInteger(0);
  bool isNew = any.getInteger(0) == 0;
  if (!isNew && (version < 1 || version > storeVersion))
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "expected a store of measurements of version 1 to " +
            llvm::Twine(storeVersion) + ", but got " +
            (version ? "version " + llvm::Twine(version).str()
                     : std::string("another database")));
  return !isNew;
}

/// Returns true if there are tables. Fails if they are damaged, since damaged
/// tables may still be partly readable, and new measurements would be added to
/// them. Changes nothing.
llvm::Expected<bool> Store::checkTables() {
  llvm::Expected<bool> isThere = hasTables();
  if (isThere && *isThere)
    if (llvm::Error error = checkIntegrity())
      return std::move(error);
  return isThere;
}

llvm::Error Store::checkIntegrity() {
  Statement check(database, "PRAGMA integrity_check(1)");
  llvm::Expected<bool> hasRow = check.step();
  if (!hasRow)
    return hasRow.takeError();
  std::string found = *hasRow ? check.getText(0) : "no answer";
  if (found == "ok")
    return llvm::Error::success();
  llvm::replace(found, '\n', ' ');
  return llvm::createStringError(
      llvm::inconvertibleErrorCode(),
      "expected a database that is whole, but got a damaged one (" + found +
          "); measure into another file, or restore this one");
}

/// Creates the tables of a new file, and updates those of an older version.
llvm::Error Store::prepare() {
  if (llvm::Expected<bool> isWhole = checkTables(); !isWhole)
    return isWhole.takeError();
  if (llvm::Error error = run("PRAGMA journal_mode=WAL;"
                              "PRAGMA synchronous=NORMAL;"
                              "BEGIN IMMEDIATE;"))
    return error;
  llvm::Expected<bool> isThere = hasTables();
  if (!isThere)
    return isThere.takeError();
  if (!*isThere)
    if (llvm::Error error = run(
            (tables + "PRAGMA user_version=" + llvm::Twine(storeVersion) + ";")
                .str()))
      return error;
  if (*isThere && version < storeVersion)
    if (llvm::Error error =
            run(("UPDATE measurement SET arena_bytes=-1;PRAGMA user_version=" +
                 llvm::Twine(storeVersion) + ";")
                    .str()))
      return error;
  version = storeVersion;
  return run("COMMIT");
}

llvm::Expected<std::optional<Measurement>>
Store::find(const MeasurementKey &key) {
  Statement query(database,
                  "SELECT cycles, array_cycles, dram_read_bytes, "
                  "dram_write_bytes, sram_bytes, arena_bytes, picojoules "
                  "FROM measurement WHERE target=? AND subgraph=? AND type=?");
  query.bind(key.target).bind(key.subgraph).bind(key.type);
  llvm::Expected<bool> hasRow = query.step();
  if (!hasRow)
    return hasRow.takeError();
  if (!*hasRow)
    return std::nullopt;
  Measurement found;
  found.cycles = query.getInteger(0);
  found.arrayCycles = query.getInteger(1);
  found.dramReadBytes = query.getInteger(2);
  found.dramWriteBytes = query.getInteger(3);
  found.sramBytes = query.getInteger(4);
  if (int64_t bytes = query.getInteger(5); version >= 2 && bytes >= 0)
    found.arenaBytes = bytes;
  found.picojoules = query.getReal(6);
  return found;
}

llvm::Expected<std::optional<std::string>>
Store::findSample(const SampleSource &source, StringRef target,
                  StringRef type) {
  Statement query(database,
                  "SELECT error FROM sample WHERE target=? AND type=? "
                  "AND family=? AND seed=? AND number=?");
  query.bind(target).bind(type).bind(source.family);
  query.bind(int64_t(source.seed)).bind(source.index);
  llvm::Expected<bool> hasRow = query.step();
  if (!hasRow)
    return hasRow.takeError();
  if (!*hasRow)
    return std::nullopt;
  return query.getText(0);
}

llvm::Error Store::add(const SampleSource &source, const MeasurementKey &key,
                       StringRef targetText, StringRef subgraphText,
                       const Measurement *measurement, StringRef error) {
  if (llvm::Error begun = run("BEGIN IMMEDIATE"))
    return begun;
  auto insert = [&]() -> llvm::Error {
    for (auto [table, hash, text] :
         {std::tuple("target", StringRef(key.target), targetText),
          {"subgraph", StringRef(key.subgraph), subgraphText}})
      if (llvm::Error failed =
              Statement(database, (llvm::Twine("INSERT OR IGNORE INTO ") +
                                   table + " VALUES(?,?)")
                                      .str())
                  .bind(hash)
                  .bind(text)
                  .finish())
        return failed;
    Statement sample(database,
                     "INSERT OR REPLACE INTO sample VALUES(?,?,?,?,?,?,?,?,?)");
    sample.bind(key.target).bind(key.type).bind(source.family);
    sample.bind(int64_t(source.seed)).bind(source.index);
    sample.bind(source.network).bind(source.pipeline);
    if (llvm::Error failed = sample.bind(key.subgraph).bind(error).finish())
      return failed;
    if (!measurement)
      return llvm::Error::success();
    const Measurement &m = *measurement;
    Statement row(database, "INSERT OR REPLACE INTO measurement "
                            "VALUES(?,?,?,?,?,?,?,?,?,?,'simulated')");
    row.bind(key.target).bind(key.subgraph).bind(key.type);
    row.bind(m.cycles).bind(m.arrayCycles).bind(m.dramReadBytes);
    row.bind(m.dramWriteBytes)
        .bind(m.sramBytes)
        .bind(m.arenaBytes.value_or(-1));
    if (llvm::Error failed = row.bind(m.picojoules).finish())
      return failed;
    for (const OperationCost &cost : m.operations) {
      Statement operation(
          database, "INSERT OR REPLACE INTO operation VALUES(?,?,?,?,?,?,?,?)");
      operation.bind(key.target).bind(key.subgraph).bind(key.type);
      operation.bind(cost.position).bind(cost.name).bind(cost.cycles);
      if (llvm::Error failed =
              operation.bind(cost.dramBytes).bind(cost.picojoules).finish())
        return failed;
    }
    return llvm::Error::success();
  };
  if (llvm::Error failed = insert()) {
    llvm::consumeError(run("ROLLBACK"));
    return failed;
  }
  return run("COMMIT");
}

llvm::Expected<std::pair<int64_t, int64_t>> Store::count(StringRef target,
                                                         StringRef type) {
  std::pair<int64_t, int64_t> counts;
  for (auto [table, number] :
       {std::pair("sample", &counts.first), {"measurement", &counts.second}}) {
    Statement query(database, (llvm::Twine("SELECT count(*) FROM ") + table +
                               " WHERE target=? AND type=?")
                                  .str());
    llvm::Expected<bool> hasRow = query.bind(target).bind(type).step();
    if (!hasRow)
      return hasRow.takeError();
    *number = query.getInteger(0);
  }
  return counts;
}
