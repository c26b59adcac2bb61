"""Runs every function of a file before and after nn-recognize-idioms.

usage: idioms.py FILE.mlir FOLDER
"""

import os
import re
import subprocess
import sys

source, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
with open(source) as file:
    functions = re.findall(r"^func\.func @(\w+)(.*?^})", file.read(), flags=re.MULTILINE | re.DOTALL)
for name, text in functions:
    before, after = (os.path.join(folder, name + end) for end in (".mlir", ".after.mlir"))
    with open(before, "w") as out:
        out.write("func.func @%s%s\n" % (name, text))
    subprocess.run(["tenon-opt", before, "--nn-recognize-idioms", "-o", after], check=True)
    run = subprocess.run(["tenon-run", before, "--random=3", "--compare=" + after, "--tolerance=1e-5"], capture_output=True)
    if run.returncode != 0:
        sys.exit("%s: %s" % (name, (run.stdout + run.stderr).decode()))
print("%d functions compute the same" % len(functions))
