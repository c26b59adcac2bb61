"""Quantized types: rounding, real values, products."""

import numpy as np
from check import Suite

s = Suite()
TYPES = {"u1": "u8", "i1": "i8"}
LIMITS = {"u1": (0, 255), "i1": (-128, 127)}


def quantized(kind, scale, zero=0, axis=None):
    """A type in the text of a network."""
    if axis is None:
        return "!quant.uniform<%s:f32, %r:%d>" % (TYPES[kind], scale, zero)
    pairs = ", ".join("%r:%d" % pair for pair in zip(scale, zero))
    return "!quant.uniform<%s:f32:%d, {%s}>" % (TYPES[kind], axis, pairs)


def shaped(shape, element):
    return "tensor<%s%s>" % ("".join("%dx" % size for size in shape), element)


def along(values, shape, axis):
    """One value an index of `axis`, or one for all."""
    return np.asarray(values, "f8").reshape([-1 if d == axis else 1 for d in range(len(shape))]) if axis is not None else float(values)


STORED = {"u1": "ui8", "i1": "i8"}
# Scales are powers of two, so quotients are exact and halves are halves.
X = np.array([[0, 0.25, -0.25, 0.75, 1.25], [-0.75, 3.1, -3.1, 1000, -1000], [63.75, 64.25, -64, 0.1, 31.9]], "f4")
for kind in ("u1", "i1"):
    low, high = LIMITS[kind]
    for name, scale, zero, axis in [("one", 0.5, 3, None), ("rows", [0.5, 0.25, 1.0], [0, 7, 100], 0), ("columns", [0.5, 2.0, 0.125, 0.25, 1.0], [0, 1, 2, 3, 4], 1)]:
        element = quantized(kind, scale, zero, axis)
        scales, zeros = along(scale, X.shape, axis), along(zero, X.shape, axis)
        stored = np.clip(np.round(X.astype("f8") / scales) + zeros, low, high).astype(kind)
        s.case("quantize-%s-%s" % (name, kind), None, [X], stored, body="""
{t} = nn.quantize {0} : (tensor<3x5xf32>) -> tensor<3x5xQ>
{r} = nn.storage_cast {t} : (tensor<3x5xQ>) -> tensor<3x5xS>""".replace("Q", element.replace("{", "{{").replace("}", "}}")).replace("S", STORED[kind]))
        integers = s.ints(3, 5, low=low, high=high + 1, kind="i8").astype(kind)
        integers[0, :2] = low, high
        real = ((integers.astype("f8") - zeros) * scales).astype("f4")
        s.case("dequantize-%s-%s" % (name, kind), None, [integers], real, body="""
{t} = nn.storage_cast {0} : (tensor<3x5xS>) -> tensor<3x5xQ>
{r} = nn.dequantize {t} : (tensor<3x5xQ>) -> tensor<3x5xf32>""".replace("Q", element.replace("{", "{{").replace("}", "}}")).replace("S", STORED[kind]))
s.case("storage", None, [np.array([0, 127, 128, 255], "u1")], np.array([0, 127, 128, 255], "u1"), body="""
{t} = nn.storage_cast {0} : (tensor<4xui8>) -> tensor<4x!quant.uniform<u8:f32, 0.5:3>>
{u} = nn.storage_cast {t} : (tensor<4x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<4x!quant.uniform<u8:f32, 0.25:9>>
{r} = nn.storage_cast {u} : (tensor<4x!quant.uniform<u8:f32, 0.25:9>>) -> tensor<4xui8>""")
s.case("infinite", None, [np.array([np.inf, -np.inf], "f4")], np.array([255, 0], "u1"), body="""
{t} = nn.quantize {0} : (tensor<2xf32>) -> tensor<2x!quant.uniform<u8:f32, 0.5:3>>
{r} = nn.storage_cast {t} : (tensor<2x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<2xui8>""")


