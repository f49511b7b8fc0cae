"""The least a server can do: the same answer to every request, to hold redirects against."""

from typing import Any, Protocol


class _Answering(Protocol):
    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...


class Bare:
    """Redirects without looking at anything, over the same interface as the edge."""

    async def __rsgi__(self, scope: Any, protocol: _Answering) -> None:
        protocol.response_empty(302, [("location", "https://example.org/")])


bare = Bare()
