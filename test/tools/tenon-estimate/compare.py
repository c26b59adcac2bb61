#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares a report of tenon-estimate in JSON and CSV with one of tenon-sim:
subgraphs add up, and so little training comes within a tenth."""

import csv
import json
import sys

with open(sys.argv[1]) as file:
    report = json.load(file)
with open(sys.argv[2]) as file:
    rows = list(csv.DictReader(file))
with open(sys.argv[3]) as file:
    simulated = json.load(file)[0]["total"]

total = sum(s["cycles"] for s in report["subgraphs"])
assert abs(total - report["cycles"]) <= len(rows), (total, report["cycles"])
assert abs(sum(s["energy_uj"] for s in report["subgraphs"]) - report["energy_uj"]) < 1e-6 * report["energy_uj"]
assert [float(r["cycles"]) for r in rows] == [s["cycles"] for s in report["subgraphs"]]
assert [int(r["operations"]) for r in rows] == [len(s["operations"]) for s in report["subgraphs"]]
low, high = report["interval_ms"]
assert low < report["ms"] < high, report["interval_ms"]
assert report["arena_bytes"] == 1505280 and report["outside"] == 0, report
assert abs(report["ms"] - report["cycles"] / 800e3) < 1e-5
ratio = report["cycles"] / simulated["cycles"]
assert 0.9 < ratio < 1.1, ratio
