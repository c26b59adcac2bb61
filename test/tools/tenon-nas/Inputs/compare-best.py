"""Exits 1 unless the fastest feasible trial of the first table is at most the
given percentage slower than that of the second."""

import csv
import sys


def best(path):
    with open(path, newline="") as file:
        return min(float(row["cycles"]) for row in csv.DictReader(file) if row["feasible"] == "yes")


found, optimum, most = best(sys.argv[1]), best(sys.argv[2]), float(sys.argv[3])
above = 100 * (found / optimum - 1)
print("%.0f against %.0f cycles, %.3f %% above" % (found, optimum, above))
sys.exit(above > most)
