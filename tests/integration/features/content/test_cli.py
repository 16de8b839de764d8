"""The commands for content say what they did, what is wrong, and end with a fitting status."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from tests.conftest import SiteMaker
from tests.support.sites import NOW, post

from portico.cli import main
from portico.features.content.compiler import watching
from portico.features.content.reading import all_problems
from portico.features.content.snapshot import CompiledSite
from portico.main import create_app
from portico.platform import clock
from portico.platform.server_note import announced
from portico.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Run:
    """Run `portico` with the settings of the test."""
    monkeypatch.setenv("PORTICO_ENV", "testing")
    monkeypatch.setenv("PORTICO_HOME", str(settings.home))
    return lambda *arguments: CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_init_makes_a_site_without_problems(run: Run, settings: Settings) -> None:
    assert run("init", str(settings.site)).exit_code == 0
    checked = run("content", "check")
    assert (checked.exit_code, checked.output) == (0, "No problems.\n")


def test_what_is_to_be_typed_next_can_be_typed(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [".venv/bin/portico", "init"])
    monkeypatch.setenv("PATH", "")
    told = run("init", str(settings.site)).output
    assert f"See it with: .venv/bin/portico serve --site {settings.site}\n" in told
    assert f"PORTICO_SITE={settings.site.resolve()} in .env" in told


def test_init_refuses_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused = run("init", str(tmp_path / "file"))
    assert refused.exit_code == 1
    assert "not an empty folder" in refused.output


def test_a_preview_names_the_port_it_is_told(run: Run, make_site: SiteMaker) -> None:
    make_site({"content/blog/a.md": post(draft="true")})
    assert "http://localhost:8123/preview/" in run("content", "preview", "blog/a", "--port", "8123").output


def test_a_preview_leads_to_the_server_that_runs(run: Run, make_site: SiteMaker, settings: Settings) -> None:
    site = make_site({"content/blog/a.md": post(draft="true")})
    with announced(settings.var, host="127.0.0.1", port=7300, site=site):
        assert "http://localhost:7300/preview/" in run("content", "preview", "blog/a").output
    assert "http://localhost:8000/preview/" in run("content", "preview", "blog/a").output


def test_init_refuses_a_folder_that_is_not_empty(run: Run, make_site: SiteMaker) -> None:
    site = make_site({"mine.txt": "mine"})
    refused = run("init", str(site))
    assert refused.exit_code == 1
    assert "is not an empty folder" in refused.output
    assert [file.name for file in site.iterdir()] == ["mine.txt"]


def test_sync_says_what_it_did_and_when_there_was_nothing(
    run: Run, make_site: SiteMaker, settings: Settings
) -> None:
    make_site({"a.md": post(), "b.md": post(body="<X />")})
    assert re.fullmatch(
        r"Content: 2 compiled, 1 problem \(.+\) in \d+\.\d\d s\n", run("content", "sync").output
    )
    assert run("content", "sync", "--site", str(settings.site)).output == "Content: nothing has changed\n"


def test_check_names_file_line_and_what_to_do(run: Run, make_site: SiteMaker) -> None:
    make_site({"a.md": post(body="![A](missing.png)"), "b.md": "---\ntitle: [\n---\n"})
    checked = run("content", "check")
    assert checked.exit_code == 1
    first, second, total = checked.output.splitlines()
    assert first.startswith("a.md:6: warning: ")
    assert first.endswith("[missing-image]")
    assert second.startswith("b.md:3: error: The front matter is not YAML")
    assert total == "1 error, 1 warning"


def test_check_fails_on_warnings_only_when_strict(run: Run, make_site: SiteMaker) -> None:
    site = make_site({"a.md": post(body="![A](missing.png)")})
    assert run("content", "check", "--site", str(site)).exit_code == 0
    assert run("content", "check", "--strict").exit_code == 1


def test_new_starts_a_draft_that_can_be_read(run: Run, make_site: SiteMaker, settings: Settings) -> None:
    make_site({"content/blog/a.md": post()})
    title = 'On "quotes", back\\slashes & Ünïcode: a #test'
    made = run("content", "new", "blog", title)
    assert made.exit_code == 0
    path = Path(made.output.splitlines()[0])
    assert path.parent == settings.site / "content" / "blog"
    assert run("content", "check").output == "No problems.\n"
    preview = made.output.splitlines()[1].split("`")[1].split()[1:]
    link = run(*preview).output.strip()
    answer = create_app(settings).test_client().get(link.partition("8000")[2])
    assert answer.status_code == 200
    assert "On &#34;quotes&#34;, back\\slashes &amp; Ünïcode: a #test" in answer.text


def test_new_never_overwrites(run: Run, make_site: SiteMaker) -> None:
    site = make_site({"content/blog/a.md": "mine"})
    refused = run("content", "new", "blog", "A")
    assert refused.exit_code == 1
    assert "exists already" in refused.output
    assert (site / "content/blog/a.md").read_text() == "mine"


@pytest.mark.parametrize("title", ["../../etc/passwd", "..", "/abs", "a/b"])
def test_new_stays_inside_the_collection(run: Run, make_site: SiteMaker, title: str) -> None:
    site = make_site({"content/blog/x.md": post()})
    made = Path(run("content", "new", "blog", title).output.splitlines()[0])
    assert made.resolve().parent == (site / "content" / "blog").resolve()


def test_new_knows_the_collections(run: Run, make_site: SiteMaker) -> None:
    make_site({"content/blog/a.md": post(), "content/recipes/b.md": post()})
    refused = run("content", "new", "poems", "A")
    assert refused.exit_code == 1
    assert "there are blog, recipes, pages" in refused.output


def test_new_starts_no_pages_in_a_bare_folder(run: Run, make_site: SiteMaker) -> None:
    site = make_site({"a.md": post()})
    assert run("content", "new", "pages", "About").exit_code == 1
    assert not (site / "content").exists()


def test_new_dates_by_the_calendar_of_the_site(run: Run, make_site: SiteMaker) -> None:
    make_site({"site.toml": 'timezone = "Pacific/Kiritimati"', "content/blog/a.md": post()})
    with time_machine.travel(NOW, tick=False):
        made = run("content", "new", "blog", "Early")
    assert "date: 2026-11-22" in Path(made.output.splitlines()[0]).read_text()


def test_a_preview_link_works_for_two_weeks(run: Run, make_site: SiteMaker, settings: Settings) -> None:
    make_site({"a.md": post("Not yet", draft="true"), "b.md": post("Later", date="2999-01-01")})
    with time_machine.travel(NOW, tick=False):
        links = [
            run("content", "preview", f"blog/{slug}").output.strip().partition("8000")[2] for slug in "ab"
        ]
    client = create_app(settings).test_client()
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        answers = [client.get(link) for link in links]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].headers["Cache-Control"] == "private, no-store"
        assert client.get(links[0][:-3] + "xyz").status_code == 400
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert client.get(links[0]).status_code == 400


def test_a_preview_of_nothing_is_refused(run: Run, make_site: SiteMaker) -> None:
    make_site({"a.md": post()})
    refused = run("content", "preview", "blog/b")
    assert (refused.exit_code, "There is no entry" in refused.output) == (1, True)


@pytest.mark.parametrize(
    "command", [["content", "sync"], ["content", "check"], ["content", "new", "blog", "A"]]
)
@pytest.mark.parametrize("text", ["title = ", "title = 3"])
def test_a_broken_site_toml_is_refused_in_one_line(
    run: Run, make_site: SiteMaker, command: list[str], text: str
) -> None:
    make_site({"content/blog/a.md": post(), "site.toml": text})
    refused = run(*command)
    assert refused.exit_code == 78
    assert len(refused.output.splitlines()) == 1
    assert refused.output.startswith("portico: site.toml")


def test_an_unknown_setting_is_a_warning(run: Run, make_site: SiteMaker) -> None:
    make_site({"a.md": post(), "site.toml": 'titel = "A"'})
    checked = run("content", "check")
    assert checked.exit_code == 0
    assert "There is no setting `titel`" in checked.output


def test_a_site_folder_that_is_not_there_is_refused(run: Run, settings: Settings) -> None:
    for command in (["content", "sync"], ["serve"]):
        refused = run(*command)
        assert refused.exit_code == 78
        assert str(settings.site) in refused.output
    assert not settings.compiled.joinpath("content.db").exists()


def test_problems_stay_readable_for_the_pages(run: Run, make_site: SiteMaker, settings: Settings) -> None:
    make_site({"a.md": post(body="<X />")})
    run("content", "sync")
    (problem,) = all_problems(CompiledSite(settings.compiled, clock.now).current())
    assert (problem.path, problem.line, problem.code) == ("a.md", 6, "unknown-component")


def test_the_version_is_told(run: Run) -> None:
    assert re.fullmatch(r"portico, version \d+\.\d+\.\d+\n", run("--version").output)


def test_the_api_document_can_be_printed(run: Run) -> None:
    assert '"openapi": "3.1' in run("openapi").output


@pytest.fixture
def watch_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `content watch` end after the first look, which otherwise it does when interrupted."""
    monkeypatch.setattr(watching, "watch_site", lambda _site, compile_changes, ignored: compile_changes())


