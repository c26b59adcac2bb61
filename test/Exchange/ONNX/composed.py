"""Operators that are imported as several operations: what they compute, against
NumPy, and once more after an export."""

import concurrent.futures
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
CASES = []
FAILURES = []


def floats(*shape):
    return RANDOM.uniform(-2, 2, shape).astype("f4")


def typeOf(array):
    return numpy_helper.mapping.NP_TYPE_TO_TENSOR_TYPE[array.dtype]


def execute(path, inputs, outputs):
    files = ["--input=%s=%s" % pair for pair in inputs] + ["--output=%s=%s" % pair for pair in outputs]
    result = subprocess.run(["tenon-run", path, *files], capture_output=True, timeout=20)
    return result.stderr.decode(errors="replace")[:300]


def compare(label, outputs, expected):
    for (_, file), array in zip(outputs, expected):
        got = np.load(file)
        if got.shape != array.shape or got.dtype != array.dtype:
            FAILURES.append("%s: %s %s instead of %s %s" % (label, got.dtype, got.shape, array.dtype, array.shape))
        elif not np.allclose(got, array, rtol=1e-4, atol=1e-5):
            FAILURES.append("%s: wrong values" % label)


def check(name, nodes, inputs, expected, constants=(), opset=17):
    """A model whose inputs are arrays; `constants` are names of those that are
    initializers. Outputs are y0, y1, ..."""
    expected = expected if isinstance(expected, list) else [expected]
    CASES.append(("%d-%s" % (len(CASES), name), nodes, inputs, [np.asarray(array) for array in expected], constants, opset))


def run(label, nodes, inputs, expected, constants, opset):
    infos = [h.make_tensor_value_info(key, typeOf(value), value.shape) for key, value in inputs.items() if key not in constants]
    results = [h.make_tensor_value_info("y%d" % i, typeOf(array), array.shape) for i, array in enumerate(expected)]
    graph = h.make_graph(nodes, "g", infos, results, [numpy_helper.from_array(inputs[key], key) for key in constants])
    path = os.path.join(FOLDER, label)
    with open(path + ".onnx", "wb") as out:
        out.write(h.make_model(graph, opset_imports=[h.make_opsetid("", opset)]).SerializeToString())
    files = [(key, "%s.%s.npy" % (path, key)) for key in inputs if key not in constants]
    for key, file in files:
        np.save(file, inputs[key])
    outputs = [("y%d" % i, "%s.y%d.npy" % (path, i)) for i in range(len(expected))]
    error = execute(path + ".onnx", files, outputs)
    if error:
        FAILURES.append("%s: %s" % (label, error))
        return
    compare(label, outputs, expected)
    # Opset 17, which is written, quantizes to 8 bits.
    if any(array.dtype == np.int16 for array in expected):
        return
    commands = [["--import-onnx", path + ".onnx", "-o", path + ".mlir"], ["--export-onnx", path + ".mlir", "-o", path + ".again.onnx"]]
    for command in commands:
        subprocess.run(["tenon-translate", *command], check=True)
    error = execute(path + ".again.onnx", files, outputs)
    if error:
        FAILURES.append("%s after export: %s" % (label, error))
        return
    compare(label + " after export", outputs, expected)


def both(name, nodes, inputs, expected, constants, **options):
    """With all inputs known at run time only, and with some that are constant."""
    check(name, nodes, inputs, expected, **options)
    check(name + "-constant", nodes, inputs, expected, constants, **options)


def one(name, inputs, expected, constants=(), opset=17, **attributes):
    check(name, [h.make_node(name, list(inputs), ["y0"], **attributes)], inputs, expected, constants, opset)


IMAGE = floats(2, 6, 3, 5)
FILTER = floats(6, 6, 1, 1)
# A convolution leaves its channels last; what follows it counts them as second.
CONV = h.make_node("Conv", ["x", "f"], ["c"])
CONVOLVED = np.einsum("nchw,kc->nkhw", IMAGE, FILTER[:, :, 0, 0])


