"""Linking people: FEBRL 3 and 4 and invented feeds, Amparo and Splink on DuckDB beside it in one run, two threads each.

The feeds are made by `linkage-benchmark generate` from printed seeds; the first error mix (`tuned`) is the one that
the model was made on, the others were not looked at while it was made. No A-number is told in any of them.
"""

import json
import os
import subprocess
import sys

from . import machine, process, table

PRODUCT = "linkage-benchmark"
SPLINK = "splink==5.0.0"
HERE = os.path.dirname(os.path.abspath(__file__))
# Rows of both feeds, the mixes and seeds, and what the issue wants: F1, seconds, MiB.
SIZES = {
    "100,000 x 95,000": (100_000, 95_000, [("tuned", 101), ("spelling", 102), ("ages", 103), ("skewed", 104)],
                         (0.985, 5, 600)),
    "1,000,000 x 950,000": (1_000_000, 950_000, [("ages", 201)], (0.975, 40, 2048)),
}
KNOWN = 500_000
ADDRESSES = 1_000_000


def sizes(text):
    """Rows of the larger feed, with commas between: the names of their sizes."""
    wanted = {int(size) for size in text.split(",") if size}
    return {name for name, facts in SIZES.items() if facts[0] in wanted}


def measure(options, build, _amparo, work):
    """A table for FEBRL, one for each size of the feeds, one for a single child against half a million, one for addresses."""
    program = built(build)
    if program is None:
        return
    splink = None if options.no_peers else installed(work)
    data = shared_data()
    if data:
        yield febrl(options, program, splink, data)
    else:
        machine.skip("FEBRL: ../shared/data is not there; AMPARO_SHARED_DATA names another place")
    for size, facts in SIZES.items():
        if size in options.linkage_sizes:
            yield feeds(options, program, splink, work, size, *facts)
    yield index(options, program)
    yield addresses(options, program)


def built(build):
    made = subprocess.run([*build.swift, "build", "-c", "release", "--product", PRODUCT], cwd=machine.REPOSITORY,
                          capture_output=True, text=True, check=False)
    if made.returncode != 0:
        machine.skip(f"{PRODUCT} cannot be built: {made.stderr.strip()[-200:]}")
        return None
    return os.path.join(build.folder, PRODUCT)


def installed(work):
    """Python of an environment with Splink, or None."""
    folder = os.path.join(work, "splink")
    python = os.path.join(folder, "bin", "python")
    for command in ([sys.executable, "-m", "venv", folder], [python, "-m", "pip", "install", "--quiet", SPLINK]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            machine.skip(f"Splink: {done.stderr.strip()[-200:]}")
            return None
    return python


def shared_data():
    for folder in (os.environ.get("AMPARO_SHARED_DATA"), os.path.join(os.path.dirname(machine.REPOSITORY), "shared", "data")):
        if folder and os.access(os.path.join(folder, "linkage", "febrl", "dataset4a.csv"), os.R_OK):
            return os.path.join(folder, "linkage", "febrl")
    return None


def said(command):
    """The first line of JSON that a program prints: what it says of the whole. Lines on parts of it may follow."""
    return json.loads(next(line for line in process.run(command).output.split("\n") if line.startswith("{")))


def peer(splink, what, folder):
    """What Splink answers, or None with a line that says why."""
    if splink is None:
        return None
    try:
        return said([splink, os.path.join(HERE, "linkage_peer.py"), what, folder])
    except process.Failed as failure:
        machine.skip(f"Splink, {what}: {failure}")
        return None


def rows(section, what, ours, theirs, wanted=(None, None, None)):
    """F1, time and memory of Amparo and Splink beside each other."""
    f1, seconds, memory = wanted
    section.add(f"{what}: F1, Amparo", "", [run["f1"] for run in ours], f1 and ("at least", f1), digits=4)
    section.add("F1, Splink (threshold chosen for its best)", "", [run["f1"] for run in theirs], digits=4)
    section.add("precision, Amparo", "", [run["precision"] for run in ours], digits=4)
    section.add("precision of automatic links", "", [run["automaticPrecision"] for run in ours], ("at least", 0.999),
                digits=5)
    section.add("true links made automatically", "%", [100 * run["automatic"] for run in ours], digits=1)
    section.add("time, Amparo", "s", [run["seconds"] for run in ours], seconds and ("at most", seconds), digits=2)
    section.add("time, Splink", "s", [run["seconds"] for run in theirs], digits=2)
    section.add("peak memory, Amparo", "MiB", [run["peakMiB"] for run in ours], memory and ("at most", memory))
    section.add("peak memory, Splink", "MiB", [run["peakMiB"] for run in theirs])


def febrl(options, program, splink, data):
    section = table.Section("linkage-febrl", "FEBRL, without soc_sec_id")
    for what, wanted in (("febrl4", 0.995), ("febrl3", 0.990)):
        ours, theirs = [], []
        for _ in range(options.runs):
            machine.progress(f"linkage: {what}")
            ours.append(said([program, what, data]))
            theirs += [answer for answer in [peer(splink, what, data)] if answer]
        rows(section, what.upper(), ours, theirs, (wanted, None, None))
    section.note("FEBRL4 is linked one to one; FEBRL3 is freed of duplicates, and F1 is over pairs. Splink's threshold is "
                 "the one with its best F1; Amparo's is the model's.")
    return section


def feeds(options, program, splink, work, size, left, right, mixes, wanted):
    section = table.Section(f"linkage-{left}", f"Invented feeds, {size}, no A-number, one to one")
    folder = os.path.join(work, "linkage")
    for mix, seed in mixes:
        machine.progress(f"linkage: {size}, mix {mix}")
        process.run([program, "generate", folder, left, right, seed, mix])
        ours, theirs = [], []
        for _ in range(options.runs):
            ours.append(said([program, "link", folder]))
            theirs += [answer for answer in [peer(splink, "feeds", folder)] if answer]
        rows(section, f"mix {mix}, seed {seed}", ours, theirs, wanted)
        section.add("true links that were compared", "%", [100 * run["blockingRecall"] for run in ours], digits=2)
        section.note(f"{mix}: {ours[0]['compared']:,} pairs compared, {ours[0]['blocks']:,} blocks, {ours[0]['split']:,} "
                     f"split, {ours[0]['uncut']:,} that stayed too large.")
    return section


def index(options, program):
    section = table.Section("linkage-index", f"One new child against {KNOWN:,} who are known")
    runs = [said([program, "index", KNOWN, 301 + run]) for run in range(options.runs)]
    section.add("median", "ms", [run["medianMs"] for run in runs], ("at most", 5), digits=3)
    section.add("99th percentile", "ms", [run["p99Ms"] for run in runs], ("at most", 5), digits=3)
    section.add("slowest of 2,000", "ms", [run["mostMs"] for run in runs], digits=3)
    section.add("found first", "%", [100 * run["foundFirst"] / run["asked"] for run in runs], digits=1)
    section.add("peak memory", "MiB", [run["peakMiB"] for run in runs])
    return section


def addresses(options, program):
    section = table.Section("linkage-addresses", f"{ADDRESSES:,} addresses learned from and graded, one thread")
    runs = [said([program, "addresses", ADDRESSES, 7 + run]) for run in range(options.runs)]
    section.add("time", "s", [run["seconds"] for run in runs], ("at most", 10), digits=2)
    section.add("peak memory", "MiB", [run["peakMiB"] for run in runs])
    return section
