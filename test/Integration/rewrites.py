"""Rewrites keep their promises on random networks, and on models.

    rewrites.py FOLDER --seeds=FIRST:END         random networks
    rewrites.py FOLDER {MODEL.onnx [OPTION]}...  models, or zoo:NAME
    rewrites.py FOLDER ... --all                 every check of each network
    rewrites.py FOLDER ... --all --kind=exact    every check of one kind
    rewrites.py FOLDER ... --exact=PASSES        one claim: these are exact

Seeds are those of `tenon-zoo random`, from FIRST up to, not including, END.
Options are those of tenon-translate or tenon-zoo, for the model before them,
such as --shape=NAME=SIZES or --input=SIZE. Without --all, each
network gets a part of the checks, the next one other ones.

exact       outputs before and after agree to 1e-4 of the largest value
elided      a pass does the same to shapes without weights, byte for byte
runnable    what is initialised verifies, is a valid ONNX model, and runs to
            finite numbers
sequence    random passes end in a network that runs, or in a diagnostic and
            without an output; the pipeline that is printed makes it again

What fails is printed with the seed and the commands that show it, whose files
stay in FOLDER; the exit code is 1 then.
"""

import argparse
import functools
import multiprocessing
import pathlib
import random
import re
import shlex
import shutil
import subprocess
import sys

import numpy
import onnx

LABELED = "nn-fold-batch-norm,nn-cleanup,nn-label-blocks"

EXACT = [
    "nn-cleanup",
    "nn-fold-batch-norm",
    "nn-label-blocks",
    "nn-fuse-activation",
    "nn-recognize-idioms",
    "nn-unroll-recurrence",
    "nn-label-blocks,nn-expand-depthwise",
    f"{LABELED},nn-fuse-ibn{{promise=exact}}",
    "nn-align-channels{to=8}",
    "nn-align-channels{to=5 mode=up}",
    "nn-align-channels{to=32}",
    "engine-attach-target{preset=ne-medium},nn-align-channels",
    "nn-materialize-parameters",
    "nn-scale-channels{multiplier=2}",
    "nn-scale-channels{multiplier=1.4 rounding=exact}",
    "nn-pin-channels{groups=*}",
    "canonicalize",
    "cse",
]
CHAIN = (f"{LABELED},nn-recognize-idioms,nn-fuse-ibn{{promise=exact}},nn-expand-depthwise,nn-scale-channels{{multiplier=1.5}},"
         "nn-align-channels{to=12},nn-fuse-activation,canonicalize,cse,nn-materialize-parameters")

INITIALISED = [
    "nn-scale-channels{multiplier=0.5}",
    "nn-scale-channels{multiplier=0.75 divisor=4}",
    "nn-scale-channels{multiplier=0.3 rounding=exact}",
    "nn-scale-channels{multiplier=0.6 rounding=exact groups=ch1,ch2*}",
    "nn-align-channels{to=8 mode=down}",
    "nn-align-channels{to=16 mode=nearest}",
    "engine-attach-target{preset=ne-medium},nn-align-channels{mode=nearest}",
    "nn-set-channels{groups=ch* to=12}",
    "nn-set-channels{groups=ch0 to=7}",
    "nn-equalize-channels",
    "nn-equalize-channels{groups=ch1*,ch2* to=min}",
    "nn-equalize-channels{groups=ch0,ch1 to=max divisor=4}",
    f"{LABELED},nn-fuse-ibn",
    f"{LABELED},nn-fuse-ibn{{groups=2}}",
    "nn-label-blocks,nn-unfuse-ibn",
    f"{LABELED},nn-fuse-ibn,nn-unfuse-ibn",
    "nn-fuse-argmax-resize",
    "nn-scale-resolution{input=24x40}",
    "nn-scale-resolution{input=33}",
    "nn-scale-resolution{input=160x128}",
]

