"""Both engines side by side: the feeds, and the gate's reads and receipts, on the file and on PostgreSQL as it is installed."""

import os
import shutil
import subprocess

from . import feeds, machine, postgres, process, program, programs, table

ADDRESS = "AMPARO_DATABASE"


def measure(options, build, amparo, work):
    """A table of the feeds, then what the gate's own benchmark prints on each engine."""
    cluster = postgres.Cluster(os.path.join(work, "cluster"))
    try:
        cluster.start()
    except postgres.NoPostgres as reason:
        machine.skip(f"no PostgreSQL: {reason}")
        return
    address = f"postgres://postgres@/{postgres.DATABASE}?host={cluster.folder}&port={cluster.port}"
    try:
        children = int(options.feed_children.split(",")[0])
        machine.need(work, children * 120_000 + 2 * 10**9, f"feeds of {children:,} children, twice")
        yield of_feeds(children, options, amparo, work, cluster, address)
        yield from of_gate(build, cluster, address)
    finally:
        os.environ.pop(ADDRESS, None)
        cluster.stop()


def of_feeds(children, options, amparo, work, cluster, address):
    folder = os.path.join(work, "feeds")
    machine.progress(f"postgres: simulating {children:,} children")
    amparo.simulate(folder, children, options.adults_per_child)
    section = table.Section("postgres-feeds", f"Feeds of {children:,} children on both engines ({cluster.version()})")
    rates = {}
    figures = {"file": [], "PostgreSQL": []}
    try:
        for repetition in range(options.runs):
            for engine in figures:
                machine.progress(f"postgres, {engine}: repetition {repetition + 1} of {options.runs}")
                os.environ.pop(ADDRESS, None)
                if engine != "file":
                    cluster.empty()
                    os.environ[ADDRESS] = address
                with program.Store(amparo, "engine-store") as store:
                    for name, feed, path in feeds.steps(folder):
                        outcome, report = store.ingest(feed, path)
                        _, taken = program.rows_of(report)
                        rates.setdefault(name, {}).setdefault(engine, []).append(taken / outcome.seconds)
                    date = program.releases(folder)[-1][1]
                    figures[engine].append(store.figures(date)[0].seconds)
    finally:
        os.environ.pop(ADDRESS, None)
        shutil.rmtree(folder, ignore_errors=True)
    for name, engines in rates.items():
        for engine, values in engines.items():
            section.add(f"{name}, {engine}: rows into the record", "rows/s", values)
        section.add(
            "PostgreSQL to the file", "", [there / here for here, there in zip(engines["file"], engines["PostgreSQL"])],
            ("at least", 0.5) if name == "care" else None, digits=2)
    for engine, values in figures.items():
        section.add(f"every figure, {engine}", "s", values, digits=2)
    return section


def of_gate(build, cluster, address):
    product = programs.NAMES["gate"]
    made = subprocess.run([*build.swift, "build", "-c", "release", "--product", product], cwd=machine.REPOSITORY,
                          capture_output=True, text=True, check=False)
    if made.returncode != 0:
        machine.skip(f"{product} cannot be built: {made.stderr.strip()[-200:]}")
        return
    for engine in ("file", "PostgreSQL"):
        os.environ.pop(ADDRESS, None)
        if engine != "file":
            cluster.empty()
            os.environ[ADDRESS] = address
        done = process.run([f"{build.folder}/{product}"], allow_failure=True)
        yield programs.Printed(f"{product}, {engine}", done.output)
    os.environ.pop(ADDRESS, None)
