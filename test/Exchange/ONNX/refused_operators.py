"""Nodes that must be refused; each with one line that names the node."""

import sys

from onnx import TensorProto as T
from onnx import helper as h
from refusals import case, floats, ints, main, model, tensor

IMAGE = [floats("x", [1, 4, 8, 8])]
MATRIX = [floats("x", [4, 6])]


def refused(name, operator, inputs, *parts, on=None, constants=(), outputs=("y",), opset=13, **attributes):
    """One node that reads x, a network input, and constants."""
    node = h.make_node(operator, inputs, outputs, name="here", **attributes)
    case(name, model([node], on, initializers=constants, opset=opset), "here: error: operator '%s'" % operator, *parts)


def scalar(name, value, kind=T.INT64):
    return h.make_tensor(name, kind, [], [value])


# Products.
FILTER = tensor("w", [4, 4, 3, 3], 4 * 4 * 9 * 4)
refused("conv-3d", "Conv", ["x", "w"], "of 1 or 2 dimensions, but got an input of rank 5 and a filter of rank 5",
        on=[floats("x", [1, 4, 8, 8, 8])], constants=[tensor("w", [4, 4, 1, 1, 1], 64)])
refused("conv-no-filter", "Conv", ["x"], "expected an input and a filter", on=IMAGE)
refused("conv-bias", "Conv", ["x", "w", "b"], "expected a bias with 1 dimension", on=IMAGE, constants=[FILTER, tensor("b", [1, 4], 16)])
refused("conv-kernel-shape", "Conv", ["x", "w"], "expected kernel_shape to be that of the filter", on=IMAGE, constants=[FILTER], kernel_shape=[3, 5])
refused("conv-strides", "Conv", ["x", "w"], "expected kernel_shape, strides and dilations of 2 and pads of 4 numbers",
        on=IMAGE, constants=[FILTER], strides=[1])
refused("transposed-groups", "ConvTranspose", ["x", "w"], "expected a filter of 4 input channels, a multiple of 3 groups",
        on=IMAGE, constants=[FILTER], group=3)
refused("transposed-shape", "ConvTranspose", ["x", "w"], "expected an output_shape of 2 sizes", on=IMAGE, constants=[FILTER], output_shape=[1, 4, 8])
refused("transposed-padding", "ConvTranspose", ["x", "w"], "expected an output_padding of 2 numbers", on=IMAGE, constants=[FILTER], output_padding=[1])
refused("transposed-negative", "ConvTranspose", ["x", "w"], "expected an output_padding that is not negative",
        on=IMAGE, constants=[FILTER], output_padding=[-1, 0])
refused("gemm-rank", "Gemm", ["x", "x"], "expected two matrices", on=IMAGE)
refused("matmul-scalar", "MatMul", ["x", "s"], "expected two operands with dimensions", constants=[scalar("s", 1.0, T.FLOAT)])
# Windows.
refused("pool-3d", "MaxPool", ["x"], "expected a pooling of 1 or 2 dimensions, but got an input of rank 5",
        on=[floats("x", [1, 4, 8, 8, 8])], kernel_shape=[2, 2, 2])
refused("pool-dilated", "AveragePool", ["x"], "dilations are not supported", on=IMAGE, kernel_shape=[2, 2], dilations=[2, 2], opset=19)
refused("global-pool-flat", "GlobalAveragePool", ["x"], "expected an input with spatial dimensions", on=MATRIX)
refused("reduce-axis", "ReduceMean", ["x"], "expected axes of a tensor of rank 2", on=MATRIX, axes=[2])
refused("softmax-axis", "Softmax", ["x"], "expected an axis of a tensor of rank 2", on=MATRIX, axis=2)
SCALES = h.make_tensor("s", T.FLOAT, [4], [1, 1, 2, 2])
refused("resize-rank", "Resize", ["x", "", "s"], "expected an input of rank 3 or 4, but got rank 2", on=MATRIX, constants=[SCALES])
refused("resize-count", "Resize", ["x", "", "s"], "expected 4 sizes or scales, but got 2", on=IMAGE,
        constants=[h.make_tensor("s", T.FLOAT, [2], [2, 2])])
for text in ("nan", "inf", "1e30", "-2"):
    refused("resize-" + text, "Resize", ["x", "", "s"], "expected positive sizes, but got ", on=IMAGE,
            constants=[h.make_tensor("s", T.FLOAT, [4], [1, 1, float(text), 2])])
