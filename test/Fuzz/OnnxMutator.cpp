//===- OnnxMutator.cpp - Changes models field by field --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// A changed byte rarely leaves a model that parses. This changes what protobuf
// sees instead: a field gets another value, or that of the same field
// elsewhere; elements of lists come, go and change places.
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include "onnx/onnx_pb.h"
#include <random>

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {
class Mutator {
public:
  explicit Mutator(unsigned seed) : random(seed) {}
  /// Changes one field of one message of the tree; takes values from `donor`,
  /// which may be the same tree.
  void mutate(Message &root, const Message &donor);

private:
  using Fields = std::vector<const FieldDescriptor *>;

  size_t pick(size_t count) { return random() % count; }
  template <typename MessageT>
  static void collect(MessageT &message, std::vector<MessageT *> &found);
  int64_t makeInteger();
  double makeFloat();
  std::string makeString(const std::string &old);
  void mutateList(Message &message, const FieldDescriptor *field,
                  const Message &other);
  void mutateElement(Message &message, const FieldDescriptor *field, int at);
  void mutateSingle(Message &message, const FieldDescriptor *field,
                    const Message &other);

  std::mt19937 random;
  std::vector<const Message *> donors;
};
} // namespace

template <typename MessageT>
void Mutator::collect(MessageT &message, std::vector<MessageT *> &found) {
  found.push_back(&message);
  const Reflection *reflection = message.GetReflection();
  Fields fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor *field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
      continue;
    auto &open = const_cast<Message &>(static_cast<const Message &>(message));
    if (!field->is_repeated()) {
      collect<MessageT>(*reflection->MutableMessage(&open, field), found);
      continue;
    }
    for (int i = 0, e = reflection->FieldSize(message, field); i < e; ++i)
      collect<MessageT>(*reflection->MutableRepeatedMessage(&open, field, i),
                        found);
  }
}

int64_t Mutator::makeInteger() {
  static constexpr int64_t edges[] = {0,  1,  2,   3,   4,    5,     6,
                                      7,  8,  9,   10,  11,   12,    13,
                                      16, 17, 127, 255, 1024, 65536, 1 << 30};
  int64_t value = edges[pick(std::size(edges))];
  switch (pick(8)) {
  case 0:
    return -value;
  case 1:
    return INT64_MIN + value;
  case 2:
    return INT64_MAX - value;
  default:
    return value;
  }
}

double Mutator::makeFloat() {
  static constexpr double edges[] = {0, 1, -1, 0.5, 1e-30, 1e30, 3};
  size_t at = pick(std::size(edges) + 2);
  if (at < std::size(edges))
    return edges[at];
  return at == std::size(edges) ? std::nan("") : INFINITY;
}

std::string Mutator::makeString(const std::string &old) {
  std::string bytes = old;
  bytes.resize(old.size() + 8);
  auto *data = reinterpret_cast<uint8_t *>(bytes.data());
  bytes.resize(LLVMFuzzerMutate(data, old.size(), bytes.size()));
  return bytes;
}

void Mutator::mutateElement(Message &message, const FieldDescriptor *field,
                            int at) {
  const Reflection *r = message.GetReflection();
  switch (field->cpp_type()) {
  case FieldDescriptor::CPPTYPE_INT64:
    return r->SetRepeatedInt64(&message, field, at, makeInteger());
  case FieldDescriptor::CPPTYPE_INT32:
    return r->SetRepeatedInt32(&message, field, at, int32_t(makeInteger()));
  case FieldDescriptor::CPPTYPE_FLOAT:
    return r->SetRepeatedFloat(&message, field, at, float(makeFloat()));
  case FieldDescriptor::CPPTYPE_DOUBLE:
    return r->SetRepeatedDouble(&message, field, at, makeFloat());
  case FieldDescriptor::CPPTYPE_STRING:
    return r->SetRepeatedString(
        &message, field, at,
        makeString(r->GetRepeatedString(message, field, at)));
  default:
    return;
  }
}

/// An element of the other list, or one of no value.
static void append(Message &message, const FieldDescriptor *field,
                   const Message &other, size_t at) {
  const Reflection *r = message.GetReflection();
  int size = r->FieldSize(other, field);
  int from = size ? int(at % size) : -1;
  switch (field->cpp_type()) {
  case FieldDescriptor::CPPTYPE_INT64:
    return r->AddInt64(&message, field,
                       size ? r->GetRepeatedInt64(other, field, from) : 1);
  case FieldDescriptor::CPPTYPE_FLOAT:
    return r->AddFloat(&message, field,
                       size ? r->GetRepeatedFloat(other, field, from) : 1);
  case FieldDescriptor::CPPTYPE_STRING:
    return r->AddString(&message, field,
                        size ? r->GetRepeatedString(other, field, from) : "");
  case FieldDescriptor::CPPTYPE_MESSAGE: {
    if (!size) {
      r->AddMessage(&message, field);
      return;
    }
    // Of itself, perhaps: the list may move while it grows.
    const Message &element = r->GetRepeatedMessage(other, field, from);
    std::unique_ptr<Message> copy(element.New());
    copy->CopyFrom(element);
    r->AddMessage(&message, field)->CopyFrom(*copy);
    return;
  }
  default:
    return;
  }
}

