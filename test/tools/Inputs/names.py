# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes a network whose names are hostile, runs all tools on it, and holds all
that they print to docs/Tools.md."""

import csv
import io
import json
import os
import py_compile
import subprocess

from onnx import TensorProto, helper

# As long as what they are put in the place of.
TITLE, LINES, LATIN, GOOD = b"t\x1b]0;x\x07t", b"l\n\r\x7f\xc2\x9b\xe2\x80\xaen", b"caf\xe9 \xff", "größe 层".encode()
PLACES = [(letter * len(name), name) for letter, name in ((b"P", TITLE), (b"Q", LINES), (b"R", LATIN), (b"S", GOOD))]
SHOWN = ["t\\x1B]0;x\\x07t", "l\\x0A\\x0D\\x7F\\xC2\\x9B\\xE2\\x80\\xAEn", "caf\\xE9 \\xFF", GOOD.decode()]
CONTROLS = set(range(32)) - {10} | {127}


def make(path):
    p, q, r, s = (place.decode() for place, _ in PLACES)
    value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 4, 6, 6])
    weights = helper.make_tensor("w", TensorProto.FLOAT, [4, 4, 1, 1], [0.5] * 16)
    nodes = [
        helper.make_node("Conv", [r, "w"], ["a"], p),
        helper.make_node("Softmax", ["a"], ["b"], q),
        helper.make_node("Conv", ["b", "w"], [p], s),
    ]
    graph = helper.make_graph(nodes, "g", [value(r)], [value(p)], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    data = model.SerializeToString()
    for place, name in PLACES:
        data = data.replace(place, name)
    with open(path, "wb") as file:
        file.write(data)


def run(*command, code=0):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert result.returncode == code, (command, result)
    for text in (result.stdout, result.stderr):
        text.decode()
        assert not CONTROLS & set(text), (command, text)
    return result.stdout.decode(), result.stderr.decode()


def read(path):
    with open(path, "rb") as file:
        return file.read()


make("net.onnx")
run("tenon-translate", "--import-onnx", "net.onnx", "-o", "net.mlir")
machine = "--engine=ne-small"

# Tables and CSV: what can be displayed as it is, the rest escaped.
for options in ([], ["--critical-path"], ["--values"], ["--compare=net.onnx"], ["--by-layer"]):
    table = run("tenon-sim", "net.onnx", machine, *options)[0]
    layers = [name for name in SHOWN if name in table]
    assert SHOWN[3] in layers and len(layers) > 1, table
rows = list(csv.DictReader(io.StringIO(run("tenon-sim", "net.onnx", machine, "--report=csv")[0])))
assert SHOWN[3] in [row["layer"] for row in rows], rows

# JSON and traces: the names themselves.
names = [layer["name"] for layer in json.loads(run("tenon-sim", "net.onnx", machine, "--report=json")[0])[0]["layers"]]
assert TITLE.decode() in names and GOOD.decode() in names, names
run("tenon-sim", "net.onnx", machine, "--trace=trace.json")
json.loads(read("trace.json"))
values = json.loads(run("tenon-sim", "net.onnx", machine, "--values", "--report=json")[0])[0]["values"]
assert [value["output"] for value in values] == [TITLE.decode()], values

# Other reports, remarks and diagnostics.
summary = run("tenon-opt", "net.mlir", "--nn-print-summary", "-o", os.devnull)[1]
assert SHOWN[0] in summary and SHOWN[1] in summary and SHOWN[3] in summary, summary
remarks = run("tenon-opt", "net.mlir", "--nn-print-channel-groups", "-o", os.devnull)[1]
assert remarks, remarks
found = run("tenon-run", "net.onnx", "--random=1")[0]
assert found.startswith(SHOWN[0] + ": tensor<"), found
assert SHOWN[0] + ": absolute 0" in run("tenon-run", "net.onnx", "--random=1", "--compare=net.mlir")[0]
error = run("tenon-run", "net.onnx", code=1)[1]
assert error.startswith("tenon-run: error: input '" + SHOWN[2] + "' has no values") and error.count("\n") == 1, error
error = run("tenon-run", "net.onnx", b"--input=no\x1b[2Jne\n=x.npy", code=1)[1]
assert "names 'no\\x1B[2Jne\\x0A'" in error and error.count("\n") == 1, error
for tool in ("tenon-sim", "tenon-opt", "tenon-run", "tenon-nas"):
    error = run(tool, b"no\x1b[2Jne\xff.mlir", code=1)[1]
    assert "no\\x1B[2Jne\\xFF.mlir" in error, error

# A search, with its trials.
run("tenon-nas", "net.onnx", machine, "--space=builtin.module(nn-scale-channels{groups=?subset{*} multiplier=0.5})", "-o", "out",
    "--limit=cycles:1G")
list(csv.reader(io.StringIO(read("out/trials.csv").decode())))

# Python, which reads its own names.
run("tenon-translate", "--export-pytorch", "net.mlir", "-o", "net.py")
py_compile.compile("net.py", doraise=True)
source = read("net.py").decode()
assert '"caf\\udce9 \\udcff"' in source and "\\x1b]0;x\\x07" in source, source
