"""Every operation through PyTorch and tenon-run: one network of many cases.

A case is an operation whose operands are letters: A is an argument, B one of
values from 0.2 to 0.9, P a parameter, C a constant, T one that an operation
has read. Tensor types are short: 2x3 is tensor<2x3xf32>."""

import os
import re
import sys

import numpy as np
from compare import TYPES, compare

UNARY = "abs ceil cos erf exp floor neg round sign sin tan atan sinh cosh asinh".split()
POSITIVE = "log reciprocal sqrt asin acos atanh".split()
BINARY = "add sub mul div max min mod prelu".split()
ACTIVATIONS = """relu|clamp, 0.0, 6.0|clamp, -0.5, 0.5|clamp, -3.40282347E+38, 0.5|clamp, 0.25, 3.40282347E+38|clamp, -3.40282347E+38, 3.40282347E+38|leaky_relu, 0.1|elu, 0.7
selu, 1.67326319, 1.05070102|selu, 1.5, 0.8|sigmoid|hard_sigmoid, 0.16666667, 0.5|hard_sigmoid, 0.2, 0.4|hard_swish|swish|tanh|softplus
softsign|gelu|gelu_tanh|mish|celu, 0.6|thresholded_relu, 0.3""".replace("\n", "|").split("|")
REDUCTIONS = "sum mean max min prod l1 l2 log_sum_exp sum_square".split()
X, Y = "2x5x6x4", "2x5x6x8"

cases = []
for name in UNARY:
    cases.append("nn.%s A : (2x3x4) -> 2x3x4" % name)
for name in POSITIVE:
    cases.append("nn.%s B : (2x3x4) -> 2x3x4" % name)
for name in BINARY:
    for operands in ("A, B : (2x3x4, 3x1)", "A, P : (2x3x4, 4)", "A, C : (2x3x4, 1)", "C, B : (1, 2x3x4)", "A, C : (4, 2x3x4)"):
        cases.append("nn.%s %s -> 2x3x4" % (name, operands))
    # An order of dimensions that is not the one of the dialect, and ranks that differ.
    cases.append("nn.%s T, P : (%s, 4) -> %s" % (name, X, X))
    cases.append("nn.%s T, A : (%s, 6x1) -> %s" % (name, X, X))
    cases.append("nn.%s A, T : (1x6x4, %s) -> %s" % (name, X, X))
    cases.append("nn.%s T, C : (%s, 6x4) -> %s" % (name, X, X))
    cases.append("nn.%s A, A : (2x3xi32, 3xi32) -> 2x3xi32" % name if name not in ("div", "mod") else "nn.%s A, C : (2x3xi64, 3xi64) -> 2x3xi64" % name)
cases += ["nn.prelu T, P : (%s, 1) -> %s" % (X, X), "nn.pow B, B : (2x3, 3) -> 2x3", "nn.pow A, C : (2x3xi32, 1xi32) -> 2x3xi32"]
cases += ["nn.not A : (2x3xi1) -> 2x3xi1", "nn.acosh C : (2x3) -> 2x3"]
cases += ["nn.%s A, A : (2x3xi1, 3xi1) -> 2x3xi1" % name for name in ("and", "or", "xor")]
cases += ["nn.compare %s A, A : (2x3xi32, 3xi32) -> 2x3xi1" % kind for kind in ("eq", "lt", "le", "gt", "ge")]
cases += ["nn.compare lt T, C : (%s, 1) -> %sxi1" % (X, X), "nn.select A, A, C : (2x1xi1, 2x3, 3) -> 2x3"]
cases += ["nn.activation A <%s> : (2x3x4) -> 2x3x4" % text for text in ACTIVATIONS]
cases += ["nn.cast A : (2x3) -> 2x3x%s" % kind for kind in ("f64", "i32", "i64", "i8")] + ["nn.cast A : (2x3xi1) -> 2x3", "nn.cast A : (2x3xi32) -> 2x3xi1"]
cases += ["nn.add A, A : (2x3xf64, 3xf64) -> 2x3xf64", "nn.div A, C : (2x3xi32, 3xi32) -> 2x3xi32"]

