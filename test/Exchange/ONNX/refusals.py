"""Models for tests of refusals, and what runs them: each is refused with one line and exit code 1."""

import os
import subprocess
import sys

from onnx import TensorProto as T
from onnx import helper as h

FOLDER = sys.argv[1]
os.makedirs(FOLDER, exist_ok=True)
CASES = []


def floats(name, dims):
    return h.make_tensor_value_info(name, T.FLOAT, dims)


def model(nodes, inputs=None, outputs=None, initializers=(), opset=13):
    graph = h.make_graph(nodes, "g", inputs or [floats("x", [1, 4])], outputs or [floats("y", None)], initializers)
    return h.make_model(graph, opset_imports=[h.make_opsetid("", opset)])


def tensor(name, dims, size, kind=T.FLOAT):
    proto = T(name=name, data_type=kind, dims=dims)
    proto.raw_data = b"\0" * size
    return proto


def ints(name, values):
    return h.make_tensor(name, T.INT64, [len(values)], values)


def case(name, content, *parts, options=()):
    """A model, or the bytes of one, and what its diagnostic says."""
    CASES.append((name, content, parts, options))


def main():
    failures = 0
    for name, content, parts, options in CASES:
        path = os.path.join(FOLDER, name + ".onnx")
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.SerializeToString())
        try:
            result = subprocess.run(["tenon-translate", "--import-onnx", path, *options], capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            print("FAILED %s: no end after 20 s" % name)
            failures += 1
            continue
        lines = result.stderr.decode(errors="replace").splitlines()
        good = result.returncode == 1 and len(lines) == 1 and "error: " in lines[0]
        if not good or not all(part in lines[0] for part in parts) or result.stdout:
            failures += 1
            print("FAILED %s: exit code %d, %d lines: %s" % (name, result.returncode, len(lines), lines[:2]))
    print("%d models refused" % (len(CASES) - failures))
    return 1 if failures else 0
