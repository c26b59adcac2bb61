"""Models judged by ONNX Runtime: what tenon-run computes of each, before and
after an export, must be what ONNX Runtime computes. A model that ONNX Runtime
does not run must be refused, with one line and exit code 1.

  judged.py FOLDER [NAME...]: all cases, or those whose names hold one of these.
"""

import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import zlib

import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = {"float32": "float32", "float64": "float64", "float16": "float16", "bool": "bool"}
CASES = {}
# One case of so many without TENON_FULL.
SAMPLE = 8


def typeOf(array):
    return numpy_helper.mapping.NP_TYPE_TO_TENSOR_TYPE[np.dtype(array.dtype)]


class Case:
    """A model with its inputs; `isRefused` says that it must be refused, `steps`
    by how many steps quantized results may differ."""

    def __init__(self, name, nodes, inputs, outputs, constants=None, opset=17, functions=(), tolerance=1e-5,
                 isRefused=False, domains=(), exports=True, steps=0):
        self.name, self.inputs, self.tolerance, self.steps = name, inputs, tolerance, steps
        self.isRefused, self.exports = isRefused, exports
        infos = [h.make_tensor_value_info(key, typeOf(value), value.shape) for key, value in inputs.items()]
        results = []
        for output in outputs:
            key, kind = output if isinstance(output, tuple) else (output, T.FLOAT)
            results.append(h.make_tensor_value_info(key, kind, None))
        initializers = [value if isinstance(value, T) else numpy_helper.from_array(value, key)
                        for key, value in (constants or {}).items()]
        graph = h.make_graph(nodes, "g", infos, results, initializers)
        imports = [h.make_opsetid("", opset)] + [h.make_opsetid(domain, 1) for domain in domains]
        self.model = h.make_model(graph, opset_imports=imports, functions=list(functions), ir_version=8)


def case(name, *args, **options):
    assert name not in CASES, name
    CASES[name] = Case(name, *args, **options)


def tool(*arguments):
    result = subprocess.run(arguments, capture_output=True, timeout=60)
    return result.returncode, result.stderr.decode(errors="replace").strip()


def job(prefix, model, inputs):
    given = []
    for i, (name, value) in enumerate(inputs.items()):
        file = "%s.in%d.bin" % (prefix, i)
        value.tofile(file)
        given.append({"name": name, "type": str(value.dtype), "dims": list(value.shape), "file": file})
    return {"model": model, "inputs": given, "prefix": prefix}


def judge(folder, jobs):
    """What ONNX Runtime makes of each job: arrays by name, or an error."""
    if not jobs:
        return []
    path = os.path.join(folder, "jobs.json")
    with open(path, "w") as out:
        json.dump(jobs, out)
    lines = subprocess.run(["node", os.path.join(HERE, "judge.js"), path], check=True, capture_output=True).stdout.decode().splitlines()
    results = []
    for one, line in zip(jobs, lines):
        result = json.loads(line)
        if "error" in result:
            results.append(result["error"])
            continue
        arrays = {}
        for i, output in enumerate(result["outputs"]):
            raw = np.fromfile("%s.%d.bin" % (one["prefix"], i), np.dtype(output["type"]))
            arrays[output["name"]] = raw.reshape([int(dim) for dim in output["dims"]])
        results.append(arrays)
    return results


def difference(got, expected, tolerance, steps=0):
    """What is wrong with an array; nothing if it is right."""
    if got.dtype != expected.dtype or got.shape != expected.shape:
        return "%s %s instead of %s %s" % (got.dtype, got.shape, expected.dtype, expected.shape)
    if expected.dtype.kind != "f":
        # Rounding of quantized numbers may meet a tie.
        if steps and np.max(np.abs(got.astype("i8") - expected.astype("i8")), initial=0) <= steps:
            return ""
        return "" if np.array_equal(got, expected) else "%s instead of %s" % (got.ravel()[:8], expected.ravel()[:8])
    scale = np.max(np.abs(expected[np.isfinite(expected)]), initial=0)
    if np.allclose(got, expected, rtol=tolerance, atol=tolerance * min(scale, 1), equal_nan=True):
        return ""
    worst = np.unravel_index(np.nanargmax(np.abs(got.astype("f8") - expected)), got.shape) if got.size else ()
    return "%s instead of %s at %s" % (got[worst], expected[worst], worst)


