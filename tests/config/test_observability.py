"""What leaves the house about errors and requests: nothing, unless an installation says where to."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import redis
import structlog
from django.http import HttpResponse
from django.urls import path

from config.celery import app
from config.embedded import BASE_DIR


def _ask_for_work(request):
    app.send_task("nobody.listens", queue="test")
    return HttpResponse(structlog.contextvars.get_contextvars()["request_id"])


urlpatterns = [path("ask/", _ask_for_work)]


@pytest.mark.urls(__name__)
def test_a_task_carries_the_id_of_the_request_that_asked_for_it(client):
    request_id = client.get("/ask/", headers={"X-Request-ID": "a stranger's"}).content.decode()
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as valkey:
        headers = json.loads(valkey.lpop("test"))["headers"]
    assert headers["__django_structlog__"]["request_id"] == request_id != "a stranger's"


_PROCESS = """
import io, sys
from config import wsgi
wsgi.application({"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
                  "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http"}, lambda status, headers: print(status))
from opentelemetry import trace
provider = trace.get_tracer_provider()
if hasattr(provider, "force_flush"):
    provider.force_flush()
print("sdk", "opentelemetry.sdk.trace.export" in sys.modules)
"""


class _Collector(BaseHTTPRequestHandler):
    received: list[tuple[str, bytes]] = []

    def do_POST(self):
        self.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def _run(**environment):
    return subprocess.run(
        [sys.executable, "-c", _PROCESS],
        cwd=BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "CRITICAL"} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_traces_go_to_the_collector_an_installation_names_and_nowhere_else():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Collector) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        assert _run() == "200 OK\nsdk False\n"
        assert _Collector.received == []

        assert _run(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{server.server_port}") == "200 OK\nsdk True\n"
        server.shutdown()
    paths, bodies = zip(*_Collector.received, strict=True)
    assert set(paths) == {"/v1/traces"}
    assert b"ambassadors-web" in bodies[0]
