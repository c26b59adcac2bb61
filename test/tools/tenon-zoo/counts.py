#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds each network of the table of docs/Zoo.md and compares its parameters
and multiply-accumulates with the table, and the table with what is published.

    counts.py docs/Zoo.md
"""

import math
import re
import subprocess
import sys

PARAMETER = re.compile(r'nn\.parameter "([^"]+)" : tensor<([0-9x]+)xf32>')
UNITS = {"": 1, "M": 10**6, "G": 10**9}


def run(*command, stdin=None):
    result = subprocess.run(command, input=stdin, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)}: {result.stderr}")
    return result.stdout + result.stderr


def count(command, form):
    """Parameters in the form, and multiply-accumulates by the summary."""
    options = ["--elide-weights"] + (["--batch-norm"] if form != "folded" else [])
    text = run("tenon-zoo", *command.split(), *options)
    left_out = {"folded": (), "trained": (".mean", ".variance"),
                "weights": (".mean", ".variance", ".scale", ".offset"), "all": ()}[form]
    parameters = {name: math.prod(map(int, shape.split("x")))
                  for name, shape in PARAMETER.findall(text)}
    total = run("tenon-opt", "-", "--nn-print-summary", "-o", "/dev/null", stdin=text).splitlines()[-1]
    assert total.startswith("total"), total
    macs, everything = (int(cell.replace(",", "")) for cell in total.split()[1:])
    assert sum(parameters.values()) == everything, f"the summary counts {everything} parameters"
    return sum(n for name, n in parameters.items() if not name.endswith(left_out)), macs


def agrees(value, published):
    """Whether a number rounds or is cut off to what is published."""
    if not published or published.startswith("("):
        return True
    number, _, unit = published.partition(" ")
    if not unit:
        return value == int(number.replace(",", ""))
    step = UNITS[unit] / 10 ** len(number.partition(".")[2])
    digits = round(float(number) * UNITS[unit] / step)
    return digits in (math.floor(value / step), math.floor(value / step + 0.5))


def main():
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")]
            for line in open(sys.argv[1]) if line.startswith("| `") and line.count("|") == 8]
    listed = [line.partition(":")[0] for line in run("tenon-zoo", "--list").splitlines()]
    failures = 0
    for command, form, *cells in rows:
        command = command.strip("`")
        counts = count(command, form)
        expected = [int(cell.replace(",", "")) for cell in cells[:2]]
        for what, value, stated, published in zip(("parameters", "MACs"), counts, expected, cells[2:4]):
            if value != stated or not agrees(value, published):
                print(f"FAILED {command}: {value:,} {what}, not {stated:,}; published {published}")
                failures += 1
    named = {row[0].strip("`").split()[0] for row in rows}
    # Those of `random` are its seed's.
    for name in sorted((set(listed) - {"random"}) ^ named):
        print(f"FAILED {name}: listed or in the table, not both")
        failures += 1
    print(f"{len(rows)} rows, {failures} failures")
    sys.exit(failures != 0)


main()
