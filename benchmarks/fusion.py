#!/usr/bin/env python3
"""What fusing inverted bottlenecks brings on each preset.

For a network and each machine: no block fused, all fused, and the best subset
that the search finds (latency only). Prints a table; with --check it exits 1
unless the best subset is at least 15 % faster than no fusion and at least 5 %
faster than fusing all, with more multiply-accumulates than without.

    benchmarks/fusion.py --bin build/dev/bin [--network mobilenet_v2] [--input 224]
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile

SPACE = (
    "builtin.module(engine-attach-target{%s},nn-label-blocks,"
    "nn-fuse-ibn{blocks=?subset{ibn*}})"
)


def measure(tools, network, machine, trials, folder):
    """Rows of none, all and the best, and its blocks, on `preset=NAME` or `file=PATH`."""
    out = os.path.join(folder, "out")
    command = [os.path.join(tools, "tenon-nas"), network, "--space=" + SPACE % machine, "-o", out, "--force"]
    command += ["--trials=%d" % trials, "--seed=1", "--limit=parameters:1e18", "--no-ablation"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(out, "trials.csv"), newline="") as file:
        rows = list(csv.DictReader(file))

    def blocks(row):
        text = row["pipeline"].rsplit("blocks=", 1)[1].rstrip("})")
        return [name for name in text.split(",") if name]

    none = next(row for row in rows if not blocks(row))
    everything = max(rows, key=lambda row: len(blocks(row)))
    best = min(rows, key=lambda row: float(row["cycles"]))
    return none, everything, best, blocks(best)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--network", default="mobilenet_v2", help="architecture of tenon-zoo")
    parser.add_argument("--input", default="224", help="rows and columns of the image")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--check", action="store_true", help="exit 1 below the bars")
    args = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        network = os.path.join(folder, "network.mlir")
        zoo = os.path.join(args.bin, "tenon-zoo")
        subprocess.run([zoo, args.network, "--input=" + args.input, "--elide-weights", "-o", network], check=True)
        print("%s at %s pixels, kilocycles" % (args.network, args.input))
        print("preset     none fused  all fused           best subset         vs. none  vs. all  operations")
        for preset in ("ne-small", "ne-medium", "ne-large"):
            none, everything, best, names = measure(args.bin, network, "preset=" + preset, args.trials, folder)
            cycles = [float(row["cycles"]) for row in (none, everything, best)]
            versus = [100 * (cycles[2] / cycles[i] - 1) for i in (0, 1)]
            operations = 100 * (float(best["macs"]) / float(none["macs"]) - 1)
            print(
                "%-10s %10.0f %10.0f (%+5.1f %%) %10.0f (%2d blocks) %+8.1f %% %+6.1f %% %+9.1f %%"
                % (
                    (preset, cycles[0] / 1e3, cycles[1] / 1e3, 100 * (cycles[1] / cycles[0] - 1))
                    + (cycles[2] / 1e3, len(names), versus[0], versus[1], operations)
                )
            )
            failed |= versus[0] > -15 or versus[1] > -5 or operations <= 0
    if args.check and failed:
        sys.exit("fusion: the best subset falls short of 15 % against none, 5 % against all, or more operations")


if __name__ == "__main__":
    main()
