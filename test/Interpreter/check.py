"""Runs operations on small inputs and holds the results against NumPy.

A file of cases makes a `Suite`, adds cases and ends with `run`. All cases of a
suite are one network, each with inputs and results of its own. The passes of
`--passes=` run before the network does."""

import os
import shutil
import subprocess
import sys

import numpy as np

TYPES = {"f2": "f16", "f4": "f32", "f8": "f64", "i1": "i8", "i2": "i16", "i4": "i32", "i8": "i64", "u1": "ui8", "u2": "ui16", "u4": "ui32",
         "u8": "ui64", "b1": "i1"}
# How far a result may be from the expected one, relative to both the element
# and the largest one.
TOLERANCES = {"f16": 2e-3, "f32": 2e-6, "f64": 1e-14}


def typed(array):
    """The type of a tensor in the text of a network."""
    sizes = "".join("%dx" % size for size in array.shape)
    return "tensor<%s%s>" % (sizes, TYPES[array.dtype.str[1:]])


def near(got, expected, tolerance):
    if expected.dtype.kind != "f":
        return np.asarray(got == expected)
    got, expected = got.astype(np.float64), expected.astype(np.float64)
    finite = np.abs(expected[np.isfinite(expected)])
    largest = finite.max() if finite.size else 0
    with np.errstate(invalid="ignore"):
        close = np.abs(got - expected) <= tolerance * (largest + np.abs(expected))
    return close & np.isfinite(got) & np.isfinite(expected) | (got == expected) | np.isnan(got) & np.isnan(expected)


class Suite:
    def __init__(self):
        self.folder = sys.argv[1]
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.arguments, self.body, self.files, self.cases, self.names = [], [], [], [], set()
        # The same numbers in every run.
        self.random = np.random.RandomState(1)

    def floats(self, *shape, kind="f4"):
        return self.random.uniform(-2, 2, shape).astype(kind)

    def ints(self, *shape, low=-9, high=10, kind="f4"):
        """Whole numbers: floats that sum up exactly."""
        return self.random.randint(low, high, shape).astype(kind)

    def case(self, name, text, inputs, expected, body=None, tolerance=None):
        """The operation `text`, in which {0} is the first input. `expected` is
        an array or a list of them. `body` is lines before the operation."""
        assert name not in self.names, name
        self.names.add(name)
        inputs = [np.asarray(array) for array in inputs]
        expected = [np.asarray(array) for array in (expected if isinstance(expected, list) else [expected])]
        number = len(self.cases)
        values = []
        for array in inputs:
            values.append("%%a%d" % len(self.arguments))
            path = os.path.join(self.folder, "in%d.npy" % len(self.arguments))
            np.save(path, array)
            self.files.append("--input=input%d=%s" % (len(self.arguments), path))
            self.arguments.append("%s: %s" % (values[-1], typed(array)))
        results = ", ".join(typed(array) for array in expected)
        if body is None:
            types = ", ".join(typed(array) for array in inputs)
            self.body.append("%%r%d:%d = %s : (%s) -> (%s)" % (number, len(expected), text.format(*values), types, results))
        else:
            names = {"r": "%%r%d" % number, "t": "%%t%d" % number, "u": "%%u%d" % number}
            self.body.append(body.format(*values, **names).strip())
        self.cases.append((name, expected, tolerance))

    def run(self):
        values, types, outputs, files = [], [], 0, []
        for number, (_, expected, _) in enumerate(self.cases):
            for k, array in enumerate(expected):
                values.append("%%r%d#%d" % (number, k))
                types.append(typed(array))
                files.append(os.path.join(self.folder, "out%d.npy" % outputs))
                outputs += 1
        text = "func.func @main(%s) -> (%s) {\n  %s\n  return %s : %s\n}\n" % (
            ", ".join(self.arguments), ", ".join(types), "\n".join(self.body).replace("\n", "\n  "), ", ".join(values), ", ".join(types))
        path = os.path.join(self.folder, "network.mlir")
        with open(path, "w") as out:
            out.write(text)
        for passes in (word.removeprefix("--passes=") for word in sys.argv[2:] if word.startswith("--passes=")):
            rewritten = os.path.join(self.folder, "rewritten.mlir")
            subprocess.run(["tenon-opt", path, "--pass-pipeline=builtin.module(%s)" % passes, "-o", rewritten], check=True, timeout=60)
            path = rewritten
        command = ["tenon-run", path, *self.files, *("--output=output%d=%s" % pair for pair in enumerate(files))]
        result = subprocess.run(command, capture_output=True, timeout=60)
        if result.returncode or result.stderr:
            print("FAILED: exit code %d: %s" % (result.returncode, result.stderr.decode(errors="replace")[:400]))
            sys.exit(1)
        failures, files = 0, iter(files)
        for name, expected, tolerance in self.cases:
            for k, array in enumerate(expected):
                got = np.load(next(files))
                kind = TYPES[array.dtype.str[1:]]
                good = near(got, array, TOLERANCES.get(kind, 0) if tolerance is None else tolerance) if got.shape == array.shape else np.array(False)
                if got.dtype != array.dtype or not good.all():
                    failures += 1
                    at = np.unravel_index(np.argmin(good), good.shape)
                    detail = "at %s expected %r, but got %r" % (list(map(int, at)), array[at], got[at]) if good.ndim or good.size else ""
                    print("FAILED %s: result %d, %s %s: %s" % (name, k, got.dtype, got.shape, detail))
        print("%d cases, %d failed" % (len(self.cases), failures))
        sys.exit(1 if failures else 0)
