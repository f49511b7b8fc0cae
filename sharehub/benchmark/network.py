"""A network to post to: it answers each post after a while, as Mastodon does, and remembers every one that it took."""

import asyncio
import json
from collections import Counter
from typing import Any, Protocol

SECONDS = 0.2
# Mastodon's own limit, for each account (docs.joinmastodon.org, rate limits); no measurement lasts longer than its five minutes.
MOST_OF_AN_ACCOUNT = 300
TAKEN = "/taken"
_JSON = [("content-type", "application/json")]


class _Answering(Protocol):
    async def __call__(self) -> bytes: ...

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None: ...


class Network:
    """Takes posts of whoever asks; a post that comes a second time with the same key is counted as a second one."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()

    async def __rsgi__(self, scope: Any, protocol: _Answering) -> None:
        if scope.method == "POST":
            await protocol()
            await asyncio.sleep(SECONDS)
            status, answer = self._take(scope)
        elif scope.path == TAKEN:
            status, answer = 200, {"posts": self.keys.total(), "different": len(self.keys)}
        else:
            status, answer = 404, {"error": "Record not found"}
        protocol.response_str(status, _JSON, json.dumps(answer))

    def _take(self, scope: Any) -> tuple[int, dict[str, object]]:
        who = scope.headers.get("authorization") or ""
        self.calls[who] += 1
        if self.calls[who] > MOST_OF_AN_ACCOUNT:
            return 429, {"error": "Too many requests"}
        self.keys[scope.headers.get("idempotency-key") or ""] += 1
        number = self.keys.total()
        return 200, {"id": str(number), "url": f"http://{scope.authority or '127.0.0.1'}/@somebody/{number}"}


network = Network()
