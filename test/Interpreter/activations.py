"""Activation functions, by themselves and behind products."""

import math

import numpy as np
from check import Suite

s = Suite()
np.seterr(all="ignore")
INF, NAN = np.inf, np.nan


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softplus(x):
    return np.logaddexp(x, 0)


ERF = np.vectorize(math.erf)
# Name, constants, function, limits at -infinity and infinity, None where the
# formula has none.
KINDS = [
    ("relu", [], lambda x: np.maximum(x, 0), 0, INF),
    ("clamp", [-1.0, 6.0], lambda x: np.clip(x, -1, 6), -1, 6),
    ("clamp", [0.0, 6.0], lambda x: np.clip(x, 0, 6), 0, 6),
    ("leaky_relu", [0.25], lambda x: np.where(x < 0, 0.25 * x, x), -INF, INF),
    ("elu", [1.5], lambda x: np.where(x < 0, 1.5 * np.expm1(x), x), -1.5, INF),
    ("selu", [1.5, 1.25], lambda x: 1.25 * np.where(x > 0, x, 1.5 * np.expm1(x)), -1.875, INF),
    ("sigmoid", [], sigmoid, 0, 1),
    ("hard_sigmoid", [0.25, 0.5], lambda x: np.clip(0.25 * x + 0.5, 0, 1), 0, 1),
    ("hard_swish", [], lambda x: x * np.clip(x / 6 + 0.5, 0, 1), None, INF),
    ("swish", [], lambda x: x * sigmoid(x), None, INF),
    ("tanh", [], np.tanh, -1, 1),
    ("softplus", [], softplus, 0, INF),
    ("softsign", [], lambda x: x / (1 + np.abs(x)), None, None),
    ("gelu", [], lambda x: x * (1 + ERF(x / np.sqrt(2))) / 2, None, INF),
    ("gelu_tanh", [], lambda x: x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))) / 2, None, INF),
    ("mish", [], lambda x: x * np.tanh(softplus(x)), None, INF),
    ("celu", [2.0], lambda x: np.where(x < 0, 2 * np.expm1(x / 2), x), -2, INF),
    ("thresholded_relu", [0.5], lambda x: np.where(x > 0.5, x, 0), 0, INF),
]
POINTS = np.array([[0, 0.5, -0.5, 1, -1, 2.75], [-2.75, 3, -3, 6, 5.5, -20], [20, -100, 100, 1e-3, -1e-3, 7]])
for number, (kind, constants, f, low, high) in enumerate(KINDS):
    text = "<%s>" % ", ".join([kind, *map(repr, constants)])
    for element in ("f4", "f8", "f2"):
        x = POINTS.astype(element)
        # Differences of nearly equal numbers lose digits in the formulas.
        s.case("%s-%d-%s" % (kind, number, element), "nn.activation {0} " + text, [x], f(x.astype("f8")).astype(element),
               tolerance=1e-7 if element == "f8" else None)
    ends = [(-INF, low), (INF, high), (NAN, 0 if kind == "thresholded_relu" else NAN)]
    ends = [end for end in ends if end[1] is not None]
    s.case("%s-%d-ends" % (kind, number), "nn.activation {0} " + text, [np.array([x for x, _ in ends], "f4")], np.array([y for _, y in ends], "f4"))
    s.case("%s-%d-scalar" % (kind, number), "nn.activation {0} " + text, [np.float32(-0.75)], np.float32(f(np.float64(-0.75))))
    x, w, b = s.floats(3, 2), s.floats(4, 2), s.floats(4)
    product = x.astype("f8") @ w.T + b
    s.case("%s-%d-product" % (kind, number), "nn.fully_connected {0}, {1}, {2} activation " + text, [x, w, b], f(product).astype("f4"), tolerance=1e-5)
    s.case("%s-%d-convolution" % (kind, number), "nn.conv2d {0}, {1}, {2} activation " + text, [x.reshape(1, 3, 1, 2), w.reshape(4, 1, 1, 2), b],
           f(product).astype("f4").reshape(1, 3, 1, 4), tolerance=1e-5)
    s.case("%s-%d-transposed" % (kind, number), "nn.conv_transpose2d {0}, {1}, {2} activation " + text, [x.reshape(1, 3, 1, 2), w.reshape(4, 1, 1, 2), b],
           f(product).astype("f4").reshape(1, 3, 1, 4), tolerance=1e-5)

s.run()
