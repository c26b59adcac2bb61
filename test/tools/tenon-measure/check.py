#!/usr/bin/env python3
"""Checks a store of measurements: it is whole, operations add up to networks,
two stores hold the same for the samples that both have, and tenon-zoo,
tenon-opt and tenon-sim come to the same numbers.

    check.py STORE [OTHER FOLDER]
"""

import json
import os
import sqlite3
import subprocess
import sys


def read(path):
    """Samples of ne-medium with their measurements: key to row."""
    database = sqlite3.connect(path)
    assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
    wrong = database.execute("select sum(o.cycles), sum(o.dram_bytes), m.cycles, dram_read_bytes + dram_write_bytes, "
                             "count(*) from measurement m join operation o using(target, subgraph, type) "
                             "group by target, subgraph, type").fetchall()
    for cycles, moved, total, bus, _ in wrong:
        assert cycles == total and moved == bus, (cycles, total, moved, bus)
    lost = database.execute("select count(*) from sample left join measurement m using(target, subgraph, type) "
                            "where error = '' and m.cycles is null").fetchone()[0]
    assert lost == 0, "%d samples without a measurement" % lost
    rows = database.execute("select family, number, network, pipeline, s.subgraph, cycles, arena_bytes, picojoules "
                            "from sample s join measurement using(target, subgraph, type) "
                            "join target t on t.hash = target where t.text like '%ne-medium%'").fetchall()
    assert rows, "an empty store"
    return {row[:2]: row[2:] for row in rows}


def simulate(folder, network, pipeline):
    path = os.path.join(folder, "network.mlir")
    subprocess.check_call(["tenon-zoo", *network.split(), "--elide-weights", "-o", path])
    subprocess.check_call(["tenon-opt", path, "--pass-pipeline=" + pipeline, "-o", path + ".new.mlir"])
    text = subprocess.check_output(["tenon-sim", path + ".new.mlir", "--engine=ne-medium", "--report=json"], text=True)
    return json.loads(text)[0]


def main():
    rows = read(sys.argv[1])
    if len(sys.argv) == 2:
        return
    others = read(sys.argv[2])
    assert rows == others, "the stores differ"
    for network, pipeline, _, cycles, arena, _ in rows.values():
        report = simulate(sys.argv[3], network, pipeline)
        found = report["total"]["cycles"], report["arena_bytes"]
        assert found == (cycles, arena), (network, pipeline, found, cycles, arena)


main()
