#!/usr/bin/env python3
"""Times the import of networks: whole processes, the best of several runs.

First the models that are given, with their weights and without; then networks
of growing size, beside `mlir-opt --canonicalize` on what was imported.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZES = [1000, 10000, 30000, 100000]


def measure(runs, *command):
    """(seconds, MiB) of the fastest run and of the largest."""
    best, memory = float("inf"), 0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss / 1024)
        if status != 0:
            sys.exit("failed: " + " ".join(command))
    return best, memory


def makeModel(path, count):
    """Blocks of three operators and a residual, `count` operators in all."""
    weight = numpy_helper.from_array(numpy.ones((8, 8, 1, 1), numpy.float32), "w")
    nodes, x = [], "x"
    while len(nodes) < count:
        i = str(len(nodes))
        nodes += [
            helper.make_node("Conv", [x, "w"], ["c" + i], name="conv" + i),
            helper.make_node("Sigmoid", ["c" + i], ["s" + i], name="sigmoid" + i),
            helper.make_node("Mul", ["c" + i, "s" + i], ["m" + i], name="swish" + i),
            helper.make_node("Add", ["m" + i, x], ["a" + i], name="add" + i),
        ]
        x = "a" + i
    image = helper.make_tensor_value_info("x", TensorProto.FLOAT, (1, 8, 4, 4))
    result = helper.make_tensor_value_info(x, TensorProto.FLOAT, (1, 8, 4, 4))
    graph = helper.make_graph(nodes, "g", [image], [result], [weight])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7), path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--runs", type=int, default=5, help="runs of each process")
    parser.add_argument("models", nargs="*", help="ONNX models with weights")
    options = parser.parse_args()
    runs, translate = options.runs, [os.path.join(options.bin, "tenon-translate"), "--import-onnx"]
    plugin = os.path.join(options.bin, "..", "lib", "libTenonPlugin.so")
    print("| model | file (MB) | with weights (ms) | graph only (ms) | memory (times the file) |\n|---|---:|---:|---:|---:|")
    for model in options.models:
        size = os.path.getsize(model)
        whole, memory = measure(runs, *translate, model, "-o", "/dev/null")
        graph, _ = measure(runs, *translate, model, "--elide-weights", "-o", "/dev/null")
        print("| %s | %.1f | %.0f | %.0f | %.2f |"
              % (os.path.basename(model), size / 1e6, 1e3 * whole, 1e3 * graph, memory * 2**20 / size))
    print("\n| operators | import, clean-up, print (s) | the same (us an operator) | memory (MiB) | mlir-opt --canonicalize (s) |\n|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        model, text = folder + "/m.onnx", folder + "/m.mlir"
        for count in SIZES:
            makeModel(model, count)
            seconds, memory = measure(runs, *translate, model, "-o", text)
            other, _ = measure(runs, "mlir-opt-22", "--load-dialect-plugin=" + plugin,
                               "--pass-pipeline=builtin.module(canonicalize)", text, "-o", "/dev/null")
            print("| %d | %.2f | %.1f | %.0f | %.2f |" % (count, seconds, 1e6 * seconds / count, memory, other))


main()
