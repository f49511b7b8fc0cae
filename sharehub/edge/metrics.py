"""What an edge host tells a Prometheus server: its workers' counters and how far the drain is behind."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sharehub.edge.drain import Drain
from sharehub.edge.journal import SUFFIX, counters

_HELP = {
    "redirects": "Tracked links answered with a redirect.",
    "refusals": "Requests answered with 404, 410 or 503.",
    "written": "Clicks on disk.",
    "lost": "Clicks that could not be written; alarm on any increase.",
    "syncs": "fdatasync calls.",
}


def text(drain: Drain) -> str:
    """Return the metrics in Prometheus's text format; counters are summed over the workers that write or have written."""
    sums = {name: drain.progress.counters.get(name, 0) for name in _HELP}
    waiting = 0
    for folder in drain.journals.iterdir():
        waiting += sum(path.stat().st_size for path in folder.glob(f"*{SUFFIX}"))
        for name, value in counters(folder).items():
            if name in sums:
                sums[name] += value
    lines = []
    for name, value in sums.items():
        lines += [
            f"# HELP edge_{name}_total {_HELP[name]}",
            f"# TYPE edge_{name}_total counter",
            f"edge_{name}_total {value}",
        ]
    gauges = {
        "drain_clicks_total": drain.progress.clicks,
        "drain_torn_bytes_total": drain.progress.torn_bytes,
        "drain_lag_seconds": round(drain.progress.lag(), 1),
        "edge_journal_bytes": waiting,
        "edge_link_table_age_seconds": round(min(drain.table.age(), 1e9), 1),
        "drain_database_away": int(bool(drain.progress.away_since)),
    }
    return "\n".join([*lines, *(f"{name} {value}" for name, value in gauges.items())]) + "\n"


def serve(drain: Drain, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """Answer GET /metrics on a port of its own, in a thread; return the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = text(drain).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing: a scrape is no event."""

    server = ThreadingHTTPServer((host, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
