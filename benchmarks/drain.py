#!/usr/bin/env python3
"""How the gain of fused inverted bottlenecks depends on the drain.

For a machine with drains of several widths: the cycles with no block fused,
with all of them, and with the best subset that the search finds, as
fusion.py does. The SRAM gets as wide as the drain needs, everything else
stays. Prints a table; --svg draws it. With --check it exits 1 unless, the
wider the drain, the fewer cycles the network takes without fusion and the
smaller is the share that the best subset saves, which is at least 15 % of them
behind any drain.

    benchmarks/drain.py --bin build/dev/bin [--lanes 4,8,16,32,64] [--svg docs/images/drain.svg]
"""

import argparse
import math
import os
import re
import subprocess
import sys
import tempfile

from chart import COLOURS, Chart, Panel
from fusion import measure

# The least that the best subset saves, in percent.
BAR = 15.0


def write_machine(tools, preset, lanes, path):
    """A preset with another drain."""
    command = [os.path.join(tools, "tenon-sim"), "--list-engines"]
    listed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    text = next((line for line in listed.splitlines() if line.startswith(preset + ": #engine.target")), None)
    if not text:
        sys.exit("drain: expected a preset of tenon-sim --list-engines, but got '%s'" % preset)
    port = max(int(re.search(r"bytes_per_cycle = (\d+)", text)[1]), 8 * lanes)
    text = text.removeprefix(preset + ": ").replace('"%s"' % preset, '"%s-drain-%d"' % (preset, lanes), 1)
    text = re.sub(r"drain_lanes = \d+", "drain_lanes = %d" % lanes, text)
    text = re.sub(r"bytes_per_cycle = \d+", "bytes_per_cycle = %d" % port, text, count=1)
    with open(path, "w", encoding="utf-8") as file:
        file.write("module attributes {engine.target = %s} {}\n" % text)


def draw(path, title, widths, results):
    chart = Chart(720, 230, title)
    names = ("none fused", "all fused", "best subset")
    for i, name in enumerate(names):
        chart.explain(60 + 120 * i, 16, COLOURS[i], name)
    low, high = math.log2(widths[0]) - 0.3, math.log2(widths[-1]) + 0.3

    def place(lanes):
        return (math.log2(lanes) - low) / (high - low)

    cycles = [[row[i] / 1e3 for row in results] for i in range(3)]
    gains = [[100 * (1 - row[i] / row[0]) for row in results] for i in range(3)]
    for left, numbers, label in ((60, cycles, "kilocycles"), (415, gains, "cycles saved (%)")):
        panel = Panel(chart, (left, 34, 290, 145), place, max(map(max, numbers)))
        panel.frame("width of the drain (results a cycle)", label, widths)
        for i in range(3):
            if numbers is cycles or i:
                panel.draw(list(zip(widths, numbers[i])), COLOURS[i], marks=True)
    chart.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--preset", default="ne-medium", help="machine whose drain changes")
    parser.add_argument("--lanes", default="4,8,16,32,64", help="widths of the drain, the narrowest first")
    parser.add_argument("--network", default="mobilenet_v2", help="architecture of tenon-zoo")
    parser.add_argument("--input", default="224", help="rows and columns of the image")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--svg", help="where to draw the table")
    parser.add_argument("--check", action="store_true", help="exit 1 below the bar or out of order")
    args = parser.parse_args()
    widths = [int(text) for text in args.lanes.split(",")]
    results = []
    print("%s at %s pixels on %s, kilocycles" % (args.network, args.input, args.preset))
    print()
    print("| results a cycle | none fused | all fused | | best subset | | blocks | operations |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        network, machine = os.path.join(folder, "network.mlir"), os.path.join(folder, "machine.mlir")
        zoo = os.path.join(args.bin, "tenon-zoo")
        subprocess.run([zoo, args.network, "--input=" + args.input, "--elide-weights", "-o", network], check=True)
        for lanes in widths:
            write_machine(args.bin, args.preset, lanes, machine)
            none, everything, best, names = measure(args.bin, network, "file=" + machine, args.trials, folder)
            cycles = [float(row["cycles"]) for row in (none, everything, best)]
            changes = [100 * (number / cycles[0] - 1) for number in cycles]
            operations = 100 * (float(best["macs"]) / float(none["macs"]) - 1)
            print("| %d | %s | %s | %+.1f %% | %s | %+.1f %% | %d | %+.1f %% |" % (
                lanes, *("{:,.0f}".format(number / 1e3) for number in cycles[:2]), changes[1],
                "{:,.0f}".format(cycles[2] / 1e3), changes[2], len(names), operations), flush=True)
            results.append(cycles)
    if args.svg:
        draw(args.svg, "Cycles of %s over the width of the drain" % args.network, widths, results)
    none = [row[0] for row in results]
    gains = [100 * (1 - row[2] / row[0]) for row in results]
    problems = []
    if none != sorted(none, reverse=True):
        problems.append("expected a wider drain to take fewer cycles without fusion")
    if gains != sorted(gains, reverse=True):
        problems.append("expected fusion to save less behind a wider drain")
    if min(gains) < BAR:
        problems.append("expected the best subset to save at least %g %%, but got %.1f %%" % (BAR, min(gains)))
    if args.check and problems:
        sys.exit("\n".join("drain: " + problem for problem in problems))


if __name__ == "__main__":
    main()
