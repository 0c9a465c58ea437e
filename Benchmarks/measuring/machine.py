"""What the numbers were measured on."""

import datetime
import os
import platform
import shutil
import subprocess
import sys

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class NoRoom(Exception):
    """There is not enough free disk for a measurement."""


class Build:
    """The programs of this checkout's release build."""

    def __init__(self, amparo=None):
        swift = os.environ.get("SWIFT", "swift")
        self.swift = swift.split()
        self.folder = os.path.dirname(os.path.abspath(amparo)) if amparo else self._said("build", "-c", "release",
                                                                                      "--show-bin-path")
        self.amparo = os.path.abspath(amparo) if amparo else os.path.join(self.folder, "amparo")
        if not os.access(self.amparo, os.X_OK):
            raise NoRoom(f"there is no program at {self.amparo}; run `make build` first, or name one with --amparo.")

    def _said(self, *words):
        return subprocess.run([*self.swift, *words], cwd=REPOSITORY, capture_output=True, text=True,
                              check=False).stdout.strip()

    def version(self):
        return self._said("--version").split("\n")[0]

    def reader(self):
        """The court reader by itself (Benchmarks/CourtRelease), built if it is not there; None when it cannot be."""
        path = os.path.join(self.folder, "court-release-benchmark")
        done = subprocess.run([*self.swift, "build", "-c", "release", "--product", "court-release-benchmark"],
                              cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode != 0 and not os.access(path, os.X_OK):
            skip(f"the court reader by itself: court-release-benchmark cannot be built: {done.stderr.strip()[-200:]}")
            return None
        return path


def facts(build):
    """The machine, the versions and the load before, in order."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=REPOSITORY, capture_output=True, text=True,
                            check=False).stdout.strip()
    return {
        "measured at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit or "unknown",
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Swift": build.version(),
        "load before": load(),
    }


def markdown(facts):
    return "".join(f"* {name}: {value}\n" for name, value in facts.items())


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def load():
    """Runnable processes on average over 1, 5 and 15 minutes: about 0 before a measurement that is to be believed."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def need(folder, size, what):
    """Throws when a folder has less room than a measurement needs."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise NoRoom(f"{what} needs about {size / 1e9:.0f} GB of disk and {free / 1e9:.0f} GB are free in {folder}; "
                     "name another folder with --work, or choose a smaller size.")


def skip(what):
    """Says loudly that something is not measured."""
    print(f"\n*** NOT MEASURED: {what}\n", file=sys.stderr, flush=True)


def progress(text):
    """Says what is being measured."""
    print(f"[{datetime.datetime.now():%H:%M:%S}] {text}", file=sys.stderr, flush=True)