# A pass, and the values of its options.
MULTIPLIERS = ["0.25", "0.5", "0.7", "1", "1.3", "2"]
GROUPS = ["*", "ch0", "ch1", "ch2,ch3", "ch1*", "ibn*", "*.expand"]
BLOCKS = ["*", "ibn*", "ibn0", "fused0", ""]
PASSES = {
    "canonicalize": {},
    "cse": {},
    "nn-cleanup": {},
    "nn-fold-batch-norm": {},
    "nn-label-blocks": {},
    "nn-recognize-idioms": {},
    "nn-unroll-recurrence": {},
    "nn-fuse-activation": {},
    "nn-fuse-argmax-resize": {},
    "nn-materialize-parameters": {},
    "nn-elide-parameters": {},
    "nn-fuse-ibn": {"blocks": BLOCKS, "groups": ["1", "2", "3", "4"], "promise": ["initialised", "exact"]},
    "nn-unfuse-ibn": {"blocks": BLOCKS},
    "nn-expand-depthwise": {"blocks": [*BLOCKS, "separable*"]},
    "nn-pin-channels": {"groups": GROUPS},
    "nn-set-channels": {"groups": GROUPS, "to": ["1", "5", "8", "13", "32"]},
    "nn-equalize-channels": {"groups": GROUPS, "to": ["mean", "min", "max"], "divisor": ["1", "8", "12"]},
    "nn-scale-channels": {"multiplier": MULTIPLIERS, "divisor": ["1", "4", "8"], "rounding": ["mobilenet", "exact"], "groups": GROUPS},
    "nn-align-channels": {"to": ["none", "4", "6", "16"], "mode": ["up", "down", "nearest"]},
    "nn-scale-resolution": {"input": ["16x16", "24x31", "40", "1x32x32x3", "7x7"]},
    "engine-attach-target": {"preset": ["ne-small", "ne-medium", "ne-large"]},
}
# In a part of the checks, so many of each kind; models are larger.
PART = {"exact": 4, "elided": 6, "runnable": 4, "sequence": 3}
MODEL_PART = {"exact": 1, "elided": 1, "runnable": 1, "sequence": 1}
# A command takes milliseconds, on a machine that has time for it.
TIMEOUT = 300
# Classes of pixels that are nearly as likely as each other may change.
CHANGED_CLASSES = 0.005


class Failure(Exception):
    pass


class Case:
    """One check of one network: its commands, and what they have to do."""

    def __init__(self, source, folder, label):
        self.label, self.folder = label, folder
        self.network = folder / "network.mlir"
        self.commands = [shlex.join([*source, "-o", str(self.network)])]

    def run(self, *command, codes=(0,)):
        command = [str(word) for word in command]
        self.commands.append(shlex.join(command))
        try:
            result = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"not done after {TIMEOUT} seconds") from error
        if result.returncode not in codes:
            raise Failure(f"exit code {result.returncode}: {result.stdout[-500:]}{result.stderr[-1500:]}")
        return result

    def rewrite(self, passes, output, source=None, flags=("--emit-bytecode",), codes=(0,)):
        """Bytecode is what large weights are read and written fast in."""
        output.unlink(missing_ok=True)
        return self.run("tenon-opt", source or self.network, f"--pass-pipeline=builtin.module({passes})", "--mlir-print-debuginfo", *flags,
                        "-o", output, codes=codes)

    def file(self, name):
        return self.folder / name

    def outputs(self, network):
        """Values of all outputs of a network for one input."""
        names = [line.partition(":")[0] for line in self.run("tenon-run", network, "--random=1").stdout.splitlines()]
        files = {name: self.file(f"{name}.npy") for name in names}
        self.run("tenon-run", network, "--random=1", *(f"--output={name}={file}" for name, file in files.items()))
        return {name: numpy.load(file) for name, file in files.items()}

    def check_finite(self, network):
        for line in self.run("tenon-run", network, "--random=1").stdout.splitlines():
            if re.search(r"\b(nan|inf)\b", line):
                raise Failure(line)


def check_exact(case, passes):
    after = case.file("after.mlir")
    case.rewrite(passes, after)
    chooses = b"arg_reduce" in case.network.read_bytes()
    result = case.run("tenon-run", case.network, "--random=1", f"--compare={after}", "--tolerance=1e-4", codes=(0, 1) if chooses else (0,))
    if result.returncode == 0:
        return
    old, new = case.outputs(case.network), case.outputs(after)
    for name, values in old.items():
        whole = numpy.issubdtype(values.dtype, numpy.integer)
        far = numpy.abs(new[name] - values) > (0 if whole else 1e-4 * numpy.abs(values).max())
        if numpy.mean(far) > (CHANGED_CLASSES if whole else 0):
            raise Failure(f"{name}: {result.stdout}")


def check_elided(case, passes):
    """Elided first or last, the result is the same."""
    elided = case.file("elided.mlir")
    if not elided.exists():
        case.rewrite("nn-elide-parameters", elided, flags=())
    texts, codes = [], []
    for name, pipeline, source in (("last.mlir", f"{passes},nn-elide-parameters", case.network), ("first.mlir", passes, elided)):
        output = case.file(name)
        result = case.rewrite(pipeline, output, source, flags=(), codes=(0, 1))
        codes.append(result.returncode)
        texts.append(output.read_text() if output.exists() else re.sub(r"^\S*?:(?=\d+:)", "", result.stderr))
    if codes[0] != codes[1] or (codes[0] == 0 and texts[0] != texts[1]):
        raise Failure("the results differ")
    if codes[0] and "error:" not in texts[0]:
        raise Failure("no result, and no error")


def check_runnable(case, passes):
    after, ready, model = case.file("after.mlir"), case.file("ready.mlir"), case.file("after.onnx")
    result = case.rewrite(passes, after, codes=(0, 1))
    if result.returncode:
        check_diagnostic(result, after)
        return
    case.rewrite("nn-materialize-parameters", ready, after)
    case.run("tenon-translate", "--export-onnx", ready, "-o", model)
    try:
        onnx.checker.check_model(onnx.load(model), full_check=True)
    except Exception as error:  # whatever the checker finds
        raise Failure(f"{model}: {error}") from error
    case.check_finite(after)


