"""Imports every model of ONNX's single-operator tests.

A model whose operators are all listed by `tenon-translate
--list-onnx-operators` must import, verify and be exported again, unless the
diagnostic names one of the limits below. Any other model must be refused with
one line that names its operator. The exported models are written beside the
data for a comparison of values.

usage: conformance.py DATA OUTPUT-FOLDER LEAST-IMPORTED
"""

import base64
import collections
import concurrent.futures
import json
import os
import subprocess
import sys

import onnx
import onnx.numpy_helper

# What the importer says no to within an operator that it knows.
LIMITS = [
    ("known at run time only", "shapes and axes must be constants"),
    ("2-D convolution", "windows are two-dimensional"),
    ("2-D pooling", "windows are two-dimensional"),
    ("of 2 and pads of 4 numbers", "windows are two-dimensional"),
    ("expected an input of rank 4", "resizes rows and columns of four dimensions"),
    ("resizing batch or channels", "resizes rows and columns of four dimensions"),
    ("exclude_outside", "resizes rows and columns of four dimensions"),
    ("the output 'Indices'", "no indices of maxima"),
    ("output '", "no second output"),
    ("has element type ", "element types"),
    ("element type ", "element types"),
    ("two element types", "element types"),
    ("integers are not supported", "element types"),
    ("mode '", "modes"),
    ("training mode", "modes"),
    ("coordinate_transformation_mode", "modes"),
    ("ceil_mode together with", "modes"),
    ("dilations are not supported", "modes"),
    ("small constants only", "shapes and axes must be constants"),
    ("no scalar are not supported", "gathers with more than one index"),
    ("empty slice", "empty tensors"),
    ("negative are not supported", "negative pads"),
    ("no dense numbers", "constants of strings or sparse ones"),
    ("is open; bind", "open dimensions"),
    ("to a newer opset", "opset below 7"),
    ("is no tensor", "sequences and optionals"),
]


def run(arguments, **options):
    return subprocess.run(arguments, capture_output=True, timeout=60, **options)


def readTensors(data, name, kind):
    """The test's own tensors in the order of the graph, as JSON."""
    tensors = []
    folder = os.path.join(data, name, "test_data_set_0")
    for i in range(100):
        path = os.path.join(folder, "%s_%d.pb" % (kind, i))
        if not os.path.exists(path):
            break
        proto = onnx.TensorProto()
        with open(path, "rb") as file:
            proto.ParseFromString(file.read())
        array = onnx.numpy_helper.to_array(proto)
        tensors.append({
            "type": str(array.dtype),
            "dims": list(array.shape),
            "bytes": base64.b64encode(array.tobytes()).decode(),
        })
    return tensors


def writeData(data, name, folder):
    """What a comparison of values needs, next to the exported model."""
    model = onnx.load(os.path.join(data, name, "model.onnx"))
    given = {tensor.name for tensor in model.graph.initializer}
    content = {
        "original": os.path.join(data, name, "model.onnx"),
        "inputNames": [i.name for i in model.graph.input if i.name not in given],
        "outputNames": [o.name for o in model.graph.output],
        "inputs": readTensors(data, name, "input"),
        "outputs": readTensors(data, name, "output"),
    }
    with open(os.path.join(folder, name + ".json"), "w") as out:
        json.dump(content, out)


def check(data, name, known, folder):
    """Returns (class, note); class is imported, limit, outside or FAILED."""
    path = os.path.join(data, name, "model.onnx")
    model = onnx.load(path)
    operators = {
        node.op_type if node.domain in ("", "ai.onnx") else node.domain + "." + node.op_type
        for node in model.graph.node
    }
    result = run(["tenon-translate", "--import-onnx", path])
    errors = result.stderr.decode(errors="replace").splitlines()
    if result.returncode not in (0, 1):
        return "FAILED", "exit code %d: %s" % (result.returncode, errors[:3])
    if result.returncode == 1:
        diagnostics = [line for line in errors if "error: " in line]
        if len(errors) != 1 or len(diagnostics) != 1:
            return "FAILED", "expected one line, but got %s" % errors
        if result.stdout:
            return "FAILED", "wrote output besides a diagnostic"
        if operators <= known:
            for part, reason in LIMITS:
                if part in errors[0]:
                    return "limit", reason
            return "FAILED", "no known limit: " + errors[0]
        inputs = [i.name for i in model.graph.input]
        named = any("operator '%s'" % o.split(".")[-1] in errors[0] for o in operators)
        ofInput = any("'%s'" % i in errors[0] for i in inputs)
        if not named and not ofInput and "opset" not in errors[0]:
            return "FAILED", "names neither operator nor input: " + errors[0]
        return "outside", ""
    if errors:
        return "FAILED", "imported, but printed %s" % errors[:2]
    if not operators <= known:
        return "FAILED", "imported operators that are not listed: %s" % (operators - known)
    again = run(["tenon-opt", "-o", os.devnull], input=result.stdout)
    if again.returncode or again.stderr:
        return "FAILED", "does not verify: %s" % again.stderr.decode().splitlines()[:2]
    exported = os.path.join(folder, name + ".onnx")
    result = run(["tenon-translate", "--export-onnx", "-", "-o", exported], input=result.stdout)
    if result.returncode or result.stderr:
        return "FAILED", "does not export: %s" % result.stderr.decode().splitlines()[:2]
    writeData(data, name, folder)
    return "imported", ""


def main():
    data, folder, least = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    listed = run(["tenon-translate", "--list-onnx-operators"]).stdout.decode().split()
    assert listed == sorted(set(listed)), "operators are listed once, in order"
    names = sorted(n for n in os.listdir(data) if os.path.exists(os.path.join(data, n, "model.onnx")))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = dict(zip(names, pool.map(lambda n: check(data, n, set(listed), folder), names)))
    counts = collections.Counter(kind for kind, note in results.values())
    reasons = collections.Counter(note for kind, note in results.values() if kind == "limit")
    for kind in ("imported", "limit", "outside", "FAILED"):
        print("%s: %d" % (kind, counts[kind]))
    for reason, count in sorted(reasons.items()):
        print("  limit: %s: %d" % (reason, count))
    for name, (kind, note) in results.items():
        if kind == "FAILED":
            print("FAILED %s: %s" % (name, note))
    with open(os.path.join(folder, "imported.json"), "w") as out:
        json.dump([n for n in names if results[n][0] == "imported"], out)
    if counts["imported"] < least:
        print("FAILED: expected at least %d imported models" % least)
        return 1
    return 1 if counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
