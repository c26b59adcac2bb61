"""Convolutions, transposed convolutions and products of matrices."""

import itertools

import numpy as np
from check import Suite

s = Suite()


def convolve(x, w, bias=None, strides=(1, 1), pads=(0, 0, 0, 0), dilations=(1, 1), groups=1):
    """By the definition, one product at a time."""
    n, height, width, channels = x.shape
    filters, rows, columns, inner = w.shape
    out = [(size + pads[2 * d] + pads[2 * d + 1] - dilations[d] * (taps - 1) - 1) // strides[d] + 1
           for d, (size, taps) in enumerate(((height, rows), (width, columns)))]
    y = np.zeros((n, *out, filters), np.float64)
    for b, i, j, k, r, c in itertools.product(range(n), range(out[0]), range(out[1]), range(filters), range(rows), range(columns)):
        at = i * strides[0] - pads[0] + r * dilations[0], j * strides[1] - pads[2] + c * dilations[1]
        if 0 <= at[0] < height and 0 <= at[1] < width:
            first = k // (filters // groups) * inner
            y[b, i, j, k] += x[b, at[0], at[1], first:first + inner].astype("f8") @ w[k, r, c].astype("f8")
    return (y + (0 if bias is None else bias)).astype(x.dtype)


def convolve_transposed(x, w, bias=None, strides=(1, 1), pads=(0, 0, 0, 0), output_pads=(0, 0), dilations=(1, 1), groups=1):
    """Every pixel adds the filter, times its value, to the result."""
    n, height, width, channels = x.shape
    filters, rows, columns, inner = w.shape
    whole = [(size - 1) * strides[d] + dilations[d] * (taps - 1) + 1 + output_pads[d] for d, (size, taps) in enumerate(((height, rows), (width, columns)))]
    y = np.zeros((n, *whole, filters), np.float64)
    for b, i, j, k, r, c in itertools.product(range(n), range(height), range(width), range(filters), range(rows), range(columns)):
        first = k // (filters // groups) * inner
        y[b, i * strides[0] + r * dilations[0], j * strides[1] + c * dilations[1], k] += x[b, i, j, first:first + inner].astype("f8") @ w[k, r, c].astype("f8")
    y = y[:, pads[0]:whole[0] - pads[1], pads[2]:whole[1] - pads[3]]
    return (y + (0 if bias is None else bias)).astype(x.dtype)


def attributes(values):
    order = ("strides", "pads", "output_pads", "dilations", "groups")
    return "".join(" %s %s" % (key, list(values[key]) if key != "groups" else values[key]) for key in order if key in values)


# Image, filter, attributes. Whole numbers: the sums are exact.
CASES = {
    "pointwise": ((2, 3, 4, 5), (6, 1, 1, 5), {}),
    "pointwise-strides": ((1, 5, 4, 3), (2, 1, 1, 3), {"strides": (2, 3)}),
    "pointwise-pads": ((1, 2, 3, 3), (2, 1, 1, 3), {"pads": (1, 0, 0, 2)}),
    # A border on one side and a row less on the other: as many pixels as before.
    "pointwise-shifted": ((1, 2, 2, 3), (2, 1, 1, 3), {"pads": (1, 1, 1, 1), "strides": (3, 3)}),
    "pointwise-groups": ((2, 3, 2, 6), (9, 1, 1, 2), {"groups": 3}),
    "window": ((2, 5, 6, 3), (4, 3, 2, 3), {}),
    "strides": ((1, 7, 8, 2), (3, 3, 3, 2), {"strides": (2, 3)}),
    "pads": ((1, 4, 5, 2), (3, 3, 3, 2), {"pads": (0, 1, 2, 3)}),
    "dilations": ((1, 7, 9, 2), (3, 3, 3, 2), {"dilations": (2, 3)}),
    "dilations-pads": ((2, 3, 4, 2), (2, 2, 3, 2), {"dilations": (3, 2), "pads": (2, 1, 3, 0), "strides": (2, 1)}),
    "groups": ((2, 4, 4, 6), (4, 3, 3, 3), {"pads": (1, 1, 1, 1), "groups": 2}),
    "depthwise": ((2, 5, 4, 6), (6, 3, 3, 1), {"pads": (0, 1, 2, 0), "strides": (2, 1), "groups": 6}),
    "depthwise-dilations": ((1, 5, 6, 3), (3, 3, 2, 1), {"dilations": (2, 3), "groups": 3}),
    "depthwise-multiplied": ((1, 4, 4, 3), (6, 3, 3, 1), {"groups": 3}),
    "one-pixel": ((1, 1, 1, 4), (3, 3, 3, 4), {"pads": (1, 1, 1, 1)}),
    "whole-window": ((1, 3, 4, 2), (5, 3, 4, 2), {}),
}
for name, (image, weight, values) in CASES.items():
    for kind in ("f4", "f8", "i4"):
        x, w, b = s.ints(*image, kind=kind), s.ints(*weight, kind=kind), s.ints(weight[0], kind=kind)
        s.case("conv-%s-%s" % (name, kind), "nn.conv2d {0}, {1}" + attributes(values), [x, w], convolve(x, w, **values))
        s.case("conv-%s-%s-bias" % (name, kind), "nn.conv2d {0}, {1}, {2}" + attributes(values), [x, w, b], convolve(x, w, b, **values))
