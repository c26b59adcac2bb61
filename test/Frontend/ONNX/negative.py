"""Builds models that must be refused; each with one line and exit code 1."""

import os
import subprocess
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h

FOLDER = sys.argv[1]
os.makedirs(FOLDER, exist_ok=True)
CASES = []


def floats(name, dims):
    return h.make_tensor_value_info(name, T.FLOAT, dims)


def model(nodes, inputs=None, outputs=None, initializers=(), opset=13):
    graph = h.make_graph(nodes, "g", inputs or [floats("x", [1, 4])], outputs or [floats("y", None)], initializers)
    return h.make_model(graph, opset_imports=[h.make_opsetid("", opset)])


def case(name, content, *parts, options=()):
    CASES.append((name, content, parts, options))


RELU = h.make_node("Relu", ["x"], ["y"])
GOOD = model([RELU])
BYTES = GOOD.SerializeToString()


def tensor(name, dims, size, kind=T.FLOAT):
    proto = T(name=name, data_type=kind, dims=dims)
    proto.raw_data = b"\0" * size
    return proto


def ints(name, values):
    return h.make_tensor(name, T.INT64, [len(values)], values)


case("truncated", BYTES[:-7], "expected an ONNX model")
case("text", b"func.func @main() { return }\n", "expected an ONNX model")
case("empty", b"", "expected an ONNX model")
case("unknown-operator", model([h.make_node("Relux", ["x"], ["y"], name="n1")]), "operator 'Relux'", "n1", "is not supported")
case("unknown-domain", model([h.make_node("Relu", ["x"], ["y"], domain="my.own")]), "operator 'Relu'", "my.own")
case("open", model([RELU], [floats("x", ["n", 4])]), "input 'x' has shape SIZEx4", "--shape x=SIZEx4")
case("no-shape", model([RELU], [floats("x", None)]), "input 'x' has no shape", "--shape")
case("wrong-shape", model([RELU], [floats("x", ["n", 4])]), "--shape x=2x5", "does not fit", options=["--shape=x=2x5"])
case("wrong-rank", model([RELU], [floats("x", ["n", 4])]), "does not fit", options=["--shape=x=2x4x1"])
case("unknown-input", GOOD, "--shape names 'z'", "'x'", options=["--shape=z=1x4"])
for text in ("x", "x=", "=4", "x=4x", "x=0", "x=-1", "x=axb"):
    case("shape-syntax-" + text.replace("=", "_"), GOOD, "--shape: expected NAME=SIZExSIZE...", text, options=["--shape=" + text])
case("cycle", model([h.make_node("Add", ["x", "b"], ["a"]), h.make_node("Relu", ["a"], ["b"]), h.make_node("Relu", ["b"], ["y"])]),
     "operator 'Add'", "reads 'b', which no earlier node produces")
case("undefined", model([h.make_node("Relu", ["q"], ["y"])]), "reads 'q'")
case("undefined-output", model([h.make_node("Relu", ["x"], ["z"])]), "output 'y' is produced by no node")
case("output-twice", model([RELU, h.make_node("Exp", ["x"], ["y"])]), "operator 'Exp'", "produces 'y', which is there already")
case("output-is-input", model([h.make_node("Relu", ["x"], ["x"])], outputs=[floats("x", None)]), "produces 'x'")
case("input-twice", model([RELU], [floats("x", [1]), floats("x", [1])]), "input 'x' is there twice")
W = tensor("w", [4], 16)
case("initializer-twice", model([h.make_node("Add", ["x", "w"], ["y"])], initializers=[W, W]), "'w' is there twice")
ADD = [h.make_node("Add", ["x", "w"], ["y"])]
case("bytes-few", model(ADD, initializers=[tensor("w", [4], 12)]), "tensor 'w' expected 16 bytes, but got 12")
case("bytes-many", model(ADD, initializers=[tensor("w", [4], 20)]), "tensor 'w' expected 16 bytes, but got 20")
few = T(name="w", data_type=T.FLOAT, dims=[4], float_data=[1.0, 2.0])
case("elements-few", model(ADD, initializers=[few]), "tensor 'w' expected 4 elements, but got 2")
case("dims-negative", model(ADD, initializers=[tensor("w", [-4], 16)]), "negative or too large")
case("dims-huge", model(ADD, initializers=[tensor("w", [2**40, 2**40], 16)]), "negative or too large")
case("dims-large", model(ADD, initializers=[tensor("w", [2**39], 16)]), "bytes, but got 16")
case("input-huge", model([RELU], [floats("x", [2**40, 2**40])]), "input 'x' has too many elements")
case("string-tensor", model(ADD, initializers=[T(name="w", data_type=T.STRING, dims=[1], string_data=[b"a"])]), "element type STRING")


