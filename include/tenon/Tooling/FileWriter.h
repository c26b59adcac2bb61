//===- FileWriter.h - Files that appear whole or not at all -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_FILEWRITER_H
#define TENON_TOOLING_FILEWRITER_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <vector>

namespace tenon {

/// The one way in which tools write files. Files get their names when all of
/// them are whole: each is written under another name in the same folder, which
/// then replaces what was there, behind symbolic links. Without `keep`, or if
/// the process ends before, files that were there stay as they were. `-` and
/// devices are written at once.
class FileWriter {
public:
  FileWriter();
  FileWriter(FileWriter &&) noexcept;
  FileWriter &operator=(FileWriter &&) noexcept;
  ~FileWriter();

  /// Writes what will be the file `path`. Fails if `write` does, or with
  /// `can not write 'PATH': REASON`.
  llvm::Error add(llvm::StringRef path,
                  llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write);
  /// The same with all of its contents.
  llvm::Error add(llvm::StringRef path, llvm::StringRef contents);
  /// Makes room for what will be the file `path`, to be written by others: the
  /// name that it has until then.
  llvm::Expected<std::string> reserve(llvm::StringRef path);
  /// Gives all files their names.
  llvm::Error keep();

private:
  struct File;
  std::vector<std::unique_ptr<File>> files;
};

/// Writes a whole file, or standard output for `-`. If that fails, or the
/// process ends before, a file that was there stays as it was.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef contents);
/// The same with a function that writes the contents piece by piece.
llvm::Error writeFile(llvm::StringRef path,
                      llvm::function_ref<void(llvm::raw_ostream &)> write);

/// Writes what is left of standard output. The error says why it, or something
/// before, could not be written.
llvm::Error flushOutput();

} // namespace tenon

#endif // TENON_TOOLING_FILEWRITER_H
