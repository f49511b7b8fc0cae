"""What an import did, in words that the command and the page both show."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """Something about one item that a person may want to look at."""

    where: str
    title: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.title}: {self.reason}" if self.title else f"{self.where}: {self.reason}"


@dataclass
class ImportReport:
    """How many were made, changed and left, which were refused, and what was noticed on the way."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    pictures: int = 0
    refused: list[Remark] = field(default_factory=list)
    noticed: list[Remark] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return what is stored with the feed; long lists are cut."""
        counts = {name: getattr(self, name) for name in ("made", "changed", "unchanged", "pictures")}
        rows = {
            name: [[remark.where, remark.title, remark.reason] for remark in getattr(self, name)[:500]]
            for name in ("refused", "noticed")
        }
        return {**counts, **rows}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "ImportReport":
        """Return a stored report, to be gone on with."""
        report = cls(**{name: stored[name] for name in ("made", "changed", "unchanged", "pictures")})
        report.refused = [Remark(*row) for row in stored["refused"]]
        report.noticed = [Remark(*row) for row in stored["noticed"]]
        return report
