#!/usr/bin/env python3
"""How close the search comes to the optimum of a whole space.

Evaluates every point of a space, then searches it with several seeds, and
prints how far the best of each search lies above the optimum. With --check it
exits 1 if one lies more than 1 % above.

    benchmarks/enumerate.py out/mlsd_320x320_large.onnx --bin build/dev/bin
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time


def best_of(tools, network, space, folder, *options):
    out = os.path.join(folder, "out")
    command = [os.path.join(tools, "tenon-nas"), network, "--space=" + space, "-o", out, "--force", "--no-ablation", "--by-layer", *options]
    start = time.time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.time() - start
    with open(os.path.join(out, "trials.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    feasible = [row for row in rows if row["feasible"] in ("1", "true", "yes")]
    return min(feasible, key=lambda row: float(row["cycles"])), len(rows), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network")
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--space", default="@fit")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--limit", type=int, default=1 << 20, help="most points to enumerate")
    parser.add_argument("--check", action="store_true", help="exit 1 beyond 1 %%")
    args = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        optimum, points, seconds = best_of(
            args.bin, args.network, args.space, folder, "--strategy=exhaustive", "--trials=%d" % args.limit
        )
        print("enumerated %d points in %.0f s: optimum %s cycles" % (points, seconds, optimum["cycles"]))
        print("  " + optimum["pipeline"])
        for seed in range(1, args.seeds + 1):
            found, trials, seconds = best_of(
                args.bin, args.network, args.space, folder, "--trials=%d" % args.trials, "--seed=%d" % seed
            )
            above = 100 * (float(found["cycles"]) / float(optimum["cycles"]) - 1)
            worst = max(worst, above)
            print("seed %d: %s cycles, %.3f %% above, %d trials, %.1f s" % (seed, found["cycles"], above, trials, seconds))
    if args.check and worst > 1:
        sys.exit("enumerate: a search ended %.2f %% above the optimum" % worst)


if __name__ == "__main__":
    main()
