//===- Statement.h - Statements of SQLite -----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_MEASURE_STATEMENT_H
#define LIB_MEASURE_STATEMENT_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <sqlite3.h>

namespace tenon::measure {

/// Returns the error of the last SQLite call.
inline llvm::Error makeError(sqlite3 *database, llvm::StringRef what) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "the store: " + what + ": " +
                                     sqlite3_errmsg(database));
}

/// A prepared statement. Its `?` parameters are bound from left to right.
class Statement {
public:
  Statement(sqlite3 *database, llvm::StringRef text) : database(database) {
    sqlite3_prepare_v2(database, text.data(), text.size(), &statement, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement); }
  Statement(const Statement &) = delete;
  Statement &operator=(const Statement &) = delete;

  Statement &bind(llvm::StringRef text) {
    sqlite3_bind_text(statement, ++bound, text.data(), text.size(),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement &bind(int64_t number) {
    sqlite3_bind_int64(statement, ++bound, number);
    return *this;
  }
  Statement &bind(double number) {
    sqlite3_bind_double(statement, ++bound, number);
    return *this;
  }
  /// Advances to the next row. Returns false after the last one.
  llvm::Expected<bool> step() {
    int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
      return code == SQLITE_ROW;
    return makeError(database, "cannot run a statement");
  }
  /// Calls `visit` for each row.
  llvm::Error forEach(llvm::function_ref<void()> visit) {
    while (true) {
      llvm::Expected<bool> hasRow = step();
      if (!hasRow)
        return hasRow.takeError();
      if (!*hasRow)
        return llvm::Error::success();
      visit();
    }
  }
  /// Runs a statement that returns no rows.
  llvm::Error finish() {
    llvm::Expected<bool> hasRow = step();
    return hasRow ? llvm::Error::success() : hasRow.takeError();
  }
  int64_t getInteger(int column) const {
    return sqlite3_column_int64(statement, column);
  }
  std::string getText(int column) const {
    const void *text = sqlite3_column_text(statement, column);
    return std::string(static_cast<const char *>(text),
                       sqlite3_column_bytes(statement, column));
  }
  double getReal(int column) const {
    return sqlite3_column_double(statement, column);
  }

private:
  sqlite3 *database;
  sqlite3_stmt *statement = nullptr;
  int bound = 0;
};

} // namespace tenon::measure

#endif // LIB_MEASURE_STATEMENT_H
