"""Child processes that never outlive their parent, and sessions of processes that end together."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress

import psutil

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_parent(signal_number: int = signal.SIGTERM) -> Callable[[], None]:
    """Return a preexec function: the kernel sends the signal when the parent's main thread ends, even by kill -9.

    Only Linux knows this; elsewhere the child is merely stopped by an orderly end of its parent.
    """
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
            if os.getppid() != parent:  # the parent ended before the kernel was asked
                os._exit(1)

    return ask_the_kernel


def end_with_parent(signal_number: int = signal.SIGTERM) -> None:
    """Make this process itself receive the signal once the process that started it has ended."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)


def kill_sessions(*sessions: int, seconds: float = 2.0) -> None:
    """Kill whatever is left of these sessions; a session's number is the pid of the process that opened it.

    Nothing of them lives afterwards, unless the kernel needs longer than asked.
    """
    until = time.monotonic() + seconds
    while left := _living(sessions):
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if time.monotonic() > until:
            return
        time.sleep(0.05)


def _living(sessions: Collection[int]) -> list[int]:
    found = []
    for pid in psutil.pids():
        with suppress(ProcessLookupError, PermissionError, psutil.Error):
            if os.getsid(pid) in sessions and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found
