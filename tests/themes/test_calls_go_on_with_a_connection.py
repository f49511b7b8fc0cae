"""Calls go on with the connection of the one before, and with nothing else of it."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from themes import fetching
from themes.calling import call

HERE = "127.0.0.1"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.client_address, self.headers.get("Cookie")))
        self.send_response(200)
        self.send_header("Set-Cookie", "session=somebody")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    httpd = ThreadingHTTPServer((HERE, 0), _Answers)
    httpd.seen = []
    thread = threading.Thread(target=httpd.serve_forever, args=[0.01])
    thread.start()
    yield httpd
    fetching._kept(os.getpid(), frozenset([HERE])).close()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_a_second_call_goes_on_with_the_connection_and_shows_no_cookie_of_the_first(server):
    url = f"http://{HERE}:{server.server_port}/"
    with fetching.also_allowing([HERE]):
        assert [call("GET", url).status for _time in range(2)] == [200, 200]
    (first, no_cookie), (second, none_either) = server.seen
    assert first == second
    assert (no_cookie, none_either) == (None, None)


def test_who_may_not_reach_a_server_finds_no_connection_of_who_may(server):
    with fetching.also_allowing([HERE]):
        call("GET", f"http://{HERE}:{server.server_port}/")
    with fetching.also_allowing(["127.0.0.9"]), pytest.raises(fetching.AddressRefused):
        call("GET", f"http://{HERE}:{server.server_port}/")
    assert len(server.seen) == 1
