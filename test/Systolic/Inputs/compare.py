#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the cycles of two reports with the published ones:
compare.py published.csv output-stationary.csv weight-stationary.csv"""

import csv
import sys


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


published = read(sys.argv[1])
for name, path in zip(("output", "weight"), sys.argv[2:]):
    rows = read(path)
    equal = 0
    for row, wanted in zip(rows, published):
        expected = wanted[f"cycles_{name}_stationary"]
        if (row["layer"], row["cycles"]) == (wanted["layer"], expected):
            equal += 1
        else:
            print(f"{name}-stationary, {wanted['layer']}: expected {expected}, but got {row['cycles']}")
    print(f"{len(rows)} layers, {name}-stationary: {equal} equal")
