//===- Npy.cpp - NumPy files of tensors -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Npy.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Endian.h"

using namespace mlir;
using namespace tenon;

/// The first bytes of a `.npy` file.
static constexpr llvm::StringLiteral kMagic = "\x93NUMPY";

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Returns the element type of a NumPy type such as `<f4`; null if there is
/// none.
static Type parseType(StringRef text, MLIRContext *context) {
  Builder b(context);
  // Single bytes have no byte order.
  if (text.size() < 3 || !StringRef("<|").contains(text[0]))
    return {};
  unsigned bytes;
  if (text.drop_front(2).getAsInteger(10, bytes) || bytes > 8)
    return {};
  switch (text[1]) {
  case 'b':
    return bytes == 1 ? b.getI1Type() : Type();
  case 'i':
    return llvm::has_single_bit(bytes) ? b.getIntegerType(8 * bytes) : Type();
  case 'u':
    return llvm::has_single_bit(bytes) ? b.getIntegerType(8 * bytes, false)
                                       : Type();
  case 'f':
    return bytes == 2   ? b.getF16Type()
           : bytes == 4 ? b.getF32Type()
           : bytes == 8 ? b.getF64Type()
                        : Type();
  default:
    return {};
  }
}

static std::string printType(Type type) {
  if (type.isInteger(1))
    return "|b1";
  unsigned bytes = HostTensor::getElementBytes(type);
  std::string kind = isa<FloatType>(type)       ? "f"
                     : type.isUnsignedInteger() ? "u"
                                                : "i";
  return (bytes == 1 ? "|" : "<") + kind + std::to_string(bytes);
}

/// Returns the text after `'key': ` in the header.
static std::optional<StringRef> findValue(StringRef header, StringRef key) {
  size_t at = header.find(("'" + key + "'").str());
  if (at == StringRef::npos)
    return std::nullopt;
  auto [name, value] = header.drop_front(at).split(':');
  return value.ltrim();
}

/// Returns the sizes in `(1, 3, 4)`.
static std::optional<SmallVector<int64_t>> parseShape(StringRef text) {
  if (!text.consume_front("(") || !text.contains(')'))
    return std::nullopt;
  SmallVector<StringRef> parts;
  text.split(')').first.split(parts, ',', -1, /*KeepEmpty=*/false);
  SmallVector<int64_t> shape;
  for (StringRef part : parts) {
    int64_t size;
    if (part.trim().empty())
      continue;
    if (part.trim().getAsInteger(10, size))
      return std::nullopt;
    shape.push_back(size);
  }
  if (!HostTensor::countElements(shape))
    return std::nullopt;
  return shape;
}

llvm::Expected<HostTensor> tenon::readNpy(StringRef bytes,
                                          MLIRContext *context) {
  if (!bytes.starts_with(kMagic) || bytes.size() < 10)
    return makeError("expected a .npy file, but it does not start like one");
  int version = bytes[6];
  size_t start = version == 1 ? 10 : 12;
  if (version < 1 || version > 3 || bytes.size() < start)
    return makeError("expected a .npy file of version 1 to 3, but got " +
                     Twine(version));
  size_t length = version == 1
                      ? llvm::support::endian::read16le(bytes.data() + 8)
                      : llvm::support::endian::read32le(bytes.data() + 8);
  if (bytes.size() - start < length)
    return makeError("the .npy file ends within its header");
  StringRef header = bytes.substr(start, length);
  std::optional<StringRef> descr = findValue(header, "descr");
  std::optional<StringRef> fortran = findValue(header, "fortran_order");
  std::optional<StringRef> sizes = findValue(header, "shape");
  if (!descr || !fortran || !sizes)
    return makeError("expected a .npy header with descr, fortran_order and "
                     "shape");
  StringRef typeName = descr->ltrim("'\"").take_until(
      [](char c) { return c == '\'' || c == '"'; });
  Type type = parseType(typeName, context);
  if (!type)
    return makeError("the .npy element type '" + typeName +
                     "' is not supported; expected booleans, integers or "
                     "floats of little endian");
  std::optional<SmallVector<int64_t>> shape = parseShape(*sizes);
  if (!shape)
    return makeError("expected a .npy shape of sizes that are not negative");
  StringRef data = bytes.drop_front(start + length);
  HostTensor tensor(type, *shape, data);
  uint64_t expected =
      tensor.getNumElements() * HostTensor::getElementBytes(type);
  if (data.size() != expected)
    return makeError("expected " + Twine(expected) +
                     " bytes of values in the .npy file, but got " +
                     Twine(data.size()));
  if (!fortran->starts_with("True"))
    return tensor;
  SmallVector<int64_t> reversed(llvm::reverse(*shape));
  SmallVector<int64_t> permutation(
      llvm::reverse(llvm::seq<int64_t>(0, shape->size())));
  return tensor.reshape(reversed).transpose(permutation);
}

std::string tenon::writeNpy(const HostTensor &tensor) {
  Type type = tensor.getElementType();
  if (isa<quant::QuantizedType>(type))
    return writeNpy(tensor.bitcast(HostTensor::getStorageType(type)));
  if (type.isBF16())
    return writeNpy(HostTensor::fromDoubles(Float32Type::get(type.getContext()),
                                            tensor.getShape(),
                                            tensor.getDoubles()));
  std::string header =
      "{'descr': '" + printType(type) + "', 'fortran_order': False, 'shape': (";
  for (int64_t size : tensor.getShape())
    header += std::to_string(size) + ",";
  header += "), }";
  // The values start at a multiple of 64 bytes.
  while ((10 + header.size() + 1) % 64)
    header += ' ';
  header += '\n';
  std::string bytes = kMagic.str();
  bytes += {1, 0, char(header.size() & 0xff), char(header.size() >> 8)};
  return bytes + header + tensor.getBytes().str();
}
