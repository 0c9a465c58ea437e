"""Court releases: how fast they are read and taken, beside what DuckDB, eoir and `unzip` do with the same files."""

import glob
import json
import os
import shutil
import subprocess

from . import machine, peers, process, program, table

# What the simulator makes, about: bytes of the tables for each adult's case and for each child, and court cases of each
# child that the signals of the public file show to be a child's.
BYTES_PER_ADULT = 795
BYTES_PER_CHILD = 790
SHOWN_PER_CHILD = 0.5


def measure(options, build, amparo, work):
    """One table for each share of children's cases."""
    size = options.court_mb * 1_000_000
    shares = [int(share) for share in options.shares.split(",")]
    # The release, its ZIP and its copy without NULs, a store or a database of a peer, and the care feeds beside it.
    machine.need(work, size * 9, "court")
    reader = build.reader()
    environment = None if options.no_peers else peers.Peers(work)
    if environment is None:
        for share in shares:
            yield measure_share(share, size, options.runs, reader, None, amparo, work)
        return
    with environment:
        for share in shares:
            yield measure_share(share, size, options.runs, reader, environment, amparo, work)


def measure_share(share, size, runs, reader, environment, amparo, work):
    """Reads and loads the same release with everybody in turn, `runs` times."""
    folder = os.path.join(work, "court-feeds")
    release, clean, archive = (os.path.join(work, name) for name in ("release", "clean", "release.zip"))
    machine.progress(f"court: simulating a release of which {share} % of the cases are children's")
    generate(amparo, folder, release, share, size)
    try:
        tables = [path for path in sorted(glob.glob(os.path.join(release, "*.csv")))
                  if os.path.basename(path) != "mail.csv"]
        megabytes = sum(os.path.getsize(path) for path in tables) / 1e6
        truth = true_rows(release)
        section = table.Section(
            f"court-{share}", f"Court release, about {share} % of the cases children's: {megabytes:,.0f} MB, "
            f"{truth:,} records")
        numbers = {}
        if environment and environment.eoir:
            peers.without_nul(release, clean)
        subprocess.run(["zip", "-q", "-1", "-j", archive, *tables, os.path.join(release, "RELEASE.txt")], check=True)
        for path in [*tables, archive]:
            warm(path)
        for repetition in range(runs):
            machine.progress(f"court, {share} %: repetition {repetition + 1} of {runs}")
            one_round(numbers, release, clean, archive, reader, environment, amparo)
        fill(section, numbers, megabytes, truth, share, environment)
        return section
    finally:
        for path in (folder, release, clean):
            shutil.rmtree(path, ignore_errors=True)
        if os.path.exists(archive):
            os.remove(archive)


