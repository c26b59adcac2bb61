"""Builds models that must be refused; each with one line and exit code 1."""

import os
import sys

import onnx
from onnx import TensorProto as T
from onnx import helper as h
from refusals import FOLDER, case, floats, ints, main, model, tensor

RELU = h.make_node("Relu", ["x"], ["y"])
GOOD = model([RELU])
BYTES = GOOD.SerializeToString()

case("truncated", BYTES[:-7], "expected an ONNX model")
case("text", b"func.func @main() { return }\n", "expected an ONNX model")
case("empty", b"", "expected an ONNX model")
case("unknown-operator", model([h.make_node("Relux", ["x"], ["y"], name="n1")]), "operator 'Relux'", "n1", "is not supported")
case("unknown-domain", model([h.make_node("Relu", ["x"], ["y"], domain="my.own")]), "operator 'Relu'", "my.own")
case("open", model([RELU], [floats("x", ["n", 4])]), "input 'x' has shape nx4, where n is open; bind it with --shape x=nx4")
case("open-two", model([RELU], [floats("x", ["n", 4, "?", "m", "n"])]), "input 'x' has shape nx4xSIZExmxn, where n, SIZE and m are open; bind them with --shape x=nx4xSIZExmxn")
case("open-other", model([RELU], [floats("x", ["n", 4])]), "--shape names 'y', but the model has the inputs 'x'", options=["--shape=y=2x4"])
TWO = [h.make_node("Add", ["x", "z"], ["y"])]
case("name-other", model(TWO, [floats("x", ["n", "m"]), floats("z", ["n", "k"])]), "input 'z' has shape nxk, where k is open", options=["--shape=x=2x3"])
case("name-twice", model(TWO, [floats("x", ["n", 3]), floats("z", ["n", 3])]), "dimension 'n' is 2 in input 'x', but --shape gives it 4 in input 'z'", options=["--shape=x=2x3", "--shape=z=4x3"])
case("name-square", model([RELU], [floats("x", ["n", "n"])]), "dimension 'n' is 2 in input 'x', but --shape gives it 3 in input 'x'", options=["--shape=x=2x3"])
case("output-type", model([RELU], outputs=[h.make_tensor_value_info("y", T.INT32, None)]), "output 'y' has elements of another type than the model says", "instead of INT32")
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
case("outputs-twice", model([RELU], outputs=[floats("y", None), floats("y", None)]), "output 'y' is there twice")
W = tensor("w", [4], 16)
case("initializer-twice", model([h.make_node("Add", ["x", "w"], ["y"])], initializers=[W, W]), "'w' is there twice")
ADD = [h.make_node("Add", ["x", "w"], ["y"])]
case("bytes-few", model(ADD, initializers=[tensor("w", [4], 12)]), "tensor 'w' expected 16 bytes, but got 12")
case("bytes-many", model(ADD, initializers=[tensor("w", [4], 20)]), "tensor 'w' expected 16 bytes, but got 20")
few = T(name="w", data_type=T.FLOAT, dims=[4], float_data=[1.0, 2.0])
case("elements-few", model(ADD, initializers=[few]), "tensor 'w' expected 4 elements, but got 2")
many = T(name="w", data_type=T.INT64, dims=[2], int64_data=range(1000))
case("elements-many", model(ADD, initializers=[many]), "tensor 'w' expected 2 elements, but got 1000")
sparse = T(name="w", data_type=T.INT64, dims=[2**36], int64_data=[1])
case("elements-none", model(ADD, initializers=[sparse]), "tensor 'w' expected 68719476736 elements, but got 1")
case("dims-hidden", model(ADD, initializers=[tensor("w", [0, 2**40, 2**40], 0)]), "negative or too large")
case("dims-negative", model(ADD, initializers=[tensor("w", [-4], 16)]), "negative or too large")
case("dims-huge", model(ADD, initializers=[tensor("w", [2**40, 2**40], 16)]), "negative or too large")
case("dims-large", model(ADD, initializers=[tensor("w", [2**39], 16)]), "bytes, but got 16")
case("input-huge", model([RELU], [floats("x", [2**40, 2**40])]), "input 'x' has too many elements")
SPARSE = model(ADD)
SPARSE.graph.sparse_initializer.append(h.make_sparse_tensor(h.make_tensor("w", T.FLOAT, [1], [1.0]), ints("w_indices", [2]), [4]))
case("sparse", SPARSE, "w: error: sparse initializers are not supported; make them dense")
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
ELSEWHERE = "lies outside the model's folder, where nothing is read"
case("external-missing", outside(location="none.bin"), "cannot read external data 'none.bin': No such file")
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


sys.exit(main())
