//===- BytecodeVersion.h - Versions of dialects in bytecode -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_BYTECODEVERSION_H
#define DIALECTS_INTERFACES_BYTECODEVERSION_H

#include "mlir/Bytecode/BytecodeImplementation.h"

namespace tenon {

/// The version of a dialect in a bytecode file. Files without one are of
/// version 1.
struct BytecodeVersion : mlir::DialectVersion {
  explicit BytecodeVersion(uint64_t number) : number(number) {}
  uint64_t number;
};

/// Writes the version of a dialect into bytecode, and refuses files of a
/// version that is newer than `newest`. Increase `newest` when operations or
/// attributes change such that older files no longer parse, and upgrade those
/// in `upgradeFromVersion`; test/Network and test/Engine contain a file of each
/// version.
template <uint64_t newest>
class VersionedBytecode : public mlir::BytecodeDialectInterface {
public:
  explicit VersionedBytecode(mlir::Dialect *dialect)
      : BytecodeDialectInterface(dialect) {}

  void writeVersion(mlir::DialectBytecodeWriter &writer) const override {
    auto asked = writer.getDialectVersion(getDialect()->getNamespace());
    writer.writeVarInt(
        succeeded(asked) ? static_cast<const BytecodeVersion *>(*asked)->number
                         : newest);
  }

  std::unique_ptr<mlir::DialectVersion>
  readVersion(mlir::DialectBytecodeReader &reader) const override {
    uint64_t number;
    if (failed(reader.readVarInt(number)))
      return nullptr;
    if (number >= 1 && number <= newest)
      return std::make_unique<BytecodeVersion>(number);
    reader.emitError() << "expected the dialect '"
                       << getDialect()->getNamespace() << "' in version 1 to "
                       << newest << ", but got " << number
                       << "; use the Tenon that wrote the file";
    return nullptr;
  }
};

} // namespace tenon

#endif // DIALECTS_INTERFACES_BYTECODEVERSION_H