WINDOWS = ["", " strides [2, 1] pads [1, 1, 2, 2]", " pads [0, 1, 2, 0]", " strides [2, 3] pads [1, 0, 0, 1] dilations [2, 1]"]
SIZES = ["2x3x5x8", "2x3x9x8", "2x4x7x8", "2x1x2x8"]
for window, size in zip(WINDOWS, SIZES):
    cases.append("nn.conv2d A, P, P%s : (%s, 8x3x2x4, 8) -> %s" % (window, X, size))
    cases.append("nn.conv2d T, P, P%s groups 2 activation <relu> : (%s, 8x3x2x2, 8) -> %s" % (window, X, size))
    cases.append("nn.conv2d A, A%s : (%s, 8x3x2x4) -> %s" % (window, X, size))
cases.append("nn.conv2d A, P pads [1, 1, 1, 1] groups 4 : (%s, 4x3x3x1) -> %s" % (X, X))
cases.append("nn.conv2d A, P strides [2, 2] : (%s, 8x1x1x4) -> 2x3x3x8" % X)
cases.append("nn.conv2d A, C, A : (%s, 8x1x1x4, 8) -> %s" % (X, Y))
for window, rows, columns in ((" strides [2, 2]", 11, 12), (" strides [2, 2] pads [1, 1, 0, 0] output_pads [1, 0]", 10, 12),
                              (" strides [2, 2] pads [0, 1, 0, 1]", 10, 11), (" strides [2, 3] pads [1, 0, 2, 0]", 10, 15),
                              (" pads [1, 2, 0, 0] output_pads [0, 1] dilations [2, 1]", 6, 8), (" strides [1, 2] output_pads [2, 3]", 9, 15)):
    size = "2x%dx%dx8" % (rows, columns)
    cases.append("nn.conv_transpose2d A, P, P%s : (%s, 8x3x2x4, 8) -> %s" % (window, X, size))
    cases.append("nn.conv_transpose2d A, P%s groups 2 activation <clamp, 0.0, 6.0> : (%s, 8x3x2x2) -> %s" % (window, X, size))
    cases.append("nn.conv_transpose2d A, A, A%s groups 2 activation <tanh> : (%s, 8x3x2x2, 8) -> %s" % (window, X, size))
for operands in ("P, P", "P", "A, A", "C, P"):
    for size in ("", "2x", "2x3x"):
        bias = ", 5" if "," in operands else ""
        cases.append("nn.fully_connected A, %s activation <swish> : (%s4, 5x4%s) -> %s5" % (operands, size, bias, size))
cases.append("nn.fully_connected T, P : (%s, 5x4) -> 2x5x6x5" % X)
cases += ["nn.matmul A, A : (2x3x4, 2x4x5) -> 2x3x5", "nn.matmul A, P : (3x4, 2x4x5) -> 2x3x5", "nn.matmul T, A : (%s, 4x3) -> 2x5x6x3" % X]

# Scalars.
cases += ["nn.reshape A : (1x1) -> ", "nn.reshape A : () -> 1x1", "nn.reshape P : (1) -> ", "nn.reshape T : (1x1x1x1) -> ", "nn.broadcast A : () -> ",
          "nn.add A, C : (, ) -> ", "nn.add A, P : (, 3) -> 3"]

for window, size in ((" kernel [2, 3]", "2x4x4x4"), (" kernel [3, 3] strides [2, 2] pads [1, 1, 1, 1]", "2x3x3x4"), (" kernel [3, 2] strides [2, 2] pads [0, 1, 1, 0]", "2x2x3x4"),
                     (" kernel [3, 3] pads [2, 2, 0, 0]", "2x7x4x4")):
    cases.append("nn.max_pool2d A%s : (%s) -> %s" % (window, X, size))
    cases.append("nn.avg_pool2d A%s : (%s) -> %s" % (window, X, size))
    cases.append("nn.avg_pool2d A%s count_include_pad : (%s) -> %s" % (window, X, size))
