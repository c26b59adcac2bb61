"""Runs ONNX's own test data through Tenon.

Every model is imported and executed by tenon-run on the inputs that lie beside
it, and its outputs are compared with the expected ones, with the tolerances of
ONNX's own runner (relative 1e-3) and 1e-5 absolute. Inputs that must be known,
such as shapes and axes, are bound to their values. What runs is exported,
imported again and executed once more: the outputs must be the same.

Other models must be refused with one line. A refusal of a model whose operators
are all on the list must name one of the limits below.

usage: conformance.py DATA OUTPUT-FOLDER LEAST-NODE-TESTS TABLE
"""

import collections
import concurrent.futures
import os
import re
import subprocess
import sys

import numpy
import onnx
import onnx.numpy_helper

SUITES = ["node", "pytorch-converted", "pytorch-operator", "simple"]

# What the importer says no to within an operator that it knows.
LIMITS = [
    ("of 1 or 2 dimensions", "convolutions and pooling in 3 dimensions"),
    ("expected an input of rank 4", "resizing of dimensions other than rows and columns"),
    ("resizing batch or channels", "resizing of dimensions other than rows and columns"),
    ("coordinate_transformation_mode", "resizing of a region of the input"),
    ("the output 'Indices'", "indices of max pooling"),
    ("an empty tensor", "empty tensors"),
    ("output '", "statistics of training"),
    ("training mode", "training"),
    ("has element type ", "element types other than numbers and booleans"),
    ("element type ", "element types other than numbers and booleans"),
    ("small constants only", "shapes that are not constant"),
    ("known at run time only", "shapes that are not constant"),
    ("empty slice", "empty tensors"),
    ("too many elements", "empty tensors"),
    ("positive", "empty tensors"),
    ("no dense numbers", "string and sparse constants"),
    ("is open; bind", "open dimensions"),
    ("to a newer opset", "opsets below 6"),
    ("is no tensor", "sequences and optionals"),
    ("is computed from its input", "loops with a condition that depends on the input"),
    ("expected an input of type", "element types other than numbers and booleans"),
]


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, timeout=60)


def readTensor(path):
    tensor = onnx.TensorProto()
    with open(path, "rb") as file:
        tensor.ParseFromString(file.read())
    return onnx.numpy_helper.to_array(tensor)


def findUnknown(error, names, graph):
    """The inputs that must be bound, if the error asks for some: those that it
    names, or that what it names is computed of."""
    for pattern in (r"'([^']*)' is known at run time only", r"input '([^']*)' has shape .* is open"):
        found = re.search(pattern, error)
        if found:
            sources = {found.group(1)}
            for node in reversed(graph.node):
                if sources & set(node.output):
                    sources |= set(node.input)
            return sources & set(names)
    return set()


def execute(path, graph, inputs, outputs, bound):
    """Runs a model, binding what must be known; the bound inputs, or an error."""
    while True:
        options = ["--%s=%s=%s" % ("bind" if name in bound else "input", name, file) for name, file in inputs]
        options += ["--output=%s=%s" % output for output in outputs]
        result = run("tenon-run", path, *options)
        if result.returncode == 0:
            return None if not result.stderr else "printed an error, but succeeded"
        lines = result.stderr.decode(errors="replace").splitlines()
        if result.returncode != 1 or len(lines) != 1 or "error: " not in lines[0]:
            return "FAILED: exit code %d, %s" % (result.returncode, lines[:2])
        unknown = findUnknown(lines[0], [name for name, _ in inputs], graph)
        if unknown <= bound:
            return lines[0]
        bound |= unknown


def compare(outputs, expected):
    for (name, actual), path in zip(outputs, expected):
        a, b = numpy.load(actual), readTensor(path)
        if a.dtype == numpy.float32 and b.dtype == numpy.uint16:
            # The bits of bfloat16, of which NumPy has the numbers only.
            # The test data cut digits off; rounding may differ in the last one.
            b = (b.astype(numpy.uint32) << 16).view(numpy.float32)
            if numpy.allclose(a, b, rtol=2.0**-7, atol=0, equal_nan=True):
                continue
        if a.dtype != b.dtype:
            return "output '%s' has type %s instead of %s" % (name, a.dtype, b.dtype)
        if a.shape != b.shape:
            return "output '%s' has shape %s instead of %s" % (name, a.shape, b.shape)
        a, b = a.astype(numpy.float64), b.astype(numpy.float64)
        if not numpy.allclose(a, b, rtol=1e-3, atol=1e-5, equal_nan=True):
            return "output '%s' differs by %g" % (name, numpy.nanmax(numpy.abs(a - b)))
    return None


def checkAgain(path, folder, inputs, outputs, bound):
    """What was exported computes the same."""
    text, again = os.path.join(folder, "a.mlir"), os.path.join(folder, "b.onnx")
    binds = ["--bind=%s=%s" % pair for pair in inputs if pair[0] in bound]
    result = run("tenon-translate", "--import-onnx", path, "-o", text, *binds)
    if result.returncode == 0:
        result = run("tenon-translate", "--export-onnx", text, "-o", again)
    if result.returncode != 0:
        return "not exported: %s" % result.stderr.decode(errors="replace").splitlines()[:1]
    rest = [pair for pair in inputs if pair[0] not in bound]
    graph = onnx.load(again).graph
    known = {i.name for i in graph.input}
    second = [(name, file + ".again.npy") for name, file in outputs]
    error = execute(again, graph, [pair for pair in rest if pair[0] in known], second, set())
    if error:
        return "exported, but not imported again: " + error
    for (name, first), (_, other) in zip(outputs, second):
        if not numpy.allclose(numpy.load(first), numpy.load(other), rtol=1e-5, atol=1e-6, equal_nan=True):
            return "output '%s' is another one after an export" % name
    return None


