//===- NetworkAttributes.cpp - Attributes of the nn dialect ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::nn;

#include "dialects/Network/IR/NetworkEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/Network/IR/NetworkAttributes.cpp.inc"

void NNDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/Network/IR/NetworkAttributes.cpp.inc"
      >();
}

unsigned ActivationAttr::getNumConstants(ActivationKind kind) {
  switch (kind) {
  case ActivationKind::clamp:
  case ActivationKind::selu:
  case ActivationKind::hard_sigmoid:
    return 2;
  case ActivationKind::leaky_relu:
  case ActivationKind::elu:
  case ActivationKind::celu:
  case ActivationKind::thresholded_relu:
    return 1;
  default:
    return 0;
  }
}

ActivationAttr ActivationAttr::get(MLIRContext *context, ActivationKind kind,
                                   ArrayRef<float> constants) {
  SmallVector<APFloat> values;
  for (float constant : constants)
    values.emplace_back(constant);
  return get(context, kind, ArrayRef<APFloat>(values));
}

StringRef ActivationAttr::getElementaryFunction() const {
  switch (getKind()) {
  case ActivationKind::relu:
  case ActivationKind::clamp:
  case ActivationKind::leaky_relu:
  case ActivationKind::thresholded_relu:
    return "max";
  default:
    return "lut";
  }
}

bool ActivationAttr::keepsZero() const {
  switch (getKind()) {
  case ActivationKind::clamp:
    return getConstant(0) <= 0 && getConstant(1) >= 0;
  case ActivationKind::thresholded_relu:
    return getConstant(0) >= 0;
  case ActivationKind::sigmoid:
  case ActivationKind::hard_sigmoid:
  case ActivationKind::softplus:
    return false;
  default:
    return true;
  }
}

LogicalResult ActivationAttr::verify(function_ref<InFlightDiagnostic()> error,
                                     ActivationKind kind,
                                     ArrayRef<APFloat> constants) {
  unsigned expected = getNumConstants(kind);
  if (constants.size() != expected)
    return error() << "expected " << expected << " constants for activation "
                   << stringifyActivationKind(kind) << ", but got "
                   << constants.size();
  return success();
}

Attribute ActivationAttr::parse(AsmParser &parser, Type) {
  StringRef keyword;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseKeyword(&keyword))
    return {};
  std::optional<ActivationKind> kind = symbolizeActivationKind(keyword);
  if (!kind) {
    parser.emitError(loc) << "expected an activation function, but got '"
                          << keyword << "'";
    return {};
  }
  SmallVector<APFloat> constants;
  while (succeeded(parser.parseOptionalComma())) {
    APFloat value(0.0f);
    if (parser.parseFloat(APFloat::IEEEsingle(), value))
      return {};
    constants.push_back(value);
  }
  if (parser.parseGreater())
    return {};
  return parser.getChecked<ActivationAttr>(parser.getContext(), *kind,
                                           ArrayRef<APFloat>(constants));
}

void ActivationAttr::print(AsmPrinter &printer) const {
  printer << '<' << stringifyActivationKind(getKind());
  for (const APFloat &constant : getConstants()) {
    printer << ", ";
    printer.printFloat(constant);
  }
  printer << '>';
}
