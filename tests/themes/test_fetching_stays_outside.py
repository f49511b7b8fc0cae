"""Fetching reaches the public web and nothing else."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from themes import fetching


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/page":
            self._send(200, b"hello", {"Content-Type": "text/plain"})
        elif self.path == "/large":
            self._send(200, b"x" * 50_000)
        elif self.path == "/gone":
            self._send(410, b"")
        elif self.path == "/inside":
            self._send(302, b"", {"Location": f"http://127.0.0.2:{self.server.server_port}/page"})
        elif self.path == "/file":
            self._send(302, b"", {"Location": "file:///etc/passwd"})
        elif self.path == "/round":
            self._send(302, b"", {"Location": "/round"})

    def _send(self, status, body, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=httpd.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def _fetch(url, max_bytes=10_000):
    return fetching.fetch(url, max_bytes=max_bytes, timeout=5)


def test_what_stands_on_this_machine_is_refused(server):
    with pytest.raises(fetching.AddressRefused, match="not a public address"):
        _fetch(f"{server}/page")


def test_a_name_that_means_this_machine_is_refused(server):
    with pytest.raises(fetching.AddressRefused, match="localhost is not a public address"):
        _fetch(server.replace("127.0.0.1", "localhost") + "/page")


def test_what_is_allowed_comes_back_whole(server):
    with fetching.also_allowing(["127.0.0.1"]):
        fetched = _fetch(f"{server}/page")
    assert fetched == fetching.Fetched(f"{server}/page", b"hello", "text/plain")


def test_a_redirect_to_the_inside_is_refused(server):
    with fetching.also_allowing(["127.0.0.1"]), pytest.raises(fetching.AddressRefused, match=r"127\.0\.0\.2"):
        _fetch(f"{server}/inside")


def test_a_redirect_to_a_file_is_refused(server):
    with fetching.also_allowing(["127.0.0.1"]), pytest.raises(fetching.AddressRefused):
        _fetch(f"{server}/file")


def test_a_redirect_without_end_ends(server):
    with fetching.also_allowing(["127.0.0.1"]), pytest.raises(fetching.NotThere, match="keeps sending on"):
        _fetch(f"{server}/round")


def test_an_answer_that_is_too_large_is_cut_off(server):
    with fetching.also_allowing(["127.0.0.1"]), pytest.raises(fetching.TooLarge, match="larger than 9 kB"):
        _fetch(f"{server}/large")


def test_an_error_is_told(server):
    with fetching.also_allowing(["127.0.0.1"]), pytest.raises(fetching.NotThere, match="answered 410"):
        _fetch(f"{server}/gone")


def test_a_name_with_one_private_address_is_refused(server, monkeypatch):
    port = int(server.rsplit(":", 1)[1])

    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.215.14", "10.0.0.1")]
    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
        with pytest.raises(fetching.AddressRefused):
            _fetch("http://two-faced.example/page")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x", "not an address", ""])
def test_other_kinds_of_address_are_refused(url):
    with pytest.raises(fetching.AddressRefused):
        _fetch(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1",
        "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address):
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_an_address_outside_is_public(address):
    assert fetching.is_public(address)