def outside(**entries):
    proto = T(name="w", data_type=T.FLOAT, dims=(4,), data_location=T.EXTERNAL)
    for key, value in entries.items():
        proto.external_data.add(key=key, value=str(value))
    return model(ADD, initializers=[proto])


with open(os.path.join(FOLDER, "w.bin"), "wb") as out:
    out.write(b"\0" * 20)
os.makedirs(os.path.join(FOLDER, "inner"), exist_ok=True)
if not os.path.islink(os.path.join(FOLDER, "link.bin")):
    os.symlink("/etc/passwd", os.path.join(FOLDER, "link.bin"))
ELSEWHERE = "lie outside the model's folder, where nothing is read"
case("external-missing", outside(location="none.bin"), "can not read external data 'none.bin': No such file")
case("external-folder", outside(location="inner"), "external data 'inner'")
case("external-no-location", outside(offset=4), "tensor 'w' has external data without a location")
case("external-absolute", outside(location="/etc/passwd"), "external data '/etc/passwd' " + ELSEWHERE)
case("external-above", outside(location="inner/../../w.bin"), ELSEWHERE)
case("external-link", outside(location="link.bin"), "external data 'link.bin' " + ELSEWHERE)
case("external-short", outside(location="w.bin", offset=8), "expected 16 bytes from byte 8 on, but 'w.bin' has 20")
case("external-offset", outside(location="w.bin", offset=2**63), "expected 16 bytes from byte 9223372036854775808 on")
case("external-number", outside(location="w.bin", offset="x"), "expected a number as offset, but got 'x'")
case("external-length", outside(location="w.bin", length=12), "expected 16 bytes, but got 12 of external data")
case("opset-none", model([RELU], opset=0), "opset 6 or later, but got 0")
case("input-string", model([RELU], [h.make_tensor_value_info("x", T.STRING, [1])]), "input 'x' has element type STRING")
case("input-sequence", model([RELU], [h.make_tensor_sequence_value_info("x", T.FLOAT, [1])]), "input 'x' is no tensor")
case("output-shape", model([RELU], outputs=[floats("y", [2, 4])]), "output 'y' has another shape than the model says")
case("missing-input", model([h.make_node("Add", ["x"], ["y"])]), "operator 'Add'", "at least 2 inputs")
case("broadcast", model([h.make_node("Add", ["x", "w"], ["y"])], initializers=[tensor("w", [3], 12)]), "broadcast")
IMAGE = [floats("x", [1, 3, 8, 8])]
CONV = tensor("w", [4, 3, 3, 3], 4 * 27 * 4)
case("conv-group", model([h.make_node("Conv", ["x", "w"], ["y"], group=2)], IMAGE, initializers=[CONV]), "multiples of 2 groups")
case("conv-group-negative", model([h.make_node("Conv", ["x", "w"], ["y"], group=-1)], IMAGE, initializers=[CONV]), "positive number of groups")
case("conv-pads", model([h.make_node("Conv", ["x", "w"], ["y"], pads=[2**62] * 4)], IMAGE, initializers=[CONV]), "pads")
case("conv-kernel", model([h.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[2, 2])], IMAGE, initializers=[CONV]), "kernel_shape")
case("conv-auto-pad", model([h.make_node("Conv", ["x", "w"], ["y"], auto_pad="SAME")], IMAGE, initializers=[CONV]), "auto_pad 'SAME'")
case("reshape", model([h.make_node("Reshape", ["x", "s"], ["y"])], initializers=[ints("s", [3, -1])]), "a shape of 4 elements")
case("reshape-two", model([h.make_node("Reshape", ["x", "s"], ["y"])], initializers=[ints("s", [-1, -1])]), "operator 'Reshape'")
case("reshape-overflow", model([h.make_node("Reshape", ["x", "s"], ["y"])], initializers=[ints("s", [2**40, 2**40])]), "operator 'Reshape'")
case("transpose", model([h.make_node("Transpose", ["x"], ["y"], perm=[0, 0])]), "a permutation of 2 dimensions")
case("concat-axis", model([h.make_node("Concat", ["x", "x"], ["y"], axis=2)]), "operator 'Concat'")
case("squeeze", model([h.make_node("Squeeze", ["x", "s"], ["y"])], initializers=[ints("s", [1])]), "size 1, but got 4")
case("gather", model([h.make_node("Gather", ["x", "s"], ["y"], axis=1)], initializers=[h.make_tensor("s", T.INT64, [], [4])]), "index below 4, but got 4")
case("split", model([h.make_node("Split", ["x"], ["y", "z"], axis=0)]), "operator 'Split'")
case("slice-step", model([h.make_node("Slice", ["x", "b", "e", "a", "s"], ["y"])],
     initializers=[ints("b", [0]), ints("e", [4]), ints("a", [1]), ints("s", [0])]), "steps that are not zero")
