"""Reductions, positions of extremes, softmax, normalizations."""

import numpy as np
from check import Suite

s = Suite()
np.seterr(all="ignore")
INF, NAN = np.inf, np.nan
KINDS = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "prod": np.prod, "l1": lambda x, **k: np.abs(x).sum(**k),
         "l2": lambda x, **k: np.sqrt((x * x).sum(**k)), "log_sum": lambda x, **k: np.log(x.sum(**k)),
         "log_sum_exp": lambda x, **k: np.log(np.exp(x).sum(**k)), "sum_square": lambda x, **k: (x * x).sum(**k)}
AXES = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2), ()]
X = s.floats(2, 3, 5)
for name, f in KINDS.items():
    x = np.abs(X) if name == "log_sum" else X
    for axes in AXES:
        for kind in ("f4", "f8"):
            y = f(x.astype("f8"), axis=axes, keepdims=True).astype(kind)
            s.case("%s-%s-%s" % (name, axes, kind), "nn.reduce %s {0} axes %s" % (name, list(axes)), [x.astype(kind)], y, tolerance=1e-7 if kind == "f8" else None)
    s.case(name + "-half", "nn.reduce %s {0} axes [2]" % name, [x.astype("f2")], f(x.astype("f2").astype("f8"), axis=2, keepdims=True).astype("f2"))
    s.case(name + "-scalar", "nn.reduce %s {0} axes []" % name, [np.float32(0.5)], np.float32(f(np.float64([0.5]), axis=0)))
    nan = np.array([[1, NAN, 3], [NAN, 1, 2], [1, 2, NAN]], "f4")
    s.case(name + "-nan", "nn.reduce %s {0} axes [1]" % name, [nan], np.full((3, 1), NAN, "f4"))
WHOLE = s.ints(3, 4, kind="i4")
for name in ("sum", "max", "min", "prod", "l1", "sum_square"):
    for kind in ("i4", "i8", "u1"):
        x = np.abs(WHOLE).astype(kind) if kind == "u1" else WHOLE.astype(kind)
        s.case("%s-whole-%s" % (name, kind), "nn.reduce %s {0} axes [0]" % name, [x], KINDS[name](x, axis=0, keepdims=True).astype(kind))
s.case("mean-whole", "nn.reduce mean {0} axes [0]", [np.array([7, 8, -1], "i4")], np.array([4], "i4"))
s.case("mean-whole-negative", "nn.reduce mean {0} axes [0]", [np.array([-7, -1], "i4")], np.array([-4], "i4"))
s.case("max-long", "nn.reduce max {0} axes [0]", [np.array([2**63, 1, 2**64 - 1], "u8")], np.array([2**64 - 1], "u8"))
s.case("min-long", "nn.reduce min {0} axes [0]", [np.array([2**63 - 1, -2**63], "i8")], np.array([-2**63], "i8"))
s.case("max-infinite", "nn.reduce max {0} axes [0]", [np.full(3, -INF, "f4")], np.array([-INF], "f4"))
s.case("min-infinite", "nn.reduce min {0} axes [0]", [np.full(3, INF, "f4")], np.array([INF], "f4"))
s.case("sum-infinite", "nn.reduce sum {0} axes [1]", [np.array([[INF, 1], [INF, -INF]], "f4")], np.array([[INF], [NAN]], "f4"))
# Sums keep more digits than they are stored with.
s.case("sum-many", "nn.reduce sum {0} axes [0]", [np.full(100000, 0.1, "f4")], np.array([100000 * float(np.float32(0.1))], "f4"), tolerance=1e-7)
s.case("log-sum-exp-large", "nn.reduce log_sum_exp {0} axes [1]", [np.array([[1000, 1000], [-1000, -1001]], "f4")],
       np.array([[1000 + np.log(2)], [-1000 + np.log(1 + np.exp(-1))]], "f4"))

for kind, f in {"max": np.argmax, "min": np.argmin}.items():
    x = s.ints(3, 4, 5, low=0, high=3)
    for axis in range(3):
        first = np.expand_dims(f(x, axis=axis), axis)
        last = x.shape[axis] - 1 - np.expand_dims(f(np.flip(x, axis), axis=axis), axis)
        for element in ("f4", "f8", "f2", "i1", "u8"):
            s.case("arg-%s-%d-%s" % (kind, axis, element), "nn.arg_reduce %s {0} axis %d" % (kind, axis), [x.astype(element)], first)
            s.case("arg-%s-%d-%s-last" % (kind, axis, element), "nn.arg_reduce %s {0} axis %d last" % (kind, axis), [x.astype(element)], last)
    s.case("arg-%s-one" % kind, "nn.arg_reduce %s {0} axis 1" % kind, [x[:, :1, 0]], np.zeros((3, 1), "i8"))
