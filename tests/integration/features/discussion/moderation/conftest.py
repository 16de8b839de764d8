"""A site with an article, those who look after it, and people who talk there, over each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.accounts import House, Person, Reply, Straight
from tests.support.akismet import KEY, Akismet, akismet
from tests.support.sites import compile_site, post, write_site

from portico.features.discussion.models import Comment, ModerationAct, Subject
from portico.features.notifications.models import Notification
from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION

ARTICLE = "/discussions/blog/hello"
on_each_database = pytest.mark.parametrize("talk", ["sqlite_url", "postgres_url"], indirect=True)
judged_on_each_database = pytest.mark.parametrize("judged", ["sqlite_url", "postgres_url"], indirect=True)


@dataclass(frozen=True, slots=True)
class Talk:
    """People under an article, and what the database holds of it."""

    house: House
    settings: Testing

    def member(self, name: str, role: str = "member") -> Person:
        """Somebody who is signed in."""
        person = self.house.make(name, role=role)
        return self.house.let_in(person)

    def say(self, who: Person, text: str = "Well put.", **more: Any) -> int:
        """Write a comment, and give its number."""
        said = who.post(ARTICLE, {"text": text, **more})
        assert said.status == 201, said.body
        return int(said.json["id"])

    def shown(self, who: Person | None = None) -> list[str]:
        """What somebody reads under the article, by the states of its threads."""
        reader = who or self.house.person(program=True)
        return [thread["comment"]["state"] for thread in reader.get(ARTICLE).json["threads"]]

    def acts(self) -> list[str]:
        """The log, the first act first."""
        with self.house.database.reading() as session:
            return list(session.scalars(select(ModerationAct.act).order_by(ModerationAct.id)))

    def told(self, person: Person) -> list[str]:
        """What somebody was told of, the first first."""
        with self.house.database.reading() as session:
            mine = select(Notification.kind).where(Notification.account_id == person.id)
            return list(session.scalars(mine.order_by(Notification.id)))

    def check_counts(self) -> None:
        """The counters are what counting gives."""
        with self.house.database.reading() as session:
            counted = select(func.count()).where(Comment.state == "shown")
            assert session.scalar(select(func.sum(Subject.comments))) == session.scalar(counted)
            for comment in session.scalars(select(Comment)):
                listed = select(func.count()).where(Comment.parent_id == comment.id, Comment.listed)
                assert session.scalar(listed) == comment.replies
                assert comment.listed == (comment.state == "shown" or comment.replies > 0)


@pytest.fixture(scope="session")
def talking_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled form of a site with some articles, one of which was renamed."""
    folder = tmp_path_factory.mktemp("talking")
    files = {
        "site.toml": 'title = "Stone"\n',
        "content/blog/hello.md": post("Hello"),
        "content/blog/new-name.md": post("Renamed", aliases=["/2016/05/old-name"]),
    }
    compile_site(write_site(folder / "site", files), folder / "compiled")
    return folder / "compiled"


@pytest.fixture
def talk(request: pytest.FixtureRequest, tmp_path: Path, talking_site: Path) -> Iterator[Talk]:
    """The site, without anybody; on SQLite, and on each kind of database where a test is marked so."""
    url = request.getfixturevalue(getattr(request, "param", "sqlite_url"))
    with opened(tmp_path, url, talking_site) as talk:
        yield talk


@contextmanager
def opened(folder: Path, url: str, compiled: Path, **more: Any) -> Iterator[Talk]:
    """A site over a database, with further settings."""
    settings = Testing(home=folder, var=folder / "var", database_url=url.replace("+psycopg", ""), **more)
    settings.compiled.parent.mkdir(parents=True, exist_ok=True)
    settings.compiled.symlink_to(compiled)
    app = create_app(settings)
    yield Talk(House(Straight(app), app.extensions[EXTENSION]), settings)
    app.extensions[EXTENSION].dispose()


@pytest.fixture
def owner(talk: Talk) -> Person:
    """Whose site it is."""
    return talk.member("stone", "owner")


@pytest.fixture
def moderator(talk: Talk) -> Person:
    """Who helps to look after it."""
    return talk.member("mole", "moderator")


@pytest.fixture
def ada(talk: Talk) -> Person:
    """A member."""
    return talk.member("ada")


def queue(keeper: Person, state: str = "held", **query: str) -> list[Any]:
    """What waits to be looked at."""
    words = "".join(f"&{name}={value}" for name, value in query.items())
    answer: Reply = keeper.get(f"/moderation/comments?state={state}{words}")
    assert answer.status == 200, answer.body
    items: list[Any] = answer.json["items"]
    return items


OpenTalk = Callable[..., Talk]


@pytest.fixture
def service() -> Iterator[Akismet]:
    """A stand-in for Akismet."""
    with akismet() as running:
        yield running


@pytest.fixture
def open_judged(
    tmp_path: Path, talking_site: Path, request: pytest.FixtureRequest, service: Akismet
) -> Iterator[OpenTalk]:
    """Opens the site over a kind of database, with a key of that Akismet and further settings."""
    with ExitStack() as stack:

        def make(database: str = "sqlite_url", **more: Any) -> Talk:
            given = {"akismet_key": KEY, "akismet_url": service.url, "public_url": "https://site.test"} | more
            url = request.getfixturevalue(database)
            return stack.enter_context(opened(tmp_path, url, talking_site, **given))

        yield make


@pytest.fixture
def judged(request: pytest.FixtureRequest, open_judged: OpenTalk) -> Talk:
    """The site with a key of Akismet; on SQLite, or on what a test is marked with."""
    return open_judged(getattr(request, "param", "sqlite_url"))
