"""Operators that are imported as several operations: scatters, selections,
loops, recurrent cells, attention, functions and quantized operators of ONNX
Runtime."""

import itertools

import numpy as np
from judged import T, case, h

RANDOM = np.random.RandomState(3)


def node(operator, inputs, outputs=("y",), **attributes):
    return h.make_node(operator, list(inputs), list(outputs), **attributes)


def floats(*shape):
    return RANDOM.uniform(-2, 2, shape).astype("f4")


def ints(values):
    return np.array(values, np.int64)


# Scatters, with indices that are known and others.
for reduction in ("none", "add", "mul", "max", "min"):
    options = {} if reduction == "none" else {"reduction": reduction}
    for open_ in (False, True):
        def scatter(label, operator, x, indices, updates, **more):
            values = {"i": ints(indices), "u": updates}
            inputs = {"x": x, **({} if not open_ else values)}
            case("%s-%s-%s-%s" % (operator, label, reduction, "open" if open_ else "known"), [node(operator, ["x", "i", "u"], **options, **more)], inputs, ["y"],
                 None if open_ else values, opset=18, tolerance=1e-4)

        twice = reduction != "none"
        scatter("rows", "ScatterND", floats(4, 3), [[1], [3]], floats(2, 3))
        scatter("pairs", "ScatterND", floats(4, 3), [[0, 2], [-1, 1], [2, 2]], floats(3))
        scatter("many", "ScatterND", floats(3, 4, 2), [[[0, 1], [2, -1]], [[1, 1], [1, 2]]], floats(2, 2, 2))
        if twice:
            scatter("twice", "ScatterND", floats(4, 3), [[1], [1], [0], [1]], floats(4, 3))
            scatter("twice", "ScatterElements", floats(3, 4), [[0, 1, 0, 1]], floats(1, 4), axis=0)
        scatter("rows", "ScatterElements", floats(3, 4), [[2, 0, 1, -1], [1, 2, 0, 0]], floats(2, 4), axis=0)
        scatter("columns", "ScatterElements", floats(2, 5), [[1, 3], [0, -1]], floats(2, 2), axis=1)
        scatter("deep", "ScatterElements", floats(2, 3, 4), [[[3, 1], [0, 2]]], floats(1, 2, 2), axis=-1)
case("scatter-old", [node("Scatter", ["x", "i", "u"], axis=1)], {"x": floats(1, 5)}, ["y"], {"i": ints([[1, 3]]), "u": floats(1, 2)}, opset=9)
case("scatter-integers", [node("ScatterND", ["x", "i", "u"], reduction="max")], {"x": ints([1, -5, 7])}, [("y", T.INT64)],
     {"i": ints([[0], [1]]), "u": ints([0, -9])}, opset=18)
case("scatter-constant", [node("ScatterND", ["z", "i", "u"], ["m"]), node("Add", ["x", "m"])], {"x": floats(8, 8)}, ["y"],
     {"z": np.zeros((8, 8), "f4"), "i": ints([[0], [2], [5], [7]]), "u": floats(4, 8)}, opset=13)
case("scatter-range", [node("ScatterND", ["x", "i", "u"])], {"x": floats(4, 3)}, ["y"], {"i": ints([[4]]), "u": floats(1, 3)}, isRefused=True)
# Selections.
for axis, largest, count in itertools.product((0, 1, -1), (0, 1), (1, 3)):
    case("topk-%d-%d-%d" % (axis, largest, count), [node("TopK", ["x", "k"], ["y", "i"], axis=axis, largest=largest)], {"x": floats(4, 5, 6)},
         ["y", ("i", T.INT64)], {"k": ints([count])})
case("topk-ties", [node("TopK", ["x", "k"], ["y", "i"])], {"x": np.array([[1, 3, 3, 2, 3, 1]], "f4")}, ["y", ("i", T.INT64)], {"k": ints([4])})
case("topk-old", [node("TopK", ["x"], ["y", "i"], k=2)], {"x": floats(3, 9)}, ["y", ("i", T.INT64)], opset=9)
case("topk-integers", [node("TopK", ["x", "k"], ["y", "i"])], {"x": ints([[5, -2, 2**60 + 1, 2**60]])}, [("y", T.INT64), ("i", T.INT64)], {"k": ints([3])})
case("topk-values-only", [node("TopK", ["x", "k"], ["y", "i"])], {"x": floats(2, 9)}, ["y"], {"k": ints([3])})
case("topk-too-many", [node("TopK", ["x", "k"], ["y", "i"])], {"x": floats(2, 3)}, ["y"], {"k": ints([4])}, isRefused=True)


