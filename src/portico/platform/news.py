"""Publish and subscribe by Redis: words that every process of a site hears, or is told it may have missed."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    import redis

log = structlog.get_logger("portico.news")

PAUSE = 0.05
"""Seconds that a word waits at most before it is told."""
PATIENCE = 1.0
"""Seconds to wait for Redis, and between two attempts to reach it."""
MOST = 10_000
"""Words that wait for a Redis that is away; the oldest go first, as whoever missed one starts anew."""


class News:
    """Tells words to the other processes and hears theirs, in a thread of its own: nobody waits for Redis.

    Whoever listens is called with every word, those told here included, and told when words may have been
    lost: again and again while Redis is away, and once when it is back.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._listeners: list[tuple[Callable[[str], None], Callable[[], None]]] = []
        self._waiting: deque[str] = deque(maxlen=MOST)
        self._ended = threading.Event()
        self._away = False
        self._thread: threading.Thread | None = None

    def listen(self, hear: Callable[[str], None], missed: Callable[[], None]) -> None:
        """Have `hear` called with every word, and `missed` when some may have been lost."""
        self._listeners.append((hear, missed))

    def tell(self, word: str) -> None:
        """Have every process hear a word."""
        self._waiting.append(word)

    def start(self) -> None:
        """Begin to tell and to hear."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear and tell no more; what waits is told if that goes at once."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        import redis  # noqa: PLC0415 - a site of one process goes without

        while not self._ended.is_set():
            try:
                with redis.Redis.from_url(
                    self._url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
                ) as client:
                    self._converse(client)
            except redis.RedisError as error:
                self._note_absence(error)
                self._ended.wait(PATIENCE)

    def _converse(self, client: redis.Redis) -> None:
        # Databases of one Redis share their channels, so the channel names the database.
        channel = f"portico:news:{client.connection_pool.connection_kwargs.get('db', 0)}"
        with client.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
            heard.subscribe(channel)
            heard.ping()
            self._note_return()
            while not self._ended.is_set():
                self._tell_all(client, channel)
                message: dict[str, Any] | None = heard.get_message(timeout=PAUSE)
                if message is not None and message["type"] == "message":
                    self._hear(message["data"].decode(errors="replace"))
            self._tell_all(client, channel)

    def _hear(self, word: str) -> None:
        for hear, missed in self._listeners:
            try:
                hear(word)
            except Exception:
                # Without this thread every word that comes would be missed, and nobody would know.
                log.exception("news_not_understood", word=word)
                missed()

    def _missed(self) -> None:
        for _, missed in self._listeners:
            missed()

    def _tell_all(self, client: redis.Redis, channel: str) -> None:
        while self._waiting:
            client.publish(channel, self._waiting[0])
            self._waiting.popleft()

    def _note_absence(self, error: Exception) -> None:
        if not self._away:
            log.warning(
                "news_unavailable",
                reason=str(error),
                consequence="what others should hear is taken as heard, again and again",
            )
        self._away = True
        self._missed()

    def _note_return(self) -> None:
        if self._away:
            log.info("news_available")
        self._away = False
        self._missed()
