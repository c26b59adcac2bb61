#!/usr/bin/env python3
"""Compiles and simulates chains of convolutions of two lengths with tenon-sim,
prints the time, and checks that commands, cycles and memory are in proportion.

    long.py SHORT LONG
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time


def makeChain(length):
    kind = "tensor<1x14x14x64xf32>"
    lines = ["func.func @main(%%x0: %s) -> %s {" % (kind, kind)]
    for i in range(length):
        filterType = "tensor<64x%dx%dx64xf32>" % ((3, 3) if i % 2 else (1, 1))
        pads = " pads [1, 1, 1, 1]" if i % 2 else ""
        lines.append('  %%w%d = nn.parameter "w%d" : %s' % (i, i, filterType))
        lines.append(
            '  %%x%d = nn.conv2d %%x%d, %%w%d%s : (%s, %s) -> %s loc("conv%d")'
            % (i + 1, i, i, pads, kind, filterType, kind, i)
        )
    return "\n".join(lines + ["  return %%x%d : %s" % (length, kind), "}"])


def measure(length):
    """Cycles, commands, seconds, and megabytes at most so far."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "chain.mlir")
        with open(path, "w") as file:
            file.write(makeChain(length))
        start = time.perf_counter()
        text = subprocess.check_output(["tenon-sim", path, "--engine=ne-medium", "--report=json"], text=True)
        seconds = time.perf_counter() - start
    total = json.loads(text)[0]["total"]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return total["cycles"], total["commands"], seconds, memory


def main():
    lengths = [int(argument) for argument in sys.argv[1:3]]
    ratio = lengths[1] / lengths[0]
    results = [measure(length) for length in lengths]
    for length, result in zip(lengths, results):
        print("%d layers: %d cycles, %d commands, %.2f s, %.0f MB" % (length, *result))
    for name, limit, short, long in zip(("cycles", "commands", "time", "memory"), (1.05, 1.05, None, 1.2), *results):
        if limit and long > short * ratio * limit:
            sys.exit("%s: expected at most %.2f times as much, but got %.2f" % (name, ratio * limit, long / short))


main()