def generate(amparo, folder, release, share, size):
    """Simulates a first release of the public profile of about `size` bytes."""
    adults = max(0, round(SHOWN_PER_CHILD * (100 / share - 1)))
    children = max(20, size // (BYTES_PER_ADULT * adults + BYTES_PER_CHILD))
    amparo.simulate(folder, children, adults, releases=1, profile="public")
    os.rename(program.releases(folder)[0][0], release)
    shutil.rmtree(folder)


def true_rows(release):
    """The records that the release's own Count.txt says it has."""
    with open(os.path.join(release, "Count.txt"), encoding="utf-8") as file:
        return sum(int(line.split("\t")[1]) for line in file if line.strip())


def warm(path):
    """Reads a file once, so that nobody pays for being first."""
    with open(path, "rb") as file:
        while file.read(1 << 22):
            pass


def one_round(numbers, release, clean, archive, reader, environment, amparo):
    """One repetition of everything, one after the other on the otherwise idle machine."""

    def note(name, value):
        numbers.setdefault(name, []).append(value)

    if reader:
        for name, path in (("folder", release), ("zip", archive)):
            outcome = process.run([reader, "read", path, "--json"])
            said = json.loads(outcome.output)
            note(f"read {name} seconds", outcome.seconds)
            note(f"read {name} peak", outcome.peak)
            note(f"read {name} records", said["records"] if said["addsUp"] else None)
            note("share", 100 * said["childCases"] / max(1, said["cases"]))
            note("quarantined", said["quarantined"])
    note("unzip seconds", unzip(archive))
    with program.Store(amparo, "court-store") as store:
        outcome, report = store.ingest("court", release)
        note("ingest seconds", outcome.seconds)
        note("ingest peak", outcome.peak)
        rows, taken = rows_of_tables(report)
        note("ingest records", rows if program.adds_up(report) else None)
        note("ingest taken", taken)
        note("ingest entries", report["entriesAppended"])
        note("ingest written", outcome.written)
    if environment and environment.duckdb:
        for what in ("count", "load"):
            said, peak = environment.duckdb_runs(what, release)
            note(f"duckdb {what} seconds", said["seconds"])
            note(f"duckdb {what} rows", said["rows"])
            note(f"duckdb {what} peak", peak)
    if environment and environment.eoir:
        seconds, rows, failed = environment.eoir_runs(clean)
        note("eoir seconds", seconds)
        note("eoir rows", rows)
        note("eoir failed", failed)


def rows_of_tables(report):
    """Records of the court's tables, without the mail file that lies beside them."""
    return program.rows_of({"files": [file for file in report["files"] if file["file"] != "mail.csv"]})


def unzip(archive):
    """Seconds of `unzip -p` into nothing."""
    return process.run(["sh", "-c", 'exec unzip -p "$1" >/dev/null', "sh", archive]).seconds


def fill(section, numbers, megabytes, truth, share, environment):
    """The rows of the table."""

    def rate(name):
        return [megabytes / seconds for seconds in numbers.get(f"{name} seconds", [])]

    def mebibytes(name):
        return [peak / 2**20 for peak in numbers.get(f"{name} peak", [])]

    def missing(name, key="records"):
        return [truth - rows if rows is not None else None for rows in numbers.get(f"{name} {key}", [])]

    section.add("cases that are children's, by the signals", "%", numbers.get("share", []))
    section.add("Amparo, reading from a folder (two passes)", "MB/s", rate("read folder"),
                ("at least", 300) if share <= 2 else None)
    section.add("peak memory of that", "MiB", mebibytes("read folder"), ("at most", 512))
    section.add("records it does not account for", "", missing("read folder"), ("at most", 0))
    section.add("records it quarantined", "", numbers.get("quarantined", []))
    section.add("Amparo, reading from a ZIP (two passes)", "MB/s", rate("read zip"))
    section.add("peak memory of that", "MiB", mebibytes("read zip"), ("at most", 512))
    section.add("`unzip -p` of that ZIP", "MB/s", rate("unzip"))
    section.add_ratio("reading from the ZIP to `unzip -p`", rate("read zip"), rate("unzip"),
                      ("at least", 0.6) if share <= 2 else None)
    section.add("Amparo, `ingest court` into a new store", "MB/s", rate("ingest"))
    section.add("peak memory of that", "MiB", mebibytes("ingest"), ("at most", 512))
    section.add("records it does not account for", "", missing("ingest"), ("at most", 0))
    section.add("records taken per second", "rows/s", per_second(numbers, "ingest taken", "ingest seconds"))
    section.add("entries per record taken", "", ratios(numbers, "ingest entries", "ingest taken"), digits=3)
    section.add("bytes written per entry", "bytes", ratios(numbers, "ingest written", "ingest entries"))
    for what in ("count", "load"):
        section.add(f"DuckDB, {what}", "MB/s", rate(f"duckdb {what}"))
        section.add("peak memory of that", "MiB", mebibytes(f"duckdb {what}"))
        section.add("records it loses", "", missing(f"duckdb {what}", "rows"))
    section.add("eoir, cleaning and loading into PostgreSQL", "MB/s", rate("eoir"))
    section.add("the same in rows", "rows/s", per_second(numbers, "eoir rows", "eoir seconds"))
    section.add("records it loses", "", missing("eoir", "rows"))
    section.add("tables it gives up on", "", numbers.get("eoir failed", []))
    section.add_ratio("Amparo's reading to DuckDB's count", rate("read folder"), rate("duckdb count"))
    section.add_ratio("Amparo's reading to DuckDB's load", rate("read folder"), rate("duckdb load"),
                      ("at least", 2) if share <= 2 else None)
    wanted = ("at least", 50) if share <= 2 else ("at least", 3) if share >= 100 else None
    section.add_ratio("Amparo's reading to eoir", rate("read folder"), rate("eoir"), wanted)
    section.add_ratio("Amparo's `ingest court` to DuckDB's load", rate("ingest"), rate("duckdb load"))
    section.add_ratio("Amparo's `ingest court` to eoir", rate("ingest"), rate("eoir"),
                      ("at least", 3) if share >= 100 else None)
    if environment:
        section.note(f"Peers: {environment.versions()}.")


def per_second(numbers, what, seconds):
    return [a / b for a, b in zip(numbers.get(what, []), numbers.get(seconds, [])) if a is not None and b]


def ratios(numbers, what, by):
    return [a / b for a, b in zip(numbers.get(what, []), numbers.get(by, [])) if a is not None and b]
