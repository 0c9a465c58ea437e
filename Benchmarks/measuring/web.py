"""The web application under load: pages, API and lists through the gate with durable receipts, beside a bare hello of the same
server library and a page of the same record by FastAPI. Everything runs on this machine, the load generator too."""

import base64
import datetime
import hashlib
import hmac
import html
import http.client
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.parse

from . import machine, process, program, table

HERE = os.path.dirname(os.path.abspath(__file__))
# The demonstration plays until two days after its last release of the court.
NOW = "2026-06-03T16:00:00Z"
SECONDS_SINCE_1970 = 1780502400
SPECIALIST = ("federal-field-specialist", "safety-check")
# An account may be shown 300 children in an hour; Today has up to 50 others.
CHILDREN_SHOWN = 240
CLIENTS = 64


def measure(options, build, _amparo, work):
    made = subprocess.run([*build.swift, "build", "-c", "release", "--product", "web-benchmark"],
                          cwd=machine.REPOSITORY, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        machine.skip(f"web-benchmark cannot be built: {(made.stdout + made.stderr).strip()[-300:]}")
        return
    size = options.web_children
    machine.need(work, size * 40_000 + 10**9, f"a demonstration of {size:,} children")
    os.environ["AMPARO_NOW"] = NOW
    try:
        world = World(build, os.path.join(work, "web"), size)
        yield Measurement(options, build, world).section()
    finally:
        os.environ.pop("AMPARO_NOW", None)
        shutil.rmtree(os.path.join(work, "web"), ignore_errors=True)


class World:
    """A demonstration in a folder: data, keys, feeds, and how its accounts sign in."""

    def __init__(self, build, folder, size):
        self.amparo = build.amparo
        self.folder = folder
        self.size = size
        self.data = os.path.join(folder, "data")
        self.keys = os.path.join(folder, "keys", "key")
        os.makedirs(os.path.dirname(self.keys), mode=0o700)
        machine.progress(f"web: a demonstration of {size:,} children")
        process.run([self.amparo, "demo", "--children", size, "--seed", 1, "--no-serve", "--data", self.data, "--keys",
                     self.keys], allow_failure=True)
        self.sign_ins = {}
        with open(self.data + "-signing-keys/sign-ins.txt", encoding="utf-8") as file:
            for line in file:
                words = line.split()
                if words[0] != "#":
                    secret = urllib.parse.parse_qs(urllib.parse.urlparse(words[2]).query)["secret"][0]
                    self.sign_ins[words[0]] = (words[1], secret)
        journal = sqlite3.connect(f"file:{self.data}/journal.sqlite?mode=ro", uri=True)
        self.children = [row[0] for row in journal.execute("SELECT DISTINCT child FROM dossier WHERE kind = 1")]
        self.rows = journal
        self.taken = 0
        random.Random(7).shuffle(self.children)

    def journal_rows(self, children):
        """The numbers of the journal's rows of some children."""
        wanted = set(children)
        rows = {child: [] for child in children}
        for seq, child in self.rows.execute("SELECT seq, child FROM entry WHERE child > 0"):
            if child in wanted:
                rows[child].append(seq)
        return {child: found[:500] for child, found in rows.items()}

    def next_release(self):
        """The court's last release once more, a day later each time, with what stood at half past eight moved to nine, and
        the next time back."""
        path, date = program.releases(os.path.join(self.data, "feeds"))[-1]
        self.taken += 1
        copy = os.path.join(self.folder, "release")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(path, copy)
        day = datetime.date.fromisoformat(date) + datetime.timedelta(days=self.taken)
        with open(os.path.join(copy, "RELEASE.txt"), "w", encoding="utf-8") as file:
            file.write(f"{day}\n")
        for name in os.listdir(copy):
            if "chedule" in name and self.taken % 2 == 1:
                with open(os.path.join(copy, name), "rb") as file:
                    content = file.read()
                with open(os.path.join(copy, name), "wb") as file:
                    file.write(content.replace(b"\t0830\t", b"\t0900\t"))
        return copy

    def forget_sessions(self):
        """The clock stands still, and a code is good once: without the book of sessions everybody signs in anew."""
        for name in os.listdir(self.data):
            if name.startswith("sessions.sqlite"):
                os.remove(os.path.join(self.data, name))


class Server:
    """`amparo serve`, or another server, until the end of a `with`."""

    def __init__(self, command, ready, environment=None, folder=None):
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
            env=dict(os.environ, **(environment or {})))
        self.port = None
        for line in self.process.stdout:
            found = re.search(ready, line.decode("utf-8", "replace"))
            if found:
                self.port = int(found.group(1))
                break
        if self.port is None:
            self.process.kill()
            raise process.Failed(f"{command[0]} did not begin to serve")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def wait(self, path):
        """Returns when a page is answered: a server with workers says that it runs before they do."""
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.ask(path)[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > deadline:
                raise process.Failed(f"{path} is not answered")
            time.sleep(0.2)

    def memory(self, name="VmRSS"):
        """Bytes of memory, present or highest."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(name + ":"):
                    return int(line.split()[1]) * 1024
        return 0

    def ask(self, path, headers=None, form=None):
        """One request: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        fields = {"Accept": "text/html", **(headers or {})}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            fields.update({"Content-Type": "application/x-www-form-urlencoded",
                           "Origin": f"http://127.0.0.1:{self.port}"})
        connection.request("GET" if form is None else "POST", path, body, fields)
        answer = connection.getresponse()
        text = answer.read()
        found = answer.status, answer.getheaders(), text
        connection.close()
        return found


class Session:
    """Somebody who has signed in to a server and declared a purpose."""

    def __init__(self, server, world, account, purpose):
        self.server = server
        self.cookies = {}
        password, secret = world.sign_ins[account]
        self.send("/sign-in", {"account": account, "password": password, "code": one_time_code(secret), "next": "/today"})
        self.send("/sign-in/purpose", {"purpose": purpose, "next": "/today"})

    def send(self, path, form):
        page = self.get(path)[2].decode()
        status, headers, _ = self.server.ask(path, self.headers(), {"form": self.token(page, path), **form})
        self.keep(headers)
        if status != 303:
            raise process.Failed(f"{path} answered {status}")

    @staticmethod
    def token(page, path):
        """The hidden token of the form that goes to a path."""
        form = page[page.index(f'action="{path}"'):]
        return html.unescape(re.search(r'name="form" value="([^"]*)"', form).group(1))

    def get(self, path):
        status, headers, body = self.server.ask(path, self.headers())
        self.keep(headers)
        return status, headers, body

    def headers(self):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def keep(self, headers):
        for name, value in headers:
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]


