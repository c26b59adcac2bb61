//===- Model.cpp - A parsed ONNX model ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model.h"
#include "mlir/IR/Builders.h"
#include <exception>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <limits>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

std::unique_ptr<onnx::ModelProto>
tenon::onnx_frontend::parseModel(StringRef bytes) {
  if (bytes.size() > size_t(std::numeric_limits<int>::max()))
    return nullptr;
  google::protobuf::io::ArrayInputStream stream(bytes.data(), bytes.size());
  google::protobuf::io::CodedInputStream coded(&stream);
  auto model = std::make_unique<onnx::ModelProto>();
  // A partial parse: proto2 has no required fields here, and nothing prints.
  if (!model->ParsePartialFromCodedStream(&coded) ||
      !coded.ConsumedEntireMessage() || !model->has_graph())
    return nullptr;
  return model;
}

std::string
tenon::onnx_frontend::checkAndSerialize(const onnx::ModelProto &model,
                                        std::string &bytes) {
  try {
    onnx::checker::check_model(model);
  } catch (const std::exception &error) {
    return error.what();
  }
  return model.SerializeToString(&bytes) ? "" : "the model exceeds 2 GiB";
}

/// ONNX's inference divides by these attributes, and crashes if they are zero.
static bool hasZeroDivisor(const onnx::NodeProto &node) {
  for (const onnx::AttributeProto &attribute : node.attribute()) {
    StringRef name = attribute.name();
    if (name != "strides" && name != "num_outputs" && name != "blocksize" &&
        name != "group" && name != "num_groups" && name != "block_size")
      continue;
    bool isList = attribute.ints_size();
    if (isList ? llvm::is_contained(attribute.ints(), 0) : attribute.i() == 0)
      return true;
  }
  return false;
}

/// Leaves out nodes that ONNX cannot infer the types of, in bodies as well.
/// The importer reports them if the network needs them.
static void dropUnsoundNodes(onnx::GraphProto &graph) {
  auto *nodes = graph.mutable_node();
  nodes->erase(std::remove_if(nodes->begin(), nodes->end(), hasZeroDivisor),
               nodes->end());
  for (onnx::NodeProto &node : *nodes)
    for (onnx::AttributeProto &attribute : *node.mutable_attribute())
      if (attribute.has_g())
        dropUnsoundNodes(*attribute.mutable_g());
}

std::map<std::string, onnx::TypeProto>
tenon::onnx_frontend::inferTypes(onnx::ModelProto &model) {
  std::map<std::string, onnx::TypeProto> types;
  // Weights are large, and only their shapes matter.
  google::protobuf::RepeatedPtrField<onnx::TensorProto> tensors;
  tensors.Swap(model.mutable_graph()->mutable_initializer());
  onnx::ModelProto copy = model;
  for (const onnx::TensorProto &tensor : tensors) {
    onnx::TypeProto::Tensor &type = *types[tensor.name()].mutable_tensor_type();
    type.set_elem_type(tensor.data_type());
    for (int64_t size : tensor.dims())
      type.mutable_shape()->add_dim()->set_dim_value(size);
    onnx::TensorProto &own = *copy.mutable_graph()->add_initializer();
    if (tensor.ByteSizeLong() <= 2048) {
      own = tensor;
      continue;
    }
    own.set_name(tensor.name());
    own.set_data_type(tensor.data_type());
    own.mutable_dims()->CopyFrom(tensor.dims());
  }
  tensors.Swap(model.mutable_graph()->mutable_initializer());
  dropUnsoundNodes(*copy.mutable_graph());
  try {
    onnx::shape_inference::InferShapes(copy);
  } catch (const std::exception &) {
    // What it has found so far is in the copy.
  }
  auto add = [&](const auto &values) {
    for (const onnx::ValueInfoProto &value : values)
      types[value.name()] = value.type();
  };
  add(copy.graph().input());
  add(copy.graph().value_info());
  add(copy.graph().output());
  return types;
}

Type tenon::onnx_frontend::getElementType(MLIRContext *context, int onnxType) {
  Builder b(context);
  switch (onnxType) {
  case onnx::TensorProto::FLOAT:
    return b.getF32Type();
  case onnx::TensorProto::FLOAT16:
    return b.getF16Type();
  case onnx::TensorProto::BFLOAT16:
    return b.getBF16Type();
  case onnx::TensorProto::DOUBLE:
    return b.getF64Type();
  case onnx::TensorProto::INT8:
    return b.getIntegerType(8);
  case onnx::TensorProto::INT16:
    return b.getIntegerType(16);
  case onnx::TensorProto::INT32:
    return b.getIntegerType(32);
  case onnx::TensorProto::INT64:
    return b.getIntegerType(64);
  case onnx::TensorProto::UINT8:
    return b.getIntegerType(8, false);
  case onnx::TensorProto::UINT16:
    return b.getIntegerType(16, false);
  case onnx::TensorProto::UINT32:
    return b.getIntegerType(32, false);
  case onnx::TensorProto::UINT64:
    return b.getIntegerType(64, false);
  case onnx::TensorProto::BOOL:
    return b.getIntegerType(1);
  default:
    return {};
  }
}

