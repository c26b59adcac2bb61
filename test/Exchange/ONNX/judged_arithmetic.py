"""Constants that fold, integers that floats do not have, unsigned integers,
quantization, and element types that operators have in later opsets only."""

import itertools

import numpy as np
from judged import T, case, h

RANDOM = np.random.RandomState(1)
INTEGERS = {"i8": T.INT8, "u8": T.UINT8, "i16": T.INT16, "u16": T.UINT16, "i32": T.INT32, "u32": T.UINT32, "i64": T.INT64, "u64": T.UINT64}
FLOATS = {"f4": T.FLOAT, "f8": T.DOUBLE, "f2": T.FLOAT16}
KINDS = {"i1": np.int8, "i8": np.int8, "u8": np.uint8, "i16": np.int16, "u16": np.uint16, "i32": np.int32, "u32": np.uint32, "i64": np.int64,
         "u64": np.uint64, "f4": np.float32, "f8": np.float64, "f2": np.float16}


def limits(kind):
    info = np.iinfo(KINDS[kind])
    return info.min, info.max


def node(operator, inputs, outputs=("y",), **attributes):
    return h.make_node(operator, list(inputs), list(outputs), **attributes)


# Folding: the rank of the result is the larger one, whichever has more elements.
SHAPES = [(), (1,), (1, 1), (1, 1, 1), (3,), (1, 3), (3, 1), (2, 3)]
for operator in ("Add", "Sub", "Mul", "Div"):
    for a, b in itertools.product(SHAPES, SHAPES):
        if {a, b} == {(3, 1), (2, 3)}:
            continue
        for kind in ("f4", "i64") + (("i32", "u64", "f2") if operator == "Add" else ()):
            result = np.broadcast_shapes(a, b)
            x = np.ones((2,) + result, KINDS[kind])
            values = {"a": np.array(RANDOM.randint(1, 9, a), KINDS[kind]), "b": np.array(RANDOM.randint(1, 9, b), KINDS[kind]),
                      "zero": np.array([0], np.int64)}
            # Unsqueeze shows the rank.
            nodes = [node(operator, ["a", "b"], ["k"]), node("Unsqueeze", ["k", "zero"], ["u"]), node("Concat", ["x", "u"], axis=0)]
            case("fold-%s-%s-%s-%s" % (operator, "x".join(map(str, a)) or "s", "x".join(map(str, b)) or "s", kind), nodes, {"x": x},
                 [("y", INTEGERS.get(kind) or FLOATS[kind])], values)