s.case("arg-max-infinite", "nn.arg_reduce max {0} axis 0", [np.array([-INF, -INF, -5], "f4")], np.array([2]))
s.case("arg-max-unsigned", "nn.arg_reduce max {0} axis 0", [np.array([1, 200, 3], "u1")], np.array([1]))


def softmax(x, axis, logarithm=False):
    x = x.astype("f8") - x.max(axis=axis, keepdims=True)
    total = np.exp(x).sum(axis=axis, keepdims=True)
    return x - np.log(total) if logarithm else np.exp(x) / total


for axis in range(3):
    for kind in ("f4", "f8", "f2"):
        x = (3 * s.floats(2, 3, 4)).astype(kind)
        s.case("softmax-%d-%s" % (axis, kind), "nn.softmax {0} axis %d" % axis, [x], softmax(x, axis).astype(kind))
        s.case("softmax-%d-%s-logarithm" % (axis, kind), "nn.softmax {0} axis %d logarithm" % axis, [x], softmax(x, axis, True).astype(kind))
EXTREME = np.array([[1e4, 1e4, -1e4], [-1e4, -1e4, -1e4], [-INF, 0, 0]], "f4")
s.case("softmax-extreme", "nn.softmax {0} axis 1", [EXTREME], softmax(EXTREME, 1).astype("f4"))
s.case("softmax-extreme-logarithm", "nn.softmax {0} axis 1 logarithm", [EXTREME], softmax(EXTREME, 1, True).astype("f4"))
s.case("softmax-nan", "nn.softmax {0} axis 1", [np.array([[1, NAN], [NAN, 1], [2, 2]], "f4")], np.array([[NAN, NAN], [NAN, NAN], [0.5, 0.5]], "f4"))
s.case("softmax-one", "nn.softmax {0} axis 0", [np.array([5], "f4")], np.array([1], "f4"))

for kind in ("f4", "f8", "f2"):
    x = s.floats(2, 3, 4, 5).astype(kind)
    p = [s.floats(5).astype(kind), s.floats(5).astype(kind), s.floats(5).astype(kind), np.abs(s.floats(5)).astype(kind) + np.array(0.5, kind)]
    exact = [v.astype("f8") for v in p]
    y = exact[0] * (x.astype("f8") - exact[2]) / np.sqrt(exact[3] + 0.25) + exact[1]
    s.case("batch-norm-" + kind, "nn.batch_norm {0}, {1}, {2}, {3}, {4} epsilon 2.5e-01", [x, *p], y.astype(kind), tolerance=5e-3 if kind == "f2" else 4e-6)
    for axes in [(3,), (1, 2), (2, 3), (1, 2, 3), (0,), (0, 1, 2, 3)]:
        exact = x.astype("f8")
        y = (exact - exact.mean(axis=axes, keepdims=True)) / np.sqrt(exact.var(axis=axes, keepdims=True) + 0.125)
        text = "nn.normalize {0}%%s axes %s epsilon 1.25e-01" % list(axes)
        digits = {"f2": 5e-3, "f4": 4e-6, "f8": 1e-13}[kind]
        s.case("normalize-%s-%s" % (axes, kind), text % "", [x], y.astype(kind), tolerance=digits)
        for shape in [(5,), (3, 1, 5), (), (2, 1, 1, 1)]:
            scale, offset = s.floats(*shape).astype(kind), s.floats(*shape).astype(kind)
            name = "normalize-%s-%s-%s" % (axes, kind, shape)
            s.case(name, text % " scale {1} offset {2}", [x, scale, offset], (y * scale + offset).astype(kind), tolerance=digits)
        s.case("normalize-%s-%s-scale" % (axes, kind), text % " scale {1}", [x, scale], (y * scale).astype(kind), tolerance=digits)
        s.case("normalize-%s-%s-offset" % (axes, kind), text % " offset {1}", [x, offset], (y + offset).astype(kind), tolerance=digits)
s.case("normalize-constant", "nn.normalize {0} axes [1] epsilon 1.0e+00", [np.full((2, 4), 3, "f4")], np.zeros((2, 4), "f4"))

s.run()
