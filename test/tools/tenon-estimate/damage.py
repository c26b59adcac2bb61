#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Damages an estimator in each of its fields; all are refused with a line that
names the field, and cuts and flips of bytes crash nothing."""

import json
import random
import subprocess
import sys

path, network = sys.argv[1:3]
with open(path) as file:
    good = file.read()


def run(text):
    with open("damaged.json", "w") as file:
        file.write(text)
    result = subprocess.run(["tenon-estimate", network, "--estimator=damaged.json"], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, errors="replace")
    assert result.returncode in (0, 1), (result.returncode, text[:200])
    assert (result.returncode == 1) == ("tenon-estimate: error:" in result.stderr), result.stderr
    return result.stderr


assert "error" not in run(good)
for key in json.loads(good):
    if key in ("energy", "names"):
        continue
    damaged = json.loads(good)
    del damaged[key]
    error = run(json.dumps(damaged))
    assert error.count("\n") == 1 and key in error, (key, error)
    damaged[key] = [None]
    error = run(json.dumps(damaged))
    assert error.count("\n") == 1, (key, error)
for key in ("least", "linear"):
    damaged = json.loads(good)
    damaged[key]["array"] = "wide"
    assert "expected a number under 'array'" in run(json.dumps(damaged))
for key, value, wanted in (
        ("unit", "furlongs", "expected cycles or milliseconds under 'unit'"),
        ("offset", -1, "expected a number from 0 to 1e15 under 'offset'"),
        ("offset", 1e300, "expected a number from 0 to 1e15 under 'offset'"),
        ("by_layer", 1, "expected true or false under 'by_layer'"),
        ("linear", dict.fromkeys(json.loads(good)["linear"], 0), "expected a number above 0 in 'linear'"),
        ("linear", dict.fromkeys(json.loads(good)["linear"], 1e300), "expected a number from 0 to 1e6 under 'expected' of 'linear'"),
        ("networks", -1, "expected no negative number under 'networks' and 'subgraphs'"),
        ("interval", [1, -1], "expected the second number under 'interval' to be no less than the first"),
        ("features", list(reversed(json.loads(good)["features"])),
         "expected the features of this version under 'features'")):
    damaged = json.loads(good)
    damaged[key] = value
    assert wanted in run(json.dumps(damaged)), key
for key, name, value, wanted in (
        ("linear", "expected", -1, "expected a number from 0 to 1e6 under 'expected' of 'linear'"),
        ("least", "columns", 1000, "expected 'columns' of 'least' to be no more than that of 'greatest'")):
    damaged = json.loads(good)
    damaged[key][name] = value
    assert wanted in run(json.dumps(damaged)), key
assert "expected a number under 'offset'" in run(good.replace('"offset":0', '"offset":1e400'))
assert "but got JSON of more than 64 levels" in run("[" * 1000000)
damaged = json.loads(good)
damaged["latency"][0]["feature"][0] = 1000
assert "'latency': node 0 of tree 0 is none" in run(json.dumps(damaged))
damaged = json.loads(good)
damaged["target"]["text"] = damaged["target"]["text"].replace("mhz = 500", "mhz = 501")
assert "expected the machine under 'target' to have the hash" in run(json.dumps(damaged))
generator = random.Random(1)
for _ in range(60):
    at = generator.randrange(len(good))
    run(good[:at])
    run(good[:at] + chr(generator.randrange(32, 127)) + good[at + 1:])
