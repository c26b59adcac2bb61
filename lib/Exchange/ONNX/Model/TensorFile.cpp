//===- TensorFile.cpp - Tensors in files of ONNX --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;

FailureOr<HostTensor> tenon::readTensorProto(StringRef bytes,
                                             StringRef fileName,
                                             MLIRContext *context) {
  Location loc = NameLoc::get(StringAttr::get(context, fileName));
  onnx::TensorProto proto;
  if (!proto.ParseFromArray(bytes.data(), int(bytes.size())) ||
      proto.data_type() == onnx::TensorProto::UNDEFINED)
    return emitError(loc) << "expected a serialized TensorProto";
  FailureOr<HostTensor> tensor = onnx_frontend::readTensor(proto, loc);
  if (failed(tensor))
    return failure();
  // The proto is gone soon: a permutation that changes nothing copies.
  SmallVector<int64_t> same;
  for (int64_t i = 0; i < tensor->getRank(); ++i)
    same.push_back(i);
  return tensor->transpose(same);
}

std::string tenon::writeTensorProto(const HostTensor &tensor) {
  Type type = tensor.getElementType();
  if (auto quantized = dyn_cast<quant::QuantizedType>(type))
    type = IntegerType::get(
        type.getContext(), quantized.getStorageTypeIntegralWidth(),
        quantized.isSigned() ? IntegerType::Signless : IntegerType::Unsigned);
  onnx::TensorProto proto;
  proto.set_name(tensor.getName());
  proto.set_data_type(onnx_frontend::getOnnxType(type));
  for (int64_t size : tensor.getShape())
    proto.add_dims(size);
  proto.set_raw_data(tensor.getBytes().str());
  return proto.SerializeAsString();
}
