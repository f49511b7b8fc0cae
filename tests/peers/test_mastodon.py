"""A server that speaks Mastodon's API, and that nobody here wrote (Hollo), knows us, takes what we post, once, and tells of it.

It is tried where a checkout of github.com/fedify-dev/hollo (0.6) stands in INSTALLED with its packages (CONTRIBUTING.md says how).
"""

import base64
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from sharehub import actions, connections, engagement, networks, tasks
from sharehub.drafts import draft_of
from sharehub.models import Connection, Engagement, Publication
from tests import factories

INSTALLED = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ambassadors" / "hollo"
BIN = INSTALLED / "node_modules" / ".bin"
OWN_NODE = INSTALLED / "node24" / "node_modules" / ".bin"  # where the machine's is older than Hollo needs
PASSWORD = "never-given-to-anybody"
OTHER = "https://elsewhere.example/return"


class Server:
    """The running server, and a browser in which its owner is logged in."""

    def __init__(self, address):
        self.address = address
        self.browser = httpx.Client(base_url=address, timeout=20)
        owner = {"email": "ann@example.org", "password": PASSWORD}
        assert self.browser.post("/setup", data={**owner, "password_confirm": PASSWORD}).status_code == 302
        assert self.browser.post("/login", data=owner).status_code == 302
        for name in ("ann", "bob"):
            account = {"username": name, "name": name.title(), "language": "en", "visibility": "public"}
            assert self.browser.post("/accounts", data={**account, "themeColor": "azure"}).status_code == 200

    def say_yes(self, page, name):
        """Allow on the server's own page what is asked there, as this account; return the way back."""
        shown = self.browser.get(page).text
        given = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
        accounts = re.findall(r'name="account_id" value="([^"]+)".*?@(\w+)@', shown, re.DOTALL)
        account = next(pk for pk, who in accounts if who == name)
        answer = self.browser.post("/oauth/authorize", data={**given, "account_id": account, "decision": "allow"})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def ask(self, token, method, path, **how):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.request(method, f"{self.address}/api/v1/{path}", headers=headers, timeout=20, **how)

    def token_of(self, name):
        """What opens an account for a program of somebody else, who may do everything."""
        form = {"client_name": "else", "redirect_uris": OTHER, "scopes": "read write"}
        app = httpx.post(f"{self.address}/api/v1/apps", data=form).json()
        asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": OTHER, "scope": "read write"}
        verifier = "a" * 50
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        page = httpx.URL(
            "/oauth/authorize", params={**asked, "code_challenge": challenge, "code_challenge_method": "S256"}
        )
        code = parse_qs(urlsplit(self.say_yes(str(page), name)).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": OTHER, "code_verifier": verifier}
        identity = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        return httpx.post(f"{self.address}/oauth/token", data={**form, **identity}).json()["access_token"]


@pytest.fixture(scope="session")
def hollo(tmp_path_factory):
    """Hollo on the tests' PostgreSQL, on this machine only."""
    if not (BIN / "tsx").exists():
        pytest.skip("No server that speaks Mastodon's API is installed: CONTRIBUTING.md says how.")
    name, folder = f"hollo_{os.getpid()}", tmp_path_factory.mktemp("hollo")
    server = os.environ["DATABASE_URL"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PATH": f"{OWN_NODE}{os.pathsep}{os.environ['PATH']}" if OWN_NODE.is_dir() else os.environ["PATH"],
        "DATABASE_URL": f"{server.rpartition('/')[0]}/{name}".replace("postgres://", "postgresql://"),
        "SECRET_KEY": "s" * 44,
        "DRIVE_DISK": "fs",
        "FS_STORAGE_PATH": str(folder),
        "STORAGE_URL_BASE": f"{address}/assets/",
        "PORT": str(port),
        "BIND": "127.0.0.1",
        "LOG_LEVEL": "warning",
    }
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    log = (folder / "log").open("w+")
    process = None
    try:
        subprocess.run(
            [BIN / "drizzle-kit", "migrate"], cwd=INSTALLED, env=environment, check=True, stdout=log, stderr=log
        )
        process = subprocess.Popen(
            [BIN / "tsx", "bin/server.ts"], cwd=INSTALLED, env=environment, stdout=log, stderr=log
        )
        _await(address, process, folder / "log")
        one = Server(address)
        yield one
        one.browser.close()
    finally:
        if process:
            process.terminate()
            process.wait(10)
        log.close()
        shutil.rmtree(folder)
        with closing(psycopg.connect(server, autocommit=True)) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _await(address, process, log):
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{address}/setup", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"Hollo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture
def connection(hollo, as_ann, ann):
    """Introduced to the server, sent on, allowed there, and back with a code."""
    new = as_ann.post(reverse("sharehub:connection_new", args=["mastodon"]), {"server": hollo.address})
    as_ann.get(hollo.say_yes(new.context["page"], "ann"))
    return Connection.objects.get(ambassador=ann)


@pytest.fixture
def share(ann, theme, connection):
    piece = factories.article(themes=[theme], title="Forty kitchens", picture=factories.picture())
    return factories.ShareFactory(
        ambassador=ann, piece=piece, theme=theme, network="mastodon", text="A day #Warmte", state="opened", confirmed_at=None
    )  # fmt: skip


def published(share, **how):
    actions.publish(share_id=share.pk, **how)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.publication.why, share.publication.said) == ("verified", "", "")
    return share.publication.post_id


