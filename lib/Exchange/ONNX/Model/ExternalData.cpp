//===- ExternalData.cpp - Tensors in files beside a model -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A model may come from anybody: it names files of its own folder only.
//
//===----------------------------------------------------------------------===//

#include "Model.h"
#include "mlir/IR/Diagnostics.h"
#include "onnx/onnx_pb.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {
/// Where the bytes of a tensor are.
struct Place {
  std::string location;
  uint64_t offset = 0;
  /// All that the tensor needs, if the model does not say.
  std::optional<uint64_t> length;
};
} // namespace

static FailureOr<Place> readPlace(const onnx::TensorProto &tensor,
                                  Location loc) {
  Place place;
  for (const auto &entry : tensor.external_data()) {
    StringRef key = entry.key(), value = entry.value();
    uint64_t number = 0;
    if (key == "location")
      place.location = value.str();
    else if ((key == "offset" || key == "length") &&
             value.getAsInteger(10, number))
      return emitError(loc)
             << "tensor '" << tensor.name() << "' expected a "
             << "number as " << key << ", but got '" << value << "'";
    else if (key == "offset")
      place.offset = number;
    else if (key == "length")
      place.length = number;
  }
  if (place.location.empty())
    return emitError(loc) << "tensor '" << tensor.name()
                          << "' has external data without a location";
  return place;
}

/// The file, if it lies in the folder, also when links are followed.
static FailureOr<std::string> resolve(StringRef location, StringRef folder,
                                      Location loc) {
  if (folder.empty())
    return emitError(loc) << "external data '" << location
                          << "' lie beside a model's file, but this comes "
                             "from none, as standard input does";
  llvm::SmallString<128> file(folder), realFile, realFolder;
  path::append(file, location);
  bool isInside = !path::is_absolute(location) &&
                  llvm::none_of(llvm::make_range(path::begin(location),
                                                 path::end(location)),
                                [](StringRef part) { return part == ".."; });
  if (isInside)
    if (std::error_code code = fs::real_path(file, realFile))
      return emitError(loc) << "cannot read external data '" << location
                            << "': " << code.message();
  if (isInside && !fs::real_path(folder, realFolder)) {
    llvm::SmallString<128> inner(realFolder);
    path::append(inner, "");
    isInside = StringRef(realFile).starts_with(inner);
  }
  if (!isInside)
    return emitError(loc) << "external data '" << location
                          << "' lies outside the model's folder, where nothing "
                             "is read; move it beside the model";
  return realFile.str().str();
}

FailureOr<std::unique_ptr<std::string>>
onnx_frontend::readExternalData(const onnx::TensorProto &tensor, uint64_t bytes,
                                StringRef folder, Location loc) {
  FailureOr<Place> place = readPlace(tensor, loc);
  if (failed(place))
    return failure();
  if (place->length.value_or(bytes) != bytes)
    return emitError(loc) << "tensor '" << tensor.name() << "' expected "
                          << bytes << " bytes, but got " << *place->length
                          << " of external data";
  FailureOr<std::string> file = resolve(place->location, folder, loc);
  if (failed(file))
    return failure();
  uint64_t size = 0;
  std::error_code code = fs::file_size(*file, size);
  if (!code && (place->offset > size || bytes > size - place->offset))
    return emitError(loc) << "tensor '" << tensor.name() << "' expected "
                          << bytes << " bytes from byte " << place->offset
                          << " on, but '" << place->location << "' has "
                          << size;
  if (!code) {
    auto slice = llvm::MemoryBuffer::getFileSlice(*file, bytes, place->offset);
    if (slice)
      return std::make_unique<std::string>((*slice)->getBuffer().str());
    code = slice.getError();
  }
  return emitError(loc) << "cannot read external data '" << place->location
                        << "': " << code.message();
}