# Attributes and inputs that are left out where a node is evaluated at once.
case("fold-range", model([h.make_node("Range", ["a", "b", ""], ["y"])],
     initializers=[h.make_tensor("a", T.INT64, [], [0]), h.make_tensor("b", T.INT64, [], [4])]), "operator 'Range'")
case("fold-range-empty", model([h.make_node("Range", ["a", "a", "c"], ["y"])],
     initializers=[ints("a", []), h.make_tensor("c", T.INT64, [], [1])]), "operator 'Range'")
case("fold-slice", model([h.make_node("Slice", ["a", "b", ""], ["y"])], initializers=[ints("a", [1, 2, 3]), ints("b", [0])]), "operator 'Slice'")
case("fold-slice-step", model([h.make_node("Slice", ["a", "b", "e", "z", "s"], ["y"])],
     initializers=[ints("a", list(range(8))), ints("b", [7]), ints("e", [2**62]), ints("z", [0]), ints("s", [2**63 - 1])],
     outputs=[h.make_tensor_value_info("y", T.INT64, [2])]), "output 'y' has another shape")
case("fold-concat", model([h.make_node("Concat", ["a", "a", ""], ["y"], axis=0)], initializers=[ints("a", [1, 2])]), "operator 'Concat'")


def scale(name, values, dims=()):
    return h.make_tensor(name, T.FLOAT, dims, values)


def zero(name, values, dims=(), kind=T.UINT8):
    return h.make_tensor(name, kind, dims, values)


def quantized(name, nodes, initializers, *parts, inputs=None):
    case(name, model(nodes, inputs, initializers=initializers), *parts)


BYTES_IN = [h.make_tensor_value_info("x", T.UINT8, [1, 4])]
QUANTIZE = h.make_node("QuantizeLinear", ["x", "s", "z"], ["y"])
DEQUANTIZE = h.make_node("DequantizeLinear", ["x", "s", "z"], ["y"])
quantized("scale-open", [QUANTIZE], [zero("z", [0] * 4, [4])], "'s' is known at run time only",
          inputs=[floats("x", [1, 4]), floats("s", [4])])
OPEN = [h.make_tensor_value_info("x", T.INT32, [1, 4]), floats("s", [])]
quantized("scale-open-type", [QUANTIZE], [zero("z", [0])], "floating-point numbers, but got 'i32'", inputs=OPEN)
quantized("scale-open-wide", [QUANTIZE], [zero("z", [0], kind=T.INT32)], "integers of 8 or 16 bits, but got 'i32'",
          inputs=[floats("x", [1, 4]), floats("s", [])])