# Loops.
def value(name, kind=T.FLOAT, shape=None):
    return h.make_tensor_value_info(name, kind, shape)


def loop(label, count, condition, nodes, outputs, results, states=("x",), constants=None, **options):
    body = h.make_graph(nodes, "b", [value("n", T.INT64, []), value("c", T.BOOL, [])] + [value("s%d" % i) for i in range(len(states))],
                        [value(name, T.BOOL if i == 0 else T.FLOAT) for i, name in enumerate(outputs)])
    given = {"count": np.array(count, np.int64)} if count is not None else {}
    if condition is not None:
        given["go"] = np.array(condition)
    case("loop-" + label, [node("Loop", ["count" if count is not None else "", "go" if condition is not None else ""] + list(states), results, body=body)],
         {"x": floats(3)}, ["y"] if len(results) == 1 else list(results), {**given, **(constants or {})}, **options)


ONE = {"one": np.array(1, "f4")}
loop("count", 4, None, [node("Add", ["s0", "one"], ["r"]), node("Identity", ["c"], ["d"])], ["d", "r"], ["y"], constants=ONE)
loop("scan", 3, True, [node("Mul", ["s0", "s0"], ["r"]), node("Identity", ["c"], ["d"]), node("Neg", ["r"], ["e"])], ["d", "r", "e"], ["y", "z"], constants=ONE)
loop("number", 3, None, [node("Cast", ["n"], ["f"], to=T.FLOAT), node("Add", ["s0", "f"], ["r"]), node("Identity", ["c"], ["d"])], ["d", "r"], ["y"])
loop("stops", 10, True, [node("Less", ["n", "two"], ["d"]), node("Add", ["s0", "one"], ["r"])], ["d", "r"], ["y"], constants={**ONE, "two": np.array(2, np.int64)})
loop("condition", None, True, [node("Less", ["n", "two"], ["d"]), node("Add", ["s0", "one"], ["r"])], ["d", "r"], ["y"], constants={**ONE, "two": np.array(2, np.int64)})
loop("never", 0, None, [node("Add", ["s0", "one"], ["r"]), node("Identity", ["c"], ["d"])], ["d", "r"], ["y"], constants=ONE)
loop("forever", None, True, [node("Add", ["s0", "one"], ["r"]), node("Identity", ["c"], ["d"])], ["d", "r"], ["y"], constants=ONE, isRefused=True)
loop("open", 4, None, [node("ReduceSum", ["s0"], ["t"], keepdims=0), node("Less", ["t", "one"], ["d"]), node("Add", ["s0", "one"], ["r"])], ["d", "r"], ["y"],
     constants=ONE, isRefused=True)

# Recurrent cells that no operation is.
GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}
USUAL = {"LSTM": ["Sigmoid", "Tanh", "Tanh"], "GRU": ["Sigmoid", "Tanh"], "RNN": ["Tanh"]}


def cell(label, operator, directions=1, lengths=None, layout=0, state=True, batch=2, exact=True, **attributes):
    gates, hidden, size, steps = GATES[operator], 3, 4, 5
    shape = (steps, batch, size) if layout == 0 else (batch, steps, size)
    values = {"w": floats(directions, gates * hidden, size), "r": floats(directions, gates * hidden, hidden), "b": floats(directions, 2 * gates * hidden)}
    inputs = ["x", "w", "r", "b", "", ""]
    if lengths is not None:
        values["l"] = np.array(lengths, np.int32)
        inputs[4] = "l"
    if state:
        first = (directions, batch, hidden) if layout == 0 else (batch, directions, hidden)
        values["h"] = floats(*first)
        inputs[5] = "h"
        if operator == "LSTM":
            values["c"] = floats(*first)
            inputs.append("c")
    while not inputs[-1]:
        inputs.pop()
    outputs = ["y", "last"] + (["cell"] if operator == "LSTM" else [])
    if directions == 2:
        attributes["direction"] = "bidirectional"
    if layout:
        attributes["layout"] = layout
    case("cell-%s-%s" % (operator, label), [node(operator, inputs, outputs, hidden_size=hidden, **attributes)], {"x": floats(*shape)}, outputs, values,
         tolerance=1e-4)