def product(name, operation, x, w, compute, filters, bias, kinds, zeros, filter_scales=0.5, attributes=""):
    """Inputs in steps of 1/4, filters of 1/2 or of scales of their own, results
    of 4: real values are exact."""
    kind, filter_kind, result_kind = kinds
    per_filter = isinstance(filter_scales, list)
    filter_zeros = [0] * filters if per_filter else zeros[1]
    types = [quantized(kind, 0.25, zeros[0]), quantized(filter_kind, filter_scales, filter_zeros, 0 if per_filter else None), quantized(result_kind, 4.0, zeros[2])]
    scales = np.array(filter_scales) if per_filter else filter_scales
    sums = compute(x.astype("i8") - zeros[0], w.astype("i8") - (0 if per_filter else zeros[1]))
    sums = sums + (0 if bias is None else bias.astype("i8"))
    y = np.clip(np.round(sums * (0.25 * scales) / 4) + zeros[2], *LIMITS[result_kind]).astype(result_kind)
    shapes = [shaped(array.shape, element) for array, element in zip((x, w, y), types)]
    plain = [shaped(array.shape, STORED[array.dtype.str[1:]]) for array in (x, w, y)]
    operands, last = "{t}, {u}", ""
    inputs = [x, w]
    if bias is not None:
        operands, last = operands + ", {2}", ", " + shaped(bias.shape, "i32")
        inputs.append(bias)
    escape = [text.replace("{", "{{").replace("}", "}}") for text in shapes]
    s.case(name, None, inputs, y, body="""
{t} = nn.storage_cast {0} : (P0) -> S0
{u} = nn.storage_cast {1} : (P1) -> S1
{r}q = OP OPERANDS ATTRIBUTES : (S0, S1LAST) -> S2
{r} = nn.storage_cast {r}q : (S2) -> P2""".replace("OPERANDS", operands).replace("OP", operation).replace("ATTRIBUTES", attributes).replace("LAST", last)
           .replace("P0", plain[0]).replace("P1", plain[1]).replace("P2", plain[2])
           .replace("S0", escape[0]).replace("S1", escape[1]).replace("S2", escape[2]))


def pointwise(x, w):
    return x @ w[:, 0, 0].T


def window(x, w):
    """A window of 2x2 with a border of one zero above and on the left."""
    x = np.pad(x, [(0, 0), (1, 0), (1, 0), (0, 0)])
    rows, columns = x.shape[1] - 1, x.shape[2] - 1
    return sum(x[:, r:r + rows, c:c + columns] @ w[:, r, c].T for r in range(2) for c in range(2))


for kinds in (("u1", "u1", "u1"), ("u1", "i1", "u1"), ("i1", "i1", "i1"), ("u1", "i1", "i1")):
    def integers(kind, *shape):
        return s.ints(*shape, low=LIMITS[kind][0], high=LIMITS[kind][1] + 1, kind="i8").astype(kind)
    bias = s.ints(4, low=-3000, high=3000, kind="i4")
    for with_bias in (False, True):
        b = bias if with_bias else None
        for label, zeros in {"": (0, 0, 0), "-zeros": (100, 5, -20 if kinds[2] == "i1" else 90)}.items():
            tail = "-%s%s%s" % ("-".join(kinds), label, "-bias" if with_bias else "")
            x, w = integers(kinds[0], 2, 3), integers(kinds[1], 4, 3)
            product("connected" + tail, "nn.fully_connected", x, w, lambda a, b: a @ b.T, 4, b, kinds, zeros)
            scales = [0.5, 0.25, 0.125, 1.0]
            product("connected-filters" + tail, "nn.fully_connected", x, w, lambda a, b: a @ b.T, 4, b, kinds, zeros, scales)
            x, w = integers(kinds[0], 1, 2, 3, 3), integers(kinds[1], 4, 1, 1, 3)
            product("pointwise" + tail, "nn.conv2d", x, w, pointwise, 4, b, kinds, zeros, scales)
            # A border has the value zero, which is stored as the zero point.
            w = integers(kinds[1], 4, 2, 2, 3)
            product("window" + tail, "nn.conv2d", x, w, window, 4, b, kinds, zeros, scales, "pads [1, 0, 1, 0]")
    a, b = integers(kinds[0], 2, 3, 4), integers(kinds[1], 4, 5)
    product("matmul-" + "-".join(kinds), "nn.matmul", a, b, np.matmul, 5, None, kinds, (3, 9, 1))

s.run()
