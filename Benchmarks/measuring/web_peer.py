"""The same record as a page of FastAPI: the journal's rows of a child, read from the same SQLite file, as a table.

It opens nothing that is sealed, asks nobody whether it may, and writes no receipt; names and addresses stay bytes.
"""

import html
import json
import os
import sqlite3
import threading

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()
held = threading.local()
with open(os.environ["PEER_ROWS"], encoding="utf-8") as file:
    ROWS = {int(child): rows for child, rows in json.load(file).items()}


def connection():
    if not hasattr(held, "connection"):
        held.connection = sqlite3.connect(f"file:{os.environ['PEER_STORE']}?mode=ro", uri=True)
    return held.connection


@app.get("/child/{number}", response_class=HTMLResponse)
def child(number: int):
    rows = ROWS.get(number, [])
    marks = ",".join("?" * len(rows))
    found = connection().execute(
        f"SELECT seq, recorded, kind, line, payload, sealed FROM entry WHERE seq IN ({marks}) ORDER BY seq", rows)
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(value.hex() if isinstance(value, bytes) else str(value))}</td>"
                         for value in row) + "</tr>" for row in found)
    return f"<!doctype html><title>Child {number}</title><h1>Child {number}</h1><table>{lines}</table>"
