//===- Names.cpp - Identifiers of Python ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "llvm/ADT/StringExtras.h"

using namespace tenon;

static constexpr llvm::StringLiteral kKeywords[] = {
    "False",  "None",   "True",    "and",      "as",       "assert", "async",
    "await",  "break",  "class",   "continue", "def",      "del",    "elif",
    "else",   "except", "finally", "for",      "from",     "global", "if",
    "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
    "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};

static constexpr llvm::StringLiteral kMembers[] = {
    "T_destination",
    "add_module",
    "apply",
    "bfloat16",
    "buffers",
    "call_super_init",
    "children",
    "compile",
    "cpu",
    "cuda",
    "double",
    "dump_patches",
    "eval",
    "extra_repr",
    "float",
    "forward",
    "from_npz",
    "get_buffer",
    "get_extra_state",
    "get_parameter",
    "get_submodule",
    "half",
    "inputs",
    "ipu",
    "load_state_dict",
    "load_weights",
    "modules",
    "mtia",
    "named_buffers",
    "named_children",
    "named_modules",
    "named_parameters",
    "outputs",
    "parameters",
    "register_backward_hook",
    "register_buffer",
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "register_full_backward_pre_hook",
    "register_load_state_dict_post_hook",
    "register_module",
    "register_parameter",
    "register_state_dict_pre_hook",
    "requires_grad_",
    "set_extra_state",
    "set_submodule",
    "share_memory",
    "state_dict",
    "to",
    "to_empty",
    "train",
    "training",
    "type",
    "xpu",
    "zero_grad"};

std::set<std::string> pytorch::getReservedMembers() {
  std::set<std::string> names;
  for (llvm::StringRef name : kMembers)
    names.insert(name.str());
  return names;
}

std::string pytorch::makeIdentifier(llvm::StringRef wanted,
                                    std::set<std::string> &taken) {
  std::string base;
  for (char c : wanted) {
    if (llvm::isAlnum(c))
      base += c;
    else if (!base.empty() && base.back() != '_')
      base += '_';
  }
  while (!base.empty() && base.back() == '_')
    base.pop_back();
  if (base.empty())
    base = "layer";
  if (llvm::isDigit(base.front()))
    base = "_" + base;
  std::string name = base;
  for (unsigned i = 1;
       llvm::is_contained(kKeywords, name) || !taken.insert(name).second; ++i)
    name = base + "_" + std::to_string(i);
  return name;
}