def findOperators(graph):
    """The operators of a graph and of its branches."""
    found = set()
    for node in graph.node:
        found.add(node.domain + "." + node.op_type if node.domain else node.op_type)
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                found |= findOperators(attribute.g)
    return found


def check(data, suite, name, known, folder):
    """Returns (class, note, operators); class is runs, limit, outside, FAILED."""
    base = os.path.join(data, suite, name)
    path = os.path.join(base, "model.onnx")
    model = onnx.load(path)
    operators = sorted(findOperators(model.graph))
    given = {tensor.name for tensor in model.graph.initializer}
    names = [i.name for i in model.graph.input if i.name not in given]
    set0 = os.path.join(base, "test_data_set_0")
    folder = os.path.join(folder, suite, name)
    os.makedirs(folder, exist_ok=True)
    inputs = [(n, os.path.join(set0, "input_%d.pb" % i)) for i, n in enumerate(names)]
    outputs = [(o.name, os.path.join(folder, "%d.npy" % i)) for i, o in enumerate(model.graph.output)]
    bound = set()
    error = execute(path, model.graph, inputs, outputs, bound)
    if error and error.startswith("FAILED"):
        return "FAILED", error, operators
    if error is None:
        expected = [os.path.join(set0, "output_%d.pb" % i) for i in range(len(outputs))]
        error = compare(outputs, expected) or checkAgain(path, folder, inputs, outputs, bound)
        return ("FAILED", error, operators) if error else ("runs", "", operators)
    if set(operators) <= known:
        for part, reason in LIMITS:
            if part in error:
                return "limit", reason, operators
        return "FAILED", "no known limit: " + error, operators
    return "outside", "", operators


def makeTable(results):
    """The page of the documentation."""
    lines = [
        "<!-- Generated by test/Exchange/ONNX/conformance.py; `make docs` does not update it. -->",
        "# ONNX's own test data",
        "",
        "This page lists the results of `tenon-run` on the test data of ONNX 1.12 (Debian's `libonnx-testdata`).",
        "`test/Exchange/ONNX/conformance.test` runs all models and compares the results with this page.",
        "",
        "| suite | models | executed with the expected outputs | refused because of a limit | unsupported operators |",
        "|---|---|---|---|---|",
    ]
    for suite in SUITES:
        kinds = collections.Counter(kind for (s, _), (kind, _, _) in results.items() if s == suite)
        lines.append("| %s | %d | %d | %d | %d |" % (suite, sum(kinds.values()), kinds["runs"], kinds["limit"], kinds["outside"]))
    lines += ["", "## Limits", "", "| limit | models |", "|---|---|"]
    limits = collections.defaultdict(list)
    for (_, name), (kind, note, _) in results.items():
        if kind == "limit":
            limits[note].append(name)
    for note in sorted(limits):
        lines.append("| %s | %s |" % (note, ", ".join(sorted(limits[note]))))
    lines += ["", "## Operators", "", "Models with unsupported operators. Each model counts once, for one of its unsupported operators.", "", "| operator | models |", "|---|---|"]
    listed = set(run("tenon-translate", "--list-onnx-operators").stdout.decode().split())
    missing = collections.Counter()
    for kind, _, operators in results.values():
        if kind == "outside":
            missing[[o for o in operators if o not in listed][0]] += 1
    for operator, count in sorted(missing.items()):
        lines.append("| %s | %d |" % (operator, count))
    passing = collections.Counter(o for kind, _, operators in results.values() if kind == "runs" for o in operators)
    lines += ["", "## Executed", "", "| operator | executed models that use it |", "|---|---|"]
    for operator, count in sorted(passing.items()):
        lines.append("| %s | %d |" % (operator, count))
    return "\n".join(lines) + "\n"


def main():
    data, folder, least, table = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    listed = run("tenon-translate", "--list-onnx-operators").stdout.decode().split()
    assert listed == sorted(set(listed)), "operators are listed once, in order"
    tests = [(s, n) for s in SUITES for n in sorted(os.listdir(os.path.join(data, s)))]
    tests = [t for t in tests if os.path.exists(os.path.join(data, *t, "model.onnx"))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = dict(zip(tests, pool.map(lambda t: check(data, *t, set(listed), folder), tests)))
    counts = collections.Counter((s, kind) for (s, _), (kind, _, _) in results.items())
    for suite in SUITES:
        print(suite + ": " + ", ".join("%s %d" % (k, counts[suite, k]) for k in ("runs", "limit", "outside", "FAILED")))
    for (suite, name), (kind, note, _) in results.items():
        if kind == "FAILED":
            print("FAILED %s/%s: %s" % (suite, name, note))
    page = makeTable(results)
    with open(os.path.join(folder, "Conformance.md"), "w") as out:
        out.write(page)
    with open(table) as file:
        isSame = file.read() == page
    if not isSame:
        print("FAILED: %s is out of date; the page is %s" % (table, os.path.join(folder, "Conformance.md")))
    if counts["node", "runs"] < least:
        print("FAILED: expected at least %d single-operator tests to run" % least)
    failed = any(kind == "FAILED" for kind, _, _ in results.values())
    return 1 if failed or not isSame or counts["node", "runs"] < least else 0


if __name__ == "__main__":
    sys.exit(main())
