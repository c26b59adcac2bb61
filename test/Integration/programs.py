#!/usr/bin/env python3
"""Programs that the compiler makes of random networks: they verify, have no
hazards on paper or in their runs, compute what the network computes, take the
same cycles in both simulators, and are no slower than their operations one by
one.

    programs.py FOLDER --seeds=A:B
"""

import argparse
import json
import os
import re
import subprocess
import sys

PRESETS = ("ne-small", "ne-medium", "ne-large")
TYPES = ("i8", "i16", "f16")
# Bytes of SRAM of machines that are like a preset otherwise.
SIZES = (None, 65536, None, 131072)
# How much slower than its operations one by one a network may be.
SLACK = 1.05


def run(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return result.returncode, result.stdout


def make_machine(folder, preset, size):
    """A machine file with `size` bytes of SRAM, or the preset."""
    if size is None:
        return preset
    path = os.path.join(folder, "%s-%d.mlir" % (preset, size))
    if not os.path.exists(path):
        text = run(["tenon-sim", "--list-engines"])[1]
        line = next(line for line in text.splitlines() if line.startswith(preset + ": "))
        target = re.sub(r"sram = \{bytes = \d+", "sram = {bytes = %d" % size, line.split(": ", 1)[1])
        with open(path, "w") as file:
            file.write("module attributes {engine.target = %s} {}\n" % target)
    return path


def check(folder, seed):
    """What is wrong with seed's programs: a list of texts."""
    network = os.path.join(folder, "network.mlir")
    code, text = run(["tenon-zoo", "random", "--seed=%d" % seed, "--elide-weights", "-o", network])
    if code:
        return ["tenon-zoo: " + text]
    preset, size = PRESETS[seed % 3], SIZES[seed // 3 % 4]
    machine, kind = make_machine(folder, preset, size), TYPES[seed // 12 % 3]
    attach = "engine-attach-target{%s=%s}" % ("file" if size else "preset", machine)
    pipeline = "builtin.module(%s,engine-compile{type=%s},engine-verify)" % (attach, kind)
    code, text = run(["tenon-opt", network, "--pass-pipeline=" + pipeline, "-o", os.devnull])
    if code:
        return ["%s: %s" % (pipeline, text)]
    simulate = ["tenon-sim", network, "--engine=" + machine, "--type=" + kind, "--report=json"]
    fast = run(simulate + ["--values", "--random=%d" % seed])
    if fast[0]:
        return [fast[1]]
    problems = []
    if run(simulate + ["--values", "--random=%d" % seed, "--mode=tick"]) != fast:
        problems.append("%s: the simulators differ" % " ".join(simulate))
    layers = run(simulate + ["--by-layer"])
    cycles = [json.loads(text)[0]["total"]["cycles"] for _, text in (fast, layers)]
    if cycles[0] > SLACK * cycles[1]:
        problems.append("%s: %d cycles, but %d one by one" % (" ".join(simulate), *cycles))
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--seeds", default="0:40", help="first seed, and the one behind the last")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    first, end = (int(number) for number in args.seeds.split(":"))
    failures = 0
    for seed in range(first, end):
        for problem in check(args.folder, seed):
            failures += 1
            print("FAILED seed %d: %s" % (seed, problem))
    print("%d networks, %d failures" % (end - first, failures))
    if failures or end <= first:
        sys.exit(1)


if __name__ == "__main__":
    main()