int tenon::onnx_frontend::getOnnxType(Type type) {
  type = HostTensor::getStorageType(type);
  for (int i = 1; i <= onnx::TensorProto::BFLOAT16; ++i)
    if (getElementType(type.getContext(), i) == type)
      return i;
  return onnx::TensorProto::UNDEFINED;
}

std::string tenon::onnx_frontend::getOnnxTypeName(int onnxType) {
  return onnx::TensorProto::DataType_IsValid(onnxType)
             ? onnx::TensorProto::DataType_Name(
                   onnx::TensorProto::DataType(onnxType))
             : "number " + std::to_string(onnxType);
}

/// The bytes of typed fields, which keep small types in 32-bit integers.
template <typename Field>
static HostTensor readField(Type type, ArrayRef<int64_t> shape,
                            const Field &field) {
  if (isa<FloatType>(type) && type.getIntOrFloatBitWidth() == 16) {
    // Bit patterns, one in each 32-bit integer.
    std::vector<double> values;
    for (auto bits : field)
      values.push_back(APFloat(cast<FloatType>(type).getFloatSemantics(),
                               APInt(16, uint64_t(bits) & 0xffff))
                           .convertToDouble());
    return HostTensor::fromDoubles(type, shape, values);
  }
  if (type.isInteger()) {
    HostTensor result = HostTensor::zeros(type, shape);
    bool isBool = type.isInteger(1);
    for (int64_t i = 0, e = field.size(); i < e; ++i)
      result.setInt(i, isBool ? field[i] != 0 : int64_t(field[i]));
    return result;
  }
  return HostTensor::fromDoubles(
      type, shape, std::vector<double>(field.begin(), field.end()));
}

FailureOr<HostTensor>
tenon::onnx_frontend::takeTensor(onnx::TensorProto &tensor, Location loc,
                                 StringRef folder) {
  FailureOr<HostTensor> result = readTensor(tensor, loc, folder);
  if (failed(result) || !tensor.has_raw_data())
    return result;
  return HostTensor(result->getElementType(), result->getShape(),
                    std::unique_ptr<std::string>(tensor.release_raw_data()),
                    result->getName());
}

FailureOr<HostTensor>
tenon::onnx_frontend::readTensor(const onnx::TensorProto &tensor, Location loc,
                                 StringRef folder) {
  SmallVector<int64_t> shape(tensor.dims().begin(), tensor.dims().end());
  Type type = getElementType(loc.getContext(), tensor.data_type());
  if (!type)
    return emitError(loc) << "tensor '" << tensor.name()
                          << "' has element type "
                          << getOnnxTypeName(tensor.data_type())
                          << ", which is not supported";
  std::optional<int64_t> elements = HostTensor::countElements(shape);
  if (!elements)
    return emitError(loc) << "tensor '" << tensor.name()
                          << "' has a shape that is negative or too large";
  if (tensor.data_location() == onnx::TensorProto::EXTERNAL) {
    FailureOr<std::unique_ptr<std::string>> data = readExternalData(
        tensor, *elements * HostTensor::getElementBytes(type), folder, loc);
    if (failed(data))
      return failure();
    return HostTensor(type, shape, std::move(*data), tensor.name());
  }
  // Fields are read only if they are of this length.
  auto read = [&](const auto &field) -> FailureOr<HostTensor> {
    if (field.size() != *elements)
      return emitError(loc)
             << "tensor '" << tensor.name() << "' expected " << *elements
             << " elements, but got " << field.size();
    HostTensor result = readField(type, shape, field);
    result.setName(tensor.name());
    return result;
  };
  if (tensor.has_raw_data()) {
    int64_t size = HostTensor::getElementBytes(type);
    if (int64_t(tensor.raw_data().size()) != *elements * size)
      return emitError(loc)
             << "tensor '" << tensor.name() << "' expected " << *elements * size
             << " bytes, but got " << tensor.raw_data().size();
    return HostTensor(type, shape, tensor.raw_data(), tensor.name());
  }
  if (type.isF32())
    return read(tensor.float_data());
  if (type.isF64())
    return read(tensor.double_data());
  if (type.isInteger(64) && !type.isUnsignedInteger())
    return read(tensor.int64_data());
  if (type.isUnsignedInteger() && type.getIntOrFloatBitWidth() >= 32)
    return read(tensor.uint64_data());
  return read(tensor.int32_data());
}
