#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the subgraphs of tenon-estimate with the programs of the compiler,
for all networks of the zoo, some random ones, and those of torchvision if the
folder is there. Whether a program has cascades at all is what the compiler lets
the simulator decide, where that is close; in one of five networks at most the
estimator may decide otherwise.

    grouping.py FOLDER-OF-ESTIMATORS FOLDER-OF-ONNX-MODELS
"""

import glob
import json
import os
import re
import subprocess
import sys

folder, models = sys.argv[1:3]


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert result.returncode == 0, (command, result.stderr)
    return result.stdout, result.stderr


def check(path, engine):
    """What differs, in words; nothing if all agrees."""
    report = json.loads(run("tenon-estimate", path, "--estimator=%s.json" % engine, "--report=json")[0])
    program = json.loads(run("tenon-sim", path, "--engine=" + engine, "--report=json")[0])[0]
    layers = {layer["name"] for layer in program["layers"]}
    first, behind = set(), set()
    for subgraph in report["subgraphs"]:
        names = subgraph["operations"]
        (first.update if subgraph["kind"] == "cascade" else behind.update)(names[1:])
        first.add(names[0])
    problems = ["layer '%s' is in no subgraph" % name for name in sorted(layers - first - behind)]
    problems += ["'%s' has commands, but is behind another operation" % name for name in sorted(layers & behind - first)]
    prepared = "net.prepared.mlir"
    run("tenon-opt", path, "--nn-unroll-recurrence", "-o", prepared)
    pipeline = "builtin.module(engine-attach-target{preset=%s},engine-compile)" % engine
    remark = run("tenon-opt", prepared, "--pass-pipeline=" + pipeline, "--remarks-filter=engine.*", "-o", os.devnull)[1]
    found = re.search(r"cascades: (\d+) of (\d+) operations", remark)
    cascades = [subgraph["cascaded"] for subgraph in report["subgraphs"] if subgraph["kind"] == "cascade"]
    expected = tuple(map(int, found.groups()))
    got = len(cascades), sum(cascades)
    if got != expected and 0 in (got[0], expected[0]):
        choices.append("%s on %s: %d and %d cascades" % (path, engine, got[0], expected[0]))
    elif got != expected:
        problems.append("the estimator has %d cascades of %d operations, the compiler %s of %s"
                        % (len(cascades), sum(cascades), *found.groups()))
    return problems


os.chdir(folder)
paths, choices = [], []
for line in run("tenon-zoo", "--list")[0].splitlines():
    name = line.partition(":")[0]
    for seed in range(6) if name == "random" else (0,):
        paths.append("%s%d.mlir" % (name, seed))
        run("tenon-zoo", name, *(["--seed=%d" % seed] if name == "random" else []), "--elide-weights", "-o", paths[-1])
for model in sorted(glob.glob(models + "/*.onnx")):
    paths.append(os.path.basename(model) + ".mlir")
    run("tenon-translate", "--import-onnx", "--elide-weights", model, "-o", paths[-1])
failures = 0
for path in paths:
    for engine in ("ne-small", "ne-medium", "ne-large"):
        for problem in check(path, engine):
            failures += 1
            print("%s on %s: %s" % (path, engine, problem))
print("%d networks on three machines; decided otherwise: %s" % (len(paths), "; ".join(choices) or "none"))
sys.exit(failures > 0 or len(choices) > 0.6 * len(paths))
