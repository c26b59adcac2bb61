#!/usr/bin/env python3
"""Times the passes on networks of growing size: the curve should be a line.

Networks are chains of inverted bottlenecks with residuals and batch
normalizations, 11 operations each that compute and without weights. The pipeline is all
of the rewrites from clean-up to the last one. `passes` is what the passes take,
`process` is all of it with reading and writing, the best of several runs.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

SIZES = [1000, 2500, 5000, 10000, 20000, 40000]
PIPELINE = ("nn-fold-batch-norm,nn-cleanup,nn-label-blocks,engine-attach-target{preset=ne-medium},"
            "nn-fuse-ibn{blocks=ibn*1*},nn-expand-depthwise{blocks=ibn*2},nn-scale-channels{multiplier=0.75},"
            "nn-equalize-channels{groups=ibn3*/expand},nn-align-channels,nn-scale-resolution{input=24},"
            "nn-fuse-argmax-resize")


class Writer:
    """The text of a network, layer by layer."""

    def __init__(self):
        self.lines, self.values, self.layers = [], 0, 0

    def add(self, text):
        self.lines.append("  %%%d = %s" % (self.values, text))
        self.values += 1
        return "%%%d" % (self.values - 1)

    def parameter(self, shape):
        return self.add('nn.parameter "p%d" : tensor<%sxf32>' % (self.values, shape))

    def layer(self, text):
        self.layers += 1
        return self.add(text)

    def conv(self, x, inputs, outputs, kernel, groups, activation):
        per = inputs // groups
        filter = self.parameter("%dx%dx%dx%d" % (outputs, kernel, kernel, per))
        image = "tensor<1x32x32x%dxf32>"
        y = self.layer("nn.conv2d %s, %s pads [%s] groups %d : (%s, tensor<%dx%dx%dx%dxf32>) -> %s" % (
            x, filter, ", ".join([str(kernel // 2)] * 4), groups, image % inputs, outputs, kernel, kernel, per,
            image % outputs))
        norms = [self.parameter(str(outputs)) for _ in range(4)]
        types = ", ".join([image % outputs] + ["tensor<%dxf32>" % outputs] * 4)
        y = self.layer("nn.batch_norm %s, %s epsilon 1.0e-05 : (%s) -> %s" % (y, ", ".join(norms), types, image % outputs))
        if activation:
            y = self.layer("nn.activation %s <relu> : (%s) -> %s" % (y, image % outputs, image % outputs))
        return y


def writeNetwork(path, count):
    """`count` layers, rounded up to whole blocks; how many there are."""
    w = Writer()
    x = w.conv("%x", 3, 24, 1, 1, True)
    while w.layers + 3 < count:
        y = w.conv(x, 24, 144, 1, 1, True)
        y = w.conv(y, 144, 144, 3, 144, True)
        y = w.conv(y, 144, 24, 1, 1, False)
        x = w.layer("nn.add %s, %s : (tensor<1x32x32x24xf32>, tensor<1x32x32x24xf32>) -> tensor<1x32x32x24xf32>" % (x, y))
    x = w.conv(x, 24, 10, 1, 1, False)
    with open(path, "w") as file:
        file.write("func.func @main(%%x: tensor<1x32x32x3xf32>) -> tensor<1x32x32x10xf32> {\n%s\n"
                   "  return %s : tensor<1x32x32x10xf32>\n}\n" % ("\n".join(w.lines), x))
    return w.layers


def measure(tool, path, runs):
    """Seconds of (passes, process), the best of some runs."""
    passes = process = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        result = subprocess.run([tool, path, "--pass-pipeline=builtin.module(%s)" % PIPELINE, "--mlir-timing",
                                 "--mlir-timing-display=list", "-o", os.devnull], capture_output=True, text=True)
        process = min(process, time.perf_counter() - start)
        if result.returncode:
            sys.exit(result.stderr)
        rows = re.findall(r"^\s*([\d.]+) \(\s*[\d.]+%\)\s+(\S.*)$", result.stderr, re.M)
        total = sum(float(seconds) for seconds, name in rows
                    if name.strip() not in ("Parser", "Output", "root", "Total", "Rest"))
        passes = min(passes, total)
    return passes, process


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="operations")
    options = parser.parse_args()
    print("%10s %10s %12s %10s" % ("operations", "passes s", "us/operation", "process s"))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "network.mlir")
        for size in options.sizes:
            count = writeNetwork(path, size)
            passes, process = measure(os.path.join(options.bin, "tenon-opt"), path, options.runs)
            print("%10d %10.3f %12.1f %10.3f" % (count, passes, 1e6 * passes / count, process), flush=True)


if __name__ == "__main__":
    main()
