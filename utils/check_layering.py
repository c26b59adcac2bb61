#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks what the folders of the sources may include, and the rules of style
that clang-format and clang-tidy do not know. See docs/Architecture.md and
CONTRIBUTING.md."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPDX = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
MAX_LINES = 500
MAX_FILES = 25  # sources in one folder

# What a folder may include of Tenon, besides itself and its public headers in
# include/tenon. `*` is anything. docs/Architecture.md shows the same table.
MAY_USE = {
    "dialects/Interfaces": [],
    "dialects/Network": ["dialects/Interfaces"],
    "dialects/Engine": ["dialects/Interfaces"],
    "lib/Report": ["lib/Support"],
    "lib/Search": ["lib/Report", "lib/Support"],
    "lib/Analysis": ["dialects/Network", "dialects/Interfaces"],
    "lib/Scores": ["dialects/Network", "dialects/Interfaces"],
    "lib/Support": [],
    "lib/Exchange/ONNX": ["dialects/Network", "dialects/Interfaces", "lib/Support", "lib/Interpreter"],
    "lib/Exchange/PyTorch": ["dialects/Network", "dialects/Interfaces", "lib/Support"],
    "lib/Interpreter": ["dialects/Network", "dialects/Interfaces", "lib/Support"],
    "lib/Parameters": ["dialects/Network", "lib/Support"],
    "lib/Exchange/TOSA": ["dialects/Network", "dialects/Interfaces", "lib/Support"],
    "lib/JIT": ["lib/Exchange/TOSA", "lib/Support"],
    "lib/Zoo": ["dialects/Network", "lib/Support"],
    "lib/Transforms": ["dialects/Network", "dialects/Interfaces", "lib/Parameters", "lib/Analysis", "lib/Report", "lib/Support"],
    "lib/Simulator": ["dialects/Engine"],
    "lib/Systolic": ["lib/Support"],
    "lib/Registration": ["dialects/Engine", "dialects/Network", "lib/Compiler", "lib/Exchange/TOSA", "lib/Transforms"],
    "lib/Compiler": ["dialects/Engine", "dialects/Interfaces", "lib/Simulator", "lib/Support"],
    "lib/Simulator/Functional": ["dialects/Engine", "dialects/Interfaces", "dialects/Network", "lib/Compiler", "lib/Interpreter", "lib/Simulator", "lib/Support"],
    "lib/Calibration": ["dialects/Engine", "dialects/Interfaces", "lib/Compiler", "lib/Search", "lib/Support"],
    "lib/Measure": ["dialects/Engine", "dialects/Interfaces", "dialects/Network", "lib/Compiler", "lib/Simulator"],
    "lib/Boosting": ["lib/Support"],
    "lib/Estimator": ["dialects/Engine", "dialects/Interfaces", "lib/Boosting", "lib/Compiler", "lib/Calibration", "lib/Measure"],
    "lib/Tooling": ["*"],
    "tools": ["*"],
    "test": ["*"],
}

# Where a library may print by itself.
MAY_PRINT = ["lib/Transforms/PrintSummary.cpp", "lib/Tooling/"]

# What has one place: a pattern, what to use instead, and the place.
WRITERS = [
    (r"(?<!_)\bassert\(", "TENON_ASSERT", "include/tenon/Support/Assert.h"),
    (r"\braw_fd_ostream\s+\w+\(|\bToolOutputFile\b|\bopenOutputFile\b", "FileWriter", "lib/Tooling/FileWriter.cpp"),
    (r"\bjson::OStream\b", "JsonWriter", "include/tenon/Report/Json.h"),
    (r"\bWithColor::(error|warning|note)\b", "printError, printWarning or printNote", "lib/Tooling/Diagnostics.cpp"),
]

FOLDERS = ["dialects", "include", "lib", "tools", "test", "utils"]
INCLUDE = re.compile(r'^\s*(?:#\s*)?include\s+"([^"]+)"')
COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|//.*')
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME")
problems = []


def report(path, line, message):
    problems.append(f"{path.relative_to(ROOT)}:{line}: error: {message}")


def get_part(path):
    """The part that a path below the root belongs to; None if it is no part."""
    names = path.split("/")
    if names[0] in ("tools", "test"):
        return names[0]
    if names[:2] == ["include", "tenon"]:
        names = ["lib", *names[2:]]
    elif names[0] == "tenon":
        names = ["lib", *names[1:]]
    # The deepest folder that is a part.
    parts = ("/".join(names[:depth]) for depth in range(len(names), 0, -1))
    return next((part for part in parts if part in MAY_USE), None)


