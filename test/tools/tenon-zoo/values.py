#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs every network of the zoo: outputs neither collapse nor explode, and
batch normalization computes the same folded and unfolded.

    values.py FOLDER            with tenon-run
    values.py FOLDER --onnx     their ONNX models, with ONNX Runtime
    values.py --one NETWORK     one network, a file, with tenon-run
    values.py --random FOLDER   random networks, with tenon-run
"""

import array
import math
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FULL = "TENON_FULL" in os.environ
# Networks of sound, and what keeps them small.
SOUND = {"rnnt_encoder": "--multiplier=0.125", "transformer_encoder": "--multiplier=0.25 --input=24"}
# As small as can be, narrow, wide, odd; other seeds.
VARIANTS = ["--input=32 --classes=10 --seed=2", "--input=96 --multiplier=0.25 --seed=3"]
MORE = ["", "--input=64 --multiplier=1.4 --seed=4", "--input=224 --seed=5 --batch=2 --classes=20"]
ODD = ["--input=65 --seed=6"]
# Networks whose input is a multiple of 32.
EVEN = {"unet_mobilenet_v2"}
# The published ones: strengths of outputs, and by how much those of two inputs
# differ. Probabilities of many classes are small; some random networks end in
# functions that are nearly flat.
USUAL = (0.05, 50, 0.01)
RANDOM = (0.01, 50, 0.001)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def build(name, options, path):
    """Whether it was built; None if an operation cannot be written."""
    result = run("tenon-zoo", name, *options, "-o", str(path))
    if result.returncode == 0:
        return True
    if "has no ONNX counterpart" in result.stderr:
        return None
    print(f"FAILED {name} {' '.join(options)}: {result.stderr}")
    return False


def read_npy(path):
    """The numbers of an array of 32-bit floats in NumPy's format 1.0, or None
    for integers."""
    data = path.read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00", path
    length = int.from_bytes(data[8:10], "little")
    if b"'<i8'" in data[10:10 + length]:
        return None
    assert b"'<f4'" in data[10:10 + length], data[10:10 + length]
    return array.array("f", data[10 + length:])


def rms(values):
    return math.sqrt(sum(x * x for x in values) / len(values))


def judge(label, model, folder, limits=USUAL):
    """Runs a network on two inputs."""
    names = [line.partition(":")[0] for line in run("tenon-run", str(model), "--random=1").stdout.splitlines()]
    results = []
    for seed in (1, 2):
        files = {name: folder / f"{name}{seed}.npy" for name in names}
        result = run("tenon-run", str(model), f"--random={seed}",
                     *(f"--output={name}={file}" for name, file in files.items()))
        if result.returncode:
            print(f"FAILED {label}: {result.stderr}")
            return False
        results.append({name: read_npy(file) for name, file in files.items()})
    good = bool(names)
    least, most, change = limits
    for name in names:
        a, b = (result[name] for result in results)
        if a is None:
            continue
        strength = rms(a)
        difference = rms([x - y for x, y in zip(a, b)]) / (strength or 1)
        usual = least <= strength <= most and difference > change
        good &= usual
        print(f"{'good' if usual else 'FAILED'} {label} {name}: strength {strength:.3f}, difference {difference:.3f}")
    return good


def judge_unfolded(name, options, model, folder):
    """The network with batch normalization computes what the one without does."""
    unfolded = folder / "unfolded.mlir"
    if not build(name, [*options, "--batch-norm"], unfolded):
        return False
    if "nn.batch_norm" not in unfolded.read_text() or "nn.batch_norm" in model.read_text():
        print(f"FAILED {name}: normalization is not where it should be")
        return False
    result = run("tenon-run", str(model), f"--compare={unfolded}", "--random=1", "--tolerance=1e-3")
    if result.returncode:
        print(f"FAILED {name} --batch-norm: {result.stdout}{result.stderr}")
    return result.returncode == 0


def judge_onnx(label, model):
    result = run("node", str(HERE / "values.js"), label, str(model))
    print(result.stdout, end="")
    return result.returncode == 0


def get_variants(name):
    if name in SOUND:
        return [f"{SOUND[name]} --seed={seed}" for seed in range(1, 4 if FULL else 2)]
    more = MORE + ([] if name in EVEN else ODD)
    return VARIANTS + (more if FULL else [])


def judge_random(folder):
    """Random networks; with batch normalization, all of it, they compute the
    same."""
    folder.mkdir(exist_ok=True)
    model, unfolded, good = folder / "model.mlir", folder / "unfolded.mlir", True
    seeds = range(500 if FULL else 30)
    for seed in seeds:
        options = [f"--seed={seed}"]
        good &= bool(build("random", options, model)) and judge(f"random {seed}", model, folder, RANDOM)
        if seed % 5 == 0 and "nn.arg_reduce" not in model.read_text():
            build("random", [*options, "--batch-norm"], unfolded)
            result = run("tenon-run", str(model), f"--compare={unfolded}", "--random=1", "--tolerance=1e-3")
            if result.returncode:
                print(f"FAILED {seed} --batch-norm: {result.stdout}{result.stderr}")
                good = False
    print(f"{len(seeds)} networks: {'all good' if good else 'FAILED'}")
    sys.exit(not good)


def main():
    if sys.argv[1] == "--random":
        judge_random(pathlib.Path(sys.argv[2]))
    if sys.argv[1] == "--one":
        model = pathlib.Path(sys.argv[2])
        sys.exit(not judge(model.name, model, model.parent))
    folder, onnx = pathlib.Path(sys.argv[1]), "--onnx" in sys.argv
    folder.mkdir(exist_ok=True)
    model = folder / ("model.onnx" if onnx else "model.mlir")
    good = True
    names = [line.partition(":")[0] for line in run("tenon-zoo", "--list").stdout.splitlines()]
    names.remove("random")
    for name in names:
        for variant in get_variants(name):
            options, label = variant.split(), f"{name} {variant}"
            built = build(name, options, model)
            if built is None:
                print(f"not written {label}")
                continue
            good &= built and (judge_onnx(label, model) if onnx else judge(label, model, folder))
            if not onnx and name not in SOUND:
                good &= judge_unfolded(name, options, model, folder)
    print(f"{len(names)} networks: {'all good' if good and names else 'FAILED'}")
    sys.exit(not good)


main()
