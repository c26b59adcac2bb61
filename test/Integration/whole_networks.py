"""Holds whole networks against ONNX Runtime.

For each model: `tenon-run` computes what ONNX Runtime does on the same random
inputs; so does the network after an import and an export; and imports and
exports come to rest: exporting what was imported and importing that gives the
same text but for names, and from then on the same files. One line a network
tells the largest differences, absolute and in proportion to the largest number
of the output; further lines tell what failed.

Networks that compare their own numbers, as to keep maxima only, jump when two
are equal but for rounding. The judge counts the numbers that do so when its
inputs change by a millionth; no more than JUMPS times as many may differ, and
none where there is none.

usage: whole_networks.py FOLDER {MODEL.onnx [OPTION...]}...

Options are about inputs of the model before them: --shape=NAME=SIZES binds
open dimensions, --bind=NAME=NUMBER makes it a constant, --range=NAME=LOW:HIGH
is where its random numbers are. Files go to FOLDER; those of a network that
fails stay.
"""

import os
import re
import shutil
import subprocess
import sys

import numpy

TOLERANCE = 1e-4
SEED = 1
NEAR = 3
JUMPS = 4
# Outputs that spread less than this part of their largest number have collapsed
# to one number; comparing them says nothing.
LEAST_SPREAD = 1e-3
JUDGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "judge.js")


class Failure(Exception):
    pass


def run(*command):
    """Runs a command; its output. Failures tell the first line of its errors."""
    result = subprocess.run(command, capture_output=True, timeout=600)
    if result.returncode != 0:
        lines = result.stderr.decode(errors="replace").splitlines() or ["exit code %d" % result.returncode]
        raise Failure("%s: %s" % (os.path.basename(command[0]), lines[0]))
    return result.stdout


def lines(path):
    with open(path) as file:
        return file.read().splitlines()


def readOutputs(path):
    """The outputs in a list that the judge wrote, by name."""
    return {name: numpy.load(file) for name, file in (line.rsplit("=", 1) for line in lines(path))}


def judge(model, folder, options):
    run("node", JUDGE, model, folder, str(SEED), *options)
    return readOutputs(folder + "/outputs")


def far(a, b):
    """How many numbers of an output differ."""
    return int((abs(a - b) > TOLERANCE * max(1.0, abs(b).max(initial=0.0))).sum())


def compare(ours, expected, near):
    """(absolute, relative, jumps, complaints) of outputs by name."""
    absolute, relative, jumps, complaints = 0.0, 0.0, 0, []
    if list(ours) != list(expected):
        raise Failure("the outputs are %s, not %s" % (", ".join(ours), ", ".join(expected)))
    for name, b in expected.items():
        a = ours[name]
        if a.shape != b.shape or a.dtype != b.dtype:
            complaints.append("%s is %s %s, not %s %s" % (name, a.dtype, a.shape, b.dtype, b.shape))
            continue
        a, b = a.astype(numpy.float64), b.astype(numpy.float64)
        if not (numpy.isfinite(a).all() and numpy.isfinite(b).all()):
            complaints.append("%s has numbers that are not finite" % name)
            continue
        scale = abs(b).max(initial=0.0)
        if scale == 0.0 or (b.size > 1 and b.std() < LEAST_SPREAD * scale):
            complaints.append("%s collapses" % name)
            continue
        difference = abs(a - b).max()
        absolute, relative = max(absolute, difference), max(relative, difference / scale)
        count, allowed = far(a, b), JUMPS * max(far(outputs[name], b) for outputs in near)
        jumps += count
        if count > allowed:
            complaints.append("%s differs by %.2e at a scale of %.2e, in %d numbers of %d"
                              % (name, difference, scale, count, b.size))
    return absolute, relative, jumps, complaints


def runTenon(model, folder, options, bound, expected):
    """What tenon-run computes of the judge's inputs, by name of the output."""
    os.makedirs(folder + "/ours", exist_ok=True)
    files = {name: "%s/ours/%d.npy" % (folder, i) for i, name in enumerate(expected)}
    inputs = [a for a in lines(folder + "/args") if a[len("--input="):].rsplit("=", 1)[0] not in bound]
    outputs = ["--output=%s=%s" % item for item in files.items()]
    run("tenon-run", model, *options, *inputs, *outputs)
    return {name: numpy.load(path) for name, path in files.items()}


def plain(path):
    """The text of a network without locations, which carry names."""
    with open(path) as file:
        return re.sub(r" loc\(#loc\d*\)|^#loc.*\n", "", file.read(), flags=re.MULTILINE)


def roundTrip(model, folder, options):
    """Import and export three times; (the first export, complaints)."""
    texts = [folder + "/round%d.mlir" % i for i in range(3)]
    models = [folder + "/round%d.onnx" % i for i in range(3)]
    source = model
    for text, result in zip(texts, models):
        run("tenon-translate", "--import-onnx", *options, source, "-o", text)
        run("tenon-translate", "--export-onnx", text, "-o", result)
        source, options = result, []
    complaints = []
    if plain(texts[0]) != plain(texts[1]):
        complaints.append("an import of the export is another network")
    # Names of constants may follow those of nodes in the first round only.
    with open(models[1], "rb") as second, open(models[2], "rb") as third:
        if second.read() != third.read():
            complaints.append("the second export and the third differ")
    return models[0], complaints


def check(model, options, folder):
    """Whether one network is as it should be; prints its line."""
    name = os.path.splitext(os.path.basename(model))[0]
    folder = os.path.join(folder, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    bound = [o[len("--bind="):].rsplit("=", 1)[0] for o in options if o.startswith("--bind=")]
    ranges = [o for o in options if o.startswith("--range=")]
    bindings = [o for o in options if o not in ranges]
    figures, complaints = [], []

    def hold(what, outputs, expected):
        absolute, relative, jumps, more = compare(outputs, expected, near)
        figures.append("%s %.1e %.1e" % (what, absolute, relative) + (" with %d jumps" % jumps if jumps else ""))
        complaints.extend("%s: %s" % (what, text) for text in more)

    try:
        expected = judge(model, folder + "/judge", ["--near=%d" % NEAR, *options])
        near = [readOutputs("%s/judge/near%d" % (folder, i)) for i in range(NEAR)]
        hold("run", runTenon(model, folder + "/judge", bindings, bound, expected), expected)
        exported, unrest = roundTrip(model, folder, bindings)
        complaints += unrest
        # Constants take no random numbers: the same seed gives the same inputs.
        hold("exported", judge(exported, folder + "/exported", ranges), expected)
    except (Failure, subprocess.TimeoutExpired, OSError, ValueError) as error:
        complaints.append(str(error))
    print("%s: %s" % (name, ", ".join(figures + ["FAILED"] if complaints else figures)), flush=True)
    for text in complaints:
        print("  " + text, flush=True)
    if not complaints:
        shutil.rmtree(folder)
    return not complaints


def main():
    models = []
    for argument in sys.argv[2:]:
        if not argument.startswith("--"):
            models.append((argument, []))
        elif models and re.match(r"--(shape|bind|range)=.+=.", argument):
            models[-1][1].append(argument)
        else:
            models = []
            break
    if not models or sys.argv[1].startswith("-"):
        print("whole_networks: expected FOLDER {MODEL.onnx [OPTION...]}..., but got '%s'" % " ".join(sys.argv[1:]),
              file=sys.stderr)
        sys.exit(1)
    results = [check(model, options, sys.argv[1]) for model, options in models]
    sys.exit(0 if all(results) else 1)


main()
