"""How often all workers together call a server: buckets of tokens in Valkey, filled by Valkey's own clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from sharehub.networks.connecting.api import Allowance

_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local rate, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local tokens = math.min(most, (tonumber(kept[1]) or most) + (now - (tonumber(kept[2]) or now)) * rate)
local taken = 0
if tokens >= 1 then tokens = tokens - 1; taken = 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
redis.call('EXPIRE', KEYS[1], math.ceil((most - tokens) / rate) + 60)
return taken
"""
# The first key is the ticket: it bears the moment of a turn that was given out. A bucket may owe tokens, each to one turn.
# A turn that was given out for a moment before the network wants to be left alone no longer stands, and is given out anew.
_TURN = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local turn = tonumber(redis.call('GET', KEYS[1]) or '')
local held = 0
for place = 2, #KEYS do held = math.max(held, tonumber(redis.call('HGET', KEYS[place], 'until') or '') or 0) end
if turn then
  -- Turns are kept to the thousandth of a second.
  if turn > now + 1 and turn + 0.001 >= held then return string.format('%.3f', turn - now) end
  redis.call('DEL', KEYS[1])
  if held <= now then return '0' end
end
local wait = 0
for place = 2, #KEYS do
  local rate, most = tonumber(ARGV[2 * place - 3]), tonumber(ARGV[2 * place - 2])
  local kept = redis.call('HMGET', KEYS[place], 'tokens', 'at')
  local tokens = math.min(most, (tonumber(kept[1]) or most) + (now - (tonumber(kept[2]) or now)) * rate) - 1
  wait = math.max(wait, -tokens / rate)
  redis.call('HSET', KEYS[place], 'tokens', tokens, 'at', string.format('%.6f', now))
  redis.call('EXPIRE', KEYS[place], math.ceil((most - tokens) / rate) + 60)
end
if wait > 0 then redis.call('SET', KEYS[1], string.format('%.3f', now + wait), 'EX', math.ceil(wait) + 3600) end
return string.format('%.3f', wait)
"""
# The bucket has one token at that moment, and fills as ever from there on.
_HOLD = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local rate, most, wait = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local held = tonumber(redis.call('HGET', KEYS[1], 'until') or '') or 0
if held >= now + wait then return end
local at, tokens = string.format('%.6f', now), 1 - wait * rate
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', at, 'until', string.format('%.6f', now + wait))
redis.call('EXPIRE', KEYS[1], math.ceil(wait + most / rate) + 60)
"""
_LONGEST_HOLD = timedelta(days=1)
_logger = structlog.get_logger(__name__)


def take(server: str, *, a_second: float, at_once: int) -> bool:
    """Whether one more call may be made to this server now; `a_second` come in, of which at most `at_once` are saved up.

    Not while Valkey is away: what is only read can wait.
    """
    try:
        return bool(_valkey().eval(_TAKE, 1, f"pace:{server}", a_second, at_once))
    except RedisError as error:
        _logger.warning("pace_unknown", error=type(error).__name__)
        return False


def turn(ticket: str, allowed: Mapping[str, Allowance]) -> timedelta:
    """Return how long the holder of this ticket waits until it is their turn within all these allowances; zero once it is.

    Turns are given out in the order in which they are asked for, and each is kept: who comes back at the moment goes on, and who asks
    twice has one. Where Valkey was emptied, or is away, everybody goes on: then the networks say themselves that it is too much.
    """
    keys = [f"pace:{ticket}", *(f"pace:{name}" for name in allowed)]
    values = [value for one in allowed.values() for value in (one.a_second, one.at_once)]
    try:
        return timedelta(seconds=float(_valkey().eval(_TURN, len(keys), *keys, *values)))
    except RedisError as error:
        _logger.warning("pace_unknown", error=type(error).__name__)
        return timedelta()


def hold(name: str, allowance: Allowance, wait: timedelta) -> None:
    """Nobody has a turn, nor makes a call, within this allowance before the time that the network asked for is over.

    A day at most: what it asks then is what counts. While Valkey is away each of the workers finds out by itself.
    """
    seconds = min(wait, _LONGEST_HOLD).total_seconds()
    try:
        _valkey().eval(_HOLD, 1, f"pace:{name}", allowance.a_second, allowance.at_once, seconds)
    except RedisError as error:
        _logger.warning("pace_unknown", error=type(error).__name__)


def _valkey() -> Any:
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined]  # Django offers no door to scripts
