//===- FileWriter.h - Atomic output files -----------------------*- C++ -*-===//
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

/// Writes the output files of tools. All tools use this class. Each file is
/// written under a temporary name in the same folder. When all files are
/// complete, they replace existing files; symbolic links are followed. Without
/// `keep`, or if the process ends before it, existing files do not change. `-`
/// and devices are written immediately.
class FileWriter {
public:
  FileWriter();
  FileWriter(FileWriter &&) noexcept;
  FileWriter &operator=(FileWriter &&) noexcept;
  ~FileWriter();

  /// Writes the file `path` under a temporary name. Fails if `write` fails, or
  /// with `cannot write 'PATH': REASON`.
  llvm::Error add(llvm::StringRef path,
                  llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write);
  /// Writes the file `path` with the given contents under a temporary name.
  llvm::Error add(llvm::StringRef path, llvm::StringRef contents);
  /// Reserves a temporary name for the file `path` and returns it, for files
  /// that other code writes.
  llvm::Expected<std::string> reserve(llvm::StringRef path);
  /// Gives all files their final names.
  llvm::Error keep();

private:
  struct File;
  std::vector<std::unique_ptr<File>> files;
};

/// Writes a complete file, or standard output for `-`. If this fails, or if the
/// process ends early, an existing file does not change.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef contents);
/// Writes a complete file with a function that writes the contents piece by
/// piece.
llvm::Error writeFile(llvm::StringRef path,
                      llvm::function_ref<void(llvm::raw_ostream &)> write);

/// Flushes standard output. Fails with the reason if this or any previous
/// output could not be written.
llvm::Error flushOutput();

} // namespace tenon

#endif // TENON_TOOLING_FILEWRITER_H
