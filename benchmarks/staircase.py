#!/usr/bin/env python3
"""What one channel more costs: the stairs of a convolution.

Simulates one convolution with each number of output channels and of input
channels. Prints where the cycles rise most, and for kernels, channels and
sizes what the first channel behind a full step costs; --svg draws the stairs.
With --check it exits 1 unless on each machine the largest rises are exactly
those behind multiples of its parallelism factors, and 65 output channels cost
at least 25 % more than 64 on ne-medium.

    benchmarks/staircase.py --bin build/dev/bin [--svg docs/images/staircase.svg]
"""

import argparse
import csv
import os
import re
import subprocess
import sys

from chart import COLOURS, INK, Chart, Panel

# The convolution of the picture: 3x3 on 28x28 pixels, 64 channels on the other
# side, as the second stage of a residual network of half the width.
KERNEL, PIXELS, CHANNELS = 3, 28, 64
# Channels go up to these, or as far as two steps.
OUTPUTS, INPUTS = 256, 128
# The least that the 65th output channel costs on ne-medium, in percent.
BAR = 25.0

FUNCTION = """func.func @n{index}(%x: {x}) -> {y} {{
  %w = nn.parameter "w" : {w}
  %b = nn.parameter "b" : {b}
  %0 = nn.conv2d %x, %w, %b pads [{p}, {p}, {p}, {p}] : ({x}, {w}, {b}) -> {y}
  return %0 : {y}
}}
"""


def simulate(tools, engine, layers):
    """Cycles of convolutions (kernel, pixels, inputs, outputs), each one alone."""
    text = ""
    for index, (kernel, pixels, inputs, outputs) in enumerate(layers):
        image = "tensor<1x%dx%dx%%dxf32>" % (pixels, pixels)
        text += FUNCTION.format(index=index, p=kernel // 2, x=image % inputs, y=image % outputs,
                                w="tensor<%dx%dx%dx%dxf32>" % (outputs, kernel, kernel, inputs),
                                b="tensor<%dxf32>" % outputs)
    command = [os.path.join(tools, "tenon-sim"), "-", "--engine=" + engine, "--report=csv"]
    report = subprocess.run(command, check=True, input=text, stdout=subprocess.PIPE, text=True).stdout
    cycles = [0] * len(layers)
    for row in csv.DictReader(report.splitlines()):
        cycles[int(row["program"][1:].removesuffix("_program"))] += int(row["cycles"])
    return cycles


def read_factors(tools, engine):
    """Output and input channels that a step of the array covers."""
    if engine.endswith(".mlir"):
        with open(engine, encoding="utf-8") as file:
            text = file.read()
    else:
        command = [os.path.join(tools, "tenon-sim"), "--list-engines"]
        text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        text = next((line for line in text.splitlines() if line.startswith(engine + ": ")), "")
    found = [re.search(r"\bstandard_%s = (\d+)" % key, text) for key in "kc"]
    if None in found:
        sys.exit("staircase: expected a machine with standard_k and standard_c, but got '%s'" % engine)
    return [int(match[1]) for match in found]


def find_steps(channels, cycles, factor):
    """The least rise behind a multiple of `factor`, and the largest elsewhere."""
    inside, outside = [], []
    for before, low, high in zip(channels, cycles, cycles[1:]):
        (outside if before % factor else inside).append(high - low)
    return inside, outside


