//===- FileWriter.cpp - Files that appear whole or not at all -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/FileWriter.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>

using namespace tenon;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

/// A file that was written and does not have its name yet: under another name,
/// or in memory where no other file can be made beside it.
struct FileWriter::File {
  std::string path, real;
  std::optional<fs::TempFile> temporary;
  std::string contents;
  bool inMemory = false;

  ~File() {
    if (temporary)
      llvm::consumeError(temporary->discard());
  }
  std::error_code prepare();
  std::error_code keep();
};

FileWriter::FileWriter() = default;
FileWriter::FileWriter(FileWriter &&) noexcept = default;
FileWriter &FileWriter::operator=(FileWriter &&) noexcept = default;
FileWriter::~FileWriter() = default;

static llvm::Error failToWrite(StringRef path, std::error_code code) {
  return llvm::createStringError(code, "cannot write '" + path +
                                           "': " + code.message());
}

/// Flushes, and returns what went wrong with the stream.
static std::error_code finish(llvm::raw_fd_ostream &os) {
  os.flush();
  std::error_code code = os.error();
  os.clear_error();
  return code;
}

/// Where a file goes that is not replaced but written: standard output, devices
/// and pipes, which may have names of files, such as /dev/stdout.
static bool isDirect(StringRef path) {
  if (path == "-")
    return true;
  fs::file_status status;
  if (fs::status(path, status) || !fs::exists(status))
    return false;
  return !fs::is_regular_file(status) || path.starts_with("/dev/") ||
         path.starts_with("/proc/");
}

/// The file that is behind symbolic links, whether there is one or not.
static std::error_code resolveLinks(StringRef path, std::string &real) {
  std::filesystem::path file(path.str());
  std::error_code code;
  for (unsigned links = 0; std::filesystem::is_symlink(file, code); ++links) {
    if (links == 40)
      return std::make_error_code(std::errc::too_many_symbolic_link_levels);
    std::filesystem::path target = std::filesystem::read_symlink(file, code);
    if (code)
      return code;
    file = target.is_absolute() ? target : file.parent_path() / target;
  }
  real = file.string();
  return std::error_code();
}

/// Makes a temporary file that signals remove; none comes between the two.
static llvm::Expected<fs::TempFile> makeTemporary(const std::string &model) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  llvm::Expected<fs::TempFile> made = fs::TempFile::create(model);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return made;
}

std::error_code FileWriter::File::prepare() {
  if (std::error_code code = resolveLinks(path, real))
    return code;
  bool exists = fs::exists(real);
  if (exists)
    if (std::error_code code = fs::access(real, fs::AccessMode::Write))
      return code;
  llvm::Expected<fs::TempFile> made = makeTemporary(real + ".%%%%%%%%.tmp");
  if (made) {
    temporary = std::move(*made);
    return std::error_code();
  }
  std::error_code code = llvm::errorToErrorCode(made.takeError());
  // Its folder may be closed, or its name too long for an ending.
  inMemory = exists || code == std::errc::filename_too_long;
  return inMemory ? std::error_code() : code;
}

std::error_code FileWriter::File::keep() {
  if (temporary) {
    std::error_code code;
    if (llvm::ErrorOr<fs::perms> mode = fs::getPermissions(real))
      code = fs::setPermissions(temporary->TmpName, *mode);
    if (!code)
      code = llvm::errorToErrorCode(temporary->keep(real));
    else
      llvm::consumeError(temporary->discard());
    temporary.reset();
    return code;
  }
  std::error_code code;
  llvm::raw_fd_ostream os(real, code, fs::OF_None);
  if (code)
    return code;
  os << contents;
  return finish(os);
}

/// Writes to what is there.
static llvm::Error
writeDirectly(StringRef path,
              llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code, fs::OF_None);
  if (code)
    return failToWrite(path, code);
  llvm::Error error = write(os);
  code = finish(os);
  if (error || !code)
    return error;
  return failToWrite(path, code);
}

llvm::Error
FileWriter::add(StringRef path,
                llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write) {
  if (isDirect(path))
    return writeDirectly(path, write);
  auto file = std::make_unique<File>();
  file->path = path.str();
  if (std::error_code code = file->prepare())
    return failToWrite(path, code);
  if (file->inMemory) {
    llvm::raw_string_ostream os(file->contents);
    if (llvm::Error error = write(os))
      return error;
  } else {
    llvm::raw_fd_ostream os(file->temporary->FD, /*shouldClose=*/false);
    llvm::Error error = write(os);
    std::error_code code = finish(os);
    if (error)
      return error;
    if (code)
      return failToWrite(path, code);
  }
  files.push_back(std::move(file));
  return llvm::Error::success();
}

llvm::Error FileWriter::add(StringRef path, StringRef contents) {
  return add(path, [&](llvm::raw_ostream &os) {
    os << contents;
    return llvm::Error::success();
  });
}

llvm::Expected<std::string> FileWriter::reserve(StringRef path) {
  if (isDirect(path))
    return path.str();
  auto file = std::make_unique<File>();
  file->path = path.str();
  std::error_code code = file->prepare();
  if (!code && file->inMemory)
    code = std::make_error_code(std::errc::permission_denied);
  if (code)
    return failToWrite(path, code);
  files.push_back(std::move(file));
  return files.back()->temporary->TmpName;
}

llvm::Error FileWriter::keep() {
  std::vector<std::unique_ptr<File>> all = std::move(files);
  files.clear();
  for (const std::unique_ptr<File> &file : all)
    if (std::error_code code = file->keep())
      return failToWrite(file->path, code);
  return llvm::Error::success();
}

llvm::Error tenon::writeFile(StringRef path, StringRef contents) {
  return writeFile(path, [&](llvm::raw_ostream &os) { os << contents; });
}

llvm::Error
tenon::writeFile(StringRef path,
                 llvm::function_ref<void(llvm::raw_ostream &)> write) {
  FileWriter writer;
  if (llvm::Error error = writer.add(path, [&](llvm::raw_ostream &os) {
        write(os);
        return llvm::Error::success();
      }))
    return error;
  return writer.keep();
}

llvm::Error tenon::flushOutput() {
  llvm::outs().flush();
  std::error_code code = llvm::outs().error();
  llvm::outs().clear_error();
  if (code)
    return llvm::createStringError(code, "cannot write to standard output: " +
                                             code.message());
  return llvm::Error::success();
}