for operator in GATES:
    cell("lengths", operator, lengths=[3, 5])
    cell("lengths-equal", operator, lengths=[3, 3])
    cell("lengths-reverse", operator, lengths=[4, 2], direction="reverse")
    cell("lengths-equal-reverse", operator, lengths=[2, 2], direction="reverse")
    cell("lengths-both", operator, directions=2, lengths=[1, 4])
    cell("lengths-no-state", operator, lengths=[3, 5], state=False)
    cell("clip", operator, clip=0.5)
    hard = [{"Sigmoid": "HardSigmoid"}.get(name, name) for name in USUAL[operator]]
    if operator != "RNN":
        cell("hard", operator, activations=hard)
        cell("hard-constants", operator, activations=hard, activation_alpha=[0.3], activation_beta=[0.4])
        cell("hard-both", operator, directions=2, activations=hard + USUAL[operator], activation_alpha=[0.25], activation_beta=[0.45])
    for function in ("Relu", "LeakyRelu", "Affine", "ScaledTanh", "Softsign", "Softplus", "Elu", "ThresholdedRelu"):
        names = USUAL[operator][:-1] + [function]
        constants = {"Affine": ([0.5], [0.1]), "ScaledTanh": ([0.8], [0.7]), "LeakyRelu": ([0.2], []), "Elu": ([0.7], []), "ThresholdedRelu": ([0.1], [])}
        alpha, beta = constants.get(function, ([], []))
        more = {key: value for key, value in (("activation_alpha", alpha), ("activation_beta", beta)) if value}
        cell(function, operator, activations=names, **more)
cell("coupled", "LSTM", input_forget=1)
cell("linear", "GRU", lengths=[2, 5], linear_before_reset=1)
cell("linear-no-state", "GRU", lengths=[2, 5], linear_before_reset=1, state=False)
for operator in GATES:
    empty = {"w": np.zeros((1, 0, 4), "f4"), "r": np.zeros((1, 0, 0), "f4")}
    case("cell-%s-hidden-0" % operator, [node(operator, ["x", "w", "r"], hidden_size=0)], {"x": floats(5, 2, 4)}, ["y"], empty, isRefused=True)
    case("cell-%s-direction" % operator, [node(operator, ["x", "w", "r"], hidden_size=3, direction="both")], {"x": floats(5, 2, 4)}, ["y"],
         {"w": floats(1, GATES[operator] * 3, 4), "r": floats(1, GATES[operator] * 3, 3)}, isRefused=True)

# Normalization and attention.
for axis in (-1, 1):
    case("rms-%d" % axis, [node("RMSNormalization", ["x", "s"], axis=axis)], {"x": floats(2, 3, 4)}, ["y"],
         {"s": floats(4) if axis == -1 else floats(3, 4)}, opset=23, tolerance=1e-4)
for alpha in (1.0, 0.5):
    case("swish-%g" % alpha, [node("Swish", ["x"], alpha=alpha)], {"x": floats(2, 5)}, ["y"], opset=24)
Q, K, V = floats(2, 4, 3, 8), floats(2, 4, 5, 8), floats(2, 4, 5, 6)
FEW = floats(2, 2, 5, 8), floats(2, 2, 5, 6)
case("attention", [node("Attention", ["x", "k", "v"])], {"x": Q, "k": K, "v": V}, ["y"], opset=23, tolerance=1e-4)
case("attention-scale", [node("Attention", ["x", "k", "v"], scale=0.3)], {"x": Q, "k": K, "v": V}, ["y"], opset=23, tolerance=1e-4)
case("attention-groups", [node("Attention", ["x", "k", "v"])], {"x": Q, "k": FEW[0], "v": FEW[1]}, ["y"], opset=23, tolerance=1e-4)
case("attention-causal", [node("Attention", ["x", "k", "v"], is_causal=1)], {"x": floats(1, 2, 5, 4), "k": floats(1, 2, 5, 4), "v": floats(1, 2, 5, 4)}, ["y"],
     opset=23, tolerance=1e-4)
