#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that the examples of the documentation are tested.

Every operation, attribute, type and pass of the TableGen files has a
description with an example, and every line of the example of an operation or a
pass occurs in a test. White space and the names of values do not count; lines
of FileCheck count as what they match. The command of a pass example must occur
in a RUN line, in either way of writing it: `--p=o=v` or `p{o=v}`.

    utils/check_examples.py --tblgen=llvm-tblgen --include=/usr/lib/llvm-22/include
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = [("Op", "operation"), ("PassBase", "pass"), ("AttrDef", "attribute"),
         ("EnumAttr", "attribute"), ("TypeDef", "type")]


def load_records(options, source):
    command = [options.tblgen, "--dump-json", f"-I{ROOT}", f"-I{ROOT}/include", str(source)]
    command += [f"-I{folder}" for folder in options.include]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{result.stderr}error: expected {' '.join(command)} to succeed")
    return json.loads(result.stdout)


def find_place(record, source, files):
    """File and line of a definition of ours; nothing for one of MLIR."""
    for location in record.get("!locs", []):
        # TableGen gives the name of a file without its folder.
        name, _, line = location.rpartition(":")
        name = pathlib.Path(name).name
        path = source if name == source.name else files.get(name)
        if path:
            return f"{path.relative_to(ROOT)}:{line}"
    return None


def get_name(record):
    for key in ("argument", "mnemonic", "opName"):
        if isinstance(record.get(key), str) and record[key]:
            return record[key]
    return record["!name"]


def find_example(description):
    """The lines of an example; None if there is none."""
    block = re.search(r"Example:\s*```mlir\n(.*?)```", description, re.S)
    if block:
        return [line.strip() for line in block[1].splitlines() if line.strip()]
    inline = re.search(r"Example: `([^`]+)`", description)
    return ["// " + inline[1]] if inline else None


def normalize(text):
    """Without white space, and all names of values alike."""
    text = re.sub(r"%\[\[.*?\]\]|%\{\{.*?\}\}|%[\w$.-]+(#\d+)?", "%_", text)
    text = text.replace("{{$}}", "")
    return re.sub(r"\s+", "", text)


def normalize_test(text):
    """Source lines, and lines of FileCheck as what they match."""
    lines = []
    for line in text.splitlines():
        check = re.match(r"\s*(?://|#)?\s*[A-Z][A-Z0-9_-]*(?:-(?:NEXT|SAME|DAG|LABEL))?:(.*)", line)
        lines.append(check[1] if check else line)
    return normalize("\n".join(lines))


def split_pipeline(text):
    """The parts between commas outside of brackets, nested pipelines opened."""
    nested = re.fullmatch(r"\s*[\w.]+\((.*)\)\s*", text, re.S)
    if nested:
        return split_pipeline(nested[1])
    parts, depth = [""], 0
    for c in text:
        depth += (c in "({[") - (c in ")}]")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return [part.strip() for part in parts if part.strip()]


def find_passes(command, known):
    """All passes of ours that a command line runs, as `pass{options}`."""
    passes = []
    for _, text in re.findall(r"--?pass-pipeline=(['\"])(.*?)\1", command):
        passes += split_pipeline(text)
    for name, quoted, plain in re.findall(r"--?([\w-]+)(?:=(?:['\"]([^'\"]*)['\"]|(\S+)))?", command):
        if name in known:
            value = quoted or plain
            passes.append(f"{name}{{{value}}}" if value else name)
    return {re.sub(r"\s+", " ", p) for p in passes}


def check_lines(lines, tests):
    """The lines that no test has. An ellipsis stands for anything."""
    missing = []
    for line in lines:
        pieces = [normalize(piece) for piece in line.split("...")]
        pattern = re.compile(".*".join(re.escape(piece) for piece in pieces), re.S)
        if not any(pattern.search(text) for text in tests):
            missing.append(line)
    return missing


def find_sources():
    for folder in sorted((ROOT / "dialects").glob("*/IR")):
        yield folder / f"{folder.parent.name}Ops.td"
    yield from sorted((ROOT / "include/tenon").glob("*/Passes.td"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tblgen", default="llvm-tblgen")
    parser.add_argument("--include", action="append", default=[],
                        help="folder that holds mlir/IR/OpBase.td")
    options = parser.parse_args()

    definitions = {}
    files = {path.name: path for path in (ROOT / "dialects").rglob("*.td")}
    for source in find_sources():
        records = load_records(options, source)
        for base, kind in KINDS:
            for name in records["!instanceof"].get(base, []):
                place = find_place(records[name], source, files)
                if place and not records[name].get("!anonymous"):
                    definitions[name] = (kind, place, records[name])
    known = {get_name(r) for kind, _, r in definitions.values() if kind == "pass"}

    tests, commands = [], set()
    for path in sorted((ROOT / "test").rglob("*")):
        if path.suffix not in (".mlir", ".test"):
            continue
        text = path.read_text()
        tests.append(normalize_test(text))
        runs = re.sub(r"\\\n\s*(?://|#)?\s*RUN:", " ", text)
        for run in re.findall(r"RUN:(.*)", runs):
            commands |= find_passes(run, known)

    problems, examples = [], 0
    for kind, place, record in definitions.values():
        what = f"{place}: error: {kind} '{get_name(record)}': "
        lines = find_example(record.get("description") or "")
        if not lines:
            problems.append(what + "expected a description with an example")
            continue
        examples += 1
        comments = [line[2:] for line in lines if line.startswith("//")]
        code = [line for line in lines if not line.startswith("//")]
        if kind in ("operation", "pass"):
            for line in check_lines(code, tests):
                problems.append(what + f"expected a test with the line of the example\n    {line}")
        if kind == "pass":
            wanted = set().union(*(find_passes(c, known) for c in comments if "tenon-opt" in c), set())
            if not any(re.split(r"\{", p)[0] == get_name(record) for p in wanted):
                problems.append(what + "expected the example to run the pass with tenon-opt")
            for missing in sorted(wanted - commands):
                problems.append(what + f"expected a RUN line with {missing}")
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"error: {len(problems)} of the examples' lines or descriptions are missing")
    print(f"{examples} examples are described and tested")


if __name__ == "__main__":
    main()
