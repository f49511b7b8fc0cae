"""A source of vacancies on a real server: what goes over the wire, and what becomes of it."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms import site, vacancy_schedule
from cms.models import AdvertisedVacancy, Vacancy, VacancySource
from tests.cms.test_vacancies_are_imported import POSTING
from themes import fetching

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class _Ats(BaseHTTPRequestHandler):
    """Names `titles`, known by an ETag; or fails in the way that `fault` says."""

    titles: tuple[str, ...] = ()
    fault = ""
    asked: list[str | None] = []

    def do_GET(self):
        self.asked.append(self.headers["If-None-Match"])
        if self.fault.isdecimal():
            return self._send(int(self.fault), b"")
        if self.fault == "slow":
            return self._drip()
        version = f'"{hash(self.titles)}"'
        if self.headers["If-None-Match"] == version and not self.fault:
            return self._send(304, b"", version)
        body = json.dumps([POSTING | {"title": title, "identifier": title[:5]} for title in self.titles]).encode()
        return self._send(200, body + b" " * (60_000 if self.fault == "large" else 0), version)

    def _send(self, status, body, version=""):
        self.send_response(status)
        if version:
            self.send_header("ETag", version)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _byte in range(20):
            time.sleep(0.02)
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture
def ats():
    _Ats.titles, _Ats.fault, _Ats.asked = (), "", []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Ats)
    thread = threading.Thread(target=httpd.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}/jobs.json"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def read(ats, db, monkeypatch):
    """Read the source `hours` after noon, while the server names these titles or fails."""
    monkeypatch.setattr(vacancy_schedule, "TIMEOUT", 0.2)
    monkeypatch.setattr(vacancy_schedule, "LARGEST", 50_000)
    site.lay_out("Noorderlicht")
    source = VacancySource.objects.create(name="Our ATS", address=ats, next_try_at=NOW, every_minutes=60)

    def at(hours, *titles, fault=""):
        _Ats.titles, _Ats.fault = titles or _Ats.titles, fault
        VacancySource.objects.update(next_try_at=NOW + timedelta(hours=hours))
        with fetching.also_allowing(["127.0.0.1"]):
            vacancy_schedule.poll(source_id=source.pk, at=NOW + timedelta(hours=hours))
        source.refresh_from_db()
        return source

    return at


def _titles():
    return sorted(Vacancy.objects.values_list("title", flat=True))


def test_vacancies_are_fetched_once_and_then_only_when_they_changed(read):
    source = read(0, "Fitter", "Welder")
    assert (_titles(), source.health) == (["Fitter", "Welder"], "good")
    etag = source.etag
    source = read(1)
    assert (_Ats.asked, source.etag, source.heard_at) == ([None, etag], etag, NOW + timedelta(hours=1))
    source = read(2, "Fitter of pipes")
    assert (_titles(), source.etag == etag) == (["Fitter of pipes", "Welder"], False)
    assert AdvertisedVacancy.objects.gone().get().identifier == "Welde"
    read(3)
    assert [vacancy.title for vacancy in Vacancy.objects.all() if not vacancy.is_open] == ["Welder"]


@pytest.mark.parametrize(
    ("fault", "problem", "detail"),
    [
        ("404", "gone", "404"),
        ("410", "gone", "410"),
        ("500", "broken", "500"),
        ("large", "too_large", "0 MB"),
        ("slow", "slow", "0 s"),
    ],
)
def test_what_fails_stands_at_the_source_takes_nothing_away_and_heals(read, fault, problem, detail):
    read(0, "Fitter")
    source = read(1, fault=fault)
    assert (source.problem, source.problem_detail, source.failures) == (problem, detail, 1)
    assert (_titles(), AdvertisedVacancy.objects.gone().count(), Vacancy.objects.get().live) == (["Fitter"], 0, True)
    source = read(5)
    assert (source.problem, source.failures, source.health) == ("", 0, "good")
