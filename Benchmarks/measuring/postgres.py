"""A PostgreSQL of its own in a temporary folder, on loopback, with its default settings; ended by its process id."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import time

DATABASE = "eoir"


class NoPostgres(Exception):
    """There is no PostgreSQL, or it does not start. The text says why."""


class Cluster:
    """One server. Runs as the user `postgres` where this process is root, since it refuses to be root."""

    def __init__(self, folder):
        self.folder = folder
        self.server = None
        self.user = "postgres" if os.geteuid() == 0 else None
        self.programs = programs()

    def start(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder, mode=0o700)
        if self.user:
            try:
                account = pwd.getpwnam(self.user)
            except KeyError:
                raise NoPostgres("there is no user `postgres` to run it as") from None
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        data = os.path.join(self.folder, "data")
        made = subprocess.run(
            [os.path.join(self.programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            user=self.user, cwd=self.folder, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise NoPostgres(made.stderr.strip()[-200:])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server = subprocess.Popen(
            [os.path.join(self.programs, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(self.port), "-k",
             self.folder], user=self.user, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while self._ask("postgres", "SELECT 1").returncode != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise NoPostgres("the server did not come up within a minute")
            time.sleep(0.2)
        # The tables of eoir belong to its authors' own role.
        self._ask("postgres", "CREATE ROLE bklg SUPERUSER")
        self._ask("postgres", f"CREATE DATABASE {DATABASE}")

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(30)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        self.server = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, database, sql):
        return subprocess.run(
            [os.path.join(self.programs, "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d",
             database, "-XAtqc", sql], capture_output=True, text=True, check=False)

    def environment(self):
        """What eoir reads to find the server."""
        return {"POSTGRES_USER": "postgres", "POSTGRES_PASSWORD": "", "POSTGRES_HOST": "127.0.0.1",
                "POSTGRES_PORT": str(self.port), "POSTGRES_DB": DATABASE}

    def empty(self):
        """Drops every table."""
        self._ask(DATABASE, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO public")

    def rows(self):
        """Rows of all tables."""
        tables = self._ask(DATABASE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'").stdout.split()
        return sum(int(self._ask(DATABASE, f'SELECT count(*) FROM "{table}"').stdout or 0) for table in tables)

    def version(self):
        return self._ask("postgres", "SHOW server_version").stdout.strip().split()[0]


def programs():
    """The folder with the server's programs: the newest of Debian's, else where the path leads."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which("postgres")
    if not path:
        raise NoPostgres("PostgreSQL's server programs are not installed")
    return os.path.dirname(path)