refused("resize-zero", "Resize", ["x", "", "", "s"], "expected positive sizes, but got 0", on=IMAGE, constants=[ints("s", [1, 4, 0, 8])])
refused("resize-channels", "Resize", ["x", "", "s"], "resizing batch or channels", on=IMAGE, constants=[h.make_tensor("s", T.FLOAT, [4], [1, 2, 2, 2])])
refused("resize-policy", "Resize", ["x", "", "", "s"], "keep_aspect_ratio_policy 'tallest' is not supported", on=IMAGE,
        constants=[ints("s", [1, 4, 9, 7])], keep_aspect_ratio_policy="tallest", opset=18)
refused("resize-axes", "Resize", ["x", "", "", "s"], "expected 2 sizes or scales, but got 4", on=IMAGE, constants=[ints("s", [1, 4, 9, 7])], axes=[2, 3], opset=18)
refused("resize-axis", "Resize", ["x", "", "", "s"], "expected an axis of a tensor of rank 4, but got 4", on=IMAGE, constants=[ints("s", [9])], axes=[4], opset=18)
refused("resize-twice", "Resize", ["x", "", "", "s"], "expected axes that differ, but got -1, which is there twice", on=IMAGE, constants=[ints("s", [9, 9])], axes=[3, -1], opset=18)
refused("resize-signal", "Resize", ["x", "", "", "s"], "resizing batch or channels is not supported", on=[floats("x", [1, 4, 8])], constants=[ints("s", [1, 8, 8])])
refused("resize-mode", "Resize", ["x", "", "s"], "mode 'lanczos' is not supported", on=IMAGE, constants=[SCALES], mode="lanczos")
refused("resize-nearest", "Resize", ["x", "", "s"], "nearest_mode 'up' is not supported", on=IMAGE, constants=[SCALES], nearest_mode="up")
refused("resize-unknown", "Resize", ["x", "", "s"], "coordinate_transformation_mode 'tf_half_pixel_for_nn' is not supported",
        on=IMAGE, constants=[SCALES], coordinate_transformation_mode="tf_half_pixel_for_nn")
refused("resize-roi", "Resize", ["x", "r", "s"], "expected a roi of 8 numbers, but got 2", on=IMAGE,
        constants=[SCALES, h.make_tensor("r", T.FLOAT, [2], [0, 1])], coordinate_transformation_mode="tf_crop_and_resize")
refused("resize-matrix-type", "Resize", ["x", "", "s"], "expected floating-point numbers, but got 'i32'",
        on=[h.make_tensor_value_info("x", T.INT32, [1, 4, 8, 8])], constants=[SCALES], mode="linear", antialias=1, opset=18)
# Shapes.
refused("reshape-none", "Reshape", ["x"], "expected a shape", on=MATRIX)
refused("reshape-negative", "Reshape", ["x", "s"], "expected sizes that are positive or one -1, but got -2", on=MATRIX, constants=[ints("s", [-2, 6])])
refused("reshape-nan", "Reshape", ["x", "s"], "expected a shape of 24 elements", on=MATRIX, constants=[h.make_tensor("s", T.FLOAT, [2], [float("nan"), 4])])
refused("flatten-axis", "Flatten", ["x"], "expected an axis of a tensor of rank 2", on=MATRIX, axis=3)
refused("unsqueeze-none", "Unsqueeze", ["x"], "expected axes", on=MATRIX)
refused("unsqueeze-twice", "Unsqueeze", ["x", "a"], "expected axes that differ", on=MATRIX, constants=[ints("a", [0, 0])])
refused("expand", "Expand", ["x", "s"], "expected a shape to which the input broadcasts", on=MATRIX, constants=[ints("s", [4, 5])])
refused("constant", "Constant", [], "constants that are no dense numbers are not supported", value_string="text")
# Moves.
refused("concat-rank", "Concat", ["x", "w"], "expected inputs of equal rank", on=MATRIX, constants=[tensor("w", [4], 16)], axis=0)
refused("slice-counts", "Slice", ["x", "b", "e"], "expected as many starts, ends, axes and steps", on=MATRIX, constants=[ints("b", [0, 0]), ints("e", [1])])
refused("slice-none", "Slice", ["x", "", "e"], "expected starts", on=MATRIX, constants=[ints("e", [1])])
refused("slice-empty", "Slice", ["x", "b", "b"], "an empty slice is not supported", on=MATRIX, constants=[ints("b", [1])])
refused("slice-twice", "Slice", ["x", "b", "e", "a"], "expected axes that differ, but got -2, which is there twice", on=MATRIX,
        constants=[ints("b", [0, 0]), ints("e", [1, 1]), ints("a", [0, -2])])
