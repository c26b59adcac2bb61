"""Nodes that become several operations and must be refused; each with one line."""

import sys

from onnx import TensorProto as T
from onnx import helper as h
from refusals import CASES, case, floats, ints, main, model, tensor

IMAGE = [floats("x", [1, 3, 8, 8])]


def scale(name, values):
    return h.make_tensor(name, T.FLOAT, [], values)


def composed(name, operator, inputs, *parts, given=None, initializers=(), opset=17, **attributes):
    case(name, model([h.make_node(operator, inputs, ["y"], **attributes)], given, initializers=initializers, opset=opset), *parts)


def whole(name, dims):
    return h.make_tensor_value_info(name, T.INT64, dims)


WHOLE_IN = [whole("x", [1, 4])]
composed("lrn-size", "LRN", ["x"], "a positive size, but got rank 2 and size 0")
composed("lrn-rank", "LRN", ["x"], "got rank 1 and size 3", given=[floats("x", [4])], size=3)
composed("lrn-type", "LRN", ["x"], "floating-point numbers, but got 'i64'", given=WHOLE_IN, size=3)
composed("lrn-none", "LRN", [""], "expected an input", size=3)
composed("lp-pool-p", "LpPool", ["x"], "p of 1 to 64, but got 0", given=IMAGE, p=0, kernel_shape=[2, 2])
composed("lp-pool-rank", "LpPool", ["x"], "of 1 or 2 dimensions", kernel_shape=[2])
composed("lp-pool-dilations", "LpPool", ["x"], "dilations are not supported", given=IMAGE, kernel_shape=[2, 2], dilations=[2, 2])
composed("lp-pool-kernel", "LpPool", ["x"], "none of them huge", given=IMAGE, kernel_shape=[2**40, 2**40])
composed("global-lp-rank", "GlobalLpPool", ["x"], "spatial dimensions, but got rank 2")
composed("global-lp-p", "GlobalLpPool", ["x"], "p of 1 to 64, but got -3", given=IMAGE, p=-3)
GROUPS = [tensor("s", [2], 8), tensor("t", [3], 12)]
composed("groups", "GroupNormalization", ["x", "s", "s"], "groups of equal size, but got rank 2 and num_groups 3", initializers=GROUPS, num_groups=3)
composed("groups-none", "GroupNormalization", ["x", "s", "s"], "num_groups 0", initializers=GROUPS)
composed("groups-scale", "GroupNormalization", ["x", "t", "s"], "input 1 to have 2 elements, one a group", initializers=GROUPS, num_groups=2, opset=18)
composed("groups-bias", "GroupNormalization", ["x", "s"], "input 2 to have 2 elements, one a group", initializers=GROUPS, num_groups=2, opset=18)
composed("channels-scale", "GroupNormalization", ["x", "s", "s"], "input 1 to have 4 elements, one a channel", initializers=GROUPS, num_groups=2, opset=21)


def einsum(equation, *parts, inputs=("x",), given=None):
    composed("einsum-%d" % len(CASES), "Einsum", inputs, *parts, given=given, equation=equation)


