"""Calls that must fail; each with one line, which says what is wrong, and exit
code 1. A last table has calls that bind inputs of models and must succeed."""

import concurrent.futures
import os
import shutil
import subprocess
import sys

import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

INPUTS, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
shutil.rmtree(FOLDER, ignore_errors=True)
os.makedirs(FOLDER)
os.chdir(FOLDER)
SUM, NEGATE = os.path.join(INPUTS, "sum.mlir"), os.path.join(INPUTS, "negate.mlir")
CASES, GOOD = [], []


def write(name, content):
    with open(name, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def case(name, arguments, *parts):
    CASES.append((name, arguments, parts))


def good(name, arguments, expected):
    GOOD.append((name, [part.replace("=y.", "=%s-y." % name) for part in arguments], expected))


write("names.mlir", """func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32> {nn.name = "y"}, tensor<2xf32> {nn.name = "y"}) {
  return %x, %x : tensor<2xf32>, tensor<2xf32>
}""")
write("huge.mlir", """func.func @main(%x: tensor<2xf32>) -> tensor<536870912x2xf32> {
  %0 = nn.broadcast %x : (tensor<2xf32>) -> tensor<536870912x2xf32>
  return %0 : tensor<536870912x2xf32>
}""")
Q = "tensor<1x2x!quant.uniform<i8:f32:%d, {0.5, 0.25}>>"
write("scales.mlir", """func.func @main(%x: QX, %w: QX) -> QY {
  %0 = nn.fully_connected %x, %w : (QX, QX) -> QY
  return %0 : QY
}""".replace("QX", Q % 1).replace("QY", "tensor<1x1x!quant.uniform<i8:f32, 0.5>>"))
# Options.
SEED = ["--random=1"]
case("no-seed", [SUM], "tenon-run: error: input 'image' has no values; give --input image=FILE or --random=SEED")
case("over-input", ["names.mlir", *SEED, "--output=y=names.mlir"],
     "tenon-run: error: expected another file for --output than one that is read, but got 'names.mlir'")
case("no-seed-second", [SUM, "--input=image=a.npy"], "input 'offset' has no values; give --input offset=FILE")
case("output-names", ["names.mlir", *SEED], "tenon-run: error: two outputs have the name 'y'")
case("huge", ["huge.mlir", *SEED], "expected tensors of at most 2 GiB to execute")
case("scales", ["scales.mlir", *SEED], "quantized scales along other dimensions than those of a filter's results cannot be executed")
case("seed-text", [SUM, "--random=x"], "--random option: 'x' value invalid")
case("input-two", [SUM, "--input=a.npy", *SEED], "tenon-run: error: --input: expected NAME=FILE, but got 'a.npy'")
case("input-no-file", [SUM, "--input=image=", *SEED], "--input: expected NAME=FILE, but got 'image='")
case("input-no-name", [NEGATE, "--input==a.npy"], "--input: expected NAME=FILE, but got '=a.npy'")
case("input-unknown", [SUM, "--input=picture=a.npy", *SEED], "--input names 'picture', but the network has 'image', 'offset'")
case("input-twice", [NEGATE, "--input=a.npy", "--input=input0=a.npy"], "--input names 'input0' twice")
case("output-two", [SUM, "--output=a.npy", *SEED], "--output: expected NAME=FILE, but got 'a.npy'")
case("output-unknown", [NEGATE, "--output=sum=b.npy", *SEED], "--output names 'sum', but the network has 'output0'")
case("output-twice", [NEGATE, "--output=b.npy", "--output=b.npy", *SEED], "tenon-run: error: expected two files for --output, but got 'b.npy' for both")
case("output-folder", [NEGATE, "--output=none/b.npy", *SEED], "tenon-run: error: expected a file in a folder that exists for --output, but got 'none/b.npy'")
case("output-full", [NEGATE, "--output=/dev/full", *SEED], "tenon-run: error: cannot write '/dev/full': No space left on device")
case("tolerance", [NEGATE, "--compare=" + NEGATE, "--tolerance=-1", *SEED], "--tolerance: expected a number that is not negative")
case("tolerance-nan", [NEGATE, "--compare=" + NEGATE, "--tolerance=nan", *SEED], "--tolerance: expected a number that is not negative")
case("tolerance-text", [NEGATE, "--tolerance=x", *SEED], "'x' value invalid for floating point argument")
case("print-tensor", [NEGATE, "--print-tensor=none", *SEED], "--print-tensor: no operation has the name 'none'; names are the locations")
case("shape-syntax", [NEGATE, "--shape=image", *SEED], "tenon-run: error: --shape: expected NAME=SIZExSIZE..., but got 'image'")
case("shape-mlir", [NEGATE, "--shape=input0=2x3", *SEED], "negate.mlir: error: expected an ONNX model for --shape and --bind, but got MLIR")
case("bind-mlir", [NEGATE, "--bind=input0=1", *SEED], "expected an ONNX model for --shape and --bind, but got MLIR")
case("compare-missing", [NEGATE, "--compare=none.mlir", *SEED], "error: cannot open input file 'none.mlir': No such file or directory")
case("compare-inputs", [SUM, "--compare=" + NEGATE, *SEED], "expected 1 inputs, but got 2")
write("other-type.mlir", "func.func @f(%x: tensor<2x3xf64>) -> tensor<2x3xf64> { return %x : tensor<2x3xf64> }")
case("compare-type", [NEGATE, "--compare=other-type.mlir", *SEED], "expected an input of type 'tensor<2x3xf64>', but got 'tensor<2x3xf32>'")
write("two.mlir", "func.func @f(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) { return %x, %x : tensor<2x3xf32>, tensor<2x3xf32> }")
case("compare-outputs", [NEGATE, "--compare=two.mlir", *SEED], "tenon-run: error: 'two.mlir' has 2 outputs instead of 1")
write("flat.mlir", "func.func @f(%x: tensor<2x3xf32>) -> tensor<6xf32> { %0 = nn.reshape %x : (tensor<2x3xf32>) -> tensor<6xf32> return %0 : tensor<6xf32> }")
case("compare-shape", [NEGATE, "--compare=flat.mlir", *SEED], "tenon-run: error: output 'output0' has two shapes in the two networks")

# Networks.
case("missing", ["none.mlir", *SEED], "error: cannot open input file 'none.mlir': No such file or directory")
case("folder", [".", *SEED], "Is a directory")
case("empty", ["/dev/null", *SEED], "tenon-run: error: expected a network of one function in '/dev/null'")
write("two-functions.mlir", "func.func @f() { return }\nfunc.func @g() { return }")
case("two-functions", ["two-functions.mlir"], "expected a network of one function in 'two-functions.mlir'")
write("declaration.mlir", "func.func private @f(%x: tensor<2xf32>) -> tensor<2xf32>")
case("declaration", ["declaration.mlir", *SEED], "expected a network of one function in 'declaration.mlir'")
write("truncated.onnx", b"\x08\x07\x12")
case("truncated", ["truncated.onnx", *SEED], "expected an ONNX model, but the file is none or is truncated")
write("blocks.mlir", "func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {\n  \"my.branch\"() [^b] : () -> ()\n^b:\n  return %x : tensor<2xf32> }")
case("blocks", ["blocks.mlir", *SEED], "expected a function of one block to execute")
write("unknown.mlir", 'func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> { %0 = "my.op"(%x) : (tensor<2xf32>) -> tensor<2xf32> return %0 : tensor<2xf32> }')
case("unknown-operation", ["unknown.mlir", *SEED], "unknown.mlir:1:", "operation 'my.op' cannot be executed")
write("elided.mlir", 'func.func @f() -> tensor<2xf32> { %0 = nn.parameter "w" : tensor<2xf32> return %0 : tensor<2xf32> }')
case("elided", ["elided.mlir"], "elided.mlir:1:", "parameter 'w' has no value; a network runs with its weights only")
write("gather.mlir", "func.func @f(%x: tensor<2x3xf32>) -> tensor<1x3xf32> { %i = nn.constant dense<[-3]> : tensor<1xi64> "
      "%0 = nn.gather %x, %i axis 0 : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<1x3xf32> return %0 : tensor<1x3xf32> }")
case("gather", ["gather.mlir", *SEED], "expected indices below 2, but got -3")
for name, text in {"softmax": "nn.softmax %x axis 1", "normalize": "nn.normalize %x axes [1] epsilon 0.0"}.items():
    write(name + ".mlir", "func.func @f(%%x: tensor<2x3xi32>) -> tensor<2x3xi32> { %%0 = %s : (tensor<2x3xi32>) -> tensor<2x3xi32> return %%0 : tensor<2x3xi32> }" % text)
    case(name + "-integers", [name + ".mlir", *SEED], "'nn.%s' on elements of type 'i32' cannot be executed" % name)
write("relu.mlir", "func.func @f(%x: tensor<2xi32>) -> tensor<2xi32> { %0 = nn.activation %x <relu> : (tensor<2xi32>) -> tensor<2xi32> return %0 : tensor<2xi32> }")
case("activation-integers", ["relu.mlir", *SEED], "an activation of type 'tensor<2xi32>' cannot be executed")
write("gru.mlir", "func.func @f(%x: tensor<1x1x1xi32>, %w: tensor<3x1xi32>) -> tensor<1x1xi32> { %0, %1 = nn.gru %x, %w, %w : "
      "(tensor<1x1x1xi32>, tensor<3x1xi32>, tensor<3x1xi32>) -> (tensor<1x1x1xi32>, tensor<1x1xi32>) return %1 : tensor<1x1xi32> }")
case("gru-integers", ["gru.mlir", *SEED], "'nn.gru' on elements of type 'i32' cannot be executed")

# Files of NumPy.
A = np.arange(6, dtype=np.float32).reshape(2, 3)
np.save("a.npy", A)
NPY = open("a.npy", "rb").read()


def npy(name, content, *parts):
    if isinstance(content, bytes):
        write(name + ".npy", content)
    else:
        np.save(name + ".npy", content, allow_pickle=True)
    case("npy-" + name, [NEGATE, "--input=%s.npy" % name], *parts)


def header(name, old, new, *parts):
    # The header keeps its length.
    replaced = NPY.replace(old, new + b" " * (len(old) - len(new)))
    replaced = replaced.replace(b" " * max(0, len(new) - len(old)) + b"\n", b"\n", 1)
    npy(name, replaced, *parts)


START = "expected a .npy file, but it does not start like one"
case("npy-missing", [NEGATE, "--input=none.npy"], "none.npy: error: cannot open input file 'none.npy': No such file or directory")
case("npy-folder", [NEGATE, "--input=."], "Is a directory")
npy("empty", b"", "empty.npy: error: " + START)
npy("short", NPY[:9], START)
npy("magic", b"\x94" + NPY[1:], START)
npy("version", NPY[:6] + b"\4" + NPY[7:], "expected a .npy file of version 1 to 3, but got 4")
npy("version-zero", NPY[:6] + b"\0" + NPY[7:], "expected a .npy file of version 1 to 3, but got 0")
npy("header", NPY[:40], "the .npy file ends within its header")
npy("header-long", NPY[:6] + b"\2\0\xff\xff\xff\xff" + NPY[12:], "the .npy file ends within its header")
npy("truncated", NPY[:-4], "expected 24 bytes of values in the .npy file, but got 20")
npy("long", NPY + b"\0", "expected 24 bytes of values in the .npy file, but got 25")
FIELDS = "expected a .npy header with descr, fortran_order and shape"
header("no-descr", b"'descr'", b"'dascr'", FIELDS)
header("no-order", b"'fortran_order'", b"'row_order'", FIELDS)
header("no-shape", b"'shape'", b"'sizes'", FIELDS)
TYPE = "is not supported; expected booleans, integers or floats of little endian"
npy("objects", np.array([[None] * 3] * 2), "the .npy element type '|O' " + TYPE)
npy("strings", np.array([["a"] * 3] * 2), "the .npy element type '<U1' " + TYPE)
npy("records", np.zeros((2, 3), dtype=[("a", np.float32)]), TYPE)
npy("complex", A.astype(np.complex64), "the .npy element type '<c8' " + TYPE)
npy("big-endian", A.astype(">f4"), "the .npy element type '>f4' " + TYPE)
npy("dates", np.zeros((2, 3), "M8[s]"), TYPE)
for text in (b"<f3", b"<f16", b"<u3", b"<i0", b"<ix", b"<b4", b"<", b""):
    header("type-" + text.decode().replace("<", "l"), b"<f4", text, TYPE)
SIZES = "expected a .npy shape of sizes that are not negative"
header("size-negative", b"(2, 3)", b"(2,-3)", SIZES)
header("size-text", b"(2, 3)", b"(2, x)", SIZES)
header("size-list", b"(2, 3)", b"[2, 3]", SIZES)
header("size-huge", b"(2, 3)", b"(2097152, 2097152)", SIZES)
header("size-overflow", b"(2, 3)", b"(4294967296, 4294967296, 0)", SIZES)
header("size-large", b"(2, 3)", b"(1048576, 1048576)", "bytes of values in the .npy file, but got 24")
WANT = "expected an input of type 'tensor<2x3xf32>', but got 'tensor<%s>'"
npy("shape", A[0], "negate.mlir:1:", WANT % "3xf32")
npy("transposed", A.T.copy(), WANT % "3x2xf32")
npy("transposed-view", A.T, WANT % "3x2xf32")
npy("scalar", A[0, 0], WANT % "f32")
npy("no-elements", np.zeros((2, 0), np.float32), WANT % "2x0xf32")
for kind, text in {"f2": "f16", "f8": "f64", "i1": "i8", "i2": "i16", "i4": "i32", "i8": "i64", "u1": "ui8", "u2": "ui16", "u4": "ui32",
                   "u8": "ui64", "?": "i1"}.items():
    npy("other-" + text, A.astype(kind), WANT % ("2x3x" + text))

# Files of ONNX.


def proto(name, content, *parts):
    write(name + ".pb", content if isinstance(content, bytes) else content.SerializeToString())
    case("pb-" + name, [NEGATE, "--input=%s.pb" % name], *parts)


PB = numpy_helper.from_array(A, "a")
PROTO = "error: expected a serialized TensorProto"
proto("empty", b"", "empty.pb: " + PROTO)
proto("text", b"hello", PROTO)
proto("truncated", PB.SerializeToString()[:-3], PROTO)
proto("no-type", T(dims=[2, 3], raw_data=A.tobytes()), PROTO)
proto("strings", T(name="s", data_type=T.STRING, dims=[1], string_data=[b"a"]), "tensor 's' has element type STRING, which is not supported")
proto("bytes", T(name="b", data_type=T.FLOAT, dims=[2, 3], raw_data=b"\0" * 20), "tensor 'b' expected 24 bytes, but got 20")
proto("elements", T(name="e", data_type=T.FLOAT, dims=[2, 3], float_data=[1.0]), "tensor 'e' expected 6 elements, but got 1")
proto("negative", T(name="n", data_type=T.FLOAT, dims=[-2, -3], raw_data=A.tobytes()), "tensor 'n' has a shape that is negative or too large")
proto("huge", T(name="n", data_type=T.FLOAT, dims=[2**40, 2**40], raw_data=A.tobytes()), "tensor 'n' has a shape that is negative or too large")
external = T(name="x", data_type=T.FLOAT, dims=[2, 3], data_location=T.EXTERNAL)
external.external_data.add(key="location", value="a.npy")
proto("external", external, "external data 'a.npy' lie beside a model's file, but this comes from none")
proto("type", numpy_helper.from_array(A.astype(np.float64), "a"), WANT % "2x3xf64")
proto("shape", numpy_helper.from_array(A[0], "a"), WANT % "3xf32")

# Models with open dimensions and inputs that are constants for the network.


def model(name, nodes, inputs, initializers=()):
    infos = [h.make_tensor_value_info(key, kind, dims) for key, kind, dims in inputs]
    graph = h.make_graph(nodes, "g", infos, [h.make_tensor_value_info("y", T.FLOAT, None)], initializers)
    write(name + ".onnx", h.make_model(graph, opset_imports=[h.make_opsetid("", 13)]).SerializeToString())


model("open", [h.make_node("Neg", ["x"], ["y"])], [("x", T.FLOAT, ["n", 3])])
model("pair", [h.make_node("Add", ["x", "z"], ["y"])], [("x", T.FLOAT, ["n", 3]), ("z", T.FLOAT, ["n", 3])])
model("tile", [h.make_node("Reshape", ["x", "s"], ["y"])], [("x", T.FLOAT, [2, 3]), ("s", T.INT64, [2])])
model("scale", [h.make_node("Mul", ["x", "k"], ["y"])], [("x", T.FLOAT, [2, 3]), ("k", T.FLOAT, ["n"])])
np.save("s.npy", np.array([3, 2]))
write("s.pb", numpy_helper.from_array(np.array([3, 2]), "other").SerializeToString())
np.save("s32.npy", np.array([3, 2], np.int32))
np.save("k.npy", np.array([1, 2, 4], np.float32))
case("open", ["open.onnx", *SEED], "input 'x' has shape nx3, where n is open; bind it with --shape x=nx3")
case("open-rank", ["open.onnx", "--shape=x=2", *SEED], "input 'x' has shape nx3, which --shape x=2 does not fit")
case("open-size", ["open.onnx", "--shape=x=2x4", *SEED], "which --shape x=2x4 does not fit")
case("open-name", ["open.onnx", "--shape=x=2x3", "--shape=z=2x3", *SEED], "--shape names 'z', but the model has the inputs 'x'")
case("open-file", ["open.onnx", "--shape=x=4x3", "--input=a.npy"], "expected an input of type 'tensor<4x3xf32>', but got 'tensor<2x3xf32>'")
case("unbound", ["tile.onnx", *SEED], "operator 'Reshape'")
for text in ("s", "s=", "=1"):
    case("bind-syntax-" + text.replace("=", "_"), ["tile.onnx", "--bind=" + text, *SEED],
         "tenon-run: error: --bind: expected NAME=FILE or NAME=NUMBER,..., but got '%s'" % text)
case("bind-file", ["tile.onnx", "--bind=s=none.npy", *SEED], "--bind: cannot read 'none.npy': cannot open input file 'none.npy': No such file or directory")
case("bind-magic", ["tile.onnx", "--bind=s=magic.npy", *SEED], "--bind: cannot read 'magic.npy': " + START)
case("bind-proto", ["tile.onnx", "--bind=s=text.pb", *SEED], "--bind: cannot read 'text.pb': expected a serialized TensorProto")
case("bind-text", ["tile.onnx", "--bind=s=1,a", *SEED], "--bind: cannot read '1,a': ")
case("bind-name", ["tile.onnx", "--bind=s=3,2", "--bind=z=1", *SEED], "--bind names 'z', which is no input of the model")
case("bind-shape", ["tile.onnx", "--bind=s=1,2,3", *SEED], "input 's' has type 'tensor<2xi64>', but --bind gives 'tensor<3xi64>'")
case("bind-value", ["tile.onnx", "--bind=s=4,2", *SEED], "operator 'Reshape'", "a shape of 6 elements")
case("bind-fraction", ["tile.onnx", "--bind=s=1.5,4", *SEED], "input 's' has elements of type 'i64', but --bind gives numbers that it does not have")
case("bind-rank", ["tile.onnx", "--bind=s=a.npy", *SEED], "input 's' has type 'tensor<2xi64>', but --bind gives 'tensor<2x3xf32>'")

TABLE = ["--input=x=a.npy", "--output=y=y.npy"]
good("shape-names", ["pair.onnx", "--shape=x=2x3", "--input=z=a.npy", *TABLE], A + A)
good("shape", ["open.onnx", "--shape=x=2x3", *TABLE], -A)
good("bind-numbers", ["tile.onnx", "--bind=s=3,2", *TABLE], A.reshape(3, 2))
good("bind-minus", ["tile.onnx", "--bind=s=-1,1", *TABLE], A.reshape(6, 1))
good("bind-npy", ["tile.onnx", "--bind=s=s.npy", *TABLE], A.reshape(3, 2))
good("bind-pb", ["tile.onnx", "--bind=s=s.pb", *TABLE], A.reshape(3, 2))
good("bind-other-integers", ["tile.onnx", "--bind=s=s32.npy", *TABLE], A.reshape(3, 2))
good("bind-open", ["scale.onnx", "--bind=k=k.npy", *TABLE], A * np.array([1, 2, 4], np.float32))
good("bind-integer-for-float", ["scale.onnx", "--bind=k=2,3,4", *TABLE], A * np.array([2, 3, 4], np.float32))
good("bind-fractions", ["scale.onnx", "--bind=k=0.5,-1.5,1e2", *TABLE], A * np.array([0.5, -1.5, 100], np.float32))
good("bind-bound-twice", ["tile.onnx", "--bind=s=2,3", "--bind=s=3,2", *TABLE], A.reshape(3, 2))
# A second network takes what it has of both, and the rest is no mistake.
good("compare-shape", ["open.onnx", "--shape=x=2x3", "--compare=" + NEGATE, "--tolerance=0", *TABLE], -A)
# Columns first and later versions of the format are the same values.
np.save("columns.npy", np.asfortranarray(A))
assert b"'fortran_order': True" in open("columns.npy", "rb").read()
with open("version2.npy", "wb") as out:
    np.lib.format.write_array(out, A, version=(2, 0))
with open("version3.npy", "wb") as out:
    np.lib.format.write_array(out, A, version=(3, 0))
write("fields.pb", h.make_tensor("a", T.FLOAT, [2, 3], A.flatten()).SerializeToString())
for name in ("columns.npy", "version2.npy", "version3.npy", "fields.pb"):
    good(name, [NEGATE, "--input=" + name, "--output=y.npy"], -A)
CUBE = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
np.save("cube.npy", np.asfortranarray(CUBE))
write("cube.mlir", "func.func @f(%x: tensor<2x3x4xi16>) -> tensor<2x3x4xi16> { return %x : tensor<2x3x4xi16> }")
good("columns-of-three", ["cube.mlir", "--input=cube.npy", "--output=y.npy"], CUBE)
# Every element type goes in and out.
for kind, text in {"f2": "f16", "f4": "f32", "f8": "f64", "i1": "i8", "i2": "i16", "i4": "i32", "i8": "i64", "u1": "ui8", "u2": "ui16",
                   "u4": "ui32", "u8": "ui64", "?": "i1"}.items():
    write(text + ".mlir", "func.func @f(%%x: tensor<2x3x%s>) -> tensor<2x3x%s> { return %%x : tensor<2x3x%s> }" % (text, text, text))
    extreme = A.astype(kind)
    if kind[0] in "iu":
        extreme[0, :2] = np.iinfo(kind).min, np.iinfo(kind).max
    np.save(text + ".npy", extreme)
    write(text + ".pb", numpy_helper.from_array(extreme, "a").SerializeToString())
    good(text + "-npy", [text + ".mlir", "--input=%s.npy" % text, "--output=y.npy"], extreme)
    good(text + "-pb", [text + ".mlir", "--input=%s.pb" % text, "--output=y.pb"], extreme)


def run(arguments):
    return subprocess.run(["tenon-run", *arguments], capture_output=True, timeout=20, stdin=subprocess.DEVNULL)


def main():
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, [entry[1] for entry in CASES + GOOD]))
    for (name, arguments, parts), result in zip(CASES, results):
        lines = result.stderr.decode(errors="replace").splitlines()
        if result.returncode != 1 or len(lines) != 1 or not all(part in lines[0] for part in parts) or result.stdout:
            failures += 1
            print("FAILED %s: exit code %d, %d lines: %s" % (name, result.returncode, len(lines), lines[:2]))
    print("%d calls refused" % (len(CASES) - failures))
    for (name, arguments, expected), result in zip(GOOD, results[len(CASES):]):
        path = arguments[-1].split("=")[-1]
        if result.returncode == 0 and path.endswith(".npy"):
            got = np.load(path)
        elif result.returncode == 0:
            proto = T()
            proto.ParseFromString(open(path, "rb").read())
            got = numpy_helper.to_array(proto)
        if result.returncode or got.dtype != expected.dtype or not np.array_equal(got, expected):
            failures += 1
            print("FAILED %s: exit code %d: %s" % (name, result.returncode, result.stderr[:200]))
    print("%d files and bindings" % len(GOOD))
    return 1 if failures else 0


sys.exit(main())