refused("split-uneven", "Split", ["x"], "expected a size that is a multiple of 3 outputs, but got 4", on=MATRIX, outputs=["y", "z", "u"], axis=0)
refused("split-parts", "Split", ["x", "s"], "expected 2 positive parts of 4", on=MATRIX, constants=[ints("s", [1, 2])], outputs=["y", "z"])
refused("pad-count", "Pad", ["x", "p"], "expected 4 pads", on=MATRIX, constants=[ints("p", [1, 1])])
refused("pad-negative", "Pad", ["x", "p"], "expected pads that leave a part of dimension 0, but got an empty tensor", on=MATRIX,
        constants=[ints("p", [-2, 0, -2, 0])])
refused("pad-huge", "Pad", ["x", "p"], "expected pads of at most 2^32, but got 4611686018427387904", on=MATRIX, constants=[ints("p", [2**62, 0, 0, 0])])
refused("pad-smallest", "Pad", ["x", "p"], "expected pads of at most 2^32, but got -9223372036854775808", on=MATRIX, constants=[ints("p", [-2**63, 0, 0, 0])])
refused("pad-axes", "Pad", ["x", "p", "", "a"], "expected 2 pads", on=MATRIX, constants=[ints("p", [1, 0, 0, 0]), ints("a", [1])], opset=18)
refused("pad-axis", "Pad", ["x", "p", "", "a"], "expected an axis of a tensor of rank 2, but got 2", on=MATRIX,
        constants=[ints("p", [1, 0]), ints("a", [2])], opset=18)
refused("pad-twice", "Pad", ["x", "p", "", "a"], "expected axes that differ, but got -1, which is there twice", on=MATRIX,
        constants=[ints("p", [1, 0, 0, 0]), ints("a", [1, -1])], opset=18)
refused("pad-value", "Pad", ["x", "p", "v"], "expected a value of 1 element", on=MATRIX, constants=[ints("p", [1, 0, 0, 0]), tensor("v", [2], 8)])
refused("pad-mode", "Pad", ["x", "p"], "mode 'mirror' is not supported", on=MATRIX, constants=[ints("p", [1, 0, 0, 0])], mode="mirror")
refused("blocks-size", "DepthToSpace", ["x"], "rank 4 and a positive blocksize", on=MATRIX, blocksize=2)
refused("blocks-multiple", "SpaceToDepth", ["x"], "expected sizes that are multiples of the blocksize", on=IMAGE, blocksize=3)
# Picks.
refused("tile-count", "Tile", ["x", "r"], "expected 2 repeats, but got 1", on=MATRIX, constants=[ints("r", [2])])
refused("tile-zero", "Tile", ["x", "r"], "expected repeats that are positive, but got 0", on=MATRIX, constants=[ints("r", [2, 0])])
refused("tile-huge", "Tile", ["x", "r"], "the result has too many elements", on=MATRIX, constants=[ints("r", [2**29, 2**29])])
refused("triangle-k", "Trilu", ["x", "k"], "expected k of 1 element", on=MATRIX, constants=[ints("k", [1, 1])], opset=14)
refused("triangle-rank", "Trilu", ["x"], "expected an input of rank 2 or more", on=[floats("x", [4])], opset=14)
refused("triangle-huge", "Trilu", ["x"], "expected a triangle of at most 67108864 elements, but got one of 65536 by 65536", on=[floats("x", [65536, 65536])], opset=14)
# Arithmetic.
refused("elu-integers", "Elu", ["x"], "expected floating-point numbers, but got 'ui32'", on=[h.make_tensor_value_info("x", T.UINT32, [3])])
refused("clip-bound", "Clip", ["x", "b"], "expected a bound of 1 element, but got 2", on=MATRIX, constants=[tensor("b", [2], 8)])
refused("norm-training", "BatchNormalization", ["x", "w", "w", "w", "w"], "training mode is not supported", on=IMAGE,
        constants=[tensor("w", [4], 16)], opset=15, training_mode=1)
