"""How often all workers together call a server: a bucket of tokens in Valkey, filled by Valkey's own clock."""

from django.core.cache import cache

_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local rate, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local tokens = math.min(most, (tonumber(kept[1]) or most) + (now - (tonumber(kept[2]) or now)) * rate)
local taken = 0
if tokens >= 1 then tokens = tokens - 1; taken = 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
redis.call('EXPIRE', KEYS[1], math.ceil(most / rate) + 60)
return taken
"""


def take(server: str, *, a_second: float, at_once: int) -> bool:
    """Whether one more call may be made to this server now; `a_second` come in, of which at most `at_once` are saved up."""
    client = cache._cache.get_client(write=True)  # type: ignore[attr-defined]  # Django offers no door to scripts
    return bool(client.eval(_TAKE, 1, f"pace:{server}", a_second, at_once))