quantized("scale-open-none", [h.make_node("DequantizeLinear", ["", "s"], ["y"])], [], "input 0 to be there", inputs=OPEN)
quantized("zero-open-none", [h.make_node("MatMulInteger", ["x", "", "z"], ["y"])], [], "expected operand 1",
          inputs=[h.make_tensor_value_info("x", T.UINT8, [1, 4]), h.make_tensor_value_info("z", T.UINT8, [])])
quantized("zero-open", [h.make_node("QuantizeLinear", ["x", "", "z"], ["y"])], [], "input 1 to be there",
          inputs=[floats("x", [1, 4]), h.make_tensor_value_info("z", T.UINT8, [])])
quantized("open-floats", [h.make_node("DequantizeLinear", ["x", "s"], ["y"])], [], "expected integers, but got 'f32'", inputs=[floats("x", [4]), floats("s", [])])
quantized("open-products", [h.make_node("MatMulInteger", ["x", "w", "z"], ["y"])], [zero("w", [1] * 8, [4, 2])], "expected integers, but got 'f32'",
          inputs=[floats("x", [1, 4]), h.make_tensor_value_info("z", T.UINT8, [])])
quantized("dynamic-type", [h.make_node("DynamicQuantizeLinear", ["x"], ["y"])], [], "floating-point numbers, but got 'i32'", inputs=OPEN[:1])
quantized("scale-negative", [QUANTIZE], [scale("s", [-1.0]), zero("z", [0])], "scale out of expressed type range")
quantized("scale-count", [QUANTIZE], [scale("s", [1.0, 2.0], [2]), zero("z", [0, 0], [2])], "expected one scale or 4")
quantized("scale-axis", [h.make_node("QuantizeLinear", ["x", "s", "z"], ["y"], axis=2)],
          [scale("s", [1.0, 2.0], [2]), zero("z", [0, 0], [2])], "expected an axis of a tensor of rank 2, but got 2")
quantized("zero-count", [QUANTIZE], [scale("s", [1.0]), zero("z", [0, 0], [2])], "expected as many integers as zero points")
quantized("zero-type", [DEQUANTIZE], [scale("s", [1.0]), zero("z", [0], kind=T.INT8)], "expected zero points of type 'ui8'", inputs=BYTES_IN)
quantized("zero-wide", [QUANTIZE], [scale("s", [1.0]), zero("z", [0], kind=T.INT64)], "expected integers of up to 32 bits")
quantized("quantize-integers", [QUANTIZE], [scale("s", [1.0]), zero("z", [0])], "expected an input of type 'f32'", inputs=BYTES_IN)
quantized("blocks", [h.make_node("QuantizeLinear", ["x", "s"], ["y"], block_size=2)], [scale("s", [1.0])], "in blocks")
WEIGHTS = [scale("s", [1.0]), zero("z", [0]), zero("w", [1] * 8, [4, 2])]
quantized("result-scales", [h.make_node("QLinearMatMul", ["x", "s", "z", "w", "s", "z", "t", "u"], ["y"])],
          WEIGHTS + [scale("t", [1.0, 1.0], [2]), zero("u", [0, 0], [2])], "expected one scale for the result", inputs=BYTES_IN)
quantized("vector", [h.make_node("QLinearMatMul", ["x", "s", "z", "v", "s", "z", "s", "z"], ["y"])],
          WEIGHTS + [zero("v", [1] * 4, [4])], "expected operands of at least 2 dimensions", inputs=BYTES_IN)
quantized("zero-rows", [h.make_node("MatMulInteger", ["x", "w", "", "u"], ["y"])], WEIGHTS + [zero("u", [0, 0], [2])],
          "zero points of their own", inputs=BYTES_IN)
quantized("no-operand", [h.make_node("MatMulInteger", ["x", ""], ["y"])], [], "expected operand 1", inputs=BYTES_IN)


# Operators that are composed of several operations.
def composed(name, operator, inputs, *parts, given=None, initializers=(), opset=17, **attributes):
    case(name, model([h.make_node(operator, inputs, ["y"], **attributes)], given, initializers=initializers, opset=opset), *parts)


