//===- Print.cpp - The text of a Python module ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

using namespace tenon;
using namespace tenon::pytorch;

std::string pytorch::mark(Mark mark, size_t index) {
  return std::string{'\1', char(mark)} + std::to_string(index) + '\2';
}

std::string pytorch::replaceMarks(
    llvm::StringRef text,
    llvm::function_ref<std::string(Mark, size_t)> replacement) {
  std::string result;
  while (!text.empty()) {
    auto [plain, rest] = text.split('\1');
    result += plain;
    if (rest.empty())
      break;
    size_t index = 0;
    auto [digits, behind] = rest.drop_front().split('\2');
    digits.getAsInteger(10, index);
    result += replacement(Mark(rest.front()), index);
    text = behind;
  }
  return result;
}

/// A string literal of Python, in ASCII but for what can be displayed. Bytes
/// that are no UTF-8 are what Python makes of those in names of files and
/// arguments, so that they are found again.
static std::string quote(llvm::StringRef text) {
  std::string result = "\"";
  while (!text.empty()) {
    const auto *begin = text.bytes_begin(), *at = begin;
    llvm::UTF32 code = 0;
    bool isCharacter =
        llvm::convertUTF8Sequence(&at, text.bytes_end(), &code,
                                  llvm::strictConversion) == llvm::conversionOK;
    size_t size = isCharacter ? size_t(at - begin) : 1;
    if (!isCharacter)
      result += llvm::formatv("\\udc{0:x-2}", *begin);
    else if (code == '"' || code == '\\')
      result += {'\\', char(code)};
    else if (llvm::sys::unicode::isPrintable(int(code)))
      result += text.take_front(size);
    else if (code < 0x100)
      result += llvm::formatv("\\x{0:x-2}", code);
    else
      result += llvm::formatv("\\U{0:x-8}", code);
    text = text.drop_front(size);
  }
  return result + "\"";
}

namespace {
/// Prints one class: its members and what `forward` does.
class ClassPrinter {
public:
  ClassPrinter(const std::vector<Step> &steps, llvm::raw_ostream &os)
      : steps(steps), os(os) {
    for (auto [i, step] : llvm::enumerate(steps))
      for (unsigned input : step.inputs)
        lastUse[input] = i;
  }

  void printInit(llvm::ArrayRef<std::string> arguments);
  /// `inputs` have these names, which are kept if `keepsInputs`.
  void printForward(llvm::ArrayRef<unsigned> inputs,
                    llvm::ArrayRef<std::string> names, bool keepsInputs);
  /// Names of members, by step.
  const std::vector<std::vector<std::string>> &getMembers() const {
    return members;
  }

private:
  void nameMembers();
  std::string takeVariable();

  const std::vector<Step> &steps;
  llvm::raw_ostream &os;
  llvm::DenseMap<unsigned, size_t> lastUse;
  llvm::DenseMap<unsigned, std::string> variables;
  std::vector<std::vector<std::string>> members;
  /// Variables in use, and names that are none.
  std::set<std::string> busy, reserved;
};
} // namespace

void ClassPrinter::nameMembers() {
  std::set<std::string> taken = getReservedMembers();
  for (const Step &step : steps) {
    members.emplace_back();
    for (const Member &member : step.members)
      members.back().push_back(makeIdentifier(member.name, taken));
  }
}

void ClassPrinter::printInit(llvm::ArrayRef<std::string> arguments) {
  nameMembers();
  os << "    def __init__(self";
  for (const std::string &argument : arguments)
    os << ", " << argument;
  os << "):\n        super().__init__()\n";
  for (auto [step, names] : llvm::zip_equal(steps, members))
    for (auto [member, name] : llvm::zip_equal(step.members, names)) {
      const Step &s = step;
      std::string code = replaceMarks(
          member.code, [&](Mark, size_t i) { return s.numbers[i].text; });
      if (member.kind == Member::module)
        os << "        self." << name << " = " << code << '\n';
      else if (member.kind == Member::parameter)
        os << "        self." << name << " = nn.Parameter(" << code << ")\n";
      else
        os << "        self.register_buffer(\"" << name << "\", " << code
           << ")\n";
    }
}