refused("norm-rank", "BatchNormalization", ["x", "w", "w", "w", "w"], "expected an input with channels, but got rank 1", on=[floats("x", [4])],
        constants=[tensor("w", [4], 16)], opset=15)
refused("norm-statistics", "BatchNormalization", ["x", "w", "m", "w", "w"], "expected input 2 to have 1 dimension", on=IMAGE,
        constants=[tensor("w", [4], 16), tensor("m", [4, 1], 16)], opset=15)
refused("dropout-training", "Dropout", ["x", "", "t"], "training mode is not supported", on=MATRIX,
        constants=[h.make_tensor("t", T.BOOL, [], [True])])
refused("lp-norm", "LpNormalization", ["x"], "expected p of 1 or 2, but got 3", on=MATRIX, p=3)
refused("shapes-at-run-time", "Range", ["x", "x", "x"], "computes shapes: expected constants, but 'x' is known at run time only", on=[floats("x", [])])
# Cells of recurrent networks: x[steps, batch, inputs], one direction.
SEQUENCE = [floats("x", [5, 1, 3])]
CELL = [tensor("w", [1, 16, 3], 16 * 3 * 4), tensor("r", [1, 16, 4], 16 * 4 * 4), tensor("b", [1, 8], 32)]
CELL.append(h.make_tensor("n", T.INT32, [1], [6]))
CELL.append(h.make_tensor("m", T.INT32, [2], [5, 5]))


def cell(name, inputs, *parts, **attributes):
    refused("cell-" + name, "LSTM", inputs, *parts, on=SEQUENCE, constants=CELL, **attributes)


cell("rank", ["x", "w", "b"], "expected an input and weights of rank 3")
cell("directions", ["x", "w", "r"], "expected weights of 2 directions with 4 gates", direction="bidirectional")
cell("activations", ["x", "w", "r"], "activation 'Sine' is not supported", activations=["Sine", "Tanh", "Tanh"])
cell("functions", ["x", "w", "r"], "expected 3 activations, but got 'Relu'", activations=["Relu"])
cell("direction", ["x", "w", "r"], "direction 'both' is not supported", direction="both")
cell("hidden", ["x", "w", "r"], "expected hidden_size to be 4, that of the weights, but got 5", hidden_size=5)
cell("clip", ["x", "w", "r"], "expected a positive clip, but got -1", clip=-1.0)
cell("bias", ["x", "w", "r", "b"], "expected biases of 32 elements")
cell("lengths", ["x", "w", "r", "", "n"], "expected sequences of 1 to 5 steps, but got 6")
cell("lengths-many", ["x", "w", "r", "", "m"], "expected 1 lengths of sequences, but got 2")
refused("cell-empty", "LSTM", ["x", "w", "r"], "expected a positive hidden size and input size, but got 0 and 3", on=SEQUENCE,
        constants=[tensor("w", [1, 0, 3], 0), tensor("r", [1, 0, 0], 0)])
# What nobody reads is not ignored.
refused("attribute", "MaxPool", ["x"], "expected attributes among auto_pad, ceil_mode, dilations, kernel_shape, pads, storage_order, strides, but got 'stride'",
        on=IMAGE, kernel_shape=[2, 2], stride=[2, 2])
refused("attribute-none", "Relu", ["x"], "expected no attributes, but got 'slope'", slope=1.0)
refused("attribute-folded", "ConstantOfShape", ["s"], "expected attributes among value, but got 'values'", constants=[ints("s", [2])], values=[1])
refused("input", "Relu", ["x", "s"], "input 1, 's', is not supported", constants=[scalar("s", 1)])
refused("pad-type", "Pad", ["x", "p", "v"], "expected a value of 1 element of type 'f32', but got 1 of type 'i64'", on=MATRIX,
        constants=[ints("p", [0, 0, 1, 1]), scalar("v", 1)])
refused("quantize-output", "QuantizeLinear", ["x", "s"], "output_dtype FLOAT8E4M3FN is not supported" if hasattr(T, "FLOAT8E4M3FN") else
        "output_dtype number 17 is not supported", constants=[scalar("s", 1.0, T.FLOAT)], output_dtype=17, opset=21)
refused("quantize-precision", "QuantizeLinear", ["x", "s"], "expected precision 'f32', but got 'f16'", constants=[scalar("s", 1.0, T.FLOAT)], precision=10, opset=23)
refused("dequantize-output", "DequantizeLinear", ["q", "s"], "expected output_dtype 'f32', the type of the scale, but got 'f16'",
        constants=[scalar("q", 1, T.INT8), scalar("s", 1.0, T.FLOAT)], output_dtype=10, opset=23)
