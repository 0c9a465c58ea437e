"""The peers: DuckDB and eoir, from PyPI, in an environment of their own."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys

from . import machine, postgres, process

HERE = os.path.dirname(os.path.abspath(__file__))


class Peers:
    """An environment with DuckDB and eoir 0.0.1, and a PostgreSQL for the latter. Each may be missing."""

    def __init__(self, folder):
        self.folder = folder
        self.python = os.path.join(folder, "peers", "bin", "python")
        self.postgres = None
        made = subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "peers")], capture_output=True,
                              text=True, check=False)
        if made.returncode != 0:
            machine.skip(f"DuckDB and eoir: no Python environment can be made: {made.stderr.strip()[-200:]}")
        self.duckdb = made.returncode == 0 and self._install("duckdb")
        self.eoir = made.returncode == 0 and self._install("eoir==0.0.1")

    def _install(self, package):
        done = subprocess.run([self.python, "-m", "pip", "install", "--quiet", package], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            machine.skip(f"{package}: not to be had from PyPI: {done.stderr.strip()[-200:]}")
            return None
        name = package.split("==")[0]
        said = subprocess.run(
            [self.python, "-c", f"import importlib.metadata as m; print(m.version('{name}'))"], capture_output=True,
            text=True, check=False)
        return said.stdout.strip()

    def __enter__(self):
        if self.eoir:
            try:
                self.postgres = postgres.Cluster(os.path.join(self.folder, "postgres"))
                self.postgres.start()
            except (OSError, postgres.NoPostgres) as reason:
                machine.skip(f"eoir: it needs PostgreSQL, which cannot be started: {reason}")
                self.eoir = None
        return self

    def __exit__(self, *_):
        if self.postgres:
            self.postgres.stop()

    def versions(self):
        parts = [f"DuckDB {self.duckdb}" if self.duckdb else None, f"eoir {self.eoir}" if self.eoir else None,
                 f"PostgreSQL {self.postgres.version()}" if self.eoir else None]
        return ", ".join(part for part in parts if part) or "none"

    def duckdb_runs(self, what, folder):
        """`count` or `load` of a folder: seconds, rows, peak of memory. The clock starts after Python's import."""
        database = os.path.join(self.folder, "duckdb.db")
        try:
            outcome = process.run([self.python, os.path.join(HERE, "duckdb_peer.py"), what, folder, database])
            return json.loads(outcome.output), outcome.peak
        finally:
            for path in glob.glob(database + "*"):
                os.remove(path)

    def eoir_runs(self, folder):
        """Cleaning and loading a folder without NULs into new tables: seconds, rows in the tables afterwards, and how
        many files it gave up on."""
        eoir = os.path.join(os.path.dirname(self.python), "eoir")
        environment = self.postgres.environment()
        place = os.path.join(self.folder, "eoir")
        os.makedirs(place, exist_ok=True)
        self.postgres.empty()
        process.run([eoir, "db", "create-all", "--postfix", "09_26"], folder=place, environment=environment)
        outcome = process.run(
            [eoir, "clean", "--path", folder, "--postfix", "09_26", "--parallel", "--workers", 2], folder=place,
            environment=environment)
        rows = self.postgres.rows()
        self.postgres.empty()
        failed = re.search(r"^Failed: (\d+)", outcome.output, re.MULTILINE)
        return outcome.seconds, rows, int(failed.group(1)) if failed else 0


def without_nul(source, target):
    """Copies the tables of a release without their NUL bytes, which PostgreSQL does not take."""
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    for path in sorted(glob.glob(os.path.join(source, "*.csv"))):
        with open(path, "rb") as file, open(os.path.join(target, os.path.basename(path)), "wb") as copy:
            while block := file.read(1 << 22):
                copy.write(block.translate(None, b"\x00"))
    for folder, _, files in os.walk(target):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)