def one_time_code(secret):
    """RFC 6238 at the moment that stands still."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", SECONDS_SINCE_1970 // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Measurement:
    """One server after the other, the same requests again and again."""

    def __init__(self, options, build, world):
        self.options = options
        self.program = os.path.join(build.folder, "web-benchmark")
        self.world = world
        self.plans = 0

    def section(self):
        runs = [self.run(number) for number in range(self.options.runs)]
        section = table.Section(
            "web", f"The web application, {self.world.size:,} children, load generator on the same machine")
        bounds = {
            "child page, 64 clients": ("a second", ("at least", 2000)),
            "child page, 64 clients, 95 % under": ("ms", ("at most", 50)),
            "child page, one client, median": ("ms", None),
            "API child record, 64 clients, a token each": ("a second", ("at least", 4000)),
            "API child record, 64 clients, 95 % under": ("ms", None),
            "API child record, 64 clients, by session": ("a second", None),
            "Today, median": ("ms", ("at most", 50)), "Today, 95 % under": ("ms", ("at most", 50)),
            "search by A-number or record, median": ("ms", ("at most", 100)),
            "child pages while a court release is taken, 8 clients, 99 % under": ("ms", ("at most", 100)),
            "child pages while a court release is taken, 64 clients, 99 % under": ("ms", None),
            "first paint of a child page, style and script included": ("kB", ("at most", 60)),
            "the largest child page": ("kB", None), "first paint of Today": ("kB", ("at most", 60)),
            "start to serving": ("s", ("at most", 1)), "idle memory": ("MB", ("at most", 150)),
            "highest memory": ("MB", None),
            "with names: read after": ("s", None), "with names: idle memory": ("MB", ("at most", 600)),
            "search by name, median": ("ms", ("at most", 100)), "search by name, slowest": ("ms", ("at most", 100)),
            "Hummingbird, bare hello, 64 clients": ("a second", None),
            "FastAPI, the same record from the same file, 64 clients": ("a second", None),
            "FastAPI, 95 % under": ("ms", None),
        }
        for what, (unit, bound) in bounds.items():
            section.add(what, unit, [run.get(what) for run in runs], bound)
        pages = [run.get("child page, 64 clients") for run in runs]
        others = [run.get("FastAPI, the same record from the same file, 64 clients") for run in runs]
        section.add_ratio("child page to FastAPI's", pages, others)
        for run in runs:
            for note in run["notes"]:
                section.note(note)
        return section

    def run(self, number):
        machine.progress(f"web: repetition {number + 1} of {self.options.runs}")
        self.found = {"notes": []}
        self.world.forget_sessions()
        command = [self.world.amparo, "serve", "--port", 0, "--data", self.world.data, "--keys", self.world.keys,
                   "--as-of", "2026-06-01"]
        with Server(command, r"http://127\.0\.0\.1:(\d+)/") as server:
            if server.ask("/healthz")[0] == 200:
                self.found["start to serving"] = time.monotonic() - server.started
            time.sleep(5)
            self.found["idle memory"] = server.memory() / 1e6
            session = Session(server, self.world, *SPECIALIST)
            self.pages(server, session)
            self.api(server, session)
            self.release(server, session)
            self.found["highest memory"] = server.memory("VmHWM") / 1e6
        self.world.forget_sessions()
        with Server([*command, "--name-search"], r"http://127\.0\.0\.1:(\d+)/") as server:
            self.names(server, Session(server, self.world, *SPECIALIST))
        with Server([self.program, "hello"], r"port (\d+)") as server:
            self.found["Hummingbird, bare hello, 64 clients"] = self.load(server, [{"path": "/"}])["perSecond"]
        self.peer()
        return self.found

    def pages(self, server, session):
        headers = {**session.headers(), "Accept": "text/html"}
        sizes = []
        self.seen = []
        for child in self.world.children:
            status, _, body = session.get(f"/child/{child}")
            if status == 429:
                break
            if status == 200:
                self.seen.append(child)
                sizes.append(len(body))
            if len(self.seen) == CHILDREN_SHOWN:
                break
        plan = [{"path": f"/child/{child}", "headers": headers} for child in self.seen]
        page = session.get(plan[0]["path"])[2].decode()
        assets = set(re.findall(r'(?:href|src)="(/assets/[^"?]*)', page))
        extra = sum(len(server.ask(path)[2]) for path in assets)
        middle = sorted(sizes)[len(sizes) // 2]
        self.found["first paint of a child page, style and script included"] = (middle + extra) / 1000
        self.found["the largest child page"] = max(sizes) / 1000
        self.found["first paint of Today"] = (len(session.get("/today")[2]) + extra) / 1000
        numbers = self.load(server, plan)
        self.found["child page, 64 clients"] = numbers["perSecond"]
        self.found["child page, 64 clients, 95 % under"] = numbers["p95"]
        self.found["child page, one client, median"] = self.load(server, plan, clients=1)["p50"]
        numbers = self.load(server, [{"path": "/today", "headers": headers}], clients=1)
        self.found["Today, median"] = numbers["p50"]
        self.found["Today, 95 % under"] = numbers["p95"]
        token = Session.token(session.get("/search")[2].decode(), "/search")
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{server.port}"}
        searches = [{"method": "POST", "path": "/search", "headers": {**headers, **form},
                     "body": urllib.parse.urlencode({"form": token, "q": child})} for child in self.seen]
        self.found["search by A-number or record, median"] = self.load(server, searches, clients=1)["p50"]

    def names(self, server, session):
        """Searches by given name and surnames of children who may be seen; no more than an account may make at once."""
        while 'name="surnames"' not in session.get("/search")[2].decode():
            if time.monotonic() - server.started > 600:
                raise process.Failed("the names were not read within ten minutes")
            time.sleep(0.1)
        self.found["with names: read after"] = time.monotonic() - server.started
        time.sleep(5)
        self.found["with names: idle memory"] = server.memory() / 1e6
        token = Session.token(session.get("/search")[2].decode(), "/search")
        times = []
        for child in self.seen[:25]:
            path = f"/api/v1/children/{child}?fields=identity.givenNames,identity.surnames"
            rows = json.loads(server.ask(path, session.headers())[2])["rows"]
            told = {field["field"]: field["value"] for row in rows for field in row["fields"]}
            form = {"form": token, "by": "name", "given": told.get("identity.givenNames", ""),
                    "surnames": told.get("identity.surnames", "")}
            began = time.monotonic()
            status, _, body = server.ask("/search", session.headers(), form)
            times.append((time.monotonic() - began) * 1000)
            if status != 200 or f"/child/{child}" not in body.decode():
                self.found["notes"].append(f"search by name: {status}, a child was not found by the names it has.")
        self.found["search by name, median"] = sorted(times)[len(times) // 2]
        self.found["search by name, slowest"] = max(times)

    def api(self, server, session):
        plan = [{"path": f"/api/v1/children/{child}", "headers": session.headers()} for child in self.seen]
        self.found["API child record, 64 clients, by session"] = self.load(server, plan)["perSecond"]
        name = json.loads(server.ask("/api/v1/", session.headers())[2])["name"]
        account, purpose = SPECIALIST
        count = int((self.options.web_seconds + 2) * 6000)
        key = f"{self.world.data}-signing-keys/{account}.key"
        tokens = process.run([self.program, "tokens", account, purpose, name, key, NOW, count]).output.split()
        plan = [{"path": f"/api/v1/children/{self.seen[index % len(self.seen)]}",
                 "headers": {"Authorization": f"Bearer {token}"}} for index, token in enumerate(tokens)]
        numbers = self.load(server, plan, way="once")
        self.found["API child record, 64 clients, a token each"] = numbers["perSecond"]
        self.found["API child record, 64 clients, 95 % under"] = numbers["p95"]

    def release(self, server, session):
        """Pages while another process takes a release of the court."""
        plan = [{"path": f"/child/{child}", "headers": {**session.headers(), "Accept": "text/html"}}
                for child in self.seen]
        for clients in (8, 64):
            path = self.world.next_release()
            store = ["--data", self.world.data, "--keys", self.world.keys]
            ingest = subprocess.Popen([self.world.amparo, "ingest", "court", path, "--allow", "all", *store],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            began = time.monotonic()
            numbers = self.load(server, plan, clients=clients, warm_up=0.5)
            is_under_way = ingest.poll() is None
            said = ingest.communicate()[1].decode("utf-8", "replace")
            if ingest.returncode != 0:
                raise process.Failed(f"ingest court ended with {ingest.returncode}: {said[-300:]}")
            what = f"child pages while a court release is taken, {clients} clients, 99 % under"
            self.found[what] = numbers["p99"]
            if not is_under_way:
                self.found["notes"].append(
                    f"The release was taken within {time.monotonic() - began:.1f} s, before the {clients} clients had ended.")
        shutil.rmtree(path, ignore_errors=True)

    def peer(self):
        """FastAPI under uvicorn with a worker for each core."""
        if self.options.no_peers:
            return
        folder = os.path.join(self.world.folder, "peer")
        python = os.path.join(folder, "bin", "python")
        if not os.path.exists(python):
            made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, check=False)
            done = made.returncode == 0 and subprocess.run(
                [python, "-m", "pip", "install", "--quiet", "fastapi", "uvicorn[standard]"], capture_output=True, text=True,
                check=False)
            if not done or done.returncode != 0:
                machine.skip("FastAPI cannot be had from PyPI")
                shutil.rmtree(folder, ignore_errors=True)
                return
        rows = os.path.join(folder, "rows.json")
        with open(rows, "w", encoding="utf-8") as file:
            json.dump(self.world.journal_rows(self.seen), file)
        environment = {"PEER_ROWS": rows, "PEER_STORE": f"{self.world.data}/journal.sqlite"}
        port = free_port()
        command = [python, "-m", "uvicorn", "web_peer:app", "--host", "127.0.0.1", "--port", port, "--workers", 2,
                   "--no-access-log", "--log-config", os.path.join(HERE, "web_peer_log.json")]
        with Server(command, r"running on http://127\.0\.0\.1:(\d+)", environment, HERE) as server:
            server.wait(f"/child/{self.seen[0]}")
            numbers = self.load(server, [{"path": f"/child/{child}"} for child in self.seen])
            self.found["FastAPI, the same record from the same file, 64 clients"] = numbers["perSecond"]
            self.found["FastAPI, 95 % under"] = numbers["p95"]

    def load(self, server, requests, clients=CLIENTS, way="cycle", warm_up=1.0):
        """Sends a plan and answers the numbers."""
        self.plans += 1
        path = os.path.join(self.world.folder, f"plan-{self.plans}")
        with open(path, "w", encoding="utf-8") as file:
            for request in requests:
                file.write(json.dumps(request) + "\n")
        outcome = process.run([self.program, "load", "127.0.0.1", server.port, path, clients, self.options.web_seconds,
                               warm_up, way])
        os.remove(path)
        numbers = json.loads(outcome.output)
        others = {status: count for status, count in numbers["statuses"].items() if status != "200"}
        if others:
            self.found["notes"].append(f"{requests[0]['path'].split('?')[0]}: other answers than 200: {others}.")
        if not numbers["isWhole"]:
            self.found["notes"].append(f"{requests[0]['path']}: the plan was over before the time.")
        return numbers


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