void Mutator::mutateList(Message &message, const FieldDescriptor *field,
                         const Message &other) {
  const Reflection *r = message.GetReflection();
  int size = r->FieldSize(message, field);
  size_t action = pick(4);
  if (size == 0 || action == 0)
    return append(message, field, other, random());
  if (action == 1)
    return r->SwapElements(&message, field, int(pick(size)), int(pick(size)));
  if (action == 2)
    return mutateElement(message, field, int(pick(size)));
  r->SwapElements(&message, field, int(pick(size)), size - 1);
  r->RemoveLast(&message, field);
}

void Mutator::mutateSingle(Message &message, const FieldDescriptor *field,
                           const Message &other) {
  const Reflection *r = message.GetReflection();
  bool copies = pick(2) && r->HasField(other, field);
  if (pick(8) == 0)
    return r->ClearField(&message, field);
  switch (field->cpp_type()) {
  case FieldDescriptor::CPPTYPE_INT64:
    return r->SetInt64(&message, field,
                       copies ? r->GetInt64(other, field) : makeInteger());
  case FieldDescriptor::CPPTYPE_INT32:
    return r->SetInt32(&message, field,
                       copies ? r->GetInt32(other, field)
                              : int32_t(makeInteger()));
  case FieldDescriptor::CPPTYPE_FLOAT:
    return r->SetFloat(&message, field,
                       copies ? r->GetFloat(other, field) : float(makeFloat()));
  case FieldDescriptor::CPPTYPE_ENUM:
    return r->SetEnumValue(&message, field, int(pick(20)));
  case FieldDescriptor::CPPTYPE_STRING:
    return r->SetString(&message, field,
                        copies ? r->GetString(other, field)
                               : makeString(r->GetString(message, field)));
  case FieldDescriptor::CPPTYPE_MESSAGE:
    if (!r->HasField(other, field) || &other == &message)
      return;
    r->MutableMessage(&message, field)->CopyFrom(r->GetMessage(other, field));
    return;
  default:
    return;
  }
}

void Mutator::mutate(Message &root, const Message &donor) {
  std::vector<Message *> messages;
  collect<Message>(root, messages);
  Message &message = *messages[pick(messages.size())];
  // The donor may be the root, which is about to change.
  std::unique_ptr<Message> copy(donor.New());
  copy->CopyFrom(donor);
  std::vector<const Message *> all, same;
  collect<const Message>(*copy, all);
  for (const Message *other : all)
    if (other->GetDescriptor() == message.GetDescriptor())
      same.push_back(other);
  const Message &other = same.empty() ? message : *same[pick(same.size())];
  const google::protobuf::Descriptor *type = message.GetDescriptor();
  if (type->field_count() == 0)
    return;
  // Fields that are set are worth more than those that nobody sets.
  Fields fields;
  message.GetReflection()->ListFields(message, &fields);
  const FieldDescriptor *field =
      fields.empty() || pick(4) == 0
          ? type->field(int(pick(type->field_count())))
          : fields[pick(fields.size())];
  if (field->is_repeated())
    mutateList(message, field, other);
  else
    mutateSingle(message, field, other);
}

static size_t serialize(const Message &message, uint8_t *data, size_t maxSize) {
  std::string bytes;
  if (!message.SerializePartialToString(&bytes) || bytes.size() > maxSize)
    return 0;
  return tenon::fuzz::giveBack(bytes, data, maxSize);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize,
                               unsigned seed) {
  onnx::ModelProto model;
  // Bytes are changed as well, now and then: the parser reads them first.
  if (seed % 16 == 0 || !model.ParseFromArray(data, int(size)))
    return LLVMFuzzerMutate(data, size, maxSize);
  Mutator mutator(seed);
  for (unsigned i = 0; i <= seed % 3; ++i)
    mutator.mutate(model, model);
  size_t written = serialize(model, data, maxSize);
  return written ? written : size;
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *first,
                                            size_t firstSize,
                                            const uint8_t *second,
                                            size_t secondSize, uint8_t *out,
                                            size_t maxSize, unsigned seed) {
  onnx::ModelProto model, donor;
  if (!model.ParseFromArray(first, int(firstSize)) ||
      !donor.ParseFromArray(second, int(secondSize)))
    return 0;
  Mutator mutator(seed);
  for (unsigned i = 0; i <= seed % 5; ++i)
    mutator.mutate(model, donor);
  return serialize(model, out, maxSize);
}