refused("norm-spatial", "BatchNormalization", ["x", "x", "x", "x", "x"], "statistics for each pixel (spatial = 0)", spatial=0, opset=7)
refused("norm-stash", "LayerNormalization", ["x", "x"], "expected stash_type 1, 32-bit floating point, but got 11", stash_type=11, opset=17)
refused("gelu", "Gelu", ["x"], "approximate 'erf' is not supported", approximate="erf", opset=20)
refused("depth-mode", "DepthToSpace", ["x"], "mode 'CDR' is not supported", on=IMAGE, blocksize=2, mode="CDR")
refused("split-outputs", "Split", ["x"], "expected num_outputs to be 1, but got 2", on=MATRIX, num_outputs=2, opset=18)
refused("shape-large", "ConstantOfShape", ["s"], "expected a shape of positive sizes and at most 2^32 elements", constants=[ints("s", [2**20, 2**20])])
refused("shape-value", "ConstantOfShape", ["s"], "expected a value of 1 element, but got 2", constants=[ints("s", [2])], value=ints("v", [1, 2]))
# Scatters and selections.
INDEX, UPDATE = ints("i", [0]), tensor("u", [6], 24)
refused("scatter-reduction", "ScatterND", ["x", "i", "u"], "reduction 'mean' is not supported", on=MATRIX, constants=[INDEX, UPDATE], reduction="mean", opset=18)
refused("scatter-type", "ScatterND", ["x", "i", "u"], "expected updates of type 'f32', but got 'i64'", on=MATRIX, constants=[INDEX, ints("u", [1] * 6)], opset=18)
refused("scatter-index", "ScatterND", ["x", "u", "u"], "expected integers as indices, but got 'f32'", on=MATRIX, constants=[UPDATE], opset=18)
refused("scatter-tuple", "ScatterND", ["x", "i", "u"], "expected tuples of 1 to 2 indices, but got 3", on=MATRIX, constants=[ints("i", [0, 1, 2]), UPDATE], opset=18)
refused("scatter-updates", "ScatterND", ["x", "i", "u"], "expected updates of rank 1 and the shape that indices and data give", on=MATRIX,
        constants=[INDEX, tensor("u", [5], 20)], opset=18)
refused("scatter-range", "ScatterND", ["x", "i", "u"], "expected indices below 4, but got 4", on=MATRIX, constants=[ints("i", [4]), UPDATE], opset=18)
refused("scatter-shape", "ScatterElements", ["x", "i", "u"], "expected indices and updates of one shape, no larger than the input", on=MATRIX,
        constants=[INDEX, UPDATE], opset=18)
refused("scatter-times", "ScatterND", ["x", "i", "u"], "expected at most 64 updates of one element", on=MATRIX,
        constants=[h.make_tensor("i", T.INT64, [65, 1], [0] * 65), tensor("u", [65, 6], 65 * 24)], reduction="add", opset=18)
refused("scatter-open", "ScatterND", ["x", "i", "u"], "expected at most 16777216 pairs of places and updates where indices are known at run time only, but got 10000 by 5000",
        on=[floats("x", [10000]), h.make_tensor_value_info("i", T.INT64, [5000, 1]), floats("u", [5000])], opset=18)
refused("topk-count", "TopK", ["x", "k"], "expected k of 1 to 6, but got 7", on=MATRIX, constants=[ints("k", [7])])
refused("topk-counts", "TopK", ["x", "k"], "expected k of 1 element", on=MATRIX, constants=[ints("k", [1, 2])])
# Attention.
HEADS = [floats("x", [1, 2, 3, 4]), floats("k", [1, 2, 5, 4]), floats("v", [1, 2, 5, 4])]
refused("attention-heads", "Attention", ["x", "k", "v"], "expected heads, lengths and channels that agree", on=HEADS[:2] + [floats("v", [1, 2, 6, 4])], opset=23)
refused("attention-rank", "Attention", ["x", "x", "x"], "expected operands of rank 4, or of rank 3 with q_num_heads heads, but got rank 2 and 0", on=MATRIX, opset=23)
refused("attention-precision", "Attention", ["x", "k", "v"], "softmax_precision DOUBLE is not supported", on=HEADS, softmax_precision=11, opset=23)
sys.exit(main())