cases.append("nn.max_pool2d A kernel [2, 2] dilations [2, 3] : (%s) -> 2x3x3x4" % X)
for kind in REDUCTIONS:
    cases += ["nn.reduce %s T axes [1, 2] : (%s) -> 2x1x1x4" % (kind, X), "nn.reduce %s A axes [0, 2] : (2x3x4) -> 1x3x1" % kind]
    cases += ["nn.reduce %s A axes [] : (2x3x4) -> 2x3x4" % kind]
cases += ["nn.reduce log_sum B axes [1] : (2x3x4) -> 2x1x4", "nn.reduce log_sum B axes [] : (2x3) -> 2x3", "nn.reduce sum A axes [1] : (2x3xi32) -> 2x1xi32"]
for kind in ("max A", "min A", "max T", "max A axis 3 last", "min A axis 3 last"):
    text = kind if "axis" in kind else kind + " axis 3"
    cases.append("nn.arg_reduce %s : (%s) -> 2x5x6x1xi64" % (text, X))
cases += ["nn.arg_reduce max A axis 1 last : (2x7xi32) -> 2x1xi64", "nn.softmax A axis 1 : (2x7) -> 2x7", "nn.softmax T axis 3 logarithm : (%s) -> %s" % (X, X)]
SCALES = (("10x12", "2.0, 2.0"), ("3x4", "0.6, 0.6666667"), ("8x9", "1.7, 1.5"), ("1x1", "0.2, 0.16666667"), ("5x6", "1.0, 1.0"))
for mode in ("nearest", "linear", "cubic"):
    for coordinates in ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"):
        for size, scale in SCALES:
            if coordinates == "align_corners" and size == "3x4":
                continue
            for more in (" round floor", " round ceil", " round round_prefer_ceil") if mode == "nearest" else ("", " cubic_a -0.5 exclude_outside") if mode == "cubic" else ("",):
                cases.append("nn.resize %s %s A scales [%s]%s : (%s) -> 2x%sx4" % (mode, coordinates, scale, more, X, size))

cases += ["nn.batch_norm A, P, P, P, V epsilon 1.0e-05 : (%s4, 4, 4, 4, 4) -> %s4" % (s, s) for s in ("2x", "2x3x", "2x5x6x", "2x2x2x2x", "", "2x1x1x1x2x")]
cases.append("nn.batch_norm T, B, P, P, V epsilon 1.0e-03 : (%s, 4, 4, 4, 4) -> %s" % (X, X))
for size, axes, parameter in (("2x3x4", "2", "4"), ("2x3x4", "1, 2", "3x4"), (X, "1, 2", "4"), ("2x7x4", "1", "4"), ("2x2x2x2x4", "1, 2, 3", "4"), ("2x1x1x4", "1, 2", "4"),
                              ("2x3x4", "0", "3x1"), ("2x3x4", "2", "1"), ("2x3x4", "", "4")):
    end = " axes [%s] epsilon 1.0e-05 : (%s%s) -> %s"
    cases.append("nn.normalize A scale P offset P" + end % (axes, size, ", %s, %s" % (parameter, parameter), size))
    cases.append("nn.normalize A" + end % (axes, size, "", size))
    cases.append("nn.normalize A scale P" + end % (axes, size, ", " + parameter, size))
    cases.append("nn.normalize A offset A" + end % (axes, size, ", " + parameter, size))