std::string ClassPrinter::takeVariable() {
  static constexpr llvm::StringLiteral kNames[] = {"x", "y", "z",
                                                   "u", "v", "w"};
  for (unsigned i = 0;; ++i)
    for (llvm::StringRef base : kNames) {
      std::string name = base.str() + (i ? std::to_string(i) : "");
      if (!reserved.count(name) && busy.insert(name).second)
        return name;
    }
}

void ClassPrinter::printForward(llvm::ArrayRef<unsigned> inputs,
                                llvm::ArrayRef<std::string> names,
                                bool keepsInputs) {
  os << "\n    def forward(self";
  for (auto [input, name] : llvm::zip_equal(inputs, names)) {
    os << ", " << name;
    variables[input] = name;
    (keepsInputs ? reserved : busy).insert(name);
  }
  os << "):\n";
  for (auto [i, step] : llvm::enumerate(steps)) {
    std::vector<std::string> read, written;
    for (unsigned input : step.inputs) {
      read.push_back(variables[input]);
      if (lastUse[input] == i)
        busy.erase(variables[input]);
    }
    for (unsigned output : step.outputs)
      written.push_back(variables[output] = takeVariable());
    for (const std::string &line : step.lines)
      os << "        " << replaceMarks(line, [&, i = i](Mark mark, size_t at) {
        return mark == Mark::input    ? read[at]
               : mark == Mark::output ? written[at]
               : mark == Mark::member ? "self." + members[i][at]
                                      : steps[i].numbers[at].text;
      }) << '\n';
  }
}

static constexpr llvm::StringLiteral kLoad = R"(
    def load_weights(self, path):
        """Loads parameters and buffers from an .npz file."""
        with np.load(path) as file:
            values = {name: torch.from_numpy(file[name]) for name in file.files}
        self.load_state_dict({**self.state_dict(), **values})
        return self

    @classmethod
    def from_npz(cls, path):
        """The network with the weights of an .npz file."""
        return cls().load_weights(path)


def parse_files(parser, items, names):
    """Splits NAME=FILE at the last sign; a file alone is for the only name."""
    files = {}
    for item in items:
        name, sign, file = item.rpartition("=")
        if not sign and len(names) == 1:
            name = names[0]
        if name not in names or not file:
            parser.error("expected NAME=FILE with one of " + ", ".join(names) + ", but got " + item)
        if name in files:
            parser.error("expected one file for " + name + ", but got two")
        files[name] = file
    return files


def read_input(name, file):
    """The tensor of a file; the first dimension may have any size."""
    try:
        value = torch.from_numpy(np.load(file))
    except (EOFError, TypeError, ValueError) as error:
        raise ValueError("cannot read %s: %s" % (file, error))
    shape, given = Network.inputs[name], tuple(value.shape)
    if len(given) != len(shape) or given[1:] != shape[1:]:
        raise ValueError("expected %s of shape %s, but got %s" % (name, shape, given))
    return value


def run(args, inputs, outputs):
    network = Network().eval()
    if args.weights:
        network.load_weights(args.weights)
    with torch.no_grad():
        results = network(*(read_input(name, inputs[name]) for name in Network.inputs))
    if len(Network.outputs) == 1:
        results = (results,)
    for name, result in zip(Network.outputs, results):
        value = result.detach().numpy()
        if name in outputs:
            np.save(outputs[name], value)
        else:
            shown = name if name.isprintable() else ascii(name)
            print("%s: %s, min %.6g, max %.6g" % (shown, value.shape, value.min(), value.max()))


