//===- PrintModule.cpp - Networks as text ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// MLIR's printer writes each weight through a string of four times its bytes.
// Here they go to the stream piece by piece, in the same text.
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "tenon/Tooling/Files.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

using namespace mlir;
using namespace tenon;

using Entry = DialectResourceBlobManager::BlobEntry;

/// The weights that a module refers to, in the sequence of their first uses.
static llvm::SetVector<Entry *> findBlobs(ModuleOp module) {
  llvm::SetVector<Entry *> entries;
  AttrTypeWalker walker;
  walker.addWalk([&](DenseResourceElementsAttr attr) {
    DenseResourceElementsHandle handle = attr.getRawHandle();
    if (Entry *entry = handle.getResource(); entry && entry->getBlob())
      entries.insert(entry);
  });
  module->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (NamedAttribute attr : op->getAttrDictionary())
      walker.walk(attr.getValue());
  });
  return entries;
}

/// A key as MLIR writes it: in quotes unless it is an identifier.
static void printKey(StringRef key, raw_ostream &os) {
  auto isPart = [](char c) {
    return llvm::isAlnum(c) || c == '_' || c == '$' || c == '.';
  };
  bool isBare = !key.empty() &&
                (llvm::isAlpha(key.front()) || key.front() == '_') &&
                llvm::all_of(key, isPart);
  if (!isBare)
    os << '"';
  llvm::printEscapedString(key, os);
  if (!isBare)
    os << '"';
}

static void printBlob(const AsmResourceBlob &blob, raw_ostream &os) {
  constexpr size_t kPiece = 1 << 14;
  char alignment[4];
  llvm::support::endian::write32le(alignment, blob.getDataAlignment());
  os << "\"0x" << llvm::toHex(StringRef(alignment, 4));
  StringRef bytes(blob.getData().data(), blob.getData().size());
  for (; !bytes.empty();
       bytes = bytes.drop_front(std::min(kPiece, bytes.size())))
    os << llvm::toHex(bytes.take_front(kPiece));
  os << '"';
}

void tenon::printModule(ModuleOp module, raw_ostream &os) {
  llvm::SetVector<Entry *> entries = findBlobs(module);
  std::vector<AsmResourceBlob> blobs;
  for (Entry *entry : entries) {
    blobs.push_back(std::move(*entry->getBlob()));
    entry->setBlob({});
  }
  std::string text;
  llvm::raw_string_ostream stream(text);
  // An entry without its bytes does not verify.
  module.print(stream, OpPrintingFlags().enableDebugInfo().assumeVerified());
  if (entries.empty()) {
    os << text << '\n';
    return;
  }
  // What the printer says of the weights, which are empty now, is cut off.
  os << StringRef(text).rsplit("\n\n{-#\n").first << '\n';
  os << "\n{-#\n  dialect_resources: {\n    builtin: {\n";
  for (auto [i, entry] : llvm::enumerate(entries)) {
    os << "      ";
    printKey(entry->getKey(), os);
    os << ": ";
    printBlob(blobs[i], os);
    os << (i + 1 < entries.size() ? ",\n" : "\n");
    entry->setBlob(std::move(blobs[i]));
  }
  os << "    }\n  }\n#-}\n\n";
}
