"""Settings of the journeys' installation: everybody's, but that it may call a network on this machine as well as public ones."""

from contextvars import ContextVar

from config.settings import *  # noqa: F403
from themes import fetching

# `also_allowing` would hold in one thread only; here web and worker call from many.
fetching._also_allowed = ContextVar("also_allowed", default=frozenset({"127.0.0.1"}))
