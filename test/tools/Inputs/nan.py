# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares networks that give numbers, infinities and what is neither, as
numpy.testing.assert_allclose does with equal_nan=True."""

import json
import subprocess

import numpy as np

NETWORK = """func.func @main(%%x: tensor<4xf32>) -> (tensor<4xf32> {nn.name = "y"}) {
  %%c = nn.constant dense<%s> : tensor<4xf32>
  %%0 = nn.add %%x, %%c : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %%0 : tensor<4xf32>
}
"""
CONSTANTS = {
    "zero": [0, 0, 0, 0],
    "one": [0, 1, 0, 0],
    "nan": [0, np.nan, 0, 0],
    "other-nan": [np.nan, 0, 0, 0],
    "all-nan": [np.nan] * 4,
    "infinite": [0, np.inf, 0, 0],
    "minus": [0, -np.inf, 0, 0],
    "both": [np.nan, np.inf, 0, 0],
}


def spell(value):
    return "0x%08X" % np.float32(value).view(np.uint32)


for name, values in CONSTANTS.items():
    with open(name + ".mlir", "w") as file:
        file.write(NETWORK % ("[" + ", ".join(spell(value) for value in values) + "]"))
x = np.array([1, 2, 3, 4], np.float32)
np.save("x.npy", x)
for first, a in CONSTANTS.items():
    for second, b in CONSTANTS.items():
        try:
            np.testing.assert_allclose(x + np.float32(a), x + np.float32(b), rtol=1e-6, equal_nan=True)
            equal = True
        except AssertionError:
            equal = False
        command = ["tenon-run", first + ".mlir", "--input=x.npy", "--compare=" + second + ".mlir"]
        result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        assert result.returncode == (0 if equal else 1), (first, second, result)
        if not equal and "one" not in (first, second):
            assert "absolute inf, relative inf, beyond the tolerance" in result.stdout, result
        if not equal and {first, second} == {"one", "zero"}:
            assert "absolute 1, relative 0.25" in result.stdout or "relative 0.2" in result.stdout, result

# A machine keeps them, and reports say null.
for name in CONSTANTS:
    command = ["tenon-sim", name + ".mlir", "--engine=ne-medium", "--values", "--input=x.npy"]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    assert result.returncode == 0 and "values of y: absolute 0, relative 0\n" in result.stdout, (name, result)
with open("log.mlir", "w") as file:
    file.write("""func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32> {nn.name = "y"}) {
  %0 = nn.log %x : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
""")
np.save("below.npy", np.array([-1, 0, 1, 2], np.float32))
result = subprocess.run(["tenon-sim", "log.mlir", "--engine=ne-medium", "--values", "--input=below.npy", "--report=json"], stdout=subprocess.PIPE, text=True)
values = json.loads(result.stdout, parse_constant=lambda name: 1 / 0)[0]["values"][0]
assert result.returncode == 0 and values["is_near"] and values["absolute"] == 0, values
