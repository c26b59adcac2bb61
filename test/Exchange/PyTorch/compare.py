"""Holds a network that was exported to PyTorch against tenon-run.

    compare.py network.mlir folder [tolerance]

Random inputs go through both; outputs may differ by the tolerance, relative to
the largest value of the output."""

import importlib.util
import os
import re
import subprocess
import sys

import numpy as np
import torch

TYPES = {"f16": "f2", "f32": "f4", "f64": "f8", "i1": "?", "i8": "i1", "i16": "i2", "i32": "i4", "i64": "i8", "ui8": "u1"}


def load_network(path):
    spec = importlib.util.spec_from_file_location("network", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def export(network, folder):
    """The module that is exported, with its weights."""
    path = os.path.join(folder, "model.py")
    subprocess.run(["tenon-translate", "--export-pytorch", network, "-o", path], check=True)
    module = load_network(path).Network().eval()
    weights = os.path.join(folder, "model.npz")
    return module.load_weights(weights) if os.path.exists(weights) else module


def make_inputs(network, module, random):
    signature = re.search(r"func.func @\w+\((.*?)\) -> ", open(network).read(), re.S)[1]
    types = re.findall(r": tensor<((?:\d+x)*)(\w+)>", signature)
    inputs = {}
    for name, (sizes, kind) in zip(module.inputs, types):
        shape = [int(size) for size in sizes.split("x")[:-1]]
        kind = np.dtype(TYPES[kind])
        inputs[name] = random.uniform(-2, 2, shape).astype(kind) if kind.kind == "f" else random.randint(0, 2, shape).astype(kind)
    return inputs


def compare(network, folder, tolerance=1e-4):
    os.makedirs(folder, exist_ok=True)
    module = export(network, folder)
    inputs = make_inputs(network, module, np.random.RandomState(1))
    command = ["tenon-run", network]
    for i, (name, value) in enumerate(inputs.items()):
        path = os.path.join(folder, "in%d.npy" % i)
        np.save(path, value)
        command.append("--input=%s=%s" % (name, path))
    files = [os.path.join(folder, "out%d.npy" % i) for i in range(len(module.outputs))]
    command += ["--output=%s=%s" % pair for pair in zip(module.outputs, files)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with torch.no_grad():
        results = module(*(torch.from_numpy(value) for value in inputs.values()))
    results = results if isinstance(results, tuple) else (results,)
    failed = []
    for name, file, result in zip(module.outputs, files, results):
        expected, got = np.load(file), result.detach().numpy()
        assert got.shape == expected.shape and got.dtype == expected.dtype, (name, got.shape, got.dtype, expected.shape, expected.dtype)
        expected, got = expected.astype("f8"), got.astype("f8")
        with np.errstate(invalid="ignore"):
            wrong = np.asarray(np.abs(got - expected) / max(np.abs(expected[np.isfinite(expected)]).max(initial=0), 1e-30))
        wrong[(got == expected) | (np.isnan(got) & np.isnan(expected))] = 0
        worst = wrong.max(initial=0) if not np.isnan(wrong).any() else np.inf
        failed += [] if worst <= tolerance else [name]
        print("%s: %s, relative %.1e" % (name, "equal" if worst <= tolerance else "FAILED", worst))
    return failed


if __name__ == "__main__":
    sys.exit(1 if compare(sys.argv[1], sys.argv[2], *map(float, sys.argv[3:])) else 0)
