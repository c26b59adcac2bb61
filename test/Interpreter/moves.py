"""Operations that only move elements."""

import itertools

import numpy as np
from check import TYPES, Suite

s = Suite()
KINDS = ("f2", "f4", "f8", "i1", "i8", "u2")
X = s.ints(2, 3, 4, low=0, high=100)
X.flat[5] = 7
for kind in KINDS:
    x = X.astype(kind)
    for permutation in itertools.permutations(range(3)):
        s.case("transpose-%s-%s" % (permutation, kind), "nn.transpose {0} permutation %s" % list(permutation), [x], x.transpose(permutation))
    for shape in [(24,), (6, 4), (1, 2, 1, 12), (4, 3, 2)]:
        s.case("reshape-%s-%s" % (shape, kind), "nn.reshape {0}", [x], x.reshape(shape))
    for axis in range(3):
        parts = [np.take(x, [0], axis), x, np.flip(x, axis)]
        s.case("concat-%d-%s" % (axis, kind), "nn.concat {0}, {1}, {2} axis %d" % axis, parts, np.concatenate(parts, axis))
    s.case("concat-one-" + kind, "nn.concat {0} axis 1", [x], x)
    s.case("slice-" + kind, "nn.slice {0} offsets [1, 0, 1] sizes [1, 2, 2] strides [1, 2, 2]", [x], x[1:2, ::2, 1::2])
    s.case("slice-back-" + kind, "nn.slice {0} offsets [1, 2, 3] sizes [2, 2, 3] strides [-1, -2, -1]", [x], x[::-1, ::-2, 3:0:-1])
    s.case("slice-far-" + kind, "nn.slice {0} offsets [0, 0, 2] sizes [1, 1, 1] strides [100, -100, 7]", [x], x[:1, :1, 2:3])
    for mode, name in {"constant": "constant", "edge": "edge", "reflect": "reflect"}.items():
        low, high = [1, 0, 3], [0, 2, 1]
        s.case("pad-%s-%s" % (mode, kind), "nn.pad %s {0} low %s high %s" % (mode, low, high), [x], np.pad(x, list(zip(low, high)), mode))
    s.case("pad-value-" + kind, "nn.pad constant {0} low [0, 1, 0] high [1, 0, 2] value %s : %s" % ("5.0" if kind[0] == "f" else "5", TYPES[kind]), [x], np.pad(x, [(0, 1), (1, 0), (0, 2)], constant_values=5))
    s.case("pad-nothing-" + kind, "nn.pad reflect {0} low [0, 0, 0] high [0, 0, 0]", [x], x)
    for shape in [(2, 3, 4), (5, 2, 3, 4), (2, 1, 2, 3, 4)]:
        s.case("broadcast-%s-%s" % (shape, kind), "nn.broadcast {0}", [x], np.broadcast_to(x, shape))
    for shape in [(3, 2, 3, 4), (2, 3, 4)]:
        narrow = x[:, :1]
        s.case("broadcast-narrow-%s-%s" % (shape, kind), "nn.broadcast {0}", [narrow], np.broadcast_to(narrow, shape))
    for axis in range(3):
        for name, indices in {"flat": [1, 0, 1], "matrix": [[0, -1], [1, -2]], "scalar": -1, "one": [0]}.items():
            for element in ("i8", "i4", "u1"):
                at = np.array(indices, element if np.min(indices) >= 0 else element.replace("u", "i"))
                s.case("gather-%d-%s-%s-%s" % (axis, name, element, kind), "nn.gather {0}, {1} axis %d" % axis, [x, at], np.take(x, at.astype("i8"), axis))

B = X > 40
assert B.any() and not B.all()
s.case("transpose-bool", "nn.transpose {0} permutation [2, 0, 1]", [B], B.transpose(2, 0, 1))
s.case("concat-bool", "nn.concat {0}, {1} axis 2", [B, ~B], np.concatenate([B, ~B], 2))
s.case("gather-bool", "nn.gather {0}, {1} axis 2", [B, np.array([3, 0])], B[:, :, [3, 0]])
s.case("pad-bool", "nn.pad constant {0} low [0, 0, 1] high [0, 0, 1] value true", [B], np.pad(B, [(0, 0), (0, 0), (1, 1)], constant_values=True))
s.case("pad-infinite", "nn.pad constant {0} low [1] high [0] value 0xFF800000 : f32", [np.array([1], "f4")], np.array([-np.inf, 1], "f4"))
s.case("pad-reflect-all", "nn.pad reflect {0} low [3] high [3]", [np.arange(4, dtype="f4")], np.pad(np.arange(4, dtype="f4"), 3, "reflect"))
s.case("pad-edge-far", "nn.pad edge {0} low [7] high [5]", [np.arange(3, dtype="i4")], np.pad(np.arange(3, dtype="i4"), (7, 5), "edge"))
s.case("scalar-reshape", "nn.reshape {0}", [np.float32(3)], np.full((1, 1), 3, "f4"))
s.case("scalar-unshape", "nn.reshape {0}", [np.full((1, 1), 3, "f4")], np.float32(3))
s.case("scalar-broadcast", "nn.broadcast {0}", [np.float32(3)], np.full((2, 2), 3, "f4"))
s.case("scalar-transpose", "nn.transpose {0} permutation []", [np.int64(3)], np.int64(3))
s.case("scalar-slice", "nn.slice {0} offsets [] sizes [] strides []", [np.int64(3)], np.int64(3))
s.case("scalar-pad", "nn.pad constant {0} low [] high [] value 2.0 : f32", [np.float32(3)], np.float32(3))
# Bits that are not a number, and the sign of zero, stay what they are.
s.case("nan-moves", "nn.concat {0}, {1} axis 0", [np.array([np.nan], "f4"), np.array([np.inf], "f4")], np.array([np.nan, np.inf], "f4"))

s.run()
