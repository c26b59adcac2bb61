#!/usr/bin/env python3
"""How near simulated cycles are to measured ones.

Networks (a column latency_ms): the machine dpu-b4096, three of its fields, one
scale and one offset are fitted to 100 of them, the rest is judged, five times.
Layers (a column rtl_cycles): the machine nvdla-small as it is. Prints what
tenon-fit says. With --check it exits 1 if a judgement is outside of the bars.

    benchmarks/silicon.py dpu_b4096_latency.csv [--bin build/dev/bin] [--judge]
"""

import argparse
import os
import subprocess
import sys

FIELDS = "array.weight_feed,dma.outstanding,vector.lanes"
# The least rank correlation and the largest mean error in percent.
BARS = {"without squeeze-excite": (0.995, 3.0), "all": (0.985, 6.0)}
# The largest error of a layer in percent.
LAYER_BAR = 5.0


def run(tools, *options):
    """Prints what tenon-fit says and returns its judgements: title to numbers."""
    command = [os.path.join(tools, "tenon-fit"), *options]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(text, flush=True)
    found = {}
    for line in text.splitlines():
        for title in BARS:
            if line.startswith(title + " "):
                found[title] = [float("nan" if cell == "-" else cell.replace(",", "")) for cell in line[len(title):].split()]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", help="measured networks or layers")
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--engine", help="machine; default dpu-b4096 or nvdla-small")
    parser.add_argument("--free", default=FIELDS, help="fields to fit")
    parser.add_argument("--judge", action="store_true", help="fit nothing but the scale and the offset")
    parser.add_argument("--limit", type=int, default=100, help="networks to fit on")
    parser.add_argument("--seeds", type=int, default=5, help="how often to fit")
    parser.add_argument("--check", action="store_true", help="exit 1 outside of the bars")
    args = parser.parse_args()
    try:
        with open(args.csv, encoding="utf-8-sig") as file:
            is_networks = "latency_ms" in [name.strip() for name in file.readline().split(",")]
    except OSError as error:
        sys.exit("silicon: cannot read '%s': %s" % (args.csv, error.strerror))
    problems = []
    if not is_networks:
        found = run(args.bin, "--csv=" + args.csv, "--engine=" + (args.engine or "nvdla-small"), "--judge")
        if found["all"][3] > LAYER_BAR:
            problems.append("expected an error of at most %g %% a layer, but got %g %%" % (LAYER_BAR, found["all"][3]))
    for seed in range(1, args.seeds + 1) if is_networks else ():
        found = run(args.bin, "--csv=" + args.csv, "--engine=" + (args.engine or "dpu-b4096"),
                    "--limit=%d" % args.limit, "--seed=%d" % seed, "--judge" if args.judge else "--free=" + args.free)
        for title, numbers in found.items():
            rank, error = BARS[title]
            if numbers[1] < rank or numbers[2] > error:
                problems.append("seed %d, %s: expected a rank correlation of at least %g and a mean error of at most "
                                "%g %%, but got %g and %g %%" % (seed, title, rank, error, numbers[1], numbers[2]))
    if args.check and problems:
        sys.exit("\n".join("silicon: " + problem for problem in problems))


if __name__ == "__main__":
    main()
