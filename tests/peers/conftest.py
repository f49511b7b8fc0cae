"""Servers that nobody here wrote, and our own calls over the wire: installed by `make bluesky`, left out where they are not."""

import json
import os
import shutil
import signal
import subprocess
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.peers import home
from themes import fetching

HERE = Path(__file__).parent / "bluesky"
INSTALLED = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ambassadors" / "bluesky"


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.peer)


@dataclass
class Somebody:
    """An account on the network."""

    did: str
    handle: str
    token: str
    password: str = ""


@dataclass
class Network:
    """The running network; `stop` freezes it as it is, `go_on` wakes it."""

    pds: str
    view: str
    plc: str
    certificate: Path
    process: subprocess.Popen
    made: list[Somebody] = field(default_factory=list)

    def ask(self, name, token="", **how):
        method = "POST" if "json" in how else "GET"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = httpx.request(method, f"{self.pds}/xrpc/{name}", headers=headers, timeout=10, **how)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else {}

    def somebody(self, name):
        handle = f"{name}{uuid.uuid4().hex[:6]}.test"
        body = {"handle": handle, "email": f"{handle}@example.org", "password": "never-given-to-anybody"}
        made = self.ask("com.atproto.server.createAccount", json=body)
        password = self.ask("com.atproto.server.createAppPassword", made["accessJwt"], json={"name": "us"})["password"]
        return Somebody(made["did"], handle, made["accessJwt"], password)

    def react(self, who, kind, uri, cid):
        record = {
            "$type": f"app.bsky.feed.{kind}",
            "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        }
        if kind == "post":
            at = {"uri": uri, "cid": cid}
            record |= {"text": "Well said", "reply": {"root": at, "parent": at}}
        else:
            record["subject"] = {"uri": uri, "cid": cid}
        body = {"repo": who.did, "collection": f"app.bsky.feed.{kind}", "record": record}
        return self.ask("com.atproto.repo.createRecord", who.token, json=body)

    def posts_of(self, who):
        query = {"repo": who.did, "collection": "app.bsky.feed.post"}
        return self.ask("com.atproto.repo.listRecords", params=query)["records"]

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="session")
def bluesky(tmp_path_factory):
    """Bluesky's own servers, on the tests' PostgreSQL and Valkey, on this machine only."""
    if not shutil.which("node") or not (INSTALLED / "node_modules" / "@atproto" / "dev-env").is_dir():
        pytest.skip("Bluesky's own server is not installed: `make bluesky`.")
    name = f"bluesky_{os.getpid()}"
    server = os.environ["DATABASE_URL"]
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    folder = tmp_path_factory.mktemp("bluesky")
    errors, certificate = folder / "errors", home.certify(folder)
    environment = {
        **os.environ,
        "DB_POSTGRES_URL": f"{server.rpartition('/')[0]}/{name}",
        "REDIS_HOST": os.environ["REDIS_URL"].removeprefix("redis://").split("/")[0],
        "NODE_ENV": "test",
        "LOG_ENABLED": "false",
        "NODE_EXTRA_CA_CERTS": str(certificate),
    }
    with errors.open("w") as log:
        process = subprocess.Popen(
            ["node", "--require", HERE / "localhost.cjs", HERE / "network.cjs"],
            cwd=INSTALLED,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        told = ""
        while not told.startswith('{"pds"'):
            told = process.stdout.readline()
            if not told:
                pytest.fail(f"Bluesky's own server did not start:\n{errors.read_text()[-3000:]}")
    where = json.loads(told)
    yield Network(where["pds"], where["view"], where["plc"], certificate, process)
    process.send_signal(signal.SIGCONT)
    process.stdin.close()
    process.stdout.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(autouse=True)
def _this_machine():
    with fetching.also_allowing(["127.0.0.1", "::1"]):
        yield
