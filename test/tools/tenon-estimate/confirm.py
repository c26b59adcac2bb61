#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Of a search on estimates: ten trials are simulated, the best of them is what
tenon-sim says of the network that was written, and the others are estimates."""

import csv
import json
import subprocess
import sys

folder = sys.argv[1]
with open(folder + "/trials.csv") as file:
    trials = list(csv.DictReader(file))
simulated = [t for t in trials if t["estimated"] == "0"]
assert len(simulated) == 10 < len(trials), (len(simulated), len(trials))
best = min((t for t in simulated if t["feasible"] == "yes"), key=lambda t: float(t["latency"]))
text = subprocess.run(["tenon-sim", folder + "/best.mlir", "--report=json"], check=True, stdout=subprocess.PIPE).stdout
assert json.loads(text)[0]["total"]["cycles"] == int(best["cycles"]), best["cycles"]
