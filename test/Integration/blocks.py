"""Counts the blocks that nn-label-blocks finds: blocks.py FOLDER-OF-MODELS.

Batch normalizations stay as the exporter left them, and are folded: the names
must be the same.
"""

import collections
import re
import subprocess
import sys

EXPECTED = {
    "mobilenet_v2": {"ibn": 16, "linear": 1},
    "mobilenet_v3_small": {"ibn": 10, "linear": 1},
    "mobilenet_v3_large": {"ibn": 14, "linear": 1},
    "mnasnet1_0": {"ibn": 16, "linear": 1},
    "efficientnet_b0": {"ibn": 15, "linear": 1},
    "efficientnet_v2_s": {"ibn": 30, "fused": 8, "residual": 2},
    "deeplabv3_mobilenet_v3_large": {"ibn": 14, "linear": 1},
    "lraspp_mobilenet_v3_large": {"ibn": 14, "linear": 1},
    "ssdlite320_mobilenet_v3_large": {"ibn": 14},
    "resnet18": {"residual": 8},
    "resnet50": {"residual": 16},
    "squeezenet1_1": {},
    "shufflenet_v2_x1_0": {"separable": 19},
}


def run(command, text=""):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def count(text):
    names = set(re.findall(r'#nn.block<"([a-z]+\d+)"', text))
    return dict(collections.Counter(re.sub(r"\d+$", "", name) for name in names))


failures = 0
for name, expected in EXPECTED.items():
    network = run(["tenon-translate", "--import-onnx", f"{sys.argv[1]}/{name}.onnx", "--elide-weights"])
    for passes in (["--nn-label-blocks"], ["--nn-fold-batch-norm", "--nn-cleanup", "--nn-label-blocks"]):
        found = count(run(["tenon-opt", *passes], network))
        if {kind: found.get(kind) for kind in expected} != expected or (found and not expected):
            print(f"FAILED {name} {passes}: {found}, expected {expected}")
            failures += 1
        if "ibn" in found and "ibn" not in expected:
            print(f"FAILED {name}: invented inverted bottlenecks: {found}")
            failures += 1
print(f"{len(EXPECTED)} networks")
sys.exit(1 if failures else 0)