def draw(path, stairs):
    names = "%dx%d pixels, %dx%d kernel" % (PIXELS, PIXELS, KERNEL, KERNEL)
    chart = Chart(720, 38 + 158 * len(stairs), "Cycles of a convolution over its channels; " + names)
    chart.explain(60, 16, COLOURS[0], names)
    chart.explain(265, 16, INK, "in proportion to operations", "4 3")
    chart.explain(465, 16, INK, "multiples of the parallelism factor", "2 3")
    for row, (engine, sides) in enumerate(stairs):
        for column, (side, other, channels, cycles, factor) in enumerate(sides):
            last = channels[-1]
            box = (60 + 355 * column, 48 + 158 * row, 290, 88)
            panel = Panel(chart, box, lambda number, last=last: number / last, max(cycles) / 1e3)
            panel.frame("%s channels (%d %s channels), %s" % (side, CHANNELS, other, engine), "kilocycles",
                        range(0, last + 1, last // 8), range(factor, last, factor))
            full = cycles[factor - 1] / 1e3 / factor if side == "output" else cycles[CHANNELS - 1] / 1e3 / CHANNELS
            end = min(last, panel.ticks[-1] / full)
            panel.draw([(0, 0), (end, end * full)], INK, dashes="4 3")
            panel.draw([(x, y / 1e3) for x, y in zip(channels, cycles)], COLOURS[0], stairs=True)
    chart.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--engines", default="ne-small,ne-medium,ne-large", help="presets or .mlir files")
    parser.add_argument("--svg", help="where to draw the stairs")
    parser.add_argument("--check", action="store_true", help="exit 1 if the stairs are elsewhere or too flat")
    args = parser.parse_args()
    engines = args.engines.split(",")
    problems, stairs = [], []
    print("| machine | channels | factor | rises behind its multiples (cycles) | largest other rise |")
    print("|---|---|---:|---:|---:|")
    for engine in engines:
        sides = []
        for side, last, factor in zip(("output", "input"), (OUTPUTS, INPUTS), read_factors(args.bin, engine)):
            channels = range(1, max(last, 2 * factor) + 1)
            layers = [(KERNEL, PIXELS, *((CHANNELS, n) if side == "output" else (n, CHANNELS))) for n in channels]
            cycles = simulate(args.bin, engine, layers)
            inside, outside = find_steps(channels, cycles, factor)
            print("| %s | %s | %d | %s to %s | %s |" % (
                "" if sides else engine, side, factor,
                *("{:,}".format(rise) for rise in (min(inside), max(inside), max(outside)))))
            if min(inside) <= max(outside):
                problems.append("%s: expected the largest rises behind multiples of %d %s channels, but got %d cycles "
                                "there and %d elsewhere" % (engine, factor, side, min(inside), max(outside)))
            sides.append((side, "input" if side == "output" else "output", channels, cycles, factor))
        stairs.append((engine, sides))
    if args.svg:
        draw(args.svg, stairs)
    sizes = (7, 14, 28, 56)
    print()
    print("| machine | kernel, input channels | %s |" % " | ".join("%dx%d" % (size, size) for size in sizes))
    print("|---|---|%s" % ("---:|" * len(sizes)))
    for engine in engines:
        full = read_factors(args.bin, engine)[0]
        shapes = [(kernel, size, inputs, full + more) for kernel, inputs in ((1, 64), (1, 256), (3, 64), (3, 256))
                  for size in sizes for more in (0, 1)]
        cycles = dict(zip(shapes, simulate(args.bin, engine, shapes)))
        for kernel, inputs in ((1, 64), (1, 256), (3, 64), (3, 256)):
            rises = [100 * (cycles[kernel, size, inputs, full + 1] / cycles[kernel, size, inputs, full] - 1) for size in sizes]
            label = engine if (kernel, inputs) == (1, 64) else ""
            print("| %s | %dx%d, %d | %s |" % (label, kernel, kernel, inputs, " | ".join("%+.1f %%" % rise for rise in rises)))
    pair = simulate(args.bin, "ne-medium", [(KERNEL, PIXELS, CHANNELS, outputs) for outputs in (64, 65)])
    rise = 100 * (pair[1] / pair[0] - 1)
    print()
    print("%dx%d on %dx%d pixels, %d input channels, on ne-medium: %s cycles with 64 output channels, %s with 65 (%+.1f %%)"
          % (KERNEL, KERNEL, PIXELS, PIXELS, CHANNELS, "{:,}".format(pair[0]), "{:,}".format(pair[1]), rise))
    if rise < BAR:
        problems.append("expected 65 output channels to cost at least %g %% more than 64, but got %.1f %%" % (BAR, rise))
    if args.check and problems:
        sys.exit("\n".join("staircase: " + problem for problem in problems))


if __name__ == "__main__":
    main()
