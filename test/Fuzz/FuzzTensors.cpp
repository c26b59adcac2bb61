//===- FuzzTensors.cpp - Files of one tensor ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// Whatever the bytes are, reading ends in a tensor or in a diagnostic. What was
// read is written as bytes that give the same tensor.
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "tenon/Support/Npy.h"

using namespace mlir;
using namespace tenon;

static bool isSame(const HostTensor &a, const HostTensor &b) {
  return a.getElementType() == b.getElementType() &&
         a.getShape() == b.getShape() && a.getBytes() == b.getBytes();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef bytes(reinterpret_cast<const char *>(data), size);
  fuzz::Context context;
  llvm::Expected<HostTensor> array = readNpy(bytes, context.get());
  if (array) {
    std::string written = writeNpy(*array);
    llvm::Expected<HostTensor> again = readNpy(written, context.get());
    if (!again || !isSame(*again, *array))
      fuzz::fail("an .npy file with the same tensor", context);
  } else if (llvm::toString(array.takeError()).empty()) {
    fuzz::fail("a diagnostic of a file that was refused", context);
  }
  FailureOr<HostTensor> proto =
      readTensorProto(bytes, "fuzz.pb", context.get());
  if (failed(proto)) {
    if (context.getReport().empty())
      fuzz::fail("a diagnostic of a file that was refused", context);
    return 0;
  }
  std::string written = writeTensorProto(*proto);
  FailureOr<HostTensor> again =
      readTensorProto(written, "again.pb", context.get());
  if (failed(again) || !isSame(*again, *proto))
    fuzz::fail("a TensorProto with the same tensor", context);
  return 0;
}