def posts_of(hollo, connection):
    return hollo.ask(connection.tokens.access, "GET", f"accounts/{connection.account}/statuses").json()


def test_an_account_is_connected_by_a_yes_there_and_disconnected_again(hollo, connection):
    assert (connection.server, connection.state) == (hollo.address, "working")
    assert connection.name == f"@ann@{hollo.address.removeprefix('http://')}"
    token = connection.tokens.access
    assert hollo.ask(token, "GET", "accounts/verify_credentials").json()["username"] == "ann"
    assert actions.disconnect(connection=connection)
    assert hollo.ask(token, "GET", "accounts/verify_credentials").status_code == 401
    assert not Connection.objects.exists()


def test_a_code_opens_nothing_without_what_began_it(hollo, as_ann):
    """PKCE: whoever caught the code on its way has no use for it."""
    new = as_ann.post(reverse("sharehub:connection_new", args=["mastodon"]), {"server": hollo.address})
    back = hollo.say_yes(new.context["page"], "ann")
    session = as_ann.session
    session["connecting"] = {**session["connecting"], "verifier": "another" * 8}
    session.save()
    as_ann.get(back)
    assert not Connection.objects.exists()


def test_a_post_stands_there_with_its_picture_and_words_once_and_is_deleted_again(hollo, connection, share, as_ann):
    post_id = published(share, shows_picture=True)
    post = hollo.ask("", "GET", f"statuses/{post_id}").json()
    assert share.link.get_absolute_url() in post["content"]
    assert (post["visibility"], post["language"]) == ("public", share.language)
    assert [one["description"] for one in post["media_attachments"]] == ["A kitchen in Assen"]
    assert share.post_url == post["url"]
    mastodon, draft = networks.get("mastodon").connects, draft_of(share.publication)
    session = connections.session_of(connection)
    assert mastodon.publish(session, draft).id == post_id  # the same key
    assert mastodon.find(session, draft).id == post_id
    assert len(posts_of(hollo, connection)) == 1
    as_ann.post(reverse("sharehub:share_withdrawal", args=[share.pk]), {"delete_post": "1"})
    tasks.remove_post(share.pk)
    assert Publication.objects.get().removed_at
    assert posts_of(hollo, connection) == []
    mastodon.delete(session, post_id)  # gone already is as good


def test_a_repost_is_counted_and_a_post_deleted_there_is_noticed(hollo, connection, share):
    post_id, bob = published(share), hollo.token_of("bob")
    # Of likes and replies Hollo counts only those of other servers.
    assert hollo.ask(bob, "POST", f"statuses/{post_id}/reblog").status_code == 200
    assert read_again(share) == (0, 0, 1)
    assert hollo.ask(connection.tokens.access, "DELETE", f"statuses/{post_id}").status_code == 200
    read_again(share)
    Engagement.objects.update(missed_at=timezone.now() - timedelta(hours=1))
    read_again(share)
    share.refresh_from_db()
    assert share.state == "withdrawn"


def read_again(share):
    engagement.begin()
    Engagement.objects.update(next_at=timezone.now())
    tasks.read_engagement_of([share.pk])
    found = Engagement.objects.get()
    return found.reactions, found.comments, found.reposts
