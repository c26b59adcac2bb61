#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that each rule of docs/Engine.md is named by a test with its cycles, and
that tests and sources name no rule that is not there."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEFINITION = re.compile(r"^- `([a-z]+_r\d+)` ", re.M)
FAMILIES = "clock|seq|token|sram|dma|dram|array|vec|barrier|layer|stall|hazard|energy|path"
USE = re.compile(rf"\b(?:{FAMILIES})_r\d+\b")

rules = DEFINITION.findall((ROOT / "docs/Engine.md").read_text())
problems = [f"docs/Engine.md: error: expected one definition of {rule}, but got {rules.count(rule)}"
            for rule in sorted(set(rules)) if rules.count(rule) > 1]
tested = set()
for folder in ("dialects", "include", "lib", "tools", "docs", "test"):
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix not in (".cpp", ".h", ".td", ".inc", ".md", ".mlir", ".test", ".py"):
            continue
        used = set(USE.findall(path.read_text()))
        for rule in sorted(used - set(rules)):
            problems.append(f"{path.relative_to(ROOT)}: error: expected a rule of docs/Engine.md, but got {rule}")
        if path.suffix == ".mlir" or path.name.endswith("Test.cpp"):
            tested |= used
for rule in rules:
    if rule not in tested:
        problems.append(f"docs/Engine.md: error: expected a test that names {rule}, but got none")
for problem in problems:
    print(problem)
if problems:
    sys.exit(f"error: {len(problems)} problems")
print(f"{len(rules)} rules have tests")
