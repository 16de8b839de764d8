"""How often someone may do something: a sliding window over two counters, in memory or shared by Redis.

The window before counts as if its hits had come evenly. See `decisions/0008-guards.md` for why this is
no library.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import structlog

log = structlog.get_logger("portico.limiter")

WRITTEN = re.compile(r"(?P<amount>[1-9]\d{0,8})/(?P<unit>second|minute|hour|day)")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
MOST_KEYS = 50_000
REDIS_SECONDS = 0.2
"""How long a request waits for Redis before its process counts for itself."""
APART_SECONDS = 5.0
"""How long a process then counts for itself before it asks Redis again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within so many seconds, counted under a name."""

    name: str
    amount: int
    seconds: int

    @classmethod
    def parse(cls, name: str, written: str) -> Limit:
        """A limit as one writes it: `10/minute`. Raises ValueError."""
        match = WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"{written!r} is no limit such as 10/minute")
        return cls(name, int(match["amount"]), UNITS[match["unit"]])


class Verdict(NamedTuple):
    """Whether it may be done once more, and what is left."""

    allowed: bool
    remaining: int
    reset: int
    """Seconds until the current window ends."""
    wait: int
    """Seconds until the next one may be done; 0 when it may be done now."""


class Counters(Protocol):
    """Where hits are counted."""

    def hit(self, key: str, limit: Limit) -> tuple[bool, float, int, float]:
        """Count a hit if there is room.

        Gives whether there was, the hits of the window before and of this one, and its age in seconds.
        """
        ...


class InMemory:
    """Counters of one process; the least recent ones are forgotten when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_KEYS) -> None:
        self._clock = clock
        self._most = most
        self._windows: dict[str, tuple[float, int, int]] = {}
        self._lock = threading.Lock()

    def hit(self, key: str, limit: Limit) -> tuple[bool, float, int, float]:
        """See Counters."""
        now = self._clock()
        with self._lock:
            start, before, current = self._windows.pop(key, (now, 0, 0))
            passed = (now - start) // limit.seconds
            if passed >= 1:
                start, before, current = (start + limit.seconds, current, 0) if passed < 2 else (now, 0, 0)
            elapsed = now - start
            allowed = before * (1 - elapsed / limit.seconds) + current + 1 <= limit.amount
            self._windows[key] = (start, before, current + allowed)
            if len(self._windows) > self._most:
                del self._windows[next(iter(self._windows))]
        return allowed, before, current + allowed, elapsed


class InRedis:
    """Counters that all processes share; each hit is one round trip, and one step for Redis."""

    SCRIPT = """
        local clock = redis.call('TIME')
        local now, length = clock[1] + clock[2] / 1000000, tonumber(ARGV[2])
        local kept = redis.call('HMGET', KEYS[1], 's', 'b', 'c')
        local start = tonumber(kept[1]) or now
        local before, current = tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
        local passed = math.floor((now - start) / length)
        if passed == 1 then start, before, current = start + length, current, 0
        elseif passed ~= 0 then start, before, current = now, 0, 0 end
        local elapsed = now - start
        local allowed = before * (1 - elapsed / length) + current + 1 <= tonumber(ARGV[1])
        if allowed then
            current = current + 1
            redis.call('HSET', KEYS[1], 's', string.format('%.6f', start), 'b', before, 'c', current)
            redis.call('EXPIRE', KEYS[1], length * 2)
        end
        return {allowed and 1 or 0, before, current, string.format('%.6f', elapsed)}
    """

    def __init__(self, url: str) -> None:
        # An extra, and slow to load: a site of one process goes without.
        import redis  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415

        self.failures = (redis.RedisError, OSError)
        """What `hit` raises while Redis is gone."""
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._script: Callable[..., Any] = self._client.register_script(self.SCRIPT)

    def hit(self, key: str, limit: Limit) -> tuple[bool, float, int, float]:
        """See Counters. Raises one of `failures`."""
        answer = self._script(keys=[f"portico:limit:{key}"], args=[limit.amount, limit.seconds])
        return bool(answer[0]), int(answer[1]), int(answer[2]), float(answer[3])

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class Limiter:
    """Counts hits; with Redis together with other processes, without it, or while it is gone, alone."""

    def __init__(self, redis_url: str = "", *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._alone = InMemory(clock)
        self._shared = InRedis(redis_url) if redis_url else None
        self._ask_again = 0.0
        self._apart = False
        self._lock = threading.Lock()

    def hit(self, limit: Limit, who: str) -> Verdict:
        """Count one deed of `who`, unless the limit is reached."""
        return _verdict(limit, *self._counted(f"{limit.name}:{who}", limit))

    def close(self) -> None:
        """Let go of Redis."""
        if self._shared:
            self._shared.close()

    def _counted(self, key: str, limit: Limit) -> tuple[bool, float, int, float]:
        if self._shared is None or not self._may_ask():
            return self._alone.hit(key, limit)
        try:
            counted = self._shared.hit(key, limit)
        except self._shared.failures as error:
            self._part(error)
            return self._alone.hit(key, limit)
        self._meet()
        return counted

    def _may_ask(self) -> bool:
        # While Redis is gone one request in a while tries it, so that not every thread waits for it.
        if not self._apart:
            return True
        with self._lock:
            now = self._clock()
            if now < self._ask_again:
                return False
            self._ask_again = now + APART_SECONDS
            return True

    def _part(self, error: Exception) -> None:
        with self._lock:
            first, self._apart = not self._apart, True
            self._ask_again = self._clock() + APART_SECONDS
        if first:
            log.warning("limits_apart", reason=type(error).__name__, retry_seconds=APART_SECONDS)

    def _meet(self) -> None:
        if self._apart:
            with self._lock:
                first, self._apart = self._apart, False
            if first:
                log.warning("limits_shared_again")


def _verdict(limit: Limit, allowed: bool, before: float, current: int, elapsed: float) -> Verdict:
    used = before * (1 - elapsed / limit.seconds) + current
    remaining = max(0, math.floor(limit.amount - used)) if allowed else 0
    wait = 0 if allowed else max(1, math.ceil(_wait(limit, before, current, elapsed)))
    return Verdict(allowed, remaining, math.ceil(limit.seconds - elapsed), wait)


def _wait(limit: Limit, before: float, current: int, elapsed: float) -> float:
    """Seconds until one more fits: while the window before fades, else while this one does."""
    room = limit.amount - 1
    if before and current <= room:
        over = before * (1 - elapsed / limit.seconds) + current - room
        return over * limit.seconds / before
    return limit.seconds - elapsed + (current - room) * limit.seconds / max(current, 1)
