"""One run of a program, and what it used: time, memory, bytes written."""

import dataclasses
import os
import subprocess
import tempfile
import time


class Failed(Exception):
    """A program ended with an error. The text is what it said."""


@dataclasses.dataclass
class Outcome:
    """What a program printed and used. Times in seconds, sizes in bytes."""

    output: str
    seconds: float
    processor: float
    peak: int
    written: int
    """Bytes that reached the block layer on its behalf (`write_bytes` of /proc/PID/io)."""


def run(command, folder=None, environment=None, user=None, allow_failure=False):
    """Runs a program to its end. `environment` is added to this process's own."""
    full = dict(os.environ, **(environment or {}))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        child = subprocess.Popen(
            [str(word) for word in command], cwd=folder, env=full, user=user, stdin=subprocess.DEVNULL, stdout=out,
            stderr=err)
        try:
            # The process has ended and is still there to be asked.
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
            seconds = time.monotonic() - started
            written = bytes_written(child.pid)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            # Broken off, by a signal for instance: the program does not go on alone.
            child.kill()
            child.wait()
            raise
        out.seek(0)
        err.seek(0)
        output = out.read().decode("utf-8", "replace")
        said = err.read().decode("utf-8", "replace")
    if child.returncode != 0 and not allow_failure:
        raise Failed(f"{os.path.basename(str(command[0]))} {command[1] if len(command) > 1 else ''} ended with "
                     f"{child.returncode}: {(said or output).strip()[-600:]}")
    if written is None:
        written = usage.ru_oublock * 512
    return Outcome(output, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, written)


def bytes_written(pid):
    """Bytes a process sent to storage so far; None where the system does not say."""
    try:
        with open(f"/proc/{pid}/io", encoding="ascii") as file:
            for line in file:
                if line.startswith("write_bytes:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return None


def folder_size(path):
    """Bytes of disk that a folder's files take."""
    total = 0
    for folder, _, files in os.walk(path):
        for name in files:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512
            except OSError:
                continue
    return total
