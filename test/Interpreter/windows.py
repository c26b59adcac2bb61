"""Pooling and resizing."""

import itertools

import numpy as np
from check import Suite

s = Suite()


def pool(f, x, kernel, strides=(1, 1), pads=(0, 0, 0, 0), dilations=(1, 1)):
    """`f` on the elements of each window that lie inside the image."""
    n, height, width, channels = x.shape
    out = [(size + pads[2 * d] + pads[2 * d + 1] - dilations[d] * (kernel[d] - 1) - 1) // strides[d] + 1 for d, size in enumerate((height, width))]
    y = np.zeros((n, *out, channels), x.dtype)
    for i, j in itertools.product(*map(range, out)):
        rows = [i * strides[0] - pads[0] + r * dilations[0] for r in range(kernel[0])]
        columns = [j * strides[1] - pads[2] + c * dilations[1] for c in range(kernel[1])]
        rows, columns = [r for r in rows if 0 <= r < height], [c for c in columns if 0 <= c < width]
        y[:, i, j] = f(x[:, rows][:, :, columns], axis=(1, 2))
    return y


CASES = {
    "plain": {"kernel": (2, 3)},
    "strides": {"kernel": (3, 2), "strides": (2, 3)},
    "pads": {"kernel": (3, 4), "pads": (2, 0, 1, 3)},
    "pads-strides": {"kernel": (2, 2), "strides": (3, 2), "pads": (0, 1, 1, 0)},
    "whole": {"kernel": (5, 6)},
    "one": {"kernel": (1, 1)},
}
DILATED = {"dilations": {"kernel": (2, 3), "dilations": (3, 2)}, "all": {"kernel": (3, 2), "strides": (1, 2), "pads": (2, 1, 0, 3), "dilations": (2, 3)}}


def text(values):
    return "".join(" %s %s" % (key, list(value)) for key, value in values.items())


for name, values in {**CASES, **DILATED}.items():
    for kind in ("f4", "f8", "f2", "i1", "u1", "i8"):
        # All values below zero: what a border must not win against.
        x = -np.abs(s.floats(2, 5, 6, 3)) if kind[0] == "f" else s.ints(2, 5, 6, 3, low=0 if kind == "u1" else -100, high=100 if kind == "u1" else 0)
        x = x.astype(kind)
        s.case("max-%s-%s" % (name, kind), "nn.max_pool2d {0}" + text(values), [x], pool(np.max, x, **values))
for name, values in CASES.items():
    for kind in ("f4", "f8", "f2"):
        x = s.floats(2, 5, 6, 3).astype(kind)
        mean = pool(np.mean, x.astype("f8"), **values)
        s.case("mean-%s-%s" % (name, kind), "nn.avg_pool2d {0}" + text(values), [x], mean.astype(kind))
        total = pool(np.sum, x.astype("f8"), **values)
        s.case("mean-%s-%s-padding" % (name, kind), "nn.avg_pool2d {0}" + text(values) + " count_include_pad", [x],
               (total / np.prod(values["kernel"])).astype(kind))
INFINITE = np.full((1, 2, 2, 1), -np.inf, "f4")
s.case("max-infinite", "nn.max_pool2d {0} kernel [2, 2] pads [1, 0, 0, 0]", [INFINITE], np.full((1, 2, 1, 1), -np.inf, "f4"))
INFINITE[0, 0, 0, 0] = np.inf
s.case("mean-infinite", "nn.avg_pool2d {0} kernel [1, 2]", [INFINITE], np.array([np.nan, -np.inf], "f4").reshape(1, 2, 1, 1))


def position(i, size, out, scale, coordinates):
    if coordinates == "half_pixel":
        return (i + 0.5) / scale - 0.5
    if coordinates == "pytorch_half_pixel":
        return (i + 0.5) / scale - 0.5 if out > 1 else 0.0
    if coordinates == "align_corners":
        return i * (size - 1) / (size * scale - 1) if out > 1 else 0.0
    return i / scale


def cubic(distance, a):
    d = abs(distance)
    if d <= 1:
        return (a + 2) * d**3 - (a + 3) * d**2 + 1
    return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0


def weigh(mode, x, size, rounding, a, exclude):
    """The row of weights of one element of the result."""
    row = np.zeros(size)
    below = int(np.floor(x))
    if mode == "nearest":
        nearest = {"floor": np.floor(x), "ceil": np.ceil(x), "round_prefer_floor": below if x - below <= 0.5 else below + 1,
                   "round_prefer_ceil": below if x - below < 0.5 else below + 1}[rounding]
        row[int(np.clip(nearest, 0, size - 1))] = 1
        return row
    taps = {below: 1 - (x - below), below + 1: x - below} if mode == "linear" else {k: cubic(x - k, a) for k in range(below - 1, below + 3)}
    for at, weight in taps.items():
        if not exclude or 0 <= at < size:
            row[min(max(at, 0), size - 1)] += weight
    return row / row.sum() if exclude else row


def resize(x, mode, coordinates, scales, out, rounding="round_prefer_floor", a=-0.75, exclude=False):
    scales = np.float32(scales).astype("f8")
    matrices = [np.array([weigh(mode, position(i, x.shape[1 + d], out[d], scales[d], coordinates), x.shape[1 + d], rounding, a, exclude)
                          for i in range(out[d])]) for d in range(2)]
    return np.einsum("ph,qw,nhwc->npqc", *matrices, x.astype("f8")).astype(x.dtype)


X = s.floats(2, 4, 5, 3)
SCALES = [(2.0, 2.0), (0.5, 3.0), (1.0, 1.0), (1.5, 0.75), (2.0, 0.25), (0.25, 0.25)]
for coordinates in ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"):
    for scales in SCALES:
        out = [int(size * scale) for size, scale in zip(X.shape[1:3], scales)]
        head, tail = "nn.resize %%s %s {0} scales %s" % (coordinates, list(scales)), "%s-%s" % (coordinates, scales)
        for rounding in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"):
            s.case("nearest-%s-%s" % (tail, rounding), head % "nearest" + " round " + rounding, [X], resize(X, "nearest", coordinates, scales, out, rounding))
        s.case("linear-" + tail, head % "linear", [X], resize(X, "linear", coordinates, scales, out))
        s.case("cubic-" + tail, head % "cubic", [X], resize(X, "cubic", coordinates, scales, out), tolerance=4e-6)
        s.case("cubic-a-" + tail, head % "cubic" + " cubic_a -5.0e-01", [X], resize(X, "cubic", coordinates, scales, out, a=-0.5), tolerance=4e-6)
        s.case("cubic-inside-" + tail, head % "cubic" + " exclude_outside", [X], resize(X, "cubic", coordinates, scales, out, exclude=True), tolerance=4e-6)
s.case("nearest-bytes", "nn.resize nearest asymmetric {0} scales [2.0, 3.0] round floor", [X.astype("i1")], X.astype("i1").repeat(2, 1).repeat(3, 2))
s.case("nearest-double", "nn.resize nearest asymmetric {0} scales [3.0, 2.0] round floor", [X.astype("f8")], X.astype("f8").repeat(3, 1).repeat(2, 2))
s.case("linear-double", "nn.resize linear half_pixel {0} scales [2.0, 2.0]", [X.astype("f8")], resize(X.astype("f8"), "linear", "half_pixel", (2, 2), (8, 10)))
s.case("linear-half", "nn.resize linear half_pixel {0} scales [2.0, 2.0]", [X.astype("f2")], resize(X.astype("f2"), "linear", "half_pixel", (2, 2), (8, 10)))
# Without scales positions are exact: quotients of integers, by integers here.
for rows in (6, 10, 7):
    for columns in range(3, 25):
        x = s.floats(1, rows, 6, 2)
        floor = [np.arange(out) * size // out for size, out in ((rows, 2 * rows), (6, columns))]
        s.case("exact-%d-%d" % (rows, columns), "nn.resize nearest asymmetric {0} round floor", [x], x[:, floor[0]][:, :, floor[1]])
        # The middle of a pixel, rounded: (2 i + 1) in / (2 out) - 1/2, upwards.
        half = [((2 * np.arange(out) + 1) * size) // (2 * out) for size, out in ((rows, 2 * rows), (6, columns))]
        s.case("exact-half-%d-%d" % (rows, columns), "nn.resize nearest half_pixel {0} round round_prefer_ceil", [x], x[:, half[0]][:, :, half[1]])
s.run()