cases += ["nn.concat A, P axis 3 : (%s, 2x5x6x2) -> 2x5x6x6" % X, "nn.concat T, T axis 1 : (%s, %s) -> 2x10x6x4" % (X, X), "nn.concat A axis 0 : (2x3) -> 2x3"]
cases += ["nn.slice A offsets [0, 2] sizes [2, 3] strides [1, 2] : (2x7) -> 2x3", "nn.slice T offsets [1, 4, 5, 0] sizes [1, 3, 6, 4] strides [1, -2, -1, 1] : (%s) -> 1x3x6x4" % X]
cases += ["nn.slice A offsets [0, 0] sizes [2, 7] strides [1, 1] : (2x7xi32) -> 2x7xi32", "nn.slice P offsets [0] sizes [3] strides [2] : (7) -> 3"]
for mode in ("edge", "reflect", "constant"):
    cases += ["nn.pad %s T low [0, 1, 2, 0] high [0, 2, 1, 0] : (%s) -> 2x8x9x4" % (mode, X), "nn.pad %s T low [1, 0, 0, 1] high [0, 0, 2, 2] : (%s) -> 3x5x8x7" % (mode, X)]
    cases += ["nn.pad %s A low [1] high [2] : (4) -> 7" % mode, "nn.pad %s A low [1, 0] high [0, 1] : (3x4xi32) -> 4x5xi32" % mode]
cases += ["nn.pad constant A low [1, 0] high [0, 1] value -1.5 : f32 : (3x4) -> 4x5", "nn.pad constant A low [1, 0] high [0, 1] value 2 : i64 : (3x4xi64) -> 4x5xi64",
          "nn.pad constant A low [1, 0] high [0, 1] value 9223372036854775807 : i64 : (3x4xi64) -> 4x5xi64", "nn.pad constant A low [2] high [1] value 0.1 : f64 : (3xf64) -> 6xf64"]
for text in ("max A axis 1 count 3", "min T axis 3 count 1", "max T axis 0 count 2"):
    axis, count = int(text.split()[3]), text.split()[5]
    size = "x".join(count if i == axis else s for i, s in enumerate(X.split("x")))
    cases.append("nn.top_k %s : (%s) -> (%s, %sxi64)" % (text, X, size, size))
cases += ["nn.transpose A permutation [1, 2, 0] : (2x3x4) -> 3x4x2", "nn.transpose T permutation [3, 0, 2, 1] : (%s) -> 4x2x6x5" % X, "nn.transpose P permutation [1, 0] : (2x3) -> 3x2"]
cases += ["nn.reshape A : (2x3x4) -> 2x12", "nn.reshape T : (%s) -> 2x120" % X, "nn.reshape A : (2x3x4) -> 4x6", "nn.reshape A : (4) -> 4x1", "nn.reshape A : (1x4) -> 4", "nn.reshape T : (%s) -> 2x30x4" % X]
cases += ["nn.broadcast A : (2x1x4) -> 2x3x4", "nn.broadcast A : (3x1) -> 2x3x4", "nn.broadcast P : (4) -> 3x4"]
cases += ["nn.gather A, I axis 1 : (2x5x3, 2x2xi64) -> 2x2x2x3", "nn.gather P, I axis 0 : (9x4, 2x3xi64) -> 2x3x4", "nn.gather P, I axis 0 : (9x4, 2xi32) -> 2x4", "nn.gather A, I axis 0 : (9x4, xi64) -> 4"]

for flag in ("", " reverse"):
    cases.append("nn.lstm A, P, P%s : (5x2x3, 16x3, 16x4) -> (5x2x4, 2x4, 2x4)" % flag)
    cases.append("nn.lstm A, P, P bias P recurrent_bias P hidden A cell A%s : (5x2x3, 16x3, 16x4, 16, 16, 2x4, 2x4) -> (5x2x4, 2x4, 2x4)" % flag)
    cases.append("nn.lstm A, P, P recurrent_bias P cell A%s : (5x2x3, 16x3, 16x4, 16, 2x4) -> (5x2x4, 2x4, 2x4)" % flag)
    cases.append("nn.lstm A, P, P bias P hidden P peephole P%s : (5x2x3, 16x3, 16x4, 16, 2x4, 12) -> (5x2x4, 2x4, 2x4)" % flag)
    for form in ("", " linear_before_reset"):
        cases.append("nn.gru A, P, P%s%s : (5x2x3, 12x3, 12x4) -> (5x2x4, 2x4)" % (flag, form))
        cases.append("nn.gru A, P, P bias P recurrent_bias P hidden A%s%s : (5x2x3, 12x3, 12x4, 12, 12, 2x4) -> (5x2x4, 2x4)" % (flag, form))
        cases.append("nn.gru A, A, P bias P%s%s : (5x2x3, 12x3, 12x4, 12) -> (5x2x4, 2x4)" % (flag, form))

