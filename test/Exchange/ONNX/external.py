"""Makes a model with its weights inside, and one with them in a file beside it.

usage: external.py FOLDER
"""

import os
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
weights = numpy_helper.from_array(numpy.random.RandomState(1).rand(64, 32).astype(numpy.float32), "w")
offset = numpy_helper.from_array(numpy.arange(32, dtype=numpy.float32), "b")
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "w"], ["m"]), helper.make_node("Add", ["m", "b"], ["y"])],
    "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, (2, 64))],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, (2, 32))],
    [weights, offset],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
onnx.save(model, os.path.join(folder, "inside.onnx"))
onnx.save(model, os.path.join(folder, "beside.onnx"), save_as_external_data=True, location="weights.bin", size_threshold=0)