def check_includes(path, lines):
    relative = path.relative_to(ROOT).as_posix()
    part = get_part(relative)
    if not part:
        return report(path, 1, "expected the folder to be in the table of utils/check_layering.py")
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        target = match[1]
        if "../" in target:
            report(path, number, f"expected an include from the root, but got '{target}'")
        if not target.startswith(("tenon/", "dialects/", "lib/")):
            continue
        used = get_part(target)
        if not used:
            report(path, number, f"expected a header of a part, but got '{target}'")
        elif target.startswith("lib/") and used != part and part != "test":
            report(path, number, f"expected a public header of {used}, but got '{target}'")
        elif used != part and used not in MAY_USE[part] and "*" not in MAY_USE[part]:
            allowed = ", ".join(MAY_USE[part]) or "nothing of Tenon"
            report(path, number, f"expected {part} to include {allowed}, but got '{target}'")


def check_guard(path, lines):
    relative = path.relative_to(ROOT).as_posix()
    guard = re.sub(r"[^A-Z0-9]", "_", relative.removeprefix("include/").upper())
    text = "\n".join(lines)
    if f"#ifndef {guard}\n#define {guard}\n" not in text or not lines[-1].startswith("#endif"):
        report(path, 1, f"expected an include guard {guard}")


def check_calls(path, lines):
    relative = path.relative_to(ROOT).as_posix()
    may_print = any(relative.startswith(allowed) for allowed in MAY_PRINT)
    for number, line in enumerate(lines, 1):
        code = COMMENT.sub("", line)
        for pattern in (r"std::c(out|err)\b", r"\bf?printf\s*\(", r"\bexit\s*\(", r"\babort\s*\("):
            match = re.search(pattern, code)
            if match:
                report(path, number, f"expected a library to return errors, but got '{match[0]}'")
        if not may_print and re.search(r"\bllvm::(errs|outs)\(\)|\berrs\(\)|\bouts\(\)", code):
            report(path, number, "expected a library to take a stream, but got one of LLVM's")


def check_writers(path, lines):
    """Files, JSON and errors of tools go one way each."""
    relative = path.relative_to(ROOT).as_posix()
    for number, line in enumerate(lines, 1):
        code = COMMENT.sub("", line)
        for pattern, instead, home in WRITERS:
            match = re.search(pattern, code)
            if match and not relative.startswith(home):
                report(path, number, f"expected {instead}, but got '{match[0]}'")


def check_file(path):
    relative = path.relative_to(ROOT).as_posix()
    text = path.read_text()
    lines = text.splitlines() or [""]
    if len(lines) > MAX_LINES:
        report(path, MAX_LINES + 1, f"expected at most {MAX_LINES} lines, but got {len(lines)}")
    if not text.endswith("\n"):
        report(path, len(lines), "expected a line break at the end")
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            report(path, number, "expected finished work, but got a note of what is to be done")
        if path.suffix != ".py" and "\t" in line:
            report(path, number, "expected spaces, but got a tab")
    if path.suffix != ".py" and SPDX not in "\n".join(lines[:8]):
        report(path, 1, f"expected '{SPDX}' in the first lines")
    if path.suffix == ".py":
        return
    check_includes(path, lines)
    if path.suffix in (".h", ".td"):
        check_guard(path, lines)
    if relative.startswith(("lib/", "dialects/")):
        check_calls(path, lines)
    if relative.startswith(("lib/", "include/", "tools/")):
        check_writers(path, lines)


def check_sizes():
    """Folders hold no more sources than one can see at a glance."""
    for folder in ("dialects", "include", "lib", "tools"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_dir():
                count = sum(child.suffix in (".cpp", ".h", ".td") for child in path.iterdir())
                if count > MAX_FILES:
                    report(path, 1, f"expected at most {MAX_FILES} sources in a folder, but got {count}")


def check_table():
    """The page shows each row of the table."""
    page = (ROOT / "docs/Architecture.md").read_text()
    for part, uses in MAY_USE.items():
        if part == "test":
            continue
        cells = re.search(rf"^\| `{part}` \|[^|]*\|([^|]*)\|$", page, re.M)
        named = re.findall(r"`([^`]+)`", cells[1]) if cells else []
        wanted = [] if "*" in uses else uses
        if not cells or sorted(named) != sorted(wanted):
            problems.append(f"docs/Architecture.md:1: error: expected a row of '{part}' with "
                            f"{', '.join(wanted) or 'no folder'}, but got {', '.join(named) or 'none'}")


def check_links():
    """Links of the pages lead to files that are there."""
    for page in [*ROOT.glob("*.md"), *(path for folder in ("docs", "examples", "benchmarks")
                                       for path in (ROOT / folder).rglob("*.md"))]:
        for number, line in enumerate(page.read_text().splitlines(), 1):
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
                if "://" not in target and not (page.parent / target).exists():
                    report(page, number, f"expected a file, but got '{target}'")


def main():
    count = 0
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".h", ".td", ".py") and "node_modules" not in path.parts:
                check_file(path)
                count += 1
    check_sizes()
    check_table()
    check_links()
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"error: {len(problems)} problems in {count} files")
    print(f"{count} files keep the rules")


if __name__ == "__main__":
    main()