def whole(name, dims):
    return h.make_tensor_value_info(name, T.INT64, dims)


WHOLE_IN = [whole("x", [1, 4])]
composed("lrn-size", "LRN", ["x"], "a positive size, but got rank 2 and size 0")
composed("lrn-rank", "LRN", ["x"], "got rank 1 and size 3", given=[floats("x", [4])], size=3)
composed("lrn-type", "LRN", ["x"], "floating-point numbers, but got 'i64'", given=WHOLE_IN, size=3)
composed("lrn-none", "LRN", [""], "expected an input", size=3)
composed("lp-pool-p", "LpPool", ["x"], "p of 1 to 64, but got 0", given=IMAGE, p=0, kernel_shape=[2, 2])
composed("lp-pool-rank", "LpPool", ["x"], "of 1 or 2 dimensions", kernel_shape=[2])
composed("lp-pool-dilations", "LpPool", ["x"], "dilations are not supported", given=IMAGE, kernel_shape=[2, 2], dilations=[2, 2])
composed("lp-pool-kernel", "LpPool", ["x"], "none of them huge", given=IMAGE, kernel_shape=[2**40, 2**40])
composed("global-lp-rank", "GlobalLpPool", ["x"], "spatial dimensions, but got rank 2")
composed("global-lp-p", "GlobalLpPool", ["x"], "p of 1 to 64, but got -3", given=IMAGE, p=-3)
GROUPS = [tensor("s", [2], 8), tensor("t", [3], 12)]
composed("groups", "GroupNormalization", ["x", "s", "s"], "groups of equal size, but got rank 2 and num_groups 3", initializers=GROUPS, num_groups=3)
composed("groups-none", "GroupNormalization", ["x", "s", "s"], "num_groups 0", initializers=GROUPS)
composed("groups-scale", "GroupNormalization", ["x", "t", "s"], "input 1 to have 2 elements, one a group", initializers=GROUPS, num_groups=2, opset=18)
composed("groups-bias", "GroupNormalization", ["x", "s"], "input 2 to have 2 elements, one a group", initializers=GROUPS, num_groups=2, opset=18)
composed("channels-scale", "GroupNormalization", ["x", "s", "s"], "input 1 to have 4 elements, one a channel", initializers=GROUPS, num_groups=2, opset=21)


def einsum(equation, *parts, inputs=("x",), given=None):
    composed("einsum-%d" % len(CASES), "Einsum", inputs, *parts, given=given, equation=equation)


