#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Programs take at least as long as the lower bound of their network:

    bounds.py FOLDER [--seeds=FIRST:LAST] [--networks=NAME,...]

Names are architectures of tenon-zoo or files; seeds are of random networks.
Each is compiled for every preset, as one program and operation by operation,
with its own type and with 16-bit numbers. One line per network that beats its
bound; the exit code is 1 if there is one."""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys

MODES = ([], ["--by-layer"], ["--type=i16"])


def simulate(path, preset, mode):
    result = subprocess.run(["tenon-sim", path, "--engine=" + preset, "--report=json", *mode], capture_output=True, text=True)
    if result.returncode:
        # What a machine cannot run has no program.
        assert result.returncode == 1 and result.stderr.count("error:") == 1, result.stderr
        return None
    report = json.loads(result.stdout)[0]
    return report["total"]["cycles"], report["lower_bound_cycles"]


def check(path, presets):
    """The number of programs, and those below their bounds."""
    count, wrong = 0, []
    for preset in presets:
        for mode in MODES:
            found = simulate(path, preset, mode)
            if found is None:
                continue
            count += 1
            cycles, bound = found
            if cycles < bound or bound < 1:
                wrong.append("%s %s %s: %d cycles, but the bound is %d" % (os.path.basename(path), preset, " ".join(mode), cycles, bound))
    return count, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--networks", default="")
    parser.add_argument("--seeds", default="0:0")
    parser.add_argument("--presets", default="ne-small,ne-medium,ne-large,dpu-b4096,nvdla-small")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    first, last = map(int, args.seeds.split(":"))
    made = [("random-%d" % seed, ["random", "--seed=%d" % seed]) for seed in range(first, last)]
    names = [name for name in args.networks.split(",") if name]
    made += [(name, [name]) for name in names if not os.path.exists(name)]
    paths = [name for name in names if os.path.exists(name)]
    for name, command in made:
        paths.append(os.path.join(args.folder, name + ".mlir"))
        subprocess.run(["tenon-zoo", *command, "--elide-weights", "-o", paths[-1]], check=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: check(path, args.presets.split(",")), paths))
    for _, wrong in results:
        print("".join(line + "\n" for line in wrong), end="")
    failed = sum(len(wrong) for _, wrong in results)
    print("%d networks, %d programs, %d below their bounds" % (len(results), sum(count for count, _ in results), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
