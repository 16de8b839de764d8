"""Who may import whom. To let a package use another one, change the table here, and say why in the commit."""

from __future__ import annotations

import pytest

from tests.architecture.source import Module, modules

MAY_IMPORT: dict[str, set[str]] = {
    "platform": set(),
    "web": {"platform"},
    "accounts": {"platform", "web"},
    "content": {"platform", "web"},
    "ops": {"platform", "web"},
    "contact": {"platform", "web"},
    "discussion": {"platform", "web", "accounts", "profiles", "notifications"},
    "notifications": {"platform", "web", "accounts"},
    "profiles": {"platform", "web", "accounts"},
    "studio": {
        "platform",
        "web",
        "accounts",
        "contact",
        "content",
        "discussion",
        "notifications",
        "ops",
        "profiles",
        "traffic",
    },
    "traffic": {"platform", "web"},
}
"""For each room of the house, the rooms it may enter; a room may always enter itself."""

EVERYWHERE = {
    "portico.main",
    "portico.background",
    "portico.community",
    "portico.front",
    "portico.people",
    "portico.watching",
    "portico.providers",
    "portico.wsgi",
    "portico.cli",
    "portico.commands",
    "portico.__main__",
}
"""The modules that put the house together."""

COMMON = {"portico", "portico.settings"}
"""Settings are read by commands; the version by everyone."""

ALL_TABLES = "portico.migrations.tables"
"""The module that knows the tables of every feature, each in its `models`, for one history of them all."""

HTTP_DOORS = {
    "portico.features.accounts.oauth.api",
    "portico.features.accounts.oauth.callback",
    "portico.features.accounts.oauth.request",
    "portico.features.accounts",
    "portico.features.accounts.auth_api",
    "portico.features.accounts.cookies",
    "portico.features.accounts.doors",
    "portico.features.accounts.factors.entry_api",
    "portico.features.accounts.factors.own_api",
    "portico.features.accounts.identification",
    "portico.features.accounts.me_api",
    "portico.features.accounts.pages",
    "portico.features.accounts.replies",
    "portico.features.accounts.leaving.exports_api",
    "portico.features.accounts.leaving.api",
    "portico.features.accounts.people.operator_api",
    "portico.features.accounts.people.api",
    "portico.features.accounts.welcome_api",
    "portico.features.ops.health",
    "portico.features.ops.metrics_page",
    "portico.features.ops.watching",
    "portico.features.contact",
    "portico.features.contact.accepting",
    "portico.features.contact.api",
    "portico.features.contact.doors",
    "portico.features.contact.inbox_api",
    "portico.features.contact.pages",
    "portico.features.contact.serving",
    "portico.features.content.answers",
    "portico.features.content.api",
    "portico.features.content.development",
    "portico.features.content.discovery.feed_pages",
    "portico.features.content.discovery.signpost_pages",
    "portico.features.content.doors",
    "portico.features.content.files",
    "portico.features.content.meta",
    "portico.features.content.offline",
    "portico.features.content.pages",
    "portico.features.content.serving",
    "portico.features.content.studio_api",
    "portico.features.content.telling",
    "portico.features.content.theme",
    "portico.features.discussion",
    "portico.features.discussion.api",
    "portico.features.discussion.asking",
    "portico.features.discussion.doors",
    "portico.features.discussion.moderation_api",
    "portico.features.discussion.operator_api",
    "portico.features.discussion.pages",
    "portico.features.discussion.saved_api",
    "portico.features.discussion.serving",
    "portico.features.content",
    "portico.features.traffic",
    "portico.features.traffic.api",
    "portico.features.ops",
    "portico.features.ops.connection_api",
    "portico.features.ops.doors",
    "portico.features.ops.flags_api",
    "portico.features.ops.jobs_api",
    "portico.features.ops.mails_api",
    "portico.features.ops.owner_api",
    "portico.features.notifications",
    "portico.features.notifications.api",
    "portico.features.notifications.blocks_api",
    "portico.features.notifications.doors",
    "portico.features.notifications.pages",
    "portico.features.notifications.serving",
    "portico.features.profiles",
    "portico.features.profiles.api",
    "portico.features.profiles.doors",
    "portico.features.profiles.media",
    "portico.features.profiles.pages",
    "portico.features.profiles.serving",
    "portico.features.studio.api",
    "portico.features.studio.rooms",
    "portico.features.studio",
    "portico.features.studio.mail_pages",
}
"""The modules of features that speak HTTP. Everything else works without Flask."""


def room(name: str) -> str | None:
    """The room of the house that a module belongs to."""
    parts = name.split(".")
    if parts[:2] == ["portico", "features"]:
        return parts[2] if len(parts) > 2 else None
    return parts[1] if len(parts) > 1 and parts[1] in MAY_IMPORT else None


def inside() -> list[Module]:
    """The modules that live in a room."""
    return [module for module in modules().values() if room(module.name)]


def ours(module: Module) -> set[str]:
    """The modules of Portico that a module imports."""
    return {name for name in module.imports if name in modules() and name != module.name}


@pytest.mark.parametrize("module", inside(), ids=lambda module: module.name)
def test_a_module_imports_only_what_its_room_may(module: Module) -> None:
    own = room(module.name)
    assert own is not None
    allowed = MAY_IMPORT[own] | {own}
    strangers = {
        name for name in ours(module) - COMMON if room(name) not in allowed and name != "portico.features"
    }
    assert not strangers, f"{module.name} may not import {sorted(strangers)}; see MAY_IMPORT"


@pytest.mark.parametrize("module", inside(), ids=lambda module: module.name)
def test_only_commands_read_settings(module: Module) -> None:
    if module.name.rpartition(".")[2] != "cli":
        assert "portico.settings" not in module.imports, "take what you need of the settings as an argument"


def test_features_are_entered_by_their_front_door() -> None:
    for module in modules().values():
        for name in ours(module):
            foreign = room(name) not in (None, "platform", "web", room(module.name))
            back_door = name.count(".") > 2 and not name.endswith(".cli")
            back_door &= not (module.name == ALL_TABLES and name.endswith(".models"))
            assert not (foreign and back_door), f"{module.name} enters {name} by the back door"


def test_only_doors_know_flask() -> None:
    knowing = {
        module.name
        for module in inside()
        if module.name.startswith("portico.features")
        and any(name.split(".")[0] in ("flask", "werkzeug") for name in module.imports)
    }
    assert knowing <= HTTP_DOORS, "deeds, models and schemas work without Flask"


def test_what_serves_pages_loads_nothing_of_the_compiler() -> None:
    compiler = "portico.features.content.compiler"
    for module in inside():
        if not module.name.startswith((compiler, "portico.features.content.cli")):
            assert not [name for name in ours(module) if name.startswith(compiler)], module.name


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {name: {n for n in ours(module) if not _is_package(n)} for name, module in modules().items()}
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in graph.get(name, ()):
                walk(target, (*path, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def _is_package(name: str) -> bool:
    return modules()[name].path.name == "__init__.py"