PAIR = [floats("x", [1, 4]), floats("w", [3, 2])]
einsum("ab,bc->ac", "an equation of 1 operands, but got 'ab,bc->ac'")
einsum("ab->ab", "an equation of 2 operands", inputs=["x", "w"], given=PAIR)
einsum("", "'' to name 2 dimensions")
einsum("abc->a", "'abc' to name 2 dimensions")
einsum("...abc->a", "'...abc' to name 2 dimensions")
einsum("a1->a", "letters and one ellipsis in 'a1'")
einsum("......->a", "'......' to name 2 dimensions")
einsum("ab->...->b", "letters and one ellipsis")
einsum("ab->c", "each letter of the result once")
einsum("ab->aa", "each letter of the result once")
einsum("aa->a", "one size for each letter, but got 1 and 4")
einsum("ab,bc->ac", "one size for each letter, but got 4 and 3", inputs=["x", "w"], given=PAIR)
einsum("ab,bc->ac", "input 1 to be there", inputs=["x", ""])
composed("einsum-none", "Einsum", ["x"], "'' to name 2 dimensions")
composed("einsum-types", "Einsum", ["x", "w"], "element type", given=[floats("x", [1, 4]), whole("w", [4, 2])], equation="ab,bc->ac")
composed("einsum-huge", "Einsum", ["x", "x"], "elements", given=[floats("x", [2**20])], equation="a,b->ab")
composed("cumsum-open", "CumSum", ["x", "a"], "'a' is known at run time only", given=[floats("x", [1, 4]), whole("a", [])])
composed("cumsum-axis", "CumSum", ["x", "a"], "an axis of a tensor of rank 2, but got 2", initializers=[ints("a", [2])])
composed("cumsum-axes", "CumSum", ["x", "a"], "an axis of 1 element, but got 2", initializers=[ints("a", [0, 1])])
composed("cumsum-none", "CumSum", ["x"], "expected axis as input 1")
composed("reverse-axes", "ReverseSequence", ["x", "n"], "the first two dimensions, but got 0 and 2 of 2", initializers=[ints("n", [1])], batch_axis=2)
composed("reverse-lengths", "ReverseSequence", ["x", "n"], "expected 4 lengths", initializers=[ints("n", [1])])
composed("onehot-depth", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [0]), ints("v", [0, 1])])
composed("onehot-deep", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [2**40]), ints("v", [0, 1])])
composed("onehot-depths", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [2, 3]), ints("v", [0, 1])])
composed("onehot-large", "OneHot", ["x", "d", "v"], "at most 2^32 elements", given=[floats("x", [2**10, 2**10])], initializers=[ints("d", [2**23]), ints("v", [0, 1])])
composed("onehot-values", "OneHot", ["x", "d", "v"], "two values, off and on", initializers=[ints("d", [2]), ints("v", [0])])
composed("onehot-axis", "OneHot", ["x", "d", "v"], "rank 3, but got 3", initializers=[ints("d", [2]), ints("v", [0, 1])], axis=3)
composed("eye-rank", "EyeLike", ["x"], "rank 2, but got rank 4", given=IMAGE)
composed("eye-large", "EyeLike", ["x"], "too many elements", given=[floats("x", [2**16, 2**16])])
composed("eye-type", "EyeLike", ["x"], "element type STRING is not supported", dtype=T.STRING)
composed("hardmax-axis", "Hardmax", ["x"], "rank 2, but got 2", axis=2)
composed("hardmax-type", "Hardmax", ["x"], "floating-point numbers", given=WHOLE_IN)
composed("hardmax-large", "Hardmax", ["x"], "too many elements", given=[floats("x", [1, 2**25])])
composed("tuples", "GatherND", ["x", "i"], "tuples of 1 to 2 indices, but got 3", initializers=[ints("i", [0, 0, 0])])
composed("tuples-batch", "GatherND", ["x", "i"], "batch_dims that agree, but got 1", given=[floats("x", [2, 4])], initializers=[h.make_tensor("i", T.INT64, [1, 1], [0])], batch_dims=1)
composed("tuples-scalar", "GatherND", ["x", "i"], "batch_dims that agree", initializers=[h.make_tensor("i", T.INT64, [], [0])])
composed("tuples-type", "GatherND", ["x", "x"], "integers as indices, but got 'f32'", given=[floats("x", [1, 1])])
composed("elements-rank", "GatherElements", ["x", "i"], "indices of rank 2 that are no larger", initializers=[ints("i", [0])])
composed("elements-size", "GatherElements", ["x", "i"], "indices of rank 2 that are no larger", initializers=[h.make_tensor("i", T.INT64, [2, 1], [0, 0])], axis=1)
composed("elements-type", "GatherElements", ["x", "x"], "integers as indices")
composed("compress-none", "Compress", ["x", "k"], "holds for one or more of 4 elements", initializers=[h.make_tensor("k", T.BOOL, [2], [0, 0])])
composed("compress-long", "Compress", ["x", "k"], "holds for one or more of 1 elements", initializers=[h.make_tensor("k", T.BOOL, [2], [0, 1])], axis=0)
composed("nonzero-open", "NonZero", ["x"], "'x' is known at run time only")
composed("mod-floats", "Mod", ["x", "x"], "fmod = 1 for elements of type 'f32', but got 0")
composed("castlike-one", "CastLike", ["x"], "at least 2 inputs, but got 1")
composed("infinite-none", "IsInf", ["x"], "detect_positive or detect_negative", detect_positive=0, detect_negative=0)
composed("infinite-type", "IsInf", ["x"], "floating-point numbers", given=WHOLE_IN)
composed("shrink-type", "Shrink", ["x"], "floating-point numbers", given=WHOLE_IN)
SAMPLED = IMAGE + [floats("g", [1, 2, 2, 2])]
composed("sample-mode", "GridSample", ["x", "g"], "mode 'area' is not supported", given=SAMPLED, mode="area")
composed("sample-padding", "GridSample", ["x", "g"], "padding_mode 'wrap' is not supported", given=SAMPLED, padding_mode="wrap")
composed("sample-grid", "GridSample", ["x", "x"], "expected an input of rank 4 and a grid", given=SAMPLED)
composed("sample-rank", "GridSample", ["x", "g"], "expected an input of rank 4 and a grid", given=[floats("x", [1, 4])] + SAMPLED[1:])
composed("sample-none", "GridSample", ["x", ""], "input 1 to be there", given=IMAGE)
composed("sample-type", "GridSample", ["g", "x"], "floating-point numbers, but got 'i64'", given=WHOLE_IN + SAMPLED[1:])
RNN_IN = [floats("x", [300, 1, 4]), floats("w", [1, 3, 4]), floats("r", [1, 3, 3])]
composed("rnn-steps", "RNN", ["x", "w", "r"], "at most 256 steps, but got 300", given=RNN_IN)
composed("rnn-function", "RNN", ["x", "w", "r"], "1 activations of Relu", "got 'Affine'", given=RNN_IN, activations=["Affine"])
composed("rnn-functions", "RNN", ["x", "w", "r"], "1 activations of Relu", "got 'Tanh, Relu'", given=RNN_IN, activations=["Tanh", "Relu"])
composed("rnn-weights", "RNN", ["x", "w", "w"], "weights of 1 directions with 1 gates", given=RNN_IN)
composed("rnn-state", "RNN", ["x", "w", "r", "", "", "w"], "an initial state of shape 1x1x3", given=RNN_IN)
composed("gru-state", "GRU", ["x", "w", "r", "", "", "w"], "an initial state of shape 1x1x1", given=RNN_IN[:1] + [floats("w", [1, 3, 4]), floats("r", [1, 3, 1])])
composed("range-large", "Range", ["a", "b", "c"], "small constants only",
         initializers=[scale("a", [0.0]), scale("b", [1e9]), scale("c", [1.0])])
