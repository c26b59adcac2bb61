# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Ends tools while they write: a file that was there stays, and no other one
is left."""

import glob
import os
import signal
import subprocess
import time

os.makedirs("interrupted")
os.chdir("interrupted")
for command in (["tenon-zoo", "resnet50"], ["tenon-opt", "../net.mlir"]):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with open("net.mlir", "w") as file:
            file.write("old")
        process = subprocess.Popen([*command, "-o", "net.mlir"])
        while process.poll() is None and not glob.glob("*.tmp"):
            time.sleep(0.001)
        process.send_signal(number)
        code = process.wait()
        with open("net.mlir") as file:
            text = file.read()
        # It may have been done just before.
        assert text == "old" if code else len(text) > 1000, (command, number, code)
        assert os.listdir(".") == ["net.mlir"], os.listdir(".")
