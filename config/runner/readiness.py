"""Whether the installation really answers: pages, links and the worker."""

import http.client
import os
from contextlib import suppress

from config.runner.parts import Ports, host_of, worker_name


class Readiness:
    """Asks one part after the other, so that no answer is asked for twice."""

    def __init__(self, ports: Ports) -> None:
        self.waiting = [
            (name, port, path, host_of(os.environ[variable]))
            for name, port, variable in (("web", ports.web, "WEB_BASE_URL"), ("edge", ports.link, "LINK_BASE_URL"))
            for path in ("/healthz", "/readyz")
        ]
        self.worker_answers = False

    def reached(self) -> bool:
        """Whether by now everything has answered."""
        while self.waiting:
            if not _answers(*self.waiting[0][1:]):
                return False
            self.waiting.pop(0)
        if not self.worker_answers:
            self.worker_answers = _worker_answers()
        return self.worker_answers

    def missing(self) -> str:
        """Name what has not answered yet."""
        return f"{self.waiting[0][0]} at {self.waiting[0][2]}" if self.waiting else "the worker"


def _answers(port: int, path: str, host: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == 200
    return False


def _worker_answers() -> bool:
    from config.celery import app

    with suppress(OSError, app.connection_for_write().connection_errors):
        return bool(app.control.ping(destination=[worker_name()], timeout=1.0))
    return False
