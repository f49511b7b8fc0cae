"""A small network on this machine, which speaks what Mastodon documents: people say yes there (OAuth, PKCE), and posts come and go."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

ACCOUNT = {"id": "17", "username": "sanne", "followers_count": 240}


class Network(ThreadingHTTPServer):
    """Its one account, what was posted as it, and the tokens that open it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.clients: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.posts: dict[str, dict[str, object]] = {}
        self.keys: dict[str, str] = {}


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Network

    def log_message(self, *_: object) -> None:
        """A journey reads what was posted, not who asked."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/oauth/authorize":
            self._page({name: values[0] for name, values in parse_qs(url.query).items()})
        elif self._is_logged_in() and url.path == "/api/v1/accounts/verify_credentials":
            self._json(200, ACCOUNT)
        elif self._is_logged_in() and url.path == f"/api/v1/accounts/{ACCOUNT['id']}/statuses":
            self._json(200, list(self.server.posts.values()))
        else:
            self._json(404, {"error": "Record not found"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        network = self.server
        if self.path == "/api/v1/apps":
            client = secrets.token_hex(8)
            network.clients[client] = secrets.token_hex(16)
            self._json(200, {"client_id": client, "client_secret": network.clients[client]})
        elif self.path == "/oauth/token":
            self._give_token(form)
        elif self.path == "/oauth/revoke":
            network.tokens.discard(form["token"])
            self._json(200, {})
        elif self._is_logged_in() and self.path == "/api/v1/statuses":
            key = self.headers["Idempotency-Key"]
            number = network.keys.setdefault(key, str(1000 + len(network.keys)))
            post = {"id": number, "url": f"{network.address}/@sanne/{number}", "content": json.loads(body)["status"]}
            self._json(200, network.posts.setdefault(number, post))
        else:
            self._json(404, {"error": "Record not found"})

    def do_DELETE(self) -> None:
        if self._is_logged_in():
            self._json(200, self.server.posts.pop(self.path.rpartition("/")[2], {}))

    def _page(self, asked: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        self.server.codes[code] = asked
        back = escape(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        text = f'<!DOCTYPE html><html lang="en"><title>Network</title><p>{escape(asked["scope"])}</p><a href="{back}">Authorize</a>'
        self._send(200, "text/html", text.encode())

    def _give_token(self, form: dict[str, str]) -> None:
        asked = self.server.codes.pop(form["code"], {})
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        is_right = (
            asked.get("code_challenge") == challenge.rstrip("=") and asked["redirect_uri"] == form["redirect_uri"]
        )
        if not is_right or self.server.clients.get(form["client_id"]) != form["client_secret"]:
            self._json(400, {"error": "invalid_grant"})
            return
        token = secrets.token_hex(16)
        self.server.tokens.add(token)
        self._json(200, {"access_token": token, "token_type": "Bearer", "scope": asked["scope"]})

    def _is_logged_in(self) -> bool:
        return (self.headers.get("Authorization") or "").removeprefix("Bearer ") in self.server.tokens

    def _json(self, status: int, found: object) -> None:
        self._send(status, "application/json", json.dumps(found).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Network]:
    """It answers while the block runs."""
    with Network() as network:
        thread = threading.Thread(target=network.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        yield network
        network.shutdown()
        thread.join()
