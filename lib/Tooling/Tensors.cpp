//===- Tensors.cpp - Tensors that tools read, make and compare ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/Tensors.h"
#include "mlir/Support/FileUtilities.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "tenon/Report/Text.h"
#include "tenon/Support/Npy.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cmath>
#include <random>

using namespace mlir;
using namespace tenon;

FailureOr<HostTensor> tenon::readTensorFile(StringRef path,
                                            MLIRContext *context) {
  std::string error;
  Location loc = NameLoc::get(StringAttr::get(context, path));
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(path, &error);
  if (!file)
    return emitError(loc) << error;
  StringRef bytes = file->getBuffer();
  if (!path.ends_with(".npy") && !bytes.starts_with("\x93NUMPY"))
    return readTensorProto(bytes, path, context);
  llvm::Expected<HostTensor> tensor = readNpy(bytes, context);
  if (!tensor)
    return emitError(loc) << llvm::toString(tensor.takeError());
  // The file is closed soon: a permutation that changes nothing copies.
  return tensor->transpose(
      llvm::to_vector(llvm::seq<int64_t>(0, tensor->getRank())));
}

llvm::Error tenon::parseBinding(StringRef text, MLIRContext *context,
                                OnnxImportOptions &options) {
  auto makeError = [](const Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
  };
  auto [name, file] = text.rsplit('=');
  if (name.empty() || file.empty())
    return makeError(
        "--bind: expected NAME=FILE or NAME=NUMBER,..., but got '" + text +
        "'");
  if (parseBindOption(text, context, options))
    return llvm::Error::success();
  std::string problem;
  ScopedDiagnosticHandler handler(
      context, [&](Diagnostic &diagnostic) { problem = diagnostic.str(); });
  FailureOr<HostTensor> tensor = readTensorFile(file, context);
  if (failed(tensor))
    return makeError("--bind: cannot read '" + file + "': " + problem);
  options.bindings[name] = *tensor;
  return llvm::Error::success();
}

llvm::Error tenon::addTensorFile(FileWriter &writer, StringRef path,
                                 const HostTensor &tensor) {
  return writer.add(path, path.ends_with(".pb") ? writeTensorProto(tensor)
                                                : writeNpy(tensor));
}

HostTensor tenon::makeRandomTensor(RankedTensorType type, uint64_t seed,
                                   unsigned number) {
  std::mt19937_64 random(seed + uint64_t(number) * 0x9e3779b97f4a7c15);
  HostTensor tensor = HostTensor::zeros(type.getElementType(), type.getShape());
  bool isFloat = isa<FloatType>(type.getElementType());
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    // The library's distributions are not portable.
    double uniform = double(random() >> 11) * 0x1p-53;
    tensor.setDouble(i, isFloat ? 2 * uniform - 1 : double(uniform < 0.5));
  }
  return tensor;
}

TensorDifference tenon::compareTensors(const HostTensor &actual,
                                       const HostTensor &expected) {
  TensorDifference result;
  double scale = 0;
  for (int64_t i = 0, e = expected.getNumElements(); i < e; ++i) {
    double a = actual.getDouble(i), b = expected.getDouble(i);
    if (std::isfinite(b))
      scale = std::max(scale, std::abs(b));
    bool equal = a == b || (std::isnan(a) && std::isnan(b));
    double difference = equal ? 0 : std::abs(a - b);
    if (std::isnan(difference))
      difference = INFINITY;
    result.absolute = std::max(result.absolute, difference);
  }
  result.relative = scale == 0 ? result.absolute : result.absolute / scale;
  return result;
}

std::string tenon::describeTensor(StringRef name, const HostTensor &tensor) {
  // The extrema are those of the numbers, if there are any.
  double low = NAN, high = NAN, sum = 0, squares = 0;
  int64_t n = tensor.getNumElements();
  for (int64_t i = 0; i < n; ++i) {
    double x = tensor.getDouble(i);
    low = std::isnan(x) ? low : std::fmin(low, x);
    high = std::isnan(x) ? high : std::fmax(high, x);
    sum += x;
    squares += x * x;
  }
  double mean = sum / double(n);
  mean = std::isnan(mean) ? NAN : mean;
  double deviation =
      std::isnan(mean)
          ? NAN
          : std::sqrt(std::max(squares / double(n) - mean * mean, 0.0));
  std::string type;
  llvm::raw_string_ostream(type)
      << RankedTensorType::get(tensor.getShape(), tensor.getElementType());
  char numbers[160];
  std::snprintf(numbers, sizeof(numbers),
                "min %.6g, max %.6g, mean %.6g, deviation %.6g", low, high,
                mean, deviation);
  return escapeText(name) + ": " + type + ", " + numbers;
}

std::string tenon::printTensor(const HostTensor &tensor) {
  std::string text;
  ArrayRef<int64_t> shape = tensor.getShape();
  int64_t row = shape.empty() ? 1 : shape.back();
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    if (i % row == 0) {
      // One bracket for each dimension that starts here.
      int64_t span = 1;
      std::string open;
      for (int64_t size : llvm::reverse(shape))
        if (i % (span *= size) == 0)
          open += '[';
      text += std::string(shape.size() - open.size(), ' ') + open;
    }
    char number[40];
    std::snprintf(number, sizeof(number), "%.9g", tensor.getDouble(i));
    text += number;
    if ((i + 1) % row != 0) {
      text += ", ";
      continue;
    }
    int64_t span = 1;
    for (int64_t size : llvm::reverse(shape))
      if ((i + 1) % (span *= size) == 0)
        text += ']';
    text += '\n';
  }
  return text;
}
