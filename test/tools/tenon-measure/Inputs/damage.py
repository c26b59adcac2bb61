# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Damages a database such that its tables can still be read: a page is free by
the header that is in no list of free pages."""

import sqlite3
import sys

source, path = sys.argv[1:]
database = sqlite3.connect(source)
database.execute("pragma wal_checkpoint(truncate)")
database.execute("pragma journal_mode=delete")
database.close()
with open(source, "rb") as file:
    data = bytearray(file.read())
data[36:40] = (3).to_bytes(4, "big")
with open(path, "wb") as file:
    file.write(data)
database = sqlite3.connect(path)
assert database.execute("pragma integrity_check").fetchall() != [("ok",)]
assert database.execute("select count(*) from sample").fetchone() == (4,)
