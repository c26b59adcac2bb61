#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes files of networks with latencies of a device that there is not: the
layers one after the other at some speed, and a time for each. With a second
argument checks that the judgement there is a good one.

    device.py FOLDER [JUDGEMENT]
"""

import os
import random
import subprocess
import sys

folder = sys.argv[1]
if len(sys.argv) > 2:
    with open(os.path.join(folder, sys.argv[2])) as file:
        cells = [line.split() for line in file if line.startswith("all")][0]
    assert float(cells[2]) > 0.97 and float(cells[3]) < 6, cells
    sys.exit()

CHANNELS, STRIDES = [16, 24, 40, 80, 112, 192, 320], [1, 2, 2, 2, 1, 2, 1]
generator = random.Random(1)


def get_time(expand, kernel, layers, squeeze):
    """Milliseconds: operations at 400 and 20 a ns, and 20 us a layer."""
    size, channels, time = 112, 32, 0.5
    for stage in range(7):
        for block in range(layers[stage]):
            stride = STRIDES[stage] if block == 0 else 1
            inside, out = channels * expand[stage], CHANNELS[stage]
            time += size * size * channels * inside * (expand[stage] > 1) / 4e8 + 0.02
            size //= stride
            time += size * size * (inside * kernel[stage] ** 2 / 2e7 + inside * out / 4e8) + 0.04
            time += 0.05 * squeeze[stage]
            channels = out
    return time


with open(os.path.join(folder, "lists.csv"), "w") as file:
    file.write("expand,kernel,layers,squeeze_excite,latency_ms\n")
    for _ in range(120):
        squeezes = generator.random() < 0.5
        lists = [[generator.choice(choices) for _ in range(7)]
                 for choices in ([1, 4, 6], [3, 5], [1, 2, 3], [0, 1] if squeezes else [0])]
        file.write(",".join(" ".join(map(str, numbers)) for numbers in lists) + ",%.5f\n" % get_time(*lists))

with open(os.path.join(folder, "nets", "files.csv"), "w") as file:
    file.write("latency_ms,model\n")
    for index in range(6):
        subprocess.run(["tenon-zoo", "mobilenet_v2", "--input=%d" % (64 + 32 * index), "--multiplier=0.5",
                        "--format=onnx", "-o", os.path.join(folder, "nets", "%d.onnx" % index)], check=True)
        file.write("%.3f,%d.onnx\n" % (1 + 0.5 * index * index, index))
with open(os.path.join(folder, "nets", "more.csv"), "w") as file:
    file.write("model,latency_ms\n3.onnx,5.5\n" + os.path.join(folder, "nets", "4.onnx").replace("4.onnx", "x.onnx") + ",9\n")
subprocess.run(["tenon-zoo", "mobilenet_v1", "--input=128", "--multiplier=0.5", "--format=onnx", "-o",
                os.path.join(folder, "nets", "x.onnx")], check=True)
