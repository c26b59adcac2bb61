# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Interrupts searches, and looks at what they leave."""

import csv
import os
import signal
import subprocess
import time

COMMAND = ["tenon-nas", "net.mlir", "--trials=1000000", "--strategy=random"]


def start(*options):
    return subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


for number, name in ((signal.SIGINT, "int"), (signal.SIGTERM, "term")):
    process = start("-o", name)
    # The folder is made when the search begins.
    while not os.path.isdir(name):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    # Longer than the first candidate takes.
    time.sleep(3)
    process.send_signal(number)
    out, error = process.communicate()
    assert process.returncode == 130, (process.returncode, error)
    assert error == "tenon-nas: error: interrupted; the best of what was tried was written\n", error
    assert " failed, interrupted\n" in out and "To make the best network again" in out, out
    assert sorted(os.listdir(name)) == ["best.mlir", "best.onnx", "best.pipeline", "trials.csv"], os.listdir(name)
    with open(name + "/trials.csv") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 1 and rows[-1]["error"] == "interrupted" and rows[-1]["trial"] == str(len(rows) - 1), rows[-1]
    assert all(row["error"] == "" for row in rows[:-1]), rows
    # What it says is what it wrote, and it can be run.
    with open(name + "/best.pipeline") as file:
        text = file.read()
    assert text.startswith("// The best of %d trials of a search that was interrupted.\n" % (len(rows) - 1)), text
    again = subprocess.run(["tenon-nas", "net.mlir", "--space=@./%s/best.pipeline" % name, "-o", name + "-again", "--limit=cycles:1T"])
    assert again.returncode == 0

# Before a candidate was tried there is nothing to write, and nothing is left.
process = start("-o", "early")
while not os.path.isdir("early"):
    time.sleep(0.0005)
process.send_signal(signal.SIGINT)
out, error = process.communicate()
assert process.returncode == 130, (process.returncode, error)
if "before a candidate" in error:
    assert error == "tenon-nas: error: interrupted before a candidate was evaluated\n", error
    assert not os.path.exists("early")
else:
    assert os.path.exists("early/best.mlir")
