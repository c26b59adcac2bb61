#!/usr/bin/env python3
"""Compiles and simulates chains of convolutions of two lengths with tenon-sim,
prints the time, and checks that commands, cycles and memory are in proportion.

    benchmarks/long.py SHORT LONG [--bin build/dev/bin]
"""

import argparse
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


def measure(tools, length):
    """Cycles, commands, seconds, and megabytes at most so far."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "chain.mlir")
        with open(path, "w") as file:
            file.write(makeChain(length))
        start = time.perf_counter()
        text = subprocess.check_output([os.path.join(tools, "tenon-sim"), path, "--engine=ne-medium", "--report=json"], text=True)
        seconds = time.perf_counter() - start
    total = json.loads(text)[0]["total"]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return total["cycles"], total["commands"], seconds, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lengths", type=int, nargs=2, help="numbers of convolutions")
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    args = parser.parse_args()
    lengths = args.lengths
    ratio = lengths[1] / lengths[0]
    results = [measure(args.bin, length) for length in lengths]
    for length, result in zip(lengths, results):
        print("%d layers: %d cycles, %d commands, %.2f s, %.0f MB" % (length, *result))
    for name, limit, short, long in zip(("cycles", "commands", "time", "memory"), (1.05, 1.05, None, 1.2), *results):
        if limit and long > short * ratio * limit:
            sys.exit("%s: expected at most %.2f times as much, but got %.2f" % (name, ratio * limit, long / short))


main()
