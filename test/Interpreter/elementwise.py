"""Arithmetic, comparisons, choices, functions and conversions."""

import math

import numpy as np
from check import Suite

s = Suite()
np.seterr(all="ignore")
INF, NAN = np.inf, np.nan
A, B = s.floats(2, 3, 4), s.floats(2, 3, 4)
A[0, 0, 0] = 0
SPECIAL = np.array([0, 1, -1, INF, -INF, NAN, NAN, INF, INF, -INF, 3, NAN], np.float32)
OTHER = np.array([INF, NAN, -INF, INF, INF, 1, NAN, -INF, 2, 2, NAN, -INF], np.float32)

BINARY = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "max": np.maximum, "min": np.minimum, "mod": np.fmod,
          "pow": np.power, "prelu": lambda a, b: np.where(a < 0, a * b, a)}
SHAPES = [((2, 3, 4), (2, 3, 4)), ((2, 3, 4), (4,)), ((3, 1), (2, 1, 4)), ((2, 3, 4), ()), ((), (3,)), ((), ()), ((1, 1), (1,)), ((2, 1, 1), (5, 1))]
for name, f in BINARY.items():
    text = "nn.%s {0}, {1}" % name
    for i, (left, right) in enumerate(SHAPES):
        a, b = s.floats(*left), s.floats(*right)
        if name == "pow":
            a = np.abs(a)
        s.case("%s-%d" % (name, i), text, [a, b], np.asarray(f(a, b)))
    for kind in ("f2", "f8"):
        a, b = np.abs(s.floats(5, kind=kind)), s.floats(5, kind=kind)
        s.case("%s-%s" % (name, kind), text, [a, b], f(a, b))
    # The remainder of infinity and the power of NaN and 0 follow the C library.
    s.case(name + "-special", text, [SPECIAL, OTHER], f(SPECIAL, OTHER).astype(np.float32))
s.case("div-zero", "nn.div {0}, {1}", [np.array([1, -1, 0], "f4"), np.zeros(3, "f4")], np.array([INF, -INF, NAN], "f4"))

# Integers wrap around; quotients are cut off; nothing divides by zero.
WHOLE = {"i1": ([127, -128, -128, 100, -7, 7], [1, 1, -1, 100, 2, -2]), "i4": ([2**31 - 1, -2**31, -2**31, 2**30, -7, 7], [1, 1, -1, 4, 2, -2]),
         "i8": ([2**63 - 1, -2**63, -2**63, 2**62, -7, 7], [1, 1, -1, 4, 2, -2]), "u1": ([255, 0, 0, 200, 7, 6], [1, 1, 255, 200, 2, 7]),
         "u4": ([2**32 - 1, 0, 0, 2**31, 7, 6], [1, 1, 2**32 - 1, 2, 2, 7])}
for kind, (left, right) in WHOLE.items():
    a, b = np.array(left, kind), np.array(right, kind)
    for name in ("add", "sub", "mul", "max", "min"):
        s.case("%s-whole-%s" % (name, kind), "nn.%s {0}, {1}" % name, [a, b], BINARY[name](a, b))
    cut = [abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1) for x, y in zip(left, right)]
    wrapped = np.array([x % 2**(8 * a.itemsize) for x in cut], "u8").astype("u%d" % a.itemsize).view(kind)
    s.case("div-whole-" + kind, "nn.div {0}, {1}", [a, b], wrapped)
    s.case("mod-whole-" + kind, "nn.mod {0}, {1}", [a, b], np.array([x - y * q for x, y, q in zip(left, right, cut)], kind))
    for name in ("div", "mod"):
        s.case("%s-whole-zero-%s" % (name, kind), "nn.%s {0}, {1}" % name, [a, np.zeros_like(a)], np.zeros_like(a))
s.case("pow-whole", "nn.pow {0}, {1}", [np.array([2, -3, 0, 7, 10], "i4"), np.array([10, 3, 0, 1, 9], "i4")], np.array([1024, -27, 1, 7, 10**9], "i4"))
s.case("add-unsigned-long", "nn.add {0}, {1}", [np.array([2**64 - 1, 2**63], "u8"), np.array([2, 5], "u8")], np.array([1, 2**63 + 5], "u8"))
s.case("div-unsigned-long", "nn.div {0}, {1}", [np.array([2**64 - 1, 2**63], "u8"), np.array([2, 2**63], "u8")], np.array([2**63 - 1, 1], "u8"))
s.case("max-unsigned-long", "nn.max {0}, {1}", [np.array([2**64 - 1, 1], "u8"), np.array([2, 2**63], "u8")], np.array([2**64 - 1, 2**63], "u8"))

TRUE = np.array([[False, True]] * 2).T.copy(), np.array([False, True])
for name, f in {"and": np.logical_and, "or": np.logical_or, "xor": np.logical_xor}.items():
    s.case(name, "nn.%s {0}, {1}" % name, [*TRUE], f(*TRUE))
s.case("not", "nn.not {0}", [TRUE[1]], ~TRUE[1])