# Constants that no float holds.
for kind, element in INTEGERS.items():
    low, high = limits(kind)
    dtype = KINDS[kind]
    for value in (low, high, high - 1, high // 2 + 2):
        name = "%s-%d" % (kind, value)
        x = np.array([1, 2], dtype)
        case("pad-" + name, [node("Pad", ["x", "p", "v"])], {"x": x}, [("y", element)],
             {"p": np.array([0, 1], np.int64), "v": np.array(value, dtype)}, opset=13)
        case("clip-" + name, [node("Clip", ["x", "v"])], {"x": np.array([low, value, high], dtype)}, [("y", element)], {"v": np.array(value, dtype)})
        case("clip-max-" + name, [node("Clip", ["x", "", "v"])], {"x": np.array([low, value, high], dtype)}, [("y", element)],
             {"v": np.array(value, dtype)})
        case("constant-of-shape-" + name, [node("ConstantOfShape", ["s"], ["k"], value=h.make_tensor("v", element, [1], [value])),
                                           node("Max", ["x", "k"])],
             {"x": x}, [("y", element)], {"s": np.array([2], np.int64)})
        case("fold-gather-" + name, [node("Gather", ["c", "i"], ["k"]), node("Min", ["x", "k"])], {"x": np.full(2, high, dtype)}, [("y", element)],
             {"c": np.array([low, value, high], dtype), "i": np.array([1, 0], np.int64)})
        case("fold-concat-" + name, [node("Concat", ["c", "c"], ["k"], axis=0), node("Min", ["x", "k"])], {"x": np.full(4, high, dtype)},
             [("y", element)], {"c": np.array([value, high], dtype)})
        case("typed-" + name, [node("Add", ["x", "c"])], {"x": np.array([0, 1], dtype)}, [("y", element)],
             {"c": h.make_tensor("c", element, [2], [low, value])})
for kind in ("f8", "f4"):
    for value in (0.1, 1e-40, 1e300 if kind == "f8" else 3e38, -1 / 3):
        x = np.array([1, 2, -1e301 if kind == "f8" else -1e38], KINDS[kind])
        name = "%s-%g" % (kind, value)
        case("pad-" + name, [node("Pad", ["x", "p", "v"])], {"x": x}, [("y", FLOATS[kind])],
             {"p": np.array([2, 1], np.int64), "v": np.array(value, KINDS[kind])}, opset=13, tolerance=0)
        case("clip-" + name, [node("Clip", ["x", "v"])], {"x": x}, [("y", FLOATS[kind])], {"v": np.array(value, KINDS[kind])}, tolerance=0)
        case("clip-max-" + name, [node("Clip", ["x", "", "v"])], {"x": x}, [("y", FLOATS[kind])], {"v": np.array(value, KINDS[kind])}, tolerance=0)
        case("constant-of-shape-" + name, [node("ConstantOfShape", ["s"], ["k"], value=h.make_tensor("v", FLOATS[kind], [1], [value])),
                                           node("Max", ["x", "k"])],
             {"x": x}, [("y", FLOATS[kind])], {"s": np.array([3], np.int64)}, tolerance=0)
# Casts of constants and of inputs.
BIG = {"i64": [2**53 + 1, -(2**62) - 1, 255, -1], "u64": [2**63 + 8, 2**53 + 1, 7, 2**64 - 1], "i32": [2**31 - 1, -(2**31), 300, -3], "f4": [2.7, -1.5, 100.0, 0.5]}
for kind, values in BIG.items():
    for to in ("i8", "u8", "i32", "i64", "u64", "f4", "f8"):
        if kind == "f4" and to in ("u8", "u64"):  # Negative numbers are not defined.
            continue
        target = INTEGERS.get(to) or FLOATS[to]
        source = INTEGERS.get(kind) or FLOATS[kind]
        x = np.array(values, KINDS[kind])
        zero = np.zeros(4, KINDS[to])
        case("cast-%s-%s" % (kind, to), [node("Cast", ["x"], to=target)], {"x": x}, [("y", target)])
        case("fold-cast-%s-%s" % (kind, to), [node("Cast", ["c"], ["k"], to=target), node("Add", ["x", "k"])], {"x": zero}, [("y", target)], {"c": x})
# Unsigned arithmetic, on constants and on inputs.
for kind in ("u64", "u32", "u8"):
    high = limits(kind)[1]
    a, b = np.array([high - 7, high // 2 + 3, 9], KINDS[kind]), np.array([2, high // 2 + 1, 4], KINDS[kind])
    element = INTEGERS[kind]
    for operator in ("Add", "Sub", "Mul", "Div", "Max", "Min", "Mod", "Pow"):
        case("unsigned-%s-%s" % (operator, kind), [node(operator, ["x", "b"])], {"x": a, "b": b}, [("y", element)])
        case("unsigned-fold-%s-%s" % (operator, kind), [node(operator, ["a", "b"], ["k"]), node("Add", ["x", "k"])], {"x": np.zeros(3, KINDS[kind])},
             [("y", element)], {"a": a, "b": b})
    for operator in ("Less", "Greater", "Equal", "LessOrEqual"):
        case("unsigned-%s-%s" % (operator, kind), [node(operator, ["x", "b"])], {"x": a, "b": b}, [("y", T.BOOL)])
    for operator in ("ReduceMax", "ReduceMin", "ReduceSum"):
        case("unsigned-%s-%s" % (operator, kind), [node(operator, ["x"], keepdims=0)], {"x": a}, [("y", element)])
# Ranges.
for kind, start, limit, delta in (("i64", 2**52, 2**52 + 7, 3), ("i64", 5, -4, -2), ("i32", -7, 8, 5), ("f4", 0.5, 3.0, 0.25), ("f8", 1.0, -1.0, -0.5),
                                  ("i64", 0, 6000, 1), ("i64", 3, 3, 1)):
    element = INTEGERS.get(kind) or FLOATS[kind]
    name = "range-%s-%s-%s-%s" % (kind, start, limit, delta)
    count = len(np.arange(start, limit, delta))
    constants = {key: np.array(value, KINDS[kind]) for key, value in (("a", start), ("b", limit), ("c", delta))}
    # ONNX Runtime counts with doubles, so no larger numbers. Tensors without elements are refused.
    case(name, [node("Range", ["a", "b", "c"], ["k"]), node("Concat", ["k", "x"], axis=0)], {"x": np.ones(1, KINDS[kind])}, [("y", element)], constants,
         isRefused=count == 0)
# Large constants of one number.
for shape in ([1, 24, 32, 32], [5000], [1, 5, 7]):
    x = np.ones(shape, np.float32)
    case("constant-of-shape-large-%d" % np.prod(shape), [node("ConstantOfShape", ["s"], ["z"], value=h.make_tensor("v", T.FLOAT, [1], [1.5])),
                                                        node("Concat", ["x", "z"], axis=0)],
         {"x": x}, ["y"], {"s": np.array(shape, np.int64)})
# Quantization.
X = RANDOM.uniform(-3, 3, (2, 6)).astype("f4")
S = np.array(0.02, "f4")
for kind in ("i8", "u8", "i16", "u16"):
    element = INTEGERS[kind]
    case("quantize-type-" + kind, [node("QuantizeLinear", ["x", "s"], ["q"], output_dtype=element), node("DequantizeLinear", ["q", "s"])],
         {"x": X}, ["y"], {"s": S}, opset=21, exports=kind in ("i8", "u8"))
    case("quantize-zero-" + kind, [node("QuantizeLinear", ["x", "s", "z"], ["q"], output_dtype=element), node("DequantizeLinear", ["q", "s", "z"])],
         {"x": X}, ["y"], {"s": S, "z": np.array(3, KINDS[kind])}, opset=21, exports=kind in ("i8", "u8"))
    case("quantize-integers-" + kind, [node("QuantizeLinear", ["x", "s"], ["y"], output_dtype=element)], {"x": X}, [("y", element)], {"s": S}, opset=21,
         exports=kind in ("i8", "u8"))
for name, x in (("zeros", np.zeros((2, 3), "f4")), ("some", X)):
    case("quantize-dynamic-" + name, [node("DynamicQuantizeLinear", ["x"], ["y", "s", "z"])], {"x": x}, [("y", T.UINT8), "s", ("z", T.UINT8)], steps=1)
case("quantize-mismatch", [node("QuantizeLinear", ["x", "s", "z"], ["y"], output_dtype=T.INT8)], {"x": X}, [("y", T.INT8)],
     {"s": S, "z": np.array(3, np.uint8)}, opset=21, isRefused=True)
case("quantize-float8", [node("QuantizeLinear", ["x", "s"], ["y"], output_dtype=17)], {"x": X}, [("y", T.UINT8)], {"s": S}, opset=21, isRefused=True)
W = RANDOM.randint(-100, 100, (4, 3, 3, 3)).astype("i1")
case("quantize-conv", [node("QuantizeLinear", ["x", "s"], ["q"], output_dtype=T.INT8), node("DequantizeLinear", ["q", "s"], ["d"]),
                       node("DequantizeLinear", ["w", "ws"], ["wd"], axis=0), node("Conv", ["d", "wd"], ["y"], pads=[1, 1, 1, 1])],
     {"x": RANDOM.uniform(-2, 2, (1, 3, 6, 6)).astype("f4")}, ["y"], {"s": S, "w": W, "ws": np.array([0.1, 0.02, 0.3, 0.4], "f4")}, opset=21, tolerance=1e-4)
# Element types that opset 17 does not have: exports compute with wider ones.
for operator in ("ReduceMax", "ReduceMin"):
    case("bool-" + operator, [node(operator, ["x", "a"], keepdims=0)], {"x": RANDOM.rand(3, 4) > 0.7}, [("y", T.BOOL)], {"a": np.array([1], np.int64)}, opset=20)
    for kind in ("i8", "u8", "i16", "u16", "u32", "i64"):
        case("%s-%s" % (kind, operator), [node(operator, ["x"], keepdims=1, axes=[0])], {"x": np.arange(12).reshape(3, 4).astype(KINDS[kind])},
             [("y", INTEGERS[kind])], opset=13)
for kind in INTEGERS:
    x = RANDOM.randint(0, 50, (2, 3)).astype(KINDS[kind])
    for operator in ("Add", "Mul", "Max", "Sub", "Div", "Abs", "Neg", "Sign", "ReduceSum", "ReduceProd", "ArgMax", "CumSum", "Relu", "Transpose", "Softmax"):
        inputs = ["x"] if operator in ("Abs", "Neg", "Sign", "ArgMax", "ReduceSum", "ReduceProd", "Relu", "Transpose", "Softmax") else ["x", "b"]
        values = {"x": x, "b": x[:1] + 1} if len(inputs) == 2 and operator != "CumSum" else {"x": x}
        constants = {"b": np.array(1, np.int64)} if operator == "CumSum" else None
        case("%s-%s" % (kind, operator), [node(operator, inputs)], values, [("y", T.INT64 if operator == "ArgMax" else INTEGERS[kind])], constants)
# What is not a number, and what is too large.
case("lpnorm-zero-1", [node("LpNormalization", ["x"], p=1, axis=0)], {"x": np.array([[0, 1, 0], [0, -3, 1e-30]], "f4")}, ["y"])
case("lpnorm-zero-2", [node("LpNormalization", ["x"], p=2, axis=1)], {"x": np.array([[0, 0, 0], [0, -3, 4]], "f4")}, ["y"])
for axis in (0, 1):
    case("logsumexp-big-%d" % axis, [node("ReduceLogSumExp", ["x", "a"], keepdims=0)],
         {"x": np.array([[1000, 1001, 999], [-1000, -1001, -999]], "f4")}, ["y"], {"a": np.array([axis], np.int64)}, opset=18)
# Parameters of other types.
for i, name in enumerate(("scale", "offset", "mean", "variance"), 1):
    values = {key: np.ones(3, "f4") for key in "sbmv"}
    values["sbmv"[i - 1]] = np.ones(3, np.uint8)
    case("batchnorm-%s-integers" % name, [node("BatchNormalization", ["x", "s", "b", "m", "v"])], {"x": np.ones((1, 3, 2, 2), "f4")}, ["y"], values, isRefused=True)
# A dropout that drops nothing.
for ratio, training in ((0.0, True), (0.5, False)):
    case("dropout-%g-%s" % (ratio, training), [node("Dropout", ["x", "r", "t"], ["a"]), node("Relu", ["a"])], {"x": X}, ["y"],
         {"r": np.array(ratio, "f4"), "t": np.array(training)})
case("dropout-training", [node("Dropout", ["x", "r", "t"])], {"x": X}, ["y"], {"r": np.array(0.5, "f4"), "t": np.array(True)}, isRefused=True)
# Attributes that no operator has, and values that none knows.
for operator, wrong, extra in (("MaxPool", {"stride": [2, 2]}, {"kernel_shape": [2, 2]}), ("AveragePool", {"padz": [1, 1, 1, 1]}, {"kernel_shape": [2, 2]}),
                               ("Relu", {"alpha": 0.1}, {}), ("Softmax", {"axes": [1]}, {}), ("Flatten", {"dim": 1}, {}), ("Transpose", {"permutation": [0, 1, 3, 2]}, {}),
                               ("LeakyRelu", {"slope": 0.2}, {}), ("GlobalAveragePool", {"keepdims": 0}, {}), ("ReduceMean", {"axis": 1}, {}),
                               ("DepthToSpace", {"mode": "CDR"}, {"blocksize": 2}), ("Identity", {"copy": 1}, {}), ("Gelu", {"approximate": "sigmoid"}, {}),
                               ("Clip", {"min": 0.0}, {}), ("Cast", {"type": 1}, {"to": 1}), ("Elu", {"beta": 1.0}, {}), ("Hardmax", {"dim": 1}, {}),
                               ("MaxPool", {"auto_pad": "SAME"}, {"kernel_shape": [2, 2]}), ("LRN", {"epsilon": 1e-5}, {"size": 3}), ("Shape", {"from": 1}, {}),
                               ("Squeeze", {"axis": [0]}, {}), ("TopK", {"k": 1}, {}), ("CumSum", {"axis": 0}, {})):
    inputs = ["x", "one"] if operator in ("TopK", "CumSum") else ["x"]
    kind = T.INT64 if operator == "Shape" else T.FLOAT
    case("attribute-%s-%s" % (operator, next(iter(wrong))), [node(operator, inputs, **wrong, **extra)], {"x": np.ones((1, 4, 4, 4), "f4")}, [("y", kind)],
         {"one": np.array([1], np.int64)} if len(inputs) > 1 else None, opset=20, isRefused=True)
