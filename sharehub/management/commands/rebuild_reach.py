"""Judge raw visits anew by today's rules and count reach from them again, or only show what would change."""

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import ProgressBar
from django.db.models import Max

from sharehub.models import DirtyDay, UserAgent, Visit
from sharehub.reach import agents, classification, rollup

_AGENTS_SHOWN = 15
_PAUSE = 0.2


class Command(BaseCommand):
    help = "Judge the raw visits of some days anew and count their reach again (days in UTC, both included)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=date.fromisoformat, help="First day; the oldest kept one.")
        parser.add_argument("--to", dest="end", type=date.fromisoformat, help="Last day; today.")
        parser.add_argument("--dry-run", action="store_true", help="Only show what today's rules would change.")

    def handle(self, *args: Any, **options: Any) -> None:
        oldest, today = rollup.oldest_kept_day(), datetime.now(UTC).date()
        start, end = options["start"] or oldest, options["end"] or today
        if end < start:
            raise CommandError("The last day comes before the first.")
        if start < oldest:
            self.stdout.write(f"Raw visits are kept from {oldest} on; what was counted before stays as it is.")
            start = oldest
        judged = self._judge(start, end, is_dry_run=options["dry_run"], verbosity=options["verbosity"])
        if options["verbosity"]:
            self._tell(judged)
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        self._roll_up(start, end)
        visits = sum(judged.values())
        self.stdout.write(f"{visits:,} visits judged anew, reach counted from {start} to {end}.")

    def _judge(
        self, start: date, end: date, *, is_dry_run: bool, verbosity: int
    ) -> Counter[tuple[str, str, int | None]]:
        """Judge part after part, each in a short transaction so that the site goes on; return what became of how many."""
        changes = list(agents.changes()) if is_dry_run else []
        total = Visit.objects.between(start, end).count()
        progress = ProgressBar(sys.stderr if verbosity and sys.stderr.isatty() else None, total)
        judged: Counter[tuple[str, str, int | None]] = Counter()
        done = 0
        for part in classification.parts(start, end):
            found = classification.preview(part, changes) if is_dry_run else classification.reclassify(part)
            for each in found:
                judged[each.before, each.after, each.agent_id] += each.visits
            done += part.visits
            progress.update(min(done, total))
        return judged

    def _roll_up(self, start: date, end: date) -> None:
        """Wait until the days are counted, by this process or by a worker that is at it; not for those that come meanwhile."""
        last = DirtyDay.objects.aggregate(last=Max("pk"))["last"] or 0
        waiting = DirtyDay.objects.filter(day__gte=start, day__lte=end, pk__lte=last)
        while waiting.exists():
            if not rollup.roll_up():
                time.sleep(_PAUSE)

    def _tell(self, judged: Counter[tuple[str, str, int | None]]) -> None:
        before, after, moved = Counter[str](), Counter[str](), Counter[tuple[int, str, str]]()
        for (old, new, agent_id), visits in judged.items():
            before[old] += visits
            after[new] += visits
            if agent_id is not None:
                moved[agent_id, old, new] += visits
        self.stdout.write(f"{'':<12}{'before':>12}{'after':>12}{'change':>12}")
        for kind in ("", *Visit.Kind.values):
            if before[kind] or after[kind]:
                name = kind or "not judged"
                change = after[kind] - before[kind]
                self.stdout.write(f"{name:<12}{before[kind]:>12,}{after[kind]:>12,}{change:>+12,}")
        texts = UserAgent.objects.in_bulk([agent_id for agent_id, _old, _new in moved])
        if moved:
            self.stdout.write("Agents that move the most:")
        for (agent_id, old, new), visits in moved.most_common(_AGENTS_SHOWN):
            text = texts[agent_id].text
            reason = agents.bot_reason(text) if new == "bot" else ""
            why = f" ({reason})" if reason else ""
            self.stdout.write(f"{visits:>12,}  {old} → {new}{why}: {text[:120] or '(none)'}")
