"""How long posting takes when many shares are due at once: over HTTP, by worker processes, from the sweep that beat makes."""

import multiprocessing
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from multiprocessing.queues import SimpleQueue
from typing import cast

import httpx
from django.conf import settings
from django.db import close_old_connections, connections

from ambassadors.models import Ambassador
from config.processes import end_with_parent
from sharehub import publishing, tasks
from sharehub.benchmark import data, network, stage
from sharehub.benchmark.results import Part, Row
from sharehub.models import Connection, Publication, Share
from sharehub.networks.connecting.api import Tokens
from themes import fetching

_WORKERS = 2  # processes of one worker, as in compose.yaml
_MOST = 1.15  # of the ideal time
_NETWORK = "mastodon"
_HOST = "127.0.0.1"
_LOOK_SECONDS = 0.1
_NOTE = (
    "Publishing: as many people have one share each, all due at once. Two processes, as the worker of compose.yaml has, make "
    "one post at a time and wait for its answer, so the ideal is the number of shares × {latency:.0f} ms / {workers}. The network "
    "allows each account {limit} calls in five minutes, as Mastodon does; an account posts once, so its limit takes no time. "
    "What is above the ideal are the database, HTTP and messages that the sweep sends again; a pipe stands for Valkey."
)

Messages = SimpleQueue[int | None]


@dataclass
class _Posting:
    """How long it took until no share waited any more, the workers' processor time in that, and the messages sent for it."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    messages: int = 0


def measure(*, is_quick: bool = False) -> Part:
    """The clock runs from the first sweep until no share waits; then the network says what it took."""
    count = 100 if is_quick else 1_000
    port = stage.free_port()
    _fill(count, f"http://{_HOST}:{port}")
    with stage.process(stage.granian("sharehub.benchmark.network:network", port)):
        stage.wait_for_port(port)
        posting = _post(count)
        taken = httpx.get(f"http://{_HOST}:{port}{network.TAKEN}", trust_env=False).json()
    ideal = count * network.SECONDS / _WORKERS
    ratio = posting.seconds / ideal
    verified = Share.objects.filter(state=Share.State.VERIFIED).count()
    adds_up = taken["posts"] == taken["different"] == verified == count
    rows = [
        Row(
            f"{count:,} due shares posted, {_WORKERS} workers, a network that answers in {network.SECONDS * 1000:.0f} ms",
            f"{posting.seconds:.1f} s: {ratio:.2f} × the ideal",
            f"≤ {_MOST} × the ideal",
            ratio <= _MOST,
            f"ideal {ideal:.0f} s; {(posting.seconds - ideal) * 1000 * _WORKERS / count:.0f} ms of our own for each share, "
            f"{posting.processor_seconds * 1000 / count:.0f} ms of them of a worker's processor",
        ),
        Row(
            "posts that the network saw, shares known to be posted",
            f"{taken['posts']:,}, {verified:,}",
            f"{count:,}, none twice",
            adds_up,
            f"{posting.messages:,} messages for them, {posting.messages - count:,} of them again",
        ),
    ]
    problem = (
        f"{count:,} shares were due, the network saw {taken['posts']:,} posts, {taken['different']:,} different ones, "
        f"and {verified:,} shares are known to be posted"
    )
    note = _NOTE.format(latency=network.SECONDS * 1000, workers=_WORKERS, limit=network.MOST_OF_AN_ACCOUNT)
    return Part(rows, [] if adds_up else [problem], [note])


def _fill(count: int, server: str) -> None:
    """So many people have an account on the server, and each a share that was to be posted a moment ago."""
    data.fill(people=count, shares=count, visits=0)
    Share.objects.update(network=_NETWORK, state=Share.State.OPENED, confirmed_at=None)
    accounts = {}
    for person in Ambassador.objects.all():
        account = Connection(ambassador=person, network=_NETWORK, server=server, account=str(person.pk))
        account.name, account.tokens = f"@{person.slug}", Tokens(f"token-{person.pk}")
        accounts[person.pk] = account
    Connection.objects.bulk_create(accounts.values())
    Publication.objects.bulk_create(
        Publication(share=share, connection=accounts[share.ambassador_id]) for share in Share.objects.all()
    )


def _post(count: int) -> _Posting:
    """Beat sweeps as often as it is set to, and workers take what it sends, until no share waits."""
    pause = cast(float, settings.CELERY_BEAT_SCHEDULE["publish waiting shares"]["schedule"])
    posting, started = _Posting(), time.perf_counter()
    sweep_at = started
    before = _processor_seconds()
    with _workers() as (processes, messages):

        def is_done() -> bool:
            nonlocal sweep_at
            if time.perf_counter() >= sweep_at:
                sweep_at += pause
                for share_id in publishing.due():
                    messages.put(share_id)
                    posting.messages += 1
            if not all(process.is_alive() for process in processes):
                raise stage.StageError("A worker that posts stopped.")
            return not Publication.objects.filter(state=Publication.State.WAITING).exists()

        most = 60 + count * network.SECONDS * 3
        stage.wait_until(is_done, seconds=most, otherwise="Not every share was posted.", pause=_LOOK_SECONDS)
        posting.seconds = time.perf_counter() - started
    posting.processor_seconds = _processor_seconds() - before
    return posting


def _processor_seconds() -> float:
    """Return what the processes that have ended since the start of this one used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _workers() -> Iterator[tuple[Sequence[ForkProcess], Messages]]:
    """Processes run while the block does, forked as Celery forks them, without any connection of this one."""
    fork = multiprocessing.get_context("fork")
    messages: Messages = fork.SimpleQueue()
    connections.close_all()
    processes = [fork.Process(target=_work, args=(messages,), daemon=True) for _number in range(_WORKERS)]
    for process in processes:
        process.start()
    try:
        yield processes, messages
        for _process in processes:
            messages.put(None)  # behind whatever still lies there
        for process in processes:
            process.join(30)
    finally:
        for process in processes:
            process.kill()
            process.join()


def _work(messages: Messages) -> None:
    end_with_parent()
    # The network of this measurement is on this machine, where no network of ours may be otherwise.
    with fetching.also_allowing([_HOST]):
        while (share_id := messages.get()) is not None:
            close_old_connections()  # as Celery does between tasks
            tasks.publish_share(share_id)