case("attention-mask", [node("Attention", ["x", "k", "v", "m"])], {"x": Q, "k": K, "v": V, "m": floats(3, 5)}, ["y"], opset=23, tolerance=1e-4)
case("attention-bool", [node("Attention", ["x", "k", "v", "m"])], {"x": Q, "k": K, "v": V}, ["y"], {"m": np.array([[1, 0, 1, 1, 0]] * 3, bool)}, opset=23, tolerance=1e-4)
case("attention-softcap", [node("Attention", ["x", "k", "v"], softcap=2.0)], {"x": Q, "k": K, "v": V}, ["y"], opset=23, tolerance=1e-4)
# The cap comes before the mask: what is masked stays out.
case("attention-softcap-mask", [node("Attention", ["x", "k", "v", "m"], softcap=2.0)], {"x": Q, "k": K, "v": V},
     ["y"], {"m": np.where(np.arange(15).reshape(3, 5) % 3 == 0, -np.inf, 0.5).astype("f4")}, opset=23, tolerance=1e-4)
for mode in range(4):
    case("attention-scores-%d" % mode, [node("Attention", ["x", "k", "v", "m"], ["y", "", "", "s"], softcap=2.0, qk_matmul_output_mode=mode)],
         {"x": Q, "k": K, "v": V, "m": floats(3, 5)}, ["y", "s"], opset=23, tolerance=1e-4)
case("attention-flat", [node("Attention", ["x", "k", "v"], q_num_heads=4, kv_num_heads=2)], {"x": floats(2, 3, 32), "k": floats(2, 5, 16), "v": floats(2, 5, 12)}, ["y"],
     opset=23, tolerance=1e-4)
case("attention-past", [node("Attention", ["x", "k", "v", "", "pk", "pv"], ["y", "nk", "nv"])],
     {"x": floats(1, 2, 3, 4), "k": floats(1, 2, 3, 4), "v": floats(1, 2, 3, 4), "pk": floats(1, 2, 2, 4), "pv": floats(1, 2, 2, 4)}, ["y", "nk", "nv"], opset=23, tolerance=1e-4)
# Products whose batches broadcast in part.
case("matmul-part", [node("MatMul", ["x", "b"])], {"x": floats(2, 4, 3, 8), "b": floats(2, 1, 8, 5)}, ["y"], tolerance=1e-4)
case("matmul-both", [node("MatMul", ["x", "b"])], {"x": floats(2, 1, 3, 8), "b": floats(1, 4, 8, 5)}, ["y"], tolerance=1e-4)

# Functions of a model.
ACT = h.make_function("my", "Act", ["a"], ["b"], [node("Relu", ["a"], ["t"]), node("Neg", ["t"], ["b"])], [h.make_opsetid("", 17)])
case("function", [node("Act", ["x"], domain="my")], {"x": floats(3)}, ["y"], functions=[ACT], domains=["my"])
case("function-twice", [node("Act", ["x"], ["m"], domain="my"), node("Act", ["m"], domain="my")], {"x": floats(3)}, ["y"], functions=[ACT], domains=["my"])
LEAKY = node("LeakyRelu", ["a"], ["b"])
reference = LEAKY.attribute.add()
reference.name, reference.ref_attr_name, reference.type = "alpha", "slope", 1
SLOPE = h.make_function("my", "Slope", ["a"], ["b"], [LEAKY], [h.make_opsetid("", 17)], ["slope"])
case("function-attribute", [node("Slope", ["x"], domain="my", slope=0.3)], {"x": floats(5)}, ["y"], functions=[SLOPE], domains=["my"])
OUTER = h.make_function("my", "Outer", ["a"], ["b"], [node("Act", ["a"], ["t"], domain="my"), node("Exp", ["t"], ["b"])],
                        [h.make_opsetid("", 17), h.make_opsetid("my", 1)])
case("function-nested", [node("Outer", ["x"], domain="my")], {"x": floats(3)}, ["y"], functions=[ACT, OUTER], domains=["my"])
SELF = h.make_function("my", "Self", ["a"], ["b"], [node("Self", ["a"], ["b"], domain="my")], [h.make_opsetid("my", 1)])
case("function-itself", [node("Self", ["x"], domain="my")], {"x": floats(3)}, ["y"], functions=[SELF], domains=["my"], isRefused=True)
OTHER = h.make_function("my", "Other", ["a"], ["b"], [node("Relu", ["a"], ["b"])], [h.make_opsetid("", 11)])
case("function-opset", [node("Other", ["x"], domain="my")], {"x": floats(3)}, ["y"], functions=[OTHER], domains=["my"], isRefused=True)