COMPARE = {"eq": np.equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal}
for name, f in COMPARE.items():
    text = "nn.compare %s {0}, {1}" % name
    for kind in ("f2", "f4", "f8", "i1", "i8", "u1", "u8"):
        a, b = (s.ints(3, 1, 4, low=0, high=3, kind=kind), s.ints(2, 1, low=0, high=3, kind=kind))
        s.case("%s-%s" % (name, kind), text, [a, b], f(a, b))
    # What is not a number is neither equal to anything nor below it.
    s.case(name + "-special", text, [SPECIAL, OTHER], f(SPECIAL, OTHER))
    s.case(name + "-extreme", text, [np.array([2**63, 1], "u8"), np.array([1, 2**64 - 1], "u8")], f(np.array([2**63, 1], "u8"), np.array([1, 2**64 - 1], "u8")))
    s.case(name + "-exact", text, [np.array([2**53 + 1], "i8"), np.array([2**53], "i8")], f([2**53 + 1], [2**53]))
    s.case(name + "-scalar", text, [np.float32(1), np.float32(2)], f(np.float32(1), np.float32(2)))

C = np.array([[[True], [False], [True]]])
s.case("select", "nn.select {0}, {1}, {2}", [C, A, B], np.where(C, A, B))
s.case("select-broadcast", "nn.select {0}, {1}, {2}", [C, A[:, :1], B[0, 0]], np.where(C, A[:, :1], B[0, 0]))
s.case("select-scalar", "nn.select {0}, {1}, {2}", [np.array(False), np.int16(3), np.int16(-4)], np.int16(-4))
s.case("select-nan", "nn.select {0}, {1}, {2}", [np.array([True, False]), np.array([NAN, 1], "f4"), np.array([2, NAN], "f4")], np.array([NAN, NAN], "f4"))
s.case("select-bool", "nn.select {0}, {1}, {2}", [TRUE[0], TRUE[1], ~TRUE[1]], np.where(TRUE[0], TRUE[1], ~TRUE[1]))

UNARY = {"ceil": np.ceil, "cos": np.cos, "erf": np.vectorize(math.erf), "exp": np.exp, "floor": np.floor, "log": np.log, "reciprocal": lambda x: 1 / x,
         "round": np.round, "sin": np.sin, "sqrt": np.sqrt, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh,
         "cosh": np.cosh, "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "neg": np.negative, "abs": np.abs}
POINTS = np.array([0, 0.3, -0.7, 1, -1, 1.7, 2.5, 3.5, -2.5, 12, INF, -INF, NAN])
for name, f in UNARY.items():
    for kind in ("f4", "f8", "f2"):
        x = POINTS.astype(kind)
        s.case("%s-%s" % (name, kind), "nn.%s {0}" % name, [x], f(x.astype("f8")).astype(kind))
    s.case(name + "-scalar", "nn.%s {0}" % name, [np.float32(0.5)], np.float32(f(np.float64(0.5))))
s.case("sign", "nn.sign {0}", [np.array([-3, -0.0, 0, 2, INF, -INF], "f4")], np.array([-1, 0, 0, 1, 1, -1], "f4"))
s.case("sign-whole", "nn.sign {0}", [np.array([-3, 0, 2], "i8")], np.array([-1, 0, 1], "i8"))
s.case("abs-whole", "nn.abs {0}", [np.array([-3, 0, 127], "i1")], np.array([3, 0, 127], "i1"))
s.case("neg-whole", "nn.neg {0}", [np.array([-3, 0, -128], "i1")], np.array([3, 0, -128], "i1"))

# Conversions: cut off, wrap around, round to nearest.
REAL = np.array([1.9, -1.9, 0.5, -0.5, 100, -100], "f4")
for kind in ("i1", "i2", "i4", "i8", "f2", "f8"):
    s.case("cast-real-" + kind, "nn.cast {0}", [REAL], REAL.astype(kind))
s.case("cast-to-bool", "nn.cast {0}", [np.array([0, -0.0, 0.25, NAN, INF], "f4")], np.array([False, False, True, True, True]))
s.case("cast-whole-to-bool", "nn.cast {0}", [np.array([0, 2, 256, -1], "i4")], np.array([False, True, True, True]))
s.case("cast-from-bool", "nn.cast {0}", [TRUE[1]], np.array([0, 1], "f4"))
s.case("cast-bool-to-whole", "nn.cast {0}", [TRUE[1]], np.array([0, 1], "u1"))
s.case("cast-narrow", "nn.cast {0}", [np.array([300, -300, 2**40 + 5], "i8")], np.array([44, -44, 5], "i1"))
s.case("cast-unsigned", "nn.cast {0}", [np.array([0, 200, 255], "u1")], np.array([0, 200, 255], "i4"))
s.case("cast-unsigned-real", "nn.cast {0}", [np.array([0, 200, 2**32 - 1], "u4")], np.array([0, 200, 2**32 - 1], "f8"))
s.case("cast-sign", "nn.cast {0}", [np.array([-1, -128], "i1")], np.array([255, 128], "u1"))
s.case("cast-long", "nn.cast {0}", [np.array([2**62 + 1, -2**63], "i8")], np.array([2**62 + 1, 2**63], "u8"))
s.case("cast-overflow-half", "nn.cast {0}", [np.array([65504, 1e6, -1e6], "f4")], np.array([65504, INF, -INF], "f2"))
s.case("cast-special", "nn.cast {0}", [np.array([NAN, INF, -INF], "f4")], np.array([0, 2**63 - 1, -2**63], "i8"))
s.case("cast-brain", None, [np.array([1.0, 1.00390625, -3.14159], "f4")], np.array([1.0, 1.0, -3.140625], "f4"), body="""
{t} = nn.cast {0} : (tensor<3xf32>) -> tensor<3xbf16>
{r} = nn.cast {t} : (tensor<3xbf16>) -> tensor<3xf32>""")

s.run()