composed("range-open", "Range", ["x", "x", "x"], "expected constants, but 'x' is known at run time only", given=[floats("x", [])])
composed("window-size", "HannWindow", ["n"], "expected a size of 1 to 16777216", initializers=[ints("n", [0])])
composed("window-large", "HannWindow", ["n"], "expected a size of 1 to 16777216", initializers=[ints("n", [2**40])])
composed("window-open", "HammingWindow", ["x"], "'x' is known at run time only")
composed("window-type", "BlackmanWindow", ["n"], "element type STRING is not supported", initializers=[ints("n", [4])], output_datatype=T.STRING)
composed("range-still", "Range", ["a", "b", "c"], "small constants only",
         initializers=[scale("a", [0.0]), scale("b", [1.0]), scale("c", [0.0])])
composed("opset-old-cast", "Cast", ["x"], "opset 6 or later, but got 5; convert the model to a newer opset", opset=5, to="FLOAT")


def main():
    failures = 0
    for name, content, parts, options in CASES:
        path = os.path.join(FOLDER, name + ".onnx")
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.SerializeToString())
        try:
            result = subprocess.run(["tenon-translate", "--import-onnx", path, *options], capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            print("FAILED %s: no end after 20 s" % name)
            failures += 1
            continue
        lines = result.stderr.decode(errors="replace").splitlines()
        good = result.returncode == 1 and len(lines) == 1 and "error: " in lines[0]
        if not good or not all(part in lines[0] for part in parts) or result.stdout:
            failures += 1
            print("FAILED %s: exit code %d, %d lines: %s" % (name, result.returncode, len(lines), lines[:2]))
    print("%d models refused" % (len(CASES) - failures))
    return 1 if failures else 0


sys.exit(main())