# Quantized operators of ONNX Runtime.
MS = "com.microsoft"


def bytesOf(kind, *shape):
    return (RANDOM.randint(-100, 100, shape) + (0 if kind == np.int8 else 128)).astype(kind)


for kind, element in ((np.int8, T.INT8), (np.uint8, T.UINT8)):
    zero = np.array(0 if kind == np.int8 else 128, kind)
    scales = {"s%d" % i: np.array(0.01 * i, "f4") for i in range(1, 4)}
    for operator in ("QLinearAdd", "QLinearMul"):
        case("%s-%s" % (operator, kind.__name__), [node(operator, ["x", "s1", "z", "b", "s2", "z", "s3", "z"], domain=MS)],
             {"x": bytesOf(kind, 2, 3), "b": bytesOf(kind, 2, 3)}, [("y", element)], {**scales, "z": zero}, domains=[MS], steps=1)
    for operator, options in (("QLinearSigmoid", {}), ("QLinearLeakyRelu", {"alpha": 0.2})):
        case("%s-%s" % (operator, kind.__name__), [node(operator, ["x", "s2", "z", "s1", "z"], domain=MS, **options)], {"x": bytesOf(kind, 2, 3)}, [("y", element)],
             {**scales, "z": zero}, domains=[MS], steps=1)
    for last in (0, 1):
        shape = (1, 4, 4, 3) if last else (1, 3, 4, 4)
        case("QLinearGlobalAveragePool-%s-%d" % (kind.__name__, last), [node("QLinearGlobalAveragePool", ["x", "s1", "z", "s2", "z"], domain=MS, channels_last=last)],
             {"x": bytesOf(kind, *shape)}, [("y", element)], {**scales, "z": zero}, domains=[MS], steps=1)
        case("QLinearAveragePool-%s-%d" % (kind.__name__, last),
             [node("QLinearAveragePool", ["x", "s1", "z", "s2", "z"], domain=MS, channels_last=last, kernel_shape=[2, 2], strides=[2, 2])],
             {"x": bytesOf(kind, *shape)}, [("y", element)], {**scales, "z": zero}, domains=[MS], steps=1)
    case("QLinearConcat-" + kind.__name__, [node("QLinearConcat", ["s3", "z", "x", "s1", "z", "b", "s2", "z"], domain=MS, axis=1)],
         {"x": bytesOf(kind, 2, 3), "b": bytesOf(kind, 2, 2)}, [("y", element)], {**scales, "z": zero}, domains=[MS], steps=1)
    case("QGemm-" + kind.__name__, [node("QGemm", ["x", "s1", "z", "b", "s2", "z", "c", "s3", "z"], domain=MS, transB=1)], {"x": bytesOf(kind, 2, 4)}, [("y", element)],
         {**scales, "z": zero, "b": bytesOf(kind, 3, 4), "c": RANDOM.randint(-500, 500, 3).astype("i4")}, domains=[MS], steps=1)
case("MatMulIntegerToFloat", [node("MatMulIntegerToFloat", ["x", "b", "s1", "s2", "z", "z", "c"], domain=MS)], {"x": bytesOf(np.uint8, 2, 4)}, ["y"],
     {"b": bytesOf(np.uint8, 4, 3), "s1": np.array(0.02, "f4"), "s2": np.array(0.1, "f4"), "z": np.array(120, np.uint8), "c": floats(3)}, domains=[MS], tolerance=1e-4)
case("DynamicQuantizeMatMul", [node("DynamicQuantizeMatMul", ["x", "b", "s2", "z"], domain=MS)], {"x": floats(2, 4)}, ["y"],
     {"b": bytesOf(np.uint8, 4, 3), "s2": np.array(0.1, "f4"), "z": np.array(120, np.uint8)}, domains=[MS], tolerance=1e-4)
case("microsoft-unknown", [node("FancyThing", ["x"], domain=MS)], {"x": floats(2)}, ["y"], domains=[MS], isRefused=True)
