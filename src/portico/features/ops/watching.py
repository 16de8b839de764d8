"""Everything that shows how the application is: health, metrics, and what they are found out by."""

from __future__ import annotations

from flask import Flask

from portico.features.ops import checks, health, measures, metrics_page, owner_api
from portico.features.ops.readiness import Check, Readiness
from portico.features.ops.watched import Watched
from portico.platform import clock
from portico.platform.lifecycle import Lifecycle
from portico.platform.metrics import Metrics


def open_watch(app: Flask, lifecycle: Lifecycle, metrics: Metrics, watched: Watched) -> None:
    """Register the routes and declare what is measured."""
    # Without Redis each process limits for itself, without the bucket there are no pictures of people, and
    # without the check for spam comments go by the other rules. A proxy that took any of them for more would
    # take all processes away.
    spared = {"redis", "pictures", "spam check"}
    readiness = Readiness(_checks(watched), spared=spared, ending=lambda: lifecycle.ending)
    health.install(app, readiness)
    app.extensions[owner_api.EXTENSION] = watched.var
    door = metrics_page.Door(metrics=metrics, token=watched.metrics_token, is_open=watched.metrics_open)
    metrics_page.install(app, door)
    measures.measure_process(metrics)
    measures.measure_database(metrics, watched.database)
    measures.measure_content(metrics, watched.compiled)
    measures.measure_queue(metrics, watched.database, clock.now)


def _checks(watched: Watched) -> dict[str, Check]:
    found: dict[str, Check] = {
        "database": checks.database_check(watched.database),
        "migrations": checks.tables_check(watched.database, watched.step_of, watched.newest_step),
        "storage": checks.storage_check(watched.var),
        "content": checks.content_check(watched.site),
        "queue": checks.queue_check(watched.database, clock.now),
    }
    if watched.bucket:
        found["pictures"] = checks.pictures_check(watched.bucket)
    if watched.judge:
        found["spam check"] = checks.judge_check(watched.judge)
    if watched.redis_url:
        found["redis"] = checks.redis_check(watched.redis_url)
    return found
