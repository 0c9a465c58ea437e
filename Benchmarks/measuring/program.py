"""Amparo's own commands, as the measurements use them."""

import json
import os
import shutil

from . import process


class Amparo:
    """The program, and a folder for its stores and feeds."""

    def __init__(self, path, folder):
        self.path = path
        self.folder = folder

    def simulate(self, out, children, adults, releases=2, profile="agency", seed=1):
        """Writes the feeds of an invented population into a folder."""
        return process.run(
            [self.path, "simulate", "--children", children, "--adults-per-child", adults, "--releases", releases,
             "--profile", profile, "--seed", seed, "--out", out])

    def has(self, command):
        """Whether the program has a command."""
        outcome = process.run([self.path, command, "--help"], allow_failure=True)
        return "USAGE" in outcome.output and f"amparo {command}" in outcome.output

    def start_up(self):
        """Seconds that starting the program takes by itself: the median of several, because the first reads it from the disk."""
        runs = sorted(process.run([self.path, "--help"], allow_failure=True).seconds for _ in range(5))
        return runs[len(runs) // 2]


class Store:
    """A store in a folder of its own, with its keys beside it. Removed at the end."""

    def __init__(self, amparo, name):
        self.amparo = amparo
        self.data = os.path.join(amparo.folder, name)
        self.keys = os.path.join(amparo.folder, name + "-keys", "store.key")

    def __enter__(self):
        self.remove()
        os.makedirs(os.path.dirname(self.keys), mode=0o700)
        process.run([self.amparo.path, "init", "--data", self.data, "--keys", self.keys])
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(os.path.dirname(self.keys), ignore_errors=True)

    def command(self, *words):
        """Runs a command on the store."""
        return process.run([self.amparo.path, *words, "--data", self.data, "--keys", self.keys])

    def ingest(self, feed, path):
        """Takes a feed; answers what the run used and the report as COMMANDS.md describes it."""
        outcome = self.command("ingest", feed, path, "--json")
        return outcome, json.loads(outcome.output)

    def figures(self, as_of, seq=None):
        """Counts the figures as of a day, as known at a place of the log."""
        known = [] if seq is None else ["--as-known", f"seq:{seq}"]
        outcome = self.command("figures", "--as-of", as_of, *known, "--json")
        return outcome, json.loads(outcome.output)

    def inspector(self):
        """Opens a privacy officer's account, a colleague's and, signed by both, an inspector's; answers the words of acting as it."""
        words = ()
        for account, agency, role in (("officer", "hhs.orr", "orr-privacy-officer"),
                                      ("colleague", "hhs.orr", "case-manager"), ("inspector", "hhs.oig", "inspector")):
            key = self.signing_key(account)
            public = self.command("account", "key", key).output.strip()
            self.command("account", "add", account, "--agency", agency, "--role", role, "--name", "Invented",
                         "--address", "Invented", "--public-key", public, *words)
            words = ("--as", "officer", "--signing-key", self.signing_key("officer"))
            if account == "colleague":
                words += ("--second", account, "--second-signing-key", key)
        return ("--as", "inspector", "--signing-key", self.signing_key("inspector"))

    def signing_key(self, account):
        return os.path.join(os.path.dirname(self.keys), account + ".key")

    def size(self):
        return process.folder_size(self.data)


def rows_of(report):
    """Rows of a report: read, and taken into the record."""
    return sum(file["rows"] for file in report["files"]), sum(file["taken"] for file in report["files"])


def adds_up(report):
    """Whether `rows = taken + past + quarantined` for every file (FEEDS.md)."""
    return all(
        file["rows"] == file["taken"] + sum(file["past"].values()) + sum(file["quarantined"].values())
        for file in report["files"])


def releases(folder):
    """The court releases of simulated feeds, oldest first, each with its date."""
    court = os.path.join(folder, "court")
    found = []
    for name in sorted(os.listdir(court), key=lambda name: int(name[1:])):
        path = os.path.join(court, name)
        with open(os.path.join(path, "RELEASE.txt"), encoding="utf-8") as file:
            found.append((path, file.read().strip()))
    return found