PAIR = [floats("x", [1, 4]), floats("w", [3, 2])]
einsum("ab,bc->ac", "an equation of 1 operands, but got 'ab,bc->ac'")
einsum("ab->ab", "an equation of 2 operands", inputs=["x", "w"], given=PAIR)
einsum("", "'' to name 2 dimensions")
einsum("abc->a", "'abc' to name 2 dimensions")
einsum("...abc->a", "'...abc' to name 2 dimensions")
einsum("a1->a", "letters and one ellipsis in 'a1'")
einsum("......->a", "'......' to name 2 dimensions")
einsum("ab->...->b", "letters and one ellipsis")
einsum("ab->c", "each letter of the result once")
einsum("ab->aa", "each letter of the result once")
einsum("aa->a", "one size for each letter, but got 1 and 4")
einsum("ab,bc->ac", "one size for each letter, but got 4 and 3", inputs=["x", "w"], given=PAIR)
einsum("ab,bc->ac", "input 1 to be there", inputs=["x", ""])
composed("einsum-none", "Einsum", ["x"], "'' to name 2 dimensions")
composed("einsum-types", "Einsum", ["x", "w"], "element type", given=[floats("x", [1, 4]), whole("w", [4, 2])], equation="ab,bc->ac")
composed("einsum-huge", "Einsum", ["x", "x"], "elements", given=[floats("x", [2**20])], equation="a,b->ab")
composed("cumsum-open", "CumSum", ["x", "a"], "'a' is known at run time only", given=[floats("x", [1, 4]), whole("a", [])])
composed("cumsum-axis", "CumSum", ["x", "a"], "an axis of a tensor of rank 2, but got 2", initializers=[ints("a", [2])])
composed("cumsum-axes", "CumSum", ["x", "a"], "an axis of 1 element, but got 2", initializers=[ints("a", [0, 1])])
composed("cumsum-none", "CumSum", ["x"], "expected axis as input 1")
composed("reverse-axes", "ReverseSequence", ["x", "n"], "the first two dimensions, but got 0 and 2 of 2", initializers=[ints("n", [1])], batch_axis=2)
composed("reverse-lengths", "ReverseSequence", ["x", "n"], "expected 4 lengths", initializers=[ints("n", [1])])
composed("onehot-depth", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [0]), ints("v", [0, 1])])
composed("onehot-deep", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [2**40]), ints("v", [0, 1])])
composed("onehot-depths", "OneHot", ["x", "d", "v"], "a depth of 1 to 16777216", initializers=[ints("d", [2, 3]), ints("v", [0, 1])])
composed("onehot-large", "OneHot", ["x", "d", "v"], "at most 2^32 elements", given=[floats("x", [2**10, 2**10])], initializers=[ints("d", [2**23]), ints("v", [0, 1])])
composed("onehot-values", "OneHot", ["x", "d", "v"], "two values, off and on", initializers=[ints("d", [2]), ints("v", [0])])
composed("onehot-axis", "OneHot", ["x", "d", "v"], "rank 3, but got 3", initializers=[ints("d", [2]), ints("v", [0, 1])], axis=3)
composed("eye-rank", "EyeLike", ["x"], "rank 2, but got rank 4", given=IMAGE)
composed("eye-large", "EyeLike", ["x"], "too many elements", given=[floats("x", [2**16, 2**16])])
composed("eye-type", "EyeLike", ["x"], "element type STRING is not supported", dtype=T.STRING)
composed("hardmax-axis", "Hardmax", ["x"], "rank 2, but got 2", axis=2)
composed("hardmax-type", "Hardmax", ["x"], "floating-point numbers", given=WHOLE_IN)
composed("hardmax-large", "Hardmax", ["x"], "too many elements", given=[floats("x", [1, 2**25])])
composed("tuples", "GatherND", ["x", "i"], "tuples of 1 to 2 indices, but got 3", initializers=[ints("i", [0, 0, 0])])
composed("tuples-batch", "GatherND", ["x", "i"], "batch_dims that agree, but got 1", given=[floats("x", [2, 4])], initializers=[h.make_tensor("i", T.INT64, [1, 1], [0])], batch_dims=1)
composed("tuples-scalar", "GatherND", ["x", "i"], "batch_dims that agree", initializers=[h.make_tensor("i", T.INT64, [], [0])])
composed("tuples-type", "GatherND", ["x", "x"], "integers as indices, but got 'f32'", given=[floats("x", [1, 1])])
composed("elements-rank", "GatherElements", ["x", "i"], "indices of rank 2 that are no larger", initializers=[ints("i", [0])])
composed("elements-size", "GatherElements", ["x", "i"], "indices of rank 2 that are no larger", initializers=[h.make_tensor("i", T.INT64, [2, 1], [0, 0])], axis=1)
composed("elements-type", "GatherElements", ["x", "x"], "integers as indices")
composed("compress-none", "Compress", ["x", "k"], "holds for one or more of 4 elements", initializers=[h.make_tensor("k", T.BOOL, [2], [0, 0])])
composed("compress-long", "Compress", ["x", "k"], "holds for one or more of 1 elements", initializers=[h.make_tensor("k", T.BOOL, [2], [0, 1])], axis=0)
composed("nonzero-open", "NonZero", ["x"], "'x' is known at run time only")
composed("mod-floats", "Mod", ["x", "x"], "fmod = 1 for elements of type 'f32', but got 0")
composed("castlike-one", "CastLike", ["x"], "at least 2 inputs, but got 1")
composed("infinite-none", "IsInf", ["x"], "detect_positive or detect_negative", detect_positive=0, detect_negative=0)
composed("infinite-type", "IsInf", ["x"], "floating-point numbers", given=WHOLE_IN)
composed("shrink-type", "Shrink", ["x"], "floating-point numbers", given=WHOLE_IN)
SAMPLED = IMAGE + [floats("g", [1, 2, 2, 2])]
composed("sample-mode", "GridSample", ["x", "g"], "mode 'area' is not supported", given=SAMPLED, mode="area")
composed("sample-padding", "GridSample", ["x", "g"], "padding_mode 'wrap' is not supported", given=SAMPLED, padding_mode="wrap")
composed("sample-grid", "GridSample", ["x", "x"], "expected an input of rank 4 and a grid", given=SAMPLED)
composed("sample-rank", "GridSample", ["x", "g"], "expected an input of rank 4 and a grid", given=[floats("x", [1, 4])] + SAMPLED[1:])
composed("sample-none", "GridSample", ["x", ""], "input 1 to be there", given=IMAGE)
composed("sample-type", "GridSample", ["g", "x"], "floating-point numbers, but got 'i64'", given=WHOLE_IN + SAMPLED[1:])
RNN_IN = [floats("x", [300, 1, 4]), floats("w", [1, 3, 4]), floats("r", [1, 3, 3])]
composed("rnn-steps", "RNN", ["x", "w", "r"], "at most 256 steps of a cell that is not usual, but got 300", given=RNN_IN)
composed("rnn-function", "RNN", ["x", "w", "r"], "activation 'Sine' is not supported", given=RNN_IN, activations=["Sine"])
composed("rnn-functions", "RNN", ["x", "w", "r"], "expected 1 activations, but got 'Tanh, Relu'", given=RNN_IN, activations=["Tanh", "Relu"])
composed("rnn-weights", "RNN", ["x", "w", "w"], "weights of 1 directions with 1 gates", given=RNN_IN)
composed("rnn-state", "RNN", ["x", "w", "r", "", "", "w"], "an initial state of shape 1x1x3", given=RNN_IN)
composed("gru-state", "GRU", ["x", "w", "r", "", "", "w"], "an initial state of shape 1x1x1", given=RNN_IN[:1] + [floats("w", [1, 3, 4]), floats("r", [1, 3, 1])])
composed("range-large", "Range", ["a", "b", "c"], "small constants only",
         initializers=[scale("a", [0.0]), scale("b", [1e9]), scale("c", [1.0])])
composed("range-open", "Range", ["x", "x", "x"], "expected constants, but 'x' is known at run time only", given=[floats("x", [])])
composed("window-size", "HannWindow", ["n"], "expected a size of 1 to 16777216", initializers=[ints("n", [0])])
composed("window-large", "HannWindow", ["n"], "expected a size of 1 to 16777216", initializers=[ints("n", [2**40])])
composed("window-open", "HammingWindow", ["x"], "'x' is known at run time only")
composed("window-type", "BlackmanWindow", ["n"], "element type STRING is not supported", initializers=[ints("n", [4])], output_datatype=T.STRING)
composed("range-still", "Range", ["a", "b", "c"], "small constants only",
         initializers=[scale("a", [0.0]), scale("b", [1.0]), scale("c", [0.0])])
composed("opset-old-cast", "Cast", ["x"], "opset 6 or later, but got 5; convert the model to a newer opset", opset=5, to="FLOAT")
sys.exit(main())