x, w = s.floats(1, 4, 4, 3), s.floats(2, 3, 3, 3)
s.case("conv-half", "nn.conv2d {0}, {1}", [x.astype("f2"), w.astype("f2")], convolve(x.astype("f2"), w.astype("f2")))
# What is not a number stays in the windows that see it.
x[0, 0, 0, 1], x[0, 3, 3, 0] = np.nan, np.inf
w = np.abs(w)
s.case("conv-nan", "nn.conv2d {0}, {1}", [x, w], convolve(x, w))

TRANSPOSED = {
    "pointwise": ((2, 3, 4, 5), (6, 1, 1, 5), {}),
    "window": ((2, 3, 4, 3), (2, 3, 2, 3), {}),
    "strides": ((1, 3, 2, 2), (3, 3, 3, 2), {"strides": (2, 3)}),
    "strides-gaps": ((1, 3, 3, 2), (2, 1, 2, 2), {"strides": (2, 4)}),
    "pads": ((1, 4, 5, 2), (3, 3, 3, 2), {"pads": (0, 1, 2, 1)}),
    "output-pads": ((1, 3, 2, 2), (3, 3, 2, 2), {"strides": (2, 3), "pads": (1, 0, 0, 1), "output_pads": (1, 2)}),
    "dilations": ((1, 3, 4, 2), (3, 3, 2, 2), {"dilations": (2, 3), "pads": (1, 2, 0, 1)}),
    "groups": ((2, 3, 3, 6), (4, 3, 3, 3), {"strides": (2, 2), "pads": (1, 1, 1, 1), "output_pads": (1, 1), "groups": 2}),
    "depthwise": ((2, 3, 2, 4), (4, 3, 2, 1), {"strides": (2, 1), "groups": 4}),
    "one-pixel": ((1, 1, 1, 4), (3, 2, 3, 4), {}),
}
for name, (image, weight, values) in TRANSPOSED.items():
    for kind in ("f4", "f8"):
        x, w, b = s.ints(*image, kind=kind), s.ints(*weight, kind=kind), s.ints(weight[0], kind=kind)
        s.case("transposed-%s-%s" % (name, kind), "nn.conv_transpose2d {0}, {1}" + attributes(values), [x, w], convolve_transposed(x, w, **values))
        s.case("transposed-%s-%s-bias" % (name, kind), "nn.conv_transpose2d {0}, {1}, {2}" + attributes(values), [x, w, b], convolve_transposed(x, w, b, **values))

for name, shape in {"vector": (5,), "matrix": (3, 5), "cube": (2, 3, 5), "one": (1, 5)}.items():
    for kind in ("f2", "f4", "f8", "i4", "u8"):
        low = 0 if kind == "u8" else -4
        x, w, b = s.ints(*shape, low=low, high=5, kind=kind), s.ints(4, 5, low=low, high=5, kind=kind), s.ints(4, low=low, kind=kind)
        s.case("connected-%s-%s" % (name, kind), "nn.fully_connected {0}, {1}", [x, w], x @ w.T)
        s.case("connected-%s-%s-bias" % (name, kind), "nn.fully_connected {0}, {1}, {2}", [x, w, b], x @ w.T + b)

MATRICES = [((2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)), ((5, 1, 2, 3), (6, 3, 4)), ((1, 6, 2, 3), (5, 1, 3, 4)),
            ((1, 3), (3, 1)), ((2, 1, 1), (1, 1)), ((4, 1, 3), (1, 3, 2))]
for number, (left, right) in enumerate(MATRICES):
    for kind in ("f4", "f8", "i4"):
        a, b = s.ints(*left, kind=kind), s.ints(*right, kind=kind)
        s.case("matmul-%d-%s" % (number, kind), "nn.matmul {0}, {1}", [a, b], a @ b)
a, b = np.array([[1, np.nan], [np.inf, 2]], "f4"), np.array([[1, 2], [3, 4]], "f4")
s.case("matmul-special", "nn.matmul {0}, {1}", [a, b], a @ b)

s.run()