def after(name, expected, inputs=None, rest=(), opset=17, **attributes):
    """An operator of an image and of other constants, alone and behind a convolution."""
    inputs = inputs or {}
    expected = [np.asarray(array) for array in (expected(IMAGE), expected(CONVOLVED))]
    check(name, [h.make_node(name, ["x", *rest], ["y0"], **attributes)], {"x": IMAGE, **inputs}, expected[0], list(inputs), opset)
    nodes = [CONV, h.make_node(name, ["c", *rest], ["y0"], **attributes)]
    check(name + "-conv", nodes, {"x": IMAGE, "f": FILTER, **inputs}, expected[1], ["f", *inputs], opset)


def normalizeLocally(x, size, alpha=1e-4, beta=0.75, bias=1.0):
    square = np.zeros_like(x)
    for c in range(x.shape[1]):
        begin, end = max(0, c - (size - 1) // 2), min(x.shape[1], c + size // 2 + 1)
        square[:, c] = (x[:, begin:end] ** 2).sum(1)
    return (x / (bias + alpha / size * square) ** beta).astype("f4")


for size, options in [(1, {}), (3, {"alpha": 2.0}), (4, {"alpha": 3.0, "beta": 0.5}), (5, {"alpha": 1.0, "beta": 1.0, "bias": 2.0}), (2**40, {"alpha": 1e13})]:
    after("LRN", lambda x: normalizeLocally(x, size, **options), size=size, **options)
one("LRN", {"x": IMAGE[0, 0]}, normalizeLocally(IMAGE[0, 0], 2, alpha=1.0), size=2, alpha=1.0)
one("LRN", {"x": IMAGE[None]}, normalizeLocally(IMAGE[None], 1, alpha=1.0), size=1, alpha=1.0)


def normalizeGroups(x, groups, scale, bias, epsilon):
    shape = x.shape
    x = x.reshape(shape[0], groups, -1)
    x = (x - x.mean(2, keepdims=True)) / np.sqrt(x.var(2, keepdims=True) + epsilon)
    ones = (1, shape[1]) + (1,) * (len(shape) - 2)
    every = shape[1] // len(scale)
    return (x.reshape(shape) * scale.repeat(every).reshape(ones) + bias.repeat(every).reshape(ones)).astype("f4")


for opset in (18, 21):
    for groups in (1, 2, 6):
        count = groups if opset == 18 else 6
        scale, bias = floats(count), floats(count)
        after("GroupNormalization", lambda x: normalizeGroups(x, groups, scale, bias, 1e-2), {"s": scale, "b": bias}, ["s", "b"], opset, num_groups=groups, epsilon=1e-2)
scale, bias = floats(2), floats(2)
one("GroupNormalization", {"x": IMAGE[:, :, 0, 0], "s": scale, "b": bias}, normalizeGroups(IMAGE[:, :, 0, 0], 2, scale, bias, 1e-5), opset=18, num_groups=2)

for p in (1, 2, 3):
    after("GlobalLpPool", lambda x: (np.abs(x) ** p).sum((2, 3), keepdims=True) ** np.float32(1 / p), p=p)
    padded = lambda x: np.pad(np.abs(x) ** p, ((0, 0), (0, 0), (1, 0), (0, 1)))
    windows = lambda x: sum(padded(x)[:, :, i : i + 3 : 1, j : j + 5 : 2] for i in range(2) for j in range(2))
    after("LpPool", lambda x: windows(x) ** np.float32(1 / p), p=p, kernel_shape=[2, 2], strides=[1, 2], pads=[1, 0, 0, 1])
row = IMAGE[:, :, 0]
one("LpPool", {"x": row}, np.sqrt(row[:, :, :-1] ** 2 + row[:, :, 1:] ** 2), kernel_shape=[2])

#===------------------------------------------------------------------------===#
# Sums of products
#===------------------------------------------------------------------------===#

SIZES = {"a": 2, "b": 3, "c": 4, "d": 5, "e": 6, "X": 7}
EQUATIONS = [
    "ab,bc->ac", "ab,bc", "ba,cb->ca", "ab,ab->", "ab,ab->ab", "ab,ba->ab", "a,b->ab", "a,b->ba", "ab,b->a", "b,ab->a", "ab,cd->dcba",
    "abcd,abed->abce", "abcd,abed->aceb", "abc,cde->abde", "abc,cde->edba", "abcd,dec->abe", "abc,ac->b", "abc,cd->", "abXc,cX->ba",
    "ab", "ab->b", "ab->", "abc->ca", "aab->ab", "aa", "aabb->ab", "aba,ab->b", "abcab->c", "ab,bc,cd->ad", "ab,bc,ca->", "ab,cd,ef->fa", "Xa,aX",
]
for equation in EQUATIONS:
    terms = equation.split("->")[0].split(",")
    inputs = {"x%d" % i: RANDOM.uniform(-1, 1, [SIZES.get(letter, 3) for letter in term]).astype("f4") for i, term in enumerate(terms)}
    nodes = [h.make_node("Einsum", list(inputs), ["y0"], equation=equation.replace(",", " , "))]
    expected = np.einsum(equation, *inputs.values())
    both("Einsum", nodes, inputs, expected, ["x%d" % (len(terms) - 1)] if len(terms) > 1 else [])
for equation, *shapes in [
    ("...ab,...bc->...ac", (7, 2, 3), (7, 3, 4)), ("...ab,...bc->...ac", (8, 7, 2, 3), (7, 3, 4)), ("...ab,...bc->...ac", (8, 1, 2, 3), (7, 3, 4)),
    ("...ab,bc", (8, 7, 2, 3), (3, 4)), ("a...,a...->...", (2, 3, 1), (2, 1, 4)), ("a...->...a", (2, 3, 4)), ("...->...", (2, 3)), ("...", (2, 3)),
    ("a...a->...", (2, 3, 2)), ("ab,bc->ac", (2, 1), (3, 4)), ("ab,ac->abc", (1, 3), (2, 4)), ("...,...->...", (), (2,)),
]:
    inputs = {"x%d" % i: floats(*shape) for i, shape in enumerate(shapes)}
    both("Einsum", [h.make_node("Einsum", list(inputs), ["y0"], equation=equation)], inputs, np.einsum(equation, *inputs.values()), list(inputs)[1:])
whole = [RANDOM.randint(-9, 9, shape).astype("i4") for shape in ((2, 3), (3, 4))]
one("Einsum", dict(zip("xw", whole)), whole[0] @ whole[1], equation="ij,jk->ik")
weight = floats(6, 4)
after("Einsum", lambda x: np.einsum("nchw,cd->nhwd", x, weight), {"w": weight}, ["w"], equation="nchw,cd->nhwd")

#===------------------------------------------------------------------------===#
# Sums and reversals along a dimension
#===------------------------------------------------------------------------===#


def sumUp(x, axis, exclusive, reverse):
    x = np.flip(x, axis) if reverse else x
    total = np.cumsum(x, axis, dtype=x.dtype)
    total = total - x if exclusive else total
    return np.flip(total, axis) if reverse else total


for exclusive in (0, 1):
    for reverse in (0, 1):
        for axis in (-3, 3):
            after("CumSum", lambda x: sumUp(x, axis, exclusive, reverse), {"axis": np.array(axis, "i8")}, ["axis"], exclusive=exclusive, reverse=reverse)
        for dtype, shape in (("i8", (9,)), ("i4", (2, 1)), ("f8", (33, 2))):
            x = RANDOM.randint(-(2**30), 2**30, shape).astype(dtype)
            axis = np.array([len(shape) - 1 if dtype == "i4" else 0], "i4")
            one("CumSum", {"x": x, "axis": axis}, sumUp(x, axis[0], exclusive, reverse), ["axis"], exclusive=exclusive, reverse=reverse)

for time, shape in ((0, (5, 3, 2)), (1, (3, 5)), (0, (4, 3))):
    x, lengths = floats(*shape), np.array([1, 0, shape[time]], "i8")
    expected = x.copy()
    for i, n in enumerate(lengths):
        if time == 0:
            expected[:n, i] = x[:n, i][::-1]
        else:
            expected[i, :n] = x[i, :n][::-1]
    nodes = [h.make_node("ReverseSequence", ["x", "n"], ["y0"], time_axis=time, batch_axis=1 - time)]
    both("ReverseSequence", nodes, {"x": x, "n": lengths}, expected, ["n"])

#===------------------------------------------------------------------------===#
# Recurrent networks
#===------------------------------------------------------------------------===#

FUNCTIONS = {"Tanh": np.tanh, "Relu": lambda v: np.maximum(v, 0), "Sigmoid": lambda v: 1 / (1 + np.exp(-v)), "Softsign": lambda v: v / (1 + np.abs(v)), "Softplus": lambda v: np.log1p(np.exp(v))}


def runPlain(x, w, r, b, h0, functions, reverse):
    """One direction after the other; all states [T, D, N, H] and the last ones."""
    states, last = [], []
    size = r.shape[2]
    for d, name in enumerate(functions):
        state, all = h0[d], [None] * len(x)
        for t in reversed(range(len(x))) if reverse or d else range(len(x)):
            state = all[t] = FUNCTIONS[name](x[t] @ w[d].T + state @ r[d].T + b[d, :size] + b[d, size:])
        states.append(np.stack(all))
        last.append(state)
    return np.stack(states, 1).astype("f4"), np.stack(last).astype("f4")


for steps, direction, functions in [(4, "forward", ["Relu"]), (4, "reverse", ["Tanh"]), (3, "bidirectional", ["Sigmoid", "Tanh"]), (1, "bidirectional", ["Softsign", "Softplus"]), (1, "forward", ["Tanh"])]:
    count = len(functions)
    x, w, r, b, h0 = floats(steps, 2, 3), floats(count, 5, 3), floats(count, 5, 5), floats(count, 10), floats(count, 2, 5)
    inputs = {"x": x, "w": w, "r": r, "b": b, "h": h0}
    options = dict(direction=direction, activations=functions, hidden_size=5)
    expected = list(runPlain(x, w, r, b, h0, functions, direction == "reverse"))
    both("RNN", [h.make_node("RNN", ["x", "w", "r", "b", "", "h"], ["y0", "y1"], **options)], inputs, expected, ["w", "r", "b"])
    inputs = {"x": x, "w": w, "r": r}
    expected = list(runPlain(x, w, r, 0 * b, 0 * h0, functions, direction == "reverse"))
    both("RNN", [h.make_node("RNN", ["x", "w", "r"], ["y0", "y1"], **options)], inputs, expected, ["w", "r"])
    inputs = {"x": x.swapaxes(0, 1).copy(), "w": w, "r": r, "b": b, "h": h0.swapaxes(0, 1).copy()}
    expected = runPlain(x, w, r, b, h0, functions, direction == "reverse")
    nodes = [h.make_node("RNN", ["x", "w", "r", "b", "", "h"], ["y0", "y1"], layout=1, **options)]
    check("RNN-batch", nodes, inputs, [expected[0].transpose(2, 0, 1, 3), expected[1].swapaxes(0, 1)], ["w", "r", "b"])

#===------------------------------------------------------------------------===#
# Indices
#===------------------------------------------------------------------------===#

for dtype in ("i1", "u1", "i8", "f4", "f2"):
    for depth in (3, 200):
        x = np.array([[0, 2], [1, 2]]) if dtype[0] == "u" else np.array([[0, -1], [1, 2]])
        expected = np.where(np.eye(depth, dtype=bool)[x], np.float32(5), np.float32(-1))
        values = np.array([-1, 5], "f4")
        inputs = {"x": x.astype(dtype), "n": np.array(depth, "i8"), "v": values}
        for axis in (-1, 0, 1):
            nodes = [h.make_node("OneHot", ["x", "n", "v"], ["y0"], axis=axis)]
            result = np.moveaxis(expected, -1, axis)
            check("OneHot", nodes, inputs, result, ["n"])
            check("OneHot", nodes, inputs, result, ["n", "v"])
one("OneHot", {"x": np.array(2, "i8"), "n": np.array([4], "i8"), "v": np.array([0, 1], "i4")}, np.eye(4, dtype="i4")[2], ["n", "v"])

for k in (-2, 0, 3, 2**62, -(2**63)):
    one("EyeLike", {"x": floats(3, 5)}, np.eye(3, 5, k if abs(k) < 9 else 9, "i8"), k=k, dtype=T.INT64)


def mark(x, axis):
    return np.where(np.arange(x.shape[axis]).reshape([-1 if d == axis else 1 for d in range(x.ndim)]) == x.argmax(axis)[(slice(None),) * axis + (None,)], np.float32(1), np.float32(0))


for axis in range(4):
    after("Hardmax", lambda x: mark(x, axis), axis=axis)
    after("Hardmax", lambda x: mark(x.reshape(x.shape[:axis] + (-1,)), axis).reshape(x.shape), axis=axis, opset=11)
one("Hardmax", {"x": np.array([[1, 1, 0]], "f4")}, np.array([[1, 0, 0]], "f4"))

data = floats(2, 3, 4, 5)
for count in (1, 2, 3, 4):
    for batch in range(0, 5 - count):
        shape = data.shape[:batch] + (6,)
        tuples = np.stack([RANDOM.randint(-n, n, shape) for n in data.shape[batch : batch + count]], -1)
        grid = np.indices(shape)[:batch]
        expected = data[(*grid, *np.moveaxis(tuples, -1, 0))]
        nodes = [h.make_node("GatherND", ["x", "i"], ["y0"], batch_dims=batch)]
        both("GatherND", nodes, {"x": data, "i": tuples.astype("i8")}, expected, ["i"])
for axis in (0, 1, -1):
    shape = [7 if d == axis % 4 else n - (d == 2) for d, n in enumerate(data.shape)]
    places = RANDOM.randint(-data.shape[axis], data.shape[axis], shape)
    part = data[tuple(slice(None) if d == axis % 4 else slice(n) for d, n in enumerate(shape))]
    nodes = [h.make_node("GatherElements", ["x", "i"], ["y0"], axis=axis)]
    both("GatherElements", nodes, {"x": data, "i": places.astype("i4")}, np.take_along_axis(part, places, axis), ["i"])
places = RANDOM.randint(0, 6, IMAGE.shape)
after("GatherElements", lambda x: np.take_along_axis(x, places, 1), {"i": places}, ["i"], axis=1)
condition = np.array([1, 0, 1, 0], bool)
after("Compress", lambda x: np.compress(condition, x, 1), {"k": condition}, ["k"], axis=1)
after("Compress", lambda x: np.compress(condition, x), {"k": condition}, ["k"])
mask = np.array([[1, 0, 2], [0, 0, -3]], "f4")
nodes = [h.make_node("NonZero", ["m"], ["n"]), h.make_node("Add", ["n", "x"], ["y0"])]
check("NonZero", nodes, {"m": mask, "x": np.zeros((2, 1), "i8")}, np.stack(mask.nonzero()), ["m"])

#===------------------------------------------------------------------------===#
# Sampling
#===------------------------------------------------------------------------===#


def placeTap(i, size, padding, corners):
    """The index that an index takes its pixel from, and whether it counts."""
    if padding == "reflection":
        low, span = (0, size - 1) if corners else (-0.5, size)
        i = low + span - np.abs(np.abs(i - low) % (2 * span) - span) if span else 0 * i
    inside = np.clip(i, 0, size - 1)
    return inside.astype(int), (inside == i) | (padding != "zeros")


def weigh(distance, mode):
    if mode == "bilinear":
        return 1 - distance
    near = 1.25 * distance**3 - 2.25 * distance**2 + 1
    return np.where(distance <= 1, near, -0.75 * (distance**3 - 5 * distance**2 + 8 * distance - 4))


def sample(x, grid, mode, padding, corners):
    taps = []
    for size, g in ((x.shape[3], grid[..., 0]), (x.shape[2], grid[..., 1])):
        place = (g + 1) / 2 * (size - 1) if corners else ((g + 1) * size - 1) / 2
        base = np.rint(place) if mode == "nearest" else np.floor(place)
        offsets = {"nearest": [0], "bilinear": [0, 1], "bicubic": [-1, 0, 1, 2]}[mode]
        weights = [np.ones_like(place) if mode == "nearest" else weigh(np.abs(place - base - o), mode) for o in offsets]
        taps.append([(*placeTap(base + o, size, padding, corners), w) for o, w in zip(offsets, weights)])
    images = np.arange(len(x))[:, None, None]
    return sum(x[images, :, i, j].transpose(0, 3, 1, 2) * (v * c * w * d)[:, None] for j, c, d in taps[0] for i, v, w in taps[1]).astype("f4")


grid = RANDOM.uniform(-2.5, 2.5, (2, 4, 3, 2)).astype("f4")
for mode in ("nearest", "bilinear", "bicubic"):
    for padding in ("zeros", "border", "reflection"):
        for corners in (0, 1):
            after("GridSample", lambda x: sample(x, grid, mode, padding, corners), {"g": grid}, ["g"], mode=mode, padding_mode=padding, align_corners=corners)
one("GridSample", {"x": IMAGE, "g": grid}, sample(IMAGE, grid, "bicubic", "zeros", 0), opset=20, mode="cubic")
one("GridSample", {"x": IMAGE[:1, :, :1, :1], "g": grid[:1]}, sample(IMAGE[:1, :, :1, :1], grid[:1], "bilinear", "reflection", 1), padding_mode="reflection", align_corners=1)

#===------------------------------------------------------------------------===#
# Types
#===------------------------------------------------------------------------===#

for dtype in ("i1", "i2", "i4", "i8", "u1", "u4"):
    low, high = (0, 128) if dtype[0] == "u" else (-128, 128)
    a, b = RANDOM.randint(low, high, (2, 500)).astype(dtype)
    b = np.where(b == 0, np.ones_like(b), b)
    one("Mod", {"a": a, "b": b}, np.mod(a, b), opset=13)
extreme = np.array([100, -100, 127, -128, -128, 127, -127], "i1"), np.array([127, 127, -128, -128, 127, -1, 126], "i1")
both("Mod", [h.make_node("Mod", ["a", "b"], ["y0"])], dict(zip("ab", extreme)), np.mod(*extreme), ["b"])

for base, exponent, dtypes in [([-2, 3, 1], [3, 2, -1], ("i4", "i8")), ([2, 3, 5], [3, 0, 2], ("u1", "i4")), ([2, 3, 5], [3, 0, 2], ("i8", "u1")), ([4, 9, 2], [0.5, 1.5, 3], ("i4", "f4")), ([1.5, 2, 4], [2, -1, 3], ("f4", "i4")), ([1.5, 2, 4], [0.5, 2, 1.5], ("f8", "f4")), ([1.5, 2, 4], [0.5, 2, 1.5], ("f4", "f8"))]:
    a, b = np.array(base, dtypes[0]), np.array(exponent, dtypes[1])
    expected = np.power(a.astype("f8"), b.astype("f8")).astype(dtypes[0])
    both("Pow", [h.make_node("Pow", ["a", "b"], ["y0"])], {"a": a, "b": b}, expected, ["b"])
after("CastLike", lambda x: x.astype("i4"), {"t": np.zeros((2, 3), "i4")}, ["t"])
after("Shrink", lambda x: np.where(x < -1, x + 0.25, np.where(x > 1, x - 0.25, 0)).astype("f4"), lambd=1.0, bias=0.25)
special = np.array([1, np.nan, np.inf, -np.inf], "f4")
one("IsNaN", {"x": special}, np.isnan(special))
for positive in (0, 1):
    for negative in {1, 1 - positive}:
        expected = (special == np.inf) * positive + (special == -np.inf) * negative > 0
        one("IsInf", {"x": special}, expected, detect_positive=positive, detect_negative=negative) if positive or negative else None
for dtype, numbers in (("f4", (0.5, 3, 0.75)), ("i4", (9, -3, -4)), ("f8", (0, 1, 0.1)), ("i8", (2, 6, 1))):
    inputs = dict(zip("abc", (np.array(number, dtype) for number in numbers)))
    expected = np.arange(*numbers).astype(dtype)
    nodes = [h.make_node("Range", list("abc"), ["r"]), h.make_node("Add", ["r", "z"], ["y0"])]
    check("Range", nodes, {**inputs, "z": np.zeros_like(expected)}, expected, list("abc"))

#===------------------------------------------------------------------------===#
# Quantization with scales that are inputs, and with those that are not
#===------------------------------------------------------------------------===#


def quantize(x, scale, zero):
    limits = np.iinfo(zero.dtype)
    return np.clip(np.rint(x / scale) + zero, limits.min, limits.max).astype(zero.dtype)


x = np.array([[-7.6, 0.4, 0.5, 1.5], [3, 99, -99, 0]], "f4")
for kind, point in (("u1", 130), ("i1", -3), ("i2", 9)):
    scale, zero = np.array(0.5, "f4"), np.array(point, kind)
    nodes = [h.make_node("QuantizeLinear", ["x", "s", "z"], ["y0"]), h.make_node("DequantizeLinear", ["y0", "s", "z"], ["y1"])]
    small = quantize(x, scale, zero)
    back = (small.astype("f4") - point) * scale
    opset = 21 if kind == "i2" else 13
    both("Quantize", nodes, {"x": x, "s": scale, "z": zero}, [small, back], ["s", "z"], opset=opset)
    check("Quantize-zero", nodes, {"x": x, "s": scale, "z": zero}, [small, back], ["s"], opset=opset)
both("Quantize", [h.make_node("QuantizeLinear", ["x", "s"], ["y0"])], {"x": x, "s": np.array([2], "f4")}, quantize(x, 2, np.uint8(0)), ["s"])
left, right = RANDOM.randint(0, 256, (3, 4)).astype("u1"), RANDOM.randint(-128, 128, (4, 5)).astype("i1")
product = (left.astype("i4") - 7) @ (right.astype("i4") + 9)
inputs = {"a": left, "b": right, "z": np.array(7, "u1"), "w": np.array([-9], "i1")}
for constants in ([], ["w"], ["b", "w"], ["z", "w"]):
    check("MatMulInteger", [h.make_node("MatMulInteger", list("abzw"), ["y0"])], inputs, product, constants)
pixels, kernel = RANDOM.randint(0, 256, (1, 2, 4, 4)).astype("u1"), RANDOM.randint(0, 256, (3, 2, 1, 1)).astype("u1")
sums = np.pad(np.einsum("nchw,kc->nkhw", pixels.astype("i4") - 7, kernel[:, :, 0, 0].astype("i4")), ((0, 0), (0, 0), (1, 1), (1, 1)))
both("ConvInteger", [h.make_node("ConvInteger", list("xwz"), ["y0"], pads=[1] * 4)], {"x": pixels, "w": kernel, "z": np.array(7, "u1")}, sums, ["w", "z"])

# A product with a quantization of its own for each input.
x, weight = floats(3, 4), RANDOM.randint(-128, 128, (4, 5)).astype("i1")
high, low = max(0, x.max()), min(0, x.min())
scale = np.float32((high - low) / 255)
zero = np.uint8(np.rint(-low / scale))
nodes = [
    h.make_node("DynamicQuantizeLinear", ["x"], ["q", "y1", "y2"]), h.make_node("MatMulInteger", ["q", "w", "y2"], ["p"]),
    h.make_node("Cast", ["p"], ["f"], to=T.FLOAT), h.make_node("Mul", ["f", "y1"], ["y0"]),
]
expected = ((quantize(x, scale, zero).astype("i4") - zero) @ weight.astype("i4")).astype("f4") * scale
both("Dynamic", nodes, {"x": x, "w": weight}, [expected, scale, zero], ["w"])

for name, window in (("HannWindow", np.hanning), ("HammingWindow", lambda n: 25 / 46 - 21 / 46 * np.cos(2 * np.pi * np.arange(n) / (n - 1))), ("BlackmanWindow", np.blackman)):
    nodes = [h.make_node(name, ["n"], ["w"], periodic=0), h.make_node(name, ["m"], ["v"], periodic=1), h.make_node("Add", ["w", "x"], ["y0"]), h.make_node("Add", ["v", "x"], ["y1"])]
    expected = [window(9).astype("f4"), window(10)[:9].astype("f4")]
    check(name, nodes, {"n": np.array(9, "i8"), "m": np.array(9, "i4"), "x": np.zeros(9, "f4")}, expected, ["n", "m"])

# Reductions over no dimensions, and bounds that are none.
x = floats(2, 3)
for name, function in (("L1", np.abs), ("L2", np.abs), ("SumSquare", np.square), ("LogSum", np.log), ("LogSumExp", np.positive), ("Max", np.positive), ("Mean", np.positive)):
    given = np.abs(x) if name == "LogSum" else x
    nodes = [h.make_node("Reduce" + name, ["x"], ["y0"], noop_with_empty_axes=1), h.make_node("Reduce" + name, ["x", "a"], ["y1"], noop_with_empty_axes=1, keepdims=0)]
    check("Reduce" + name, nodes, {"x": given, "a": np.zeros(0, "i8")}, [function(given)] * 2, ["a"], opset=18)
check("Clip", [h.make_node("Clip", ["x"], ["c"]), h.make_node("Abs", ["c"], ["y0"])], {"x": x}, np.abs(x), opset=13)

#===------------------------------------------------------------------------===#
# Resize, Pad and Split
#===------------------------------------------------------------------------===#

i64 = lambda *numbers: np.array(numbers, "i8")
NEAREST = dict(mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
image, signal = floats(1, 3, 6, 4), floats(2, 3, 6)
rows, columns = np.arange(8) * 6 // 8, np.arange(7) * 4 // 7
expected = image[:, :, rows][:, :, :, columns]
check("ResizeSizes", [h.make_node("Resize", ["x", "", "", "s"], ["y0"], **NEAREST)], {"x": image, "s": i64(1, 3, 8, 7)}, expected, ["s"], opset=13)
check("ResizeAxes", [h.make_node("Resize", ["x", "", "", "s"], ["y0"], axes=[3, -2], **NEAREST)], {"x": image, "s": i64(7, 8)}, expected, ["s"], opset=18)
check("ResizeScales", [h.make_node("Resize", ["x", "", "s"], ["y0"], **NEAREST)], {"x": image, "s": np.array([1, 1, 1.5, 1.7], "f4")},
      image[:, :, np.arange(9) * 2 // 3][:, :, :, (np.arange(6) / np.float32(1.7)).astype(int)], ["s"], opset=13)
check("ResizeSignal", [h.make_node("Resize", ["x", "", "", "s"], ["y0"], **NEAREST)], {"x": signal, "s": i64(2, 3, 8)}, signal[:, :, rows], ["s"], opset=13)
check("UpsampleSignal", [h.make_node("Upsample", ["x", "s"], ["y0"])], {"x": signal, "s": np.array([1, 1, 2], "f4")}, signal.repeat(2, 2), ["s"], opset=9)
check("PadAxes", [h.make_node("Pad", ["x", "p", "", "a"], ["y0"])], {"x": image, "p": i64(1, 2, 0, 3), "a": i64(-1, 1)},
      np.pad(image, [(0, 0), (2, 3), (0, 0), (1, 0)]), ["p", "a"], opset=18)
check("PadNegative", [h.make_node("Pad", ["x", "p"], ["y0"])], {"x": image, "p": i64(0, -1, 2, 0, 0, 0, -1, -2)},
      np.pad(image[:, 1:, :5, :2], [(0, 0), (0, 0), (2, 0), (0, 0)]), ["p"], opset=13)
check("SplitUneven", [h.make_node("Split", ["x"], ["y0", "y1"], axis=1, num_outputs=2)], {"x": image}, [image[:, :2], image[:, 2:]], opset=18)

#===------------------------------------------------------------------------===#
# Opset 3, as the first networks were written
#===------------------------------------------------------------------------===#

nodes = [
    CONV, h.make_node("Relu", ["c"], ["r"], consumed_inputs=[0]), h.make_node("LRN", ["r"], ["l"], size=3, alpha=1.0),
    h.make_node("Dropout", ["l"], ["d", "m"], is_test=1, ratio=0.5), h.make_node("Reshape", ["d"], ["e"], shape=[0, -1]),
    h.make_node("Gemm", ["e", "w", "b"], ["g"], transB=1, broadcast=1), h.make_node("Softmax", ["g"], ["y0"]),
]
weight, bias = floats(4, 90), floats(4)
logits = normalizeLocally(np.maximum(CONVOLVED, 0), 3, alpha=1.0).reshape(2, -1) @ weight.T + bias
expected = np.exp(logits - logits.max(1, keepdims=True))
check("opset3", nodes, {"x": IMAGE, "f": FILTER, "w": weight, "b": bias}, expected / expected.sum(1, keepdims=True), ["f", "w", "b"], opset=3)
pads = h.make_node("Pad", ["x"], ["y0"], paddings=[0, 0, 1, 0, 0, 0, 0, 2], value=0.5, mode="constant")
check("opset1", [pads], {"x": IMAGE}, np.pad(IMAGE, ((0, 0), (0, 0), (1, 0), (0, 2)), constant_values=0.5), opset=1)

with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda case: run(*case), CASES))
for failure in sorted(FAILURES):
    print("FAILED " + failure)
print("%d models, %d failed" % (len(CASES), len(FAILURES)))
sys.exit(1 if FAILURES else 0)
