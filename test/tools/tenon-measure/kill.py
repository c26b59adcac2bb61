#!/usr/bin/env python3
"""Runs a command until a store has so many samples, and kills it.

    kill.py STORE SAMPLES COMMAND...
"""

import sqlite3
import subprocess
import sys
import time

path, samples = sys.argv[1], int(sys.argv[2])
process = subprocess.Popen(sys.argv[3:])
for _ in range(6000):
    time.sleep(0.01)
    assert process.poll() is None, "it has ended by itself"
    try:
        if sqlite3.connect(path).execute("select count(*) from sample").fetchone()[0] >= samples:
            process.kill()
            sys.exit(0 if process.wait() == -9 else 1)
    except sqlite3.OperationalError:
        pass  # There are no tables yet.
process.kill()
sys.exit("there are no samples after a minute")
