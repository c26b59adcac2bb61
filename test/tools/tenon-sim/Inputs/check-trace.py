#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks a trace file: check-trace.py trace.json report.json. What viewers want
of the format, and what the report says of the same run."""

import json
import sys

with open(sys.argv[1]) as file:
    events = json.load(file)["traceEvents"]
with open(sys.argv[2]) as file:
    reports = json.load(file)

problems = []


def expect(condition, text):
    if not condition:
        problems.append(text)


names, threads = {}, {}
for event in events:
    expect(event["ph"] in "MXC", f"expected a name, an event or a counter, but got {event}")
    if event["ph"] == "M":
        names[event["pid"], event["tid"]] = event["args"]["name"]
    elif event["ph"] == "X":
        threads.setdefault((event["pid"], event["tid"]), []).append(event)
    else:
        expect(set(event["args"]) in ({"read", "written"}, {"used"}), f"expected counts, but got {event}")

for thread, slices in threads.items():
    expect(thread in names, f"expected a name of thread {thread}")
    slices.sort(key=lambda event: event["ts"])
    for before, after in zip(slices, slices[1:]):
        # Nanoseconds, so that no rounding hides or makes an overlap.
        end = round(before["ts"] * 1000) + round(before["dur"] * 1000)
        expect(end <= round(after["ts"] * 1000), f"expected no overlap in {names[thread]}: {before} {after}")

for index, report in enumerate(reports, 1):
    mine = [event for (process, _), slices in threads.items() if process == index for event in slices]
    mhz = report["clock_mhz"]
    for event in mine:
        arguments = event["args"]
        times = [arguments[key] for key in ("entered", "started", "issued", "ended") if key in arguments]
        expect(times == sorted(times), f"expected times in order, but got {event}")
        expect(times[0] < times[-1] or event["cat"] == "barrier", f"expected some time, but got {event}")
        expect(abs(event["ts"] * mhz - arguments["begin"]) <= mhz / 1000,
               f"expected microseconds of {mhz} MHz, but got {event}")
    expect(report["program"] == names[index, 0], f"expected the name of program {index}")
    total = report["total"]
    last = max((event["args"]["end"] for event in mine), default=0)
    expect(last == total["cycles"], f"expected the end at {total['cycles']}, but got {last}")
    commands = {event["args"]["command"] for event in mine}
    expect(len(commands) == total["commands"], f"expected {total['commands']} commands, but got {len(commands)}")
    vector = sum(e["args"]["end"] - e["args"]["begin"] for e in mine if e["cat"] == "vector")
    expect(vector >= total["vector_cycles"], f"expected {total['vector_cycles']} vector cycles, but got {vector}")
    used = [e["args"]["used"] for e in events if e["ph"] == "C" and e["pid"] == index and "used" in e["args"]]
    expect(min(used) == used[-1] == 0 and max(used) <= report["sram_bytes"] + 15,
           f"expected at most {report['sram_bytes']} bytes in use, but got {max(used)}")
    # A counter holds until the next one; windows are of 256 cycles.
    counters = [(round(e["ts"] * mhz / 256), e["args"]) for e in events if e["ph"] == "C" and e["pid"] == index and "read" in e["args"]]
    for key, wanted in (("read", total["dram_read_bytes"]), ("written", total["dram_write_bytes"])):
        windows = list(zip(counters, counters[1:]))
        count = sum((after - begin) * 256 * rates[key] for (begin, rates), (after, _) in windows)
        expect(count == wanted, f"expected {wanted} bytes {key}, but got {count}")

for problem in problems[:10]:
    print(problem)
print(f"{sum(len(slices) for slices in threads.values())} events, {len(problems)} problems")