def check_diagnostic(result, output):
    if "error:" not in result.stderr:
        raise Failure(f"exit code 1, but no error: {result.stderr[-1500:]}")
    if output.exists():
        raise Failure("exit code 1, but an output was written")


def check_sequence(case, passes):
    one, two = case.file("one.mlir"), case.file("two.mlir")
    result = case.rewrite(passes, one, flags=("--emit-bytecode", "--dump-pass-pipeline"), codes=(0, 1))
    if result.returncode:
        check_diagnostic(result, one)
        return
    printed = re.search(r"^builtin\.module\((.*?)^\)", result.stderr, re.M | re.S)
    if not printed:
        raise Failure(f"no pipeline was printed: {result.stderr[-500:]}")
    case.rewrite(printed[1], two)
    if one.read_bytes() != two.read_bytes():
        raise Failure("the pipeline that was printed makes another network")
    if "nn-elide-parameters" in passes:
        case.rewrite("", two, one)
    else:
        case.check_finite(one)


def draw_pass(draw):
    name = draw.choice(list(PASSES))
    options = {key: draw.choice(values) for key, values in PASSES[name].items() if key in ("to", "input", "preset") or draw.random() < 0.6}
    if name in ("nn-set-channels", "nn-pin-channels"):
        options.setdefault("groups", "*")
    text = " ".join(f"{key}={value}" for key, value in options.items())
    return f"{name}{{{text}}}" if text else name


def draw_sequence(draw):
    start = [LABELED] if draw.random() < 0.5 else []
    return ",".join(start + [draw_pass(draw) for _ in range(draw.randint(1, 6))])


def make_checks(seed, everything, part):
    """Kinds of checks with their passes; a part is another one for each seed."""
    draw = random.Random(seed)
    single = list(dict.fromkeys(EXACT + INITIALISED + list(name for name, options in PASSES.items() if not options)))
    kinds = {
        "exact": (check_exact, EXACT),
        "elided": (check_elided, [passes for passes in single if passes not in ("cse", "nn-elide-parameters")]),
        "runnable": (check_runnable, INITIALISED),
        "sequence": (check_sequence, [draw_sequence(draw) for _ in range(PART["sequence"] * 2 if everything else part["sequence"])]),
    }
    checks = [("exact", check_exact, CHAIN)]
    for kind, (check, pipelines) in kinds.items():
        count = len(pipelines) if everything else part[kind]
        checks += [(kind, check, pipelines[(seed * count + i) % len(pipelines)]) for i in range(count)]
    return checks


def build_network(case, _):
    text = case.file("text.mlir")
    case.run(*shlex.split(case.commands.pop())[:-1], text)
    case.rewrite("", case.network, text)
    case.check_finite(case.network)


def judge(number_and_source, options):
    """Number of checks, and the text of those that failed."""
    number, (name, source) = number_and_source
    folder = pathlib.Path(options.folder) / name
    folder.mkdir(parents=True, exist_ok=True)
    checks = [("exact", check_exact, options.exact)] if options.exact else make_checks(
        number, options.all, PART if options.seeds else MODEL_PART)
    checks = [check for check in checks if options.kind in ("", check[0])]
    failures = []
    for kind, check, passes in [("network", build_network, ""), *checks]:
        case = Case(source, folder, f"{kind} {passes}")
        try:
            check(case, passes)
        except Failure as failure:
            failures.append(f"FAILED {name}: {case.label}\n  " + "\n  ".join(case.commands) + f"\n{failure}")
            if kind == "network":
                break
    if not failures:
        shutil.rmtree(folder)
    return len(checks) + 1, failures


def make_sources(options, words):
    """Number, name and command of each network."""
    if options.seeds:
        first, end = (int(seed) for seed in options.seeds.split(":"))
        return [(seed, (f"seed{seed}", ["tenon-zoo", "random", f"--seed={seed}"])) for seed in range(first, end)]
    sources = []
    for word in words:
        if word.startswith("--"):
            sources[-1][1][1].append(word)
        elif word.startswith("zoo:"):
            sources.append((len(sources), (word[4:], ["tenon-zoo", word[4:]])))
        else:
            sources.append((len(sources), (pathlib.Path(word).stem, ["tenon-translate", "--import-onnx", word])))
    return sources


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--seeds", metavar="FIRST:END")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--kind", default="", choices=["", *PART])
    parser.add_argument("--exact", metavar="PASSES")
    options, words = parser.parse_known_args()
    sources = make_sources(options, words)
    count = failed = 0
    with multiprocessing.Pool(2) as pool:
        for checks, failures in pool.imap(functools.partial(judge, options=options), sources):
            count += checks
            failed += len(failures)
            for failure in failures:
                print(failure, flush=True)
    print(f"{len(sources)} networks, {count} checks, {failed} failures")
    sys.exit(1 if failed or not sources else 0)


if __name__ == "__main__":
    main()
