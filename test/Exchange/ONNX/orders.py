"""Builds two models whose constants are easily confused, one an argument each."""

import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper as n

rng = np.random.default_rng(1)
x = h.make_tensor_value_info("x", T.FLOAT, [1, 4, 4, 4])
outputs = [h.make_tensor_value_info(o, T.FLOAT, [1, 4, 4, 4]) for o in ("y", "z")]
# One initializer next to an image in its own order and next to a convolution,
# whose result has its channels last.
graph = h.make_graph(
    [h.make_node("Conv", ["x", "k"], ["c"]), h.make_node("Add", ["c", "w"], ["y"]), h.make_node("Mul", ["x", "w"], ["z"])],
    "g", [x], outputs,
    [n.from_array(rng.normal(size=(4, 4, 1, 1)).astype(np.float32), "k"),
     n.from_array(rng.normal(size=(4, 4, 4)).astype(np.float32), "w")])
onnx.save(h.make_model(graph, opset_imports=[h.make_opsetid("", 13)]), sys.argv[1])

# A scalar that gets two dimensions at once is the shape of a reshape later.
graph = h.make_graph(
    [h.make_node("Unsqueeze", ["s", "a"], ["t"]), h.make_node("Add", ["x2", "t"], ["y"])],
    "g", [h.make_tensor_value_info("x2", T.FLOAT, [3])], [h.make_tensor_value_info("y", T.FLOAT, [1, 3])],
    [n.from_array(np.float32(2.5), "s"), n.from_array(np.array([0, 1], np.int64), "a")])
onnx.save(h.make_model(graph, opset_imports=[h.make_opsetid("", 13)]), sys.argv[2])
