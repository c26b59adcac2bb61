#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs every network of the zoo with ONNX Runtime: outputs neither collapse nor
explode, and batch normalization computes the same folded and unfolded.

    values.py FOLDER COMPARE.js
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FULL = "TENON_FULL" in os.environ
# Networks that are not of images: what keeps them small.
SOUND = {"rnnt_encoder": "--multiplier=0.125"}
# As small as can be, odd, narrow, wide; other seeds. Multiples of 32 for those
# networks that need them.
VARIANTS = ["--input=32 --classes=10 --seed=2", "--input=96 --multiplier=0.25 --seed=3"]
MORE = ["", "--input=65 --multiplier=1.4 --seed=4", "--input=224 --seed=5 --batch=2 --classes=20"]
MULTIPLE = {}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def build(name, options, path):
    result = run("tenon-zoo", name, *options, "-o", str(path))
    if result.returncode:
        print(f"FAILED {name} {' '.join(options)}: {result.stderr}")
    return result.returncode == 0


def judge(script, *arguments):
    result = run("node", str(script), *arguments)
    print(result.stdout, end="")
    return result.returncode == 0


def get_variants(name):
    if name in SOUND:
        return [f"{SOUND[name]} --seed={seed}" for seed in range(1, 4 if FULL else 2)]
    variants = VARIANTS + (MORE if FULL else [])
    multiple = MULTIPLE.get(name, 1)
    return [v for v in variants if "--input" not in v or int(v.split("=")[1].split()[0]) % multiple == 0]


def main():
    folder, compare = pathlib.Path(sys.argv[1]), sys.argv[2]
    folder.mkdir(exist_ok=True)
    model, unfolded = folder / "model.onnx", folder / "unfolded.onnx"
    good = True
    names = [line.partition(":")[0] for line in run("tenon-zoo", "--list").stdout.splitlines()]
    for name in names:
        for variant in get_variants(name):
            options = variant.split()
            good &= build(name, options, model)
            good &= judge(HERE / "values.js", f"{name} {variant}", str(model))
            if name in SOUND or (variant != VARIANTS[1] and not FULL):
                continue
            good &= build(name, [*options, "--batch-norm"], unfolded)
            if b"BatchNormalization" not in unfolded.read_bytes() or b"BatchNormalization" in model.read_bytes():
                print(f"FAILED {name}: normalization is not where it should be")
                good = False
            good &= judge(compare, str(model), str(unfolded), "--runs=1", "--tolerance=1e-3")
    print(f"{len(names)} networks: {'all good' if good else 'FAILED'}")
    sys.exit(not good)


main()