def main():
    parser = argparse.ArgumentParser(description="Runs the network on .npy files")
    parser.add_argument("--weights", help="an .npz file"$)
    parser.add_argument("--input", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--output", action="append", default=[], metavar="NAME=FILE", help="others are summed up")
    args = parser.parse_args()
    inputs = parse_files(parser, args.input, list(Network.inputs))
    if set(inputs) != set(Network.inputs):
        parser.error("expected an --input NAME=FILE for each of: " + ", ".join(Network.inputs))
    outputs = parse_files(parser, args.output, list(Network.outputs))
    try:
        run(args, inputs, outputs)
    except (OSError, RuntimeError, ValueError) as error:
        parser.error(str(error).split("\n")[0])


if __name__ == "__main__":
    main()
)";

/// What `load_weights` and the command line are made of.
static void printTail(const Script &script, llvm::raw_ostream &os) {
  auto [before, behind] = kLoad.split('$');
  os << before;
  if (script.hasWeights)
    os << ", default=pathlib.Path(__file__).with_name("
       << quote(script.weightsFile) << ")";
  os << behind;
}

static void printPorts(const Script &script, llvm::raw_ostream &os) {
  os << "    #: Shapes of inputs, and names of outputs.\n    inputs = {";
  for (auto [i, port] : llvm::enumerate(script.inputs)) {
    os << (i ? ", " : "") << quote(port.name) << ": ("
       << llvm::join(
              llvm::map_range(port.shape,
                              [](int64_t n) { return std::to_string(n); }),
              ", ")
       << (port.shape.size() == 1 ? ",)" : ")");
  }
  os << "}\n    outputs = (";
  for (auto [i, port] : llvm::enumerate(script.outputs))
    os << (i ? ", " : "") << quote(port.name);
  os << (script.outputs.size() == 1 ? ",)" : ")") << "\n\n";
}

static void printBlock(const BlockClass &block, llvm::raw_ostream &os) {
  os << "\n\nclass " << block.name << "(nn.Module):\n";
  ClassPrinter printer(block.steps, os);
  printer.printInit(block.arguments);
  static const char *const kNames[] = {"x", "y", "z"};
  std::vector<std::string> names;
  for (size_t i = 0; i < block.inputs.size(); ++i)
    names.push_back(i < 3 ? kNames[i] : "x" + std::to_string(i - 2));
  printer.printForward(block.inputs, names, /*keepsInputs=*/false);
}

static void printNetwork(const Script &script, llvm::raw_ostream &os,
                         std::vector<HostTensor> &tensors) {
  os << "\n\nclass Network(nn.Module):\n";
  printPorts(script, os);
  ClassPrinter printer(script.steps, os);
  printer.printInit({});
  std::set<std::string> taken = {"self", "torch", "nn", "F", "np", "math"};
  std::vector<std::string> names;
  std::vector<unsigned> inputs;
  for (const Port &port : script.inputs) {
    inputs.push_back(inputs.size());
    names.push_back(makeIdentifier(port.name, taken));
  }
  printer.printForward(inputs, names, /*keepsInputs=*/true);
  for (auto [step, members] :
       llvm::zip_equal(script.steps, printer.getMembers()))
    for (auto [member, name] : llvm::zip_equal(step.members, members))
      for (const Weight &weight : member.weights) {
        if (!weight.tensor || !script.hasWeights)
          continue;
        tensors.push_back(*weight.tensor);
        tensors.back().setName(
            weight.suffix.empty() ? name : name + "." + weight.suffix);
      }
}

std::string pytorch::print(const Script &script,
                           std::vector<HostTensor> &tensors) {
  std::string body;
  llvm::raw_string_ostream os(body);
  for (const std::string &helper : script.helpers)
    os << "\n" << getHelper(helper);
  for (const BlockClass &block : script.classes)
    printBlock(block, os);
  printNetwork(script, os, tensors);
  printTail(script, os);
  std::string head = "\"\"\"A network as a module of PyTorch, written by "
                     "Tenon.\"\"\"\n\nimport argparse\n";
  if (llvm::StringRef(body).contains("math."))
    head += "import math\n";
  if (llvm::StringRef(body).contains("pathlib."))
    head += "import pathlib\n";
  return head +
         "\nimport numpy as np\nimport torch\n"
         "import torch.nn.functional as F\nfrom torch import nn\n" +
         body;
}
