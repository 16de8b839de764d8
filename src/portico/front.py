"""The way of a request, as a table of contents: the stages that it passes, in order, on its way to a view."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask

from portico import watching
from portico.features import profiles
from portico.platform.connections import Connections
from portico.platform.lifecycle import Lifecycle
from portico.platform.metrics import Metrics
from portico.settings import Settings
from portico.web import cross_site, limits, operator, page_cache, problems, rate_limits, security
from portico.web.bodies import Bodies
from portico.web.cors import Cors
from portico.web.edge import Edge, Stages
from portico.web.hosts import Hosts
from portico.web.proxies import Proxies
from portico.web.records import Records


def install(app: Flask, lifecycle: Lifecycle, settings: Settings, metrics: Metrics) -> Records:
    """Put the stages before the views; gives the records that every request leaves."""
    public_url = str(settings.public_url or "")
    mount = urlsplit(public_url).path if public_url else None
    redis_url = settings.redis_url.get_secret_value()
    files = {profiles.SENT_TO: profiles.LARGEST_FILE}
    bodies = Bodies(settings.body_limit, settings.body_seconds, max(1, settings.threads // 2), files)
    connections = Connections(settings.port, bodies.overdue)
    lifecycle.add("connections", start=connections.start, stop=connections.stop)
    records = Records(watching.listeners(settings, metrics))
    lifecycle.add("records", start=records.start, stop=records.stop)
    pages = page_cache.install(app, lifecycle, by_origin=not public_url, redis_url=redis_url)
    watching.watch_edge(metrics, records, pages)

    # First what needs no Flask: the edge calls these in their order, and gives pages that are kept.
    stages = Stages(
        proxies=Proxies(settings.trusted_proxies, settings.trusted_networks, mount=mount),
        headers=security.headers(strict_transport=settings.strict_transport),
        cors=Cors(settings.cors_origins, settings.cors_credentials),
        hosts=Hosts(settings.hosts),
        bodies=bodies,
        pages=pages,
        records=records,
    )
    app.wsgi_app = Edge(app.wsgi_app, stages)  # type: ignore[method-assign]

    # Then what a request may carry, from where and how often, and a form for whatever goes wrong.
    limits.install(app)
    cross_site.install(app, settings.cors_origins)
    if settings.rate_limits:
        rate_limits.install(app, lifecycle, redis_url, settings.rate_limit)
    problems.install(app, causes=settings.debug)
    operator.install(app, lifecycle, settings.var)
    return records