def runTenon(folder, one):
    """Writes the model; its outputs as arrays by name, or an error."""
    path = os.path.join(folder, one.name)
    with open(path + ".onnx", "wb") as out:
        out.write(one.model.SerializeToString())
    arguments = []
    for name, value in one.inputs.items():
        np.save("%s.%s.npy" % (path, name), value)
        arguments.append("--input=%s=%s.%s.npy" % (name, path, name))
    names = [output.name for output in one.model.graph.output]
    files = {name: "%s.out.%s.npy" % (path, name) for name in names}
    arguments += ["--output=%s=%s" % pair for pair in files.items()]
    code, error = tool("tenon-run", path + ".onnx", *arguments)
    if code != 0:
        return error if code == 1 and error.count("\n") == 0 else "exit code %d: %s" % (code, error)
    if one.exports:
        code, error = tool("tenon-translate", "--import-onnx", path + ".onnx", "-o", path + ".mlir")
        if code == 0:
            code, error = tool("tenon-translate", "--export-onnx", path + ".mlir", "-o", path + ".again.onnx")
        if code != 0:
            return "export: " + error
    return {name: np.load(file) for name, file in files.items()}


def main(folder, wanted):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    cases = [one for one in CASES.values() if not wanted or any(part in one.name for part in wanted)]
    if not wanted and not os.environ.get("TENON_FULL"):
        # A sample that is the same every time.
        cases = [one for one in cases if zlib.crc32(one.name.encode()) % SAMPLE == 0]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda one: runTenon(folder, one), cases))
    failures, unknown = [], 0
    paths = [os.path.join(folder, one.name) for one in cases]
    # What must be refused is not run: some of it has no end.
    runs = [i for i, one in enumerate(cases) if not one.isRefused]
    judged = dict(zip(runs, judge(folder, [job(paths[i], paths[i] + ".onnx", cases[i].inputs) for i in runs])))
    again = [i for i, one in enumerate(cases) if one.exports and isinstance(results[i], dict)]
    exported = dict(zip(again, judge(folder, [job(paths[i] + ".again", paths[i] + ".again.onnx", cases[i].inputs) for i in again])))

    def fail(one, text):
        failures.append("%s: %s" % (one.name, text))

    for i, (one, got) in enumerate(zip(cases, results)):
        if isinstance(got, str) and got.startswith("exit code"):
            fail(one, got)
            continue
        if one.isRefused:
            if not isinstance(got, str):
                fail(one, "is not refused")
            continue
        expected = judged[i]
        if isinstance(expected, str):
            # The runtime lacks some kernels; then the export fails as well.
            unknown += 1
            if os.environ.get("JUDGED_VERBOSE"):
                print("not judged: %s: %s" % (one.name, expected))
            continue
        if isinstance(got, str):
            fail(one, got)
            continue
        for name, array in expected.items():
            for label, values in (("", got), (" after export", exported.get(i, expected))):
                if isinstance(values, str):
                    fail(one, "ONNX Runtime refuses the export: " + values)
                    break
                wrong = difference(values[name], array, one.tolerance, one.steps)
                if wrong:
                    fail(one, "%s%s: %s" % (name, label, wrong))
    for failure in failures:
        print("FAILED: " + failure)
    print("%d models, %d failed, %d not run by ONNX Runtime" % (len(cases), len(failures), unknown))
    return 1 if failures else 0


if __name__ == "__main__":
    # The cases import this module by its name.
    sys.modules["judged"] = sys.modules["__main__"]
    import judged_arithmetic  # noqa: F401
    import judged_operators  # noqa: F401
    import judged_windows  # noqa: F401

    sys.exit(main(sys.argv[1], sys.argv[2:]))
