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
estimated = [t for t in trials if t["estimated"] == "1" and not t["same_as"]]
assert len({t["cycles"] for t in estimated}) > len(estimated) // 2, "networks have their own estimates"
network = subprocess.run(["tenon-opt", sys.argv[2], "--pass-pipeline=" + estimated[0]["pipeline"]], check=True,
                         stdout=subprocess.PIPE).stdout
text = subprocess.run(["tenon-estimate", "-", "--estimator=a.json", "--report=json"], check=True, input=network,
                      stdout=subprocess.PIPE).stdout
assert json.loads(text)["cycles"] == int(estimated[0]["cycles"]), estimated[0]
best = min((t for t in simulated if t["feasible"] == "yes"), key=lambda t: float(t["latency"]))
text = subprocess.run(["tenon-sim", folder + "/best.mlir", "--report=json"], check=True, stdout=subprocess.PIPE).stdout
assert json.loads(text)[0]["total"]["cycles"] == int(best["cycles"]), best["cycles"]
