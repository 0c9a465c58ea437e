"""The benchmarks that are programs of their own: the sharing decision, the gate, the transparency log, delivery."""

import subprocess

from . import machine

NAMES = {"sharing": "sharing-benchmark", "gate": "gate-benchmark", "log": "transparency-log-benchmark",
         "delivery": "delivery-benchmark"}


class Printed:
    """What a program printed, as a section."""

    def __init__(self, name, text):
        self.name = name
        self.title = name
        self.rows = []
        self.notes = text.splitlines()

    def markdown(self):
        return f"### {self.title}\n\n" + "".join(f"    {line}\n" for line in self.notes)


class Program:
    """One of them, as a section of `Benchmarks/run`: built for release, run once, its lines taken over."""

    def __init__(self, name):
        self.name = name

    def measure(self, _options, build, _amparo, _work):
        product = NAMES[self.name]
        made = subprocess.run([*build.swift, "build", "-c", "release", "--product", product], cwd=machine.REPOSITORY,
                              capture_output=True, text=True, check=False)
        if made.returncode != 0:
            machine.skip(f"{product} cannot be built: {made.stderr.strip()[-200:]}")
            return
        done = subprocess.run([f"{build.folder}/{product}"], capture_output=True, text=True, check=False)
        yield Printed(product, done.stdout if done.returncode == 0 else done.stdout + done.stderr[-500:])
