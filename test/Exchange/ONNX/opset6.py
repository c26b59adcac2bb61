"""Models of opset 6, whose second operand begins at a dimension of the first
one: what they compute, against NumPy."""

import os
import shutil
import subprocess
import sys

import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

FOLDER = sys.argv[1]
shutil.rmtree(FOLDER, ignore_errors=True)
os.makedirs(FOLDER)
RANDOM = np.random.RandomState(1)
FAILURES = 0
CASES = 0


def floats(*shape):
    return RANDOM.uniform(0.5, 2, shape).astype("f4")


def convolve(x, w):
    """A convolution of 1x1, channels first."""
    return np.einsum("nchw,kc->nkhw", x, w[:, :, 0, 0])


def check(name, nodes, inputs, expected, constants=(), opset=6):
    """Runs a model whose inputs are arrays; `constants` are names of those that
    are initializers."""
    global FAILURES, CASES
    CASES += 1
    infos = [h.make_tensor_value_info(key, numpy_helper.mapping.NP_TYPE_TO_TENSOR_TYPE[value.dtype], value.shape) for key, value in inputs.items()]
    initializers = [numpy_helper.from_array(inputs[key], key) for key in constants]
    kind = numpy_helper.mapping.NP_TYPE_TO_TENSOR_TYPE[expected.dtype]
    graph = h.make_graph(nodes, "g", infos, [h.make_tensor_value_info("y", kind, expected.shape)], initializers)
    path = os.path.join(FOLDER, name)
    with open(path + ".onnx", "wb") as out:
        out.write(h.make_model(graph, opset_imports=[h.make_opsetid("", opset)]).SerializeToString())
    files = []
    for key, value in inputs.items():
        if key not in constants:
            np.save("%s.%s.npy" % (path, key), value)
            files.append("--input=%s=%s.%s.npy" % (key, path, key))
    result = subprocess.run(["tenon-run", path + ".onnx", *files, "--output=y=%s.y.npy" % path], capture_output=True, timeout=20)
    if result.returncode:
        FAILURES += 1
        print("FAILED %s: %s" % (name, result.stderr.decode(errors="replace")[:300]))
        return
    got = np.load(path + ".y.npy")
    if got.shape != expected.shape or got.dtype != expected.dtype or not np.allclose(got, expected, rtol=1e-5, atol=1e-6):
        FAILURES += 1
        print("FAILED %s: wrong values" % name)


OPERATORS = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Pow": np.power}
X = floats(2, 3, 4, 5)
SECONDS = [((3, 4), 1), ((3, 4), -3), ((2,), 0), ((3,), 1), ((4, 5), 2), ((4, 5), None), ((5,), None), ((), None), ((3, 1), 1), ((2, 3, 4, 5), None)]
for name, f in OPERATORS.items():
    for second, axis in SECONDS if name == "Sub" else SECONDS[:1]:
        w = floats(*second)
        begin = len(X.shape) - len(second) if axis is None else axis % 4
        expected = f(X, w.reshape(second + (1,) * (4 - begin - len(second))))
        node = h.make_node(name, ["x", "w"], ["y"], broadcast=1, **({} if axis is None else {"axis": axis}))
        label = "%s-%s-%s" % (name, "x".join(map(str, second)), axis)
        check(label, [node], {"x": X, "w": w}, expected)
        check(label + "-constant", [node], {"x": X, "w": w}, expected, ["w"])
w = floats(2)
nodes = [h.make_node("Sub", ["c", "w"], ["d"], axis=0, broadcast=1), h.make_node("Add", ["x", "d"], ["y"])]
check("constants", nodes, {"x": X[0, :2, :, 0], "c": X[1, :2, :, 0], "w": w}, X[0, :2, :, 0] + X[1, :2, :, 0] - w[:, None], ["c", "w"])
w = floats(2, 3, 4, 5)
check("same", [h.make_node("Add", ["x", "w"], ["y"])], {"x": X, "w": w}, X + w)

# Behind a convolution the channels are last; the axis counts where they are first.
IMAGE, FILTER = floats(2, 4, 3, 5), floats(6, 4, 1, 1)
for second, axis in [((6,), 1), ((6, 3), 1), ((3,), 2), ((2, 6), 0), ((3, 5), 2)]:
    w = floats(*second)
    expected = convolve(IMAGE, FILTER) * w.reshape((1,) * axis + second + (1,) * (4 - axis - len(second)))
    nodes = [h.make_node("Conv", ["x", "f"], ["c"]), h.make_node("Mul", ["c", "w"], ["y"], axis=axis, broadcast=1)]
    for constants in (["f"], ["f", "w"]):
        check("conv-%s-%d-%d" % ("x".join(map(str, second)), axis, len(constants)), nodes, {"x": IMAGE, "f": FILTER, "w": w}, expected.astype("f4"), constants)

TRUE = X > 1.2
for name, f in {"And": np.logical_and, "Or": np.logical_or, "Xor": np.logical_xor}.items():
    w = RANDOM.uniform(size=(3, 4)) > 0.5
    check(name, [h.make_node(name, ["x", "w"], ["y"], axis=1, broadcast=1)], {"x": TRUE, "w": w}, f(TRUE, w[:, :, None]))

# The slopes of channels, and a product whose last operand is broadcast.
slope = floats(3)
check("PRelu", [h.make_node("PRelu", ["x", "w"], ["y"])], {"x": X - 1, "w": slope}, np.where(X < 1, (X - 1) * slope[:, None, None], X - 1), ["w"])
a, b, c = floats(2, 3), floats(3, 4), floats(4)
check("Gemm", [h.make_node("Gemm", ["x", "b", "c"], ["y"], broadcast=1)], {"x": a, "b": b, "c": c}, a @ b + c, ["b", "c"])

print("%d models, %d failed" % (CASES, FAILURES))
sys.exit(1 if FAILURES else 0)
