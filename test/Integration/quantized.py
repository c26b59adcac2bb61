"""Makes two quantized networks with seeded weights.

FOLDER/qdq.onnx has float convolutions between QuantizeLinear and
DequantizeLinear, with filters of 8 bits that have a scale for each channel;
FOLDER/qlinear.onnx has integers from end to end.

usage: quantized.py FOLDER
"""

import os
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

random = numpy.random.RandomState(7)


class Graph:
    def __init__(self):
        self.nodes, self.initializers = [], []

    def constant(self, name, values, dtype):
        self.initializers.append(numpy_helper.from_array(numpy.array(values, dtype), name))
        return name

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def scales(self, name, scale, zero, dtype):
        return [self.constant(name + ".scale", scale, numpy.float32), self.constant(name + ".zero", zero, dtype)]

    def filter(self, name, shape):
        return self.constant(name, random.randint(-127, 128, shape), numpy.int8)

    def save(self, path, x, y):
        graph = helper.make_graph(self.nodes, "g", [x], [y], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def image(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, shape)


def makeQdq(path):
    g = Graph()

    def fake(x, scale, zero):
        s = g.scales(x + ".q", scale, zero, numpy.uint8)
        return g.node("DequantizeLinear", [g.node("QuantizeLinear", [x, *s], x + "_q"), *s], x + "_dq")

    def conv(x, name, k, c, size, **attributes):
        s = g.scales(name, (0.5 + random.rand(k)) / 400, [0] * k, numpy.int8)
        w = g.node("DequantizeLinear", [g.filter(name + ".w", (k, c, size, size)), *s], name + ".w_dq", axis=0)
        return g.node("Conv", [x, w], name, **attributes)

    x = fake("image", 0.01, 128)
    x = g.node("Relu", [conv(x, "conv1", 16, 3, 3, strides=[2, 2], pads=[1, 1, 1, 1])], "relu1")
    x = fake(x, 0.02, 0)
    x = fake(conv(x, "depthwise", 16, 1, 3, group=16, pads=[1, 1, 1, 1]), 0.05, 120)
    x = g.node("MaxPool", [x], "pool", kernel_shape=[2, 2], strides=[2, 2])
    x = g.node("Flatten", [g.node("GlobalAveragePool", [x], "average")], "flat")
    s = g.scales("dense", 0.01, 0, numpy.int8)
    w = g.node("DequantizeLinear", [g.filter("dense.w", (16, 10)), *s], "dense.w_dq")
    g.node("MatMul", [x, w], "classes")
    g.save(path, image("image", TensorProto.FLOAT, 1, 3, 16, 16), image("classes", TensorProto.FLOAT, 1, 10))


def makeQLinear(path):
    g = Graph()

    def conv(x, xs, name, k, c, size, ys, **attributes):
        ws = g.scales(name + ".w", (0.5 + random.rand(k)) / 400, [0] * k, numpy.int8)
        bias = g.constant(name + ".bias", random.randint(-500, 500, k), numpy.int32)
        g.node("QLinearConv", [x, *xs, g.filter(name + ".w", (k, c, size, size)), *ws, *ys, bias], name, **attributes)
        return name

    first = g.scales("image", 0.02, 3, numpy.uint8)
    second = g.scales("conv1.y", 0.03, 110, numpy.uint8)
    third = g.scales("conv2.y", 0.1, 128, numpy.uint8)
    x = conv("image", first, "conv1", 8, 3, 3, second, strides=[2, 2], pads=[0, 1, 1, 0])
    x = g.node("MaxPool", [x], "pool", kernel_shape=[2, 2], strides=[2, 2])
    x = conv(x, second, "conv2", 12, 8, 1, third)
    x = g.node("Reshape", [x, g.constant("shape", [1, 12 * 16], numpy.int64)], "flat")
    ws = g.scales("dense.w", 0.01, 2, numpy.int8)
    last = g.scales("classes", 0.5, 100, numpy.uint8)
    g.node("QLinearMatMul", [x, *third, g.filter("dense.w", (12 * 16, 10)), *ws, *last], "classes")
    g.save(path, image("image", TensorProto.UINT8, 1, 3, 16, 16), image("classes", TensorProto.UINT8, 1, 10))


os.makedirs(sys.argv[1], exist_ok=True)
makeQdq(os.path.join(sys.argv[1], "qdq.onnx"))
makeQLinear(os.path.join(sys.argv[1], "qlinear.onnx"))
