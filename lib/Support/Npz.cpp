//===- Npz.cpp - NumPy archives of tensors --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Npz.h"
#include "tenon/Support/Npy.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/EndianStream.h"

using namespace tenon;

/// Version 2.0 of the format, which all readers support.
static constexpr uint16_t kVersion = 20;
/// The first date of the format, so that archives do not depend on the time.
static constexpr uint16_t kDate = (1 << 5) | 1;
static constexpr uint64_t kLimit = 0xffffffff;

namespace {
/// A file of the archive.
struct Entry {
  std::string name;
  uint32_t checksum, size, offset;
};
} // namespace

/// Writes the common part of the header of a file and its directory entry.
static void writeCommon(llvm::support::endian::Writer &to, const Entry &entry) {
  to.write<uint16_t>(kVersion);
  // Names are in UTF-8.
  to.write<uint16_t>(1 << 11);
  // Stored without compression, at midnight.
  to.write<uint16_t>(0);
  to.write<uint16_t>(0);
  to.write<uint16_t>(kDate);
  to.write<uint32_t>(entry.checksum);
  to.write<uint32_t>(entry.size);
  to.write<uint32_t>(entry.size);
  to.write<uint16_t>(entry.name.size());
  // No extra field.
  to.write<uint16_t>(0);
}

static void writeDirectory(llvm::support::endian::Writer &to,
                           llvm::ArrayRef<Entry> entries, uint32_t start) {
  uint32_t size = 0;
  for (const Entry &entry : entries) {
    to.write<uint32_t>(0x02014b50);
    to.write<uint16_t>(kVersion);
    writeCommon(to, entry);
    // No comment, the first disk, no attributes.
    to.write<uint16_t>(0);
    to.write<uint16_t>(0);
    to.write<uint16_t>(0);
    to.write<uint32_t>(0);
    to.write<uint32_t>(entry.offset);
    to.OS << entry.name;
    size += 46 + entry.name.size();
  }
  to.write<uint32_t>(0x06054b50);
  to.write<uint16_t>(0);
  to.write<uint16_t>(0);
  to.write<uint16_t>(entries.size());
  to.write<uint16_t>(entries.size());
  to.write<uint32_t>(size);
  to.write<uint32_t>(start);
  to.write<uint16_t>(0);
}

llvm::Error tenon::writeNpz(llvm::ArrayRef<HostTensor> tensors,
                            llvm::raw_ostream &os) {
  auto fail = [](const llvm::Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
  };
  if (tensors.size() > 0xffff)
    return fail("expected at most 65535 tensors in an .npz file, but got " +
                llvm::Twine(tensors.size()));
  llvm::support::endian::Writer to(os, llvm::endianness::little);
  std::vector<Entry> entries;
  uint64_t at = 0, directory = 22;
  for (const HostTensor &tensor : tensors) {
    std::string name = tensor.getName() + ".npy", bytes = writeNpy(tensor);
    if (name.size() > 0xffff)
      return fail("expected names of at most 65535 bytes in an .npz file");
    uint64_t end = at + 30 + name.size() + bytes.size();
    directory += 46 + name.size();
    if (end + directory > kLimit)
      return fail("expected at most 4 GiB of values in an .npz file");
    Entry entry = {name,
                   llvm::crc32(llvm::arrayRefFromStringRef<uint8_t>(bytes)),
                   uint32_t(bytes.size()), uint32_t(at)};
    to.write<uint32_t>(0x04034b50);
    writeCommon(to, entry);
    os << name << bytes;
    entries.push_back(std::move(entry));
    at = end;
  }
  writeDirectory(to, entries, uint32_t(at));
  return llvm::Error::success();
}
