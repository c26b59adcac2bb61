"""Recurrent cells, against loops over their steps."""

import itertools

import numpy as np
from check import Suite

s = Suite()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, w, r, bias=0, recurrent_bias=0, hidden=None, cell=None, peephole=None, reverse=False):
    steps, rows, _ = x.shape
    size = r.shape[1]
    h = np.zeros((rows, size)) if hidden is None else hidden
    c = np.zeros((rows, size)) if cell is None else cell
    pi, po, pf = np.split(np.zeros(3 * size) if peephole is None else peephole, 3)
    y = np.zeros((steps, rows, size))
    for t in reversed(range(steps)) if reverse else range(steps):
        i, o, f, g = np.split(x[t] @ w.T + h @ r.T + bias + recurrent_bias, 4, axis=1)
        i, f = sigmoid(i + pi * c), sigmoid(f + pf * c)
        c = f * c + i * np.tanh(g)
        h = sigmoid(o + po * c) * np.tanh(c)
        y[t] = h
    return [y, h, c]


def gru(x, w, r, bias=None, recurrent_bias=None, hidden=None, reverse=False, linear_before_reset=False):
    steps, rows, _ = x.shape
    size = r.shape[1]
    h = np.zeros((rows, size)) if hidden is None else hidden
    wb = np.split(np.zeros(3 * size) if bias is None else bias, 3)
    rb = np.split(np.zeros(3 * size) if recurrent_bias is None else recurrent_bias, 3)
    wz, wr, wn = np.split(w, 3)
    rz, rr, rn = np.split(r, 3)
    y = np.zeros((steps, rows, size))
    for t in reversed(range(steps)) if reverse else range(steps):
        z = sigmoid(x[t] @ wz.T + wb[0] + h @ rz.T + rb[0])
        reset = sigmoid(x[t] @ wr.T + wb[1] + h @ rr.T + rb[1])
        inner = reset * (h @ rn.T + rb[2]) if linear_before_reset else (reset * h) @ rn.T + rb[2]
        n = np.tanh(x[t] @ wn.T + wb[2] + inner)
        h = (1 - z) * n + z * h
        y[t] = h
    return [y, h]


def add(name, f, gates, operands, flags, kind, steps=4, rows=2, channels=3, size=2):
    shapes = {"bias": (gates * size,), "recurrent_bias": (gates * size,), "hidden": (rows, size), "cell": (rows, size), "peephole": (3 * size,)}
    inputs = [s.floats(*shape, kind=kind) for shape in [(steps, rows, channels), (gates * size, channels), (gates * size, size)]]
    named = {key: s.floats(*shapes[key], kind=kind) for key in operands}
    text = "nn.%s {0}, {1}, {2}" % name
    for number, key in enumerate(operands):
        text += " %s {%d}" % (key, 3 + number)
    text += "".join(" " + flag for flag in flags)
    exact = [array.astype("f8") for array in inputs]
    results = f(*exact, **{key: array.astype("f8") for key, array in named.items()}, **{flag: True for flag in flags})
    label = "-".join([name, kind, *operands, *flags, "%d-%d-%d-%d" % (steps, rows, channels, size)])
    s.case(label, text, [*inputs, *named.values()], [result.astype(kind) for result in results], tolerance={"f2": 5e-3, "f4": 5e-6, "f8": 1e-13}[kind])


def subsets(keys):
    return itertools.chain.from_iterable(itertools.combinations(keys, n) for n in range(len(keys) + 1))


for operands in subsets(("bias", "recurrent_bias", "hidden", "cell", "peephole")):
    for flags in subsets(("reverse",)):
        add("lstm", lstm, 4, operands, flags, "f4")
for operands in subsets(("bias", "recurrent_bias", "hidden")):
    for flags in subsets(("reverse", "linear_before_reset")):
        add("gru", gru, 3, operands, flags, "f4")
for kind in ("f2", "f8"):
    add("lstm", lstm, 4, ("bias", "recurrent_bias", "hidden", "cell", "peephole"), ("reverse",), kind)
    for flags in subsets(("reverse", "linear_before_reset")):
        add("gru", gru, 3, ("bias", "recurrent_bias", "hidden"), flags, kind)
for steps, rows, channels, size in [(1, 1, 1, 1), (1, 3, 2, 4), (7, 1, 1, 5), (3, 1, 5, 1)]:
    add("lstm", lstm, 4, ("bias", "hidden", "cell"), (), "f4", steps, rows, channels, size)
    add("gru", gru, 3, ("bias", "hidden"), (), "f4", steps, rows, channels, size)

s.run()
