"""The feeds: rows that enter the record sealed, hashed, projected and durable, per second, and what they cost."""

import os
import shutil

from . import machine, program, table


def measure(options, build, amparo, work):
    """One table for each size."""
    for children in (int(size) for size in options.feed_children.split(",")):
        # Feeds and store: some 40 kB for each child with its adults' cases.
        machine.need(work, children * 40_000 + 10**9, f"feeds of {children:,} children")
        yield measure_size(children, options, amparo, work)


def steps(folder):
    """What is taken, in the order of FEEDS.md: name, feed, path."""
    found = [("care", "care", "care"), ("notices", "notices", "notices.csv"), ("results", "results", "results.csv")]
    found = [(name, feed, os.path.join(folder, path)) for name, feed, path in found]
    for number, (path, _) in enumerate(program.releases(folder), 1):
        found.append((f"court, release {number}", "court", path))
    return found


def measure_size(children, options, amparo, work):
    folder = os.path.join(work, "feeds")
    machine.progress(f"feeds: simulating {children:,} children")
    amparo.simulate(folder, children, options.adults_per_child)
    section = table.Section(
        f"feeds-{children}", f"Feeds of {children:,} children, {options.adults_per_child} adult court cases for each")
    numbers = {}
    try:
        for repetition in range(options.runs):
            machine.progress(f"feeds, {children:,}: repetition {repetition + 1} of {options.runs}")
            with program.Store(amparo, "feeds-store") as store:
                entries = 0
                for name, feed, path in steps(folder):
                    outcome, report = store.ingest(feed, path)
                    entries += report["entriesAppended"]
                    note(numbers, name, outcome, report)
                note(numbers, "care again, unchanged", *store.ingest("care", os.path.join(folder, "care")))
                numbers.setdefault("disk", []).append(store.size() / max(1, entries))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    fill(section, numbers)
    return section


def note(numbers, name, outcome, report):
    _, taken = program.rows_of(report)
    numbers.setdefault(name, []).append(
        {"taken": taken, "seconds": outcome.seconds, "processor": outcome.processor, "peak": outcome.peak,
         "written": outcome.written, "entries": report["entriesAppended"], "addsUp": program.adds_up(report)})


def fill(section, numbers):
    disk = numbers.pop("disk")
    once = [runs for name, runs in numbers.items() if name in ("care", "notices", "results")]
    section.add("care, notices and results together: rows into the record", "rows/s",
                [sum(run["taken"] for run in runs) / sum(run["seconds"] for run in runs) for runs in zip(*once)],
                ("at least", 50_000))
    for name, runs in numbers.items():
        wanted = ("at least", 50_000) if name == "care" else None
        section.add(f"{name}: rows into the record", "rows/s", [run["taken"] / run["seconds"] for run in runs], wanted)
        section.add("rows", "", [run["taken"] for run in runs])
        section.add("processor time per row", "µs", [run["processor"] * 1e6 / max(1, run["taken"]) for run in runs])
        section.add("entries per row", "", [run["entries"] / max(1, run["taken"]) for run in runs], digits=3)
        section.add("bytes written per entry", "bytes",
                    [run["written"] / run["entries"] if run["entries"] else None for run in runs])
        section.add("peak memory", "MiB", [run["peak"] / 2**20 for run in runs])
        if not all(run["addsUp"] for run in runs):
            section.note(f"**The report of {name} does not add up.**")
    section.add("disk at the end per entry", "bytes", disk)