@pytest.mark.usefixtures("watch_once")
def test_watching_tells_of_every_sync(run: Run, make_site: SiteMaker) -> None:
    make_site({"a.md": post()})
    assert run("content", "watch").output.startswith("Content: 1 compiled in ")
    assert run("content", "watch").output == ""


def test_watching_ends_without_a_word_when_interrupted(make_site: SiteMaker, settings: Settings) -> None:
    make_site({"a.md": post()})
    command = [sys.executable, "-m", "portico", "content", "watch"]
    environ = os.environ | {"PORTICO_ENV": "testing", "PORTICO_HOME": str(settings.home)}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as watcher:
        assert watcher.stdout
        assert watcher.stdout.readline().startswith("Content: 1 compiled in ")
        (settings.site / "b.md").write_text(post())
        assert watcher.stdout.readline().startswith("Content: 1 compiled in ")
        watcher.send_signal(signal.SIGINT)
        assert (watcher.wait(10), watcher.stdout.read()) == (0, "")


@pytest.mark.usefixtures("watch_once")
def test_watching_goes_on_with_a_broken_site_toml(run: Run, make_site: SiteMaker) -> None:
    make_site({"a.md": post(), "site.toml": "title = 3"})
    watched = run("content", "watch")
    assert (watched.exit_code, watched.stdout) == (0, "")
    assert watched.stderr.startswith("site.toml: error: `title`")


@pytest.mark.usefixtures("watch_once")
def test_watching_goes_on_when_a_sync_fails(run: Run, make_site: SiteMaker, settings: Settings) -> None:
    make_site({"a.md": post()})
    (settings.compiled / "lock").mkdir(parents=True)
    watched = run("content", "watch")
    assert (watched.exit_code, watched.stdout) == (0, "")
    assert "the content could not be compiled" in watched.stderr
