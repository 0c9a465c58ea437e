"""Run by the peers' own Python: counts or loads the tables of a court release with DuckDB, two threads.

Every column as text, no quotes, rows that it cannot read left out: the settings with which it takes most of these
files. Prints seconds and rows by table as JSON.
"""

import glob
import json
import os
import sys
import time

import duckdb

what, folder, database = sys.argv[1:4]
connection = duckdb.connect(":memory:" if what == "count" else database)
connection.execute("SET threads = 2")
rows = {}
started = time.monotonic()
for path in sorted(glob.glob(os.path.join(folder, "*.csv"))):
    table = os.path.basename(path)[:-4]
    if table == "mail":
        continue
    source = (f"read_csv('{path}', delim = '\t', quote = '', escape = '', header = true, all_varchar = true, "
              "ignore_errors = true, strict_mode = false)")
    if what == "count":
        rows[table] = connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]
    else:
        connection.execute(f'CREATE TABLE "{table}" AS SELECT * FROM {source}')
if what == "load":
    connection.execute("CHECKPOINT")
seconds = time.monotonic() - started
if what == "load":
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        rows[table] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
print(json.dumps({"seconds": seconds, "rows": sum(rows.values()), "tables": rows}))
