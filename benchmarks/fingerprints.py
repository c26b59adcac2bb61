#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fingerprints of programs and reports, for changes that must not alter them.

Compiles networks for every preset and prints, for each pair, the cycles and
the first 16 digits of the SHA-256 of the program and of the report of the
simulation (JSON). With --check, compares with an earlier output and prints
each line that differs; the exit code is 1 if there is one.

    benchmarks/fingerprints.py --bin build/dev/bin -o before.txt
    benchmarks/fingerprints.py --bin build/dev/bin --check before.txt
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile



def run(command, text=None):
    """The output of a command, or None and the first line of its error."""
    result = subprocess.run(command, input=text, capture_output=True)
    if result.returncode:
        lines = result.stderr.decode(errors="replace").splitlines()
        return None, lines[0] if lines else "exit code %d" % result.returncode
    return result.stdout, ""


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def write_networks(args, folder):
    """Files of all networks by name, without weights."""
    tool = lambda name: os.path.join(args.bin, name)
    lines = subprocess.run([tool("tenon-zoo"), "--list"], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
    made = {}
    for line in lines:
        name = line.split(":")[0]
        if name != "random":
            made[name] = [tool("tenon-zoo"), name, "--elide-weights"]
    for seed in range(args.random):
        made["random-%d" % seed] = [tool("tenon-zoo"), "random", "--seed=%d" % seed, "--elide-weights"]
    for path in sorted(pathlib.Path(args.onnx).glob("*.onnx")) if args.onnx else []:
        made["onnx-" + "_".join(path.stem.split())] = [tool("tenon-translate"), "--import-onnx", str(path), "--elide-weights"]
    for name, command in made.items():
        subprocess.run([*command, "-o", os.path.join(folder, name + ".mlir")], check=True)
    return {name: os.path.join(folder, name + ".mlir") for name in made}


def fingerprint(args, name, network, preset):
    tool = lambda name: os.path.join(args.bin, name)
    program, error = run([tool("tenon-opt"), network, "--engine-attach-target=preset=" + preset, "--engine-compile"])
    if program is None:
        return "%s %s %s" % (name, preset, error.split("error: ")[-1])
    report, error = run([tool("tenon-sim"), network, "--engine=" + preset, "--report=json"])
    if report is None:
        return "%s %s %s %s" % (name, preset, digest(program), error.split("error: ")[-1])
    cycles = json.loads(report)[0]["total"]["cycles"]
    return "%s %s %d %s %s" % (name, preset, cycles, digest(program), digest(report))


def compare(path, lines):
    """Prints what differs; the number of such lines."""
    split = lambda line: (" ".join(line.split()[:2]), line)
    before = dict(split(line) for line in pathlib.Path(path).read_text().splitlines())
    after = dict(split(line) for line in lines)
    differ = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for key in differ:
        print("before: %s\nafter:  %s" % (before.get(key, key + ": none"), after.get(key, key + ": none")))
    print("%d of %d fingerprints differ" % (len(differ), len(set(before) | set(after))))
    return len(differ)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/dev/bin", help="folder of the tools")
    parser.add_argument("--onnx", help="folder of ONNX models to take as well")
    parser.add_argument("--random", type=int, default=300, help="number of random networks")
    parser.add_argument("--presets", help="comma-separated; default: all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--check", metavar="FILE", help="compare with this output")
    parser.add_argument("-o", metavar="FILE", dest="output", help="where the lines go; default: standard output")
    args = parser.parse_args()
    engines = subprocess.run([os.path.join(args.bin, "tenon-sim"), "--list-engines"], check=True, stdout=subprocess.PIPE)
    presets = args.presets.split(",") if args.presets else [line.split(":")[0] for line in engines.stdout.decode().splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        networks = write_networks(args, folder)
        pairs = [(name, preset) for name in networks for preset in presets]
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            lines = list(pool.map(lambda pair: fingerprint(args, pair[0], networks[pair[0]], pair[1]), pairs))
    if args.check:
        return 1 if compare(args.check, lines) else 0
    with open(args.output, "w") if args.output else sys.stdout as out:
        out.write("".join(line + "\n" for line in lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