random = np.random.RandomState(7)


def long_type(text):
    text = text.strip()
    kind = re.search(r"x?(f64|i1|i8|i32|i64)$", text)
    sizes = text[: kind.start()] if kind else text
    return "tensor<%s%s>" % ("".join(size + "x" for size in sizes.split("x") if size), kind[1] if kind else "f32")


def values(kind, type):
    shape = [int(size) for size in re.findall(r"(\d+)x", type)]
    element = np.dtype(TYPES[re.search(r"(\w+?)>$", type)[1].split("x")[-1]])
    if element.kind != "f":
        return random.randint(1, 4, shape).astype(element)
    return random.uniform(1.1, 2, shape).astype(element) if kind == "C" else random.uniform(0.2, 0.9, shape).astype(element) if kind == "V" else random.uniform(-2, 2, shape).astype(element)


class Network:
    def __init__(self):
        self.arguments, self.body, self.results, self.types, self.cases = [], [], [], [], []

    def operand(self, kind, type):
        name = "%%v%d" % (len(self.arguments) + len(self.body))
        if kind in "PVC":
            value = "dense<%s> : %s" % (np.asarray(values(kind, type)).tolist(), type)
            head = "nn.constant" if kind == "C" else 'nn.parameter "p%d" value(' % len(self.body)
            self.body.append("%s = %s%s" % (name, head, " " + value if kind == "C" else value + ") : " + type))
            return name
        self.arguments.append("%s: %s" % (name, type))
        if kind == "T":
            # A pooling of one pixel: lies with its channels first.
            self.body.append("%s.t = nn.max_pool2d %s kernel [1, 1] : (%s) -> %s" % (name, name, type, type))
            return name + ".t"
        if kind == "B":
            self.body.append("%s.s = nn.activation %s <sigmoid> : (%s) -> %s" % (name, name, type, type))
            return name + ".s"
        return name

    def add(self, case):
        text, signature = case.rsplit(" : ", 1)
        ins, outs = signature.split(" -> ")
        ins = [long_type(part) for part in ins.strip("()").split(",")]
        outs = [long_type(part) for part in outs.strip("()").split(",")]
        operands = iter(ins)
        text = re.sub(r"\b[ABCPTVI]\b", lambda match: self.operand(match[0], next(operands)), text)
        name = "%%r%d" % len(self.body)
        self.body.append("%s:%d = %s : (%s) -> (%s)" % (name, len(outs), text, ", ".join(ins), ", ".join(outs)))
        self.results += ["%s#%d" % (name, i) for i in range(len(outs))]
        self.types += outs
        self.cases += [case] * len(outs)

    def print(self):
        return "func.func @main(%s) -> (%s) {\n  %s\n  return %s : %s\n}\n" % (
            ", ".join(self.arguments), ", ".join(self.types), "\n  ".join(self.body), ", ".join(self.results), ", ".join(self.types))


network = Network()
for case in cases:
    network.add(case)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, "network.mlir")
with open(path, "w") as out:
    out.write(network.print())
failed = compare(path, folder)
for name in failed:
    print("FAILED case: " + network.cases[int(name[len("output"):])])
print("%d cases, %d failed" % (len(cases), len(failed)))
sys.exit(1 if failed else 0)
