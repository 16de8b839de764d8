"""`site.toml`: who the site belongs to, what it is called, and where its folders lie."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from portico.features.content.models import Comments, Link, Problem
from portico.web.shell import Theme

FILE = "site.toml"
Topic = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]


class BrokenConfiguration(Exception):
    """`site.toml` cannot be used; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}:{p.line or 1}: {p.message}" for p in problems))
        self.problems = problems


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; use a name such as Europe/Lisbon")
    return name


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True
    )


class OwnerConfig(_Part):
    """The person whose site this is."""

    name: str = ""
    email: str = ""
    role: str = ""
    location: str = ""
    sentence: str = ""
    """One sentence about them, for the byline and the résumé."""
    avatar: str = ""
    """A picture, relative to the site folder."""


class CollectionConfig(_Part):
    """A folder of entries; one that is not named here is found in `content/` all the same."""

    source: str = ""
    """Where the files lie, relative to the site folder or absolute. Default: `content/<name>`."""
    title: str = ""
    description: str = ""
    comments: Comments = "open"
    """`open`, `closed` (what was said can be read) or `hidden`; an entry may say it for itself."""


class HeroConfig(_Part):
    """The opening of the home page."""

    title: str = ""
    sentence: str = ""
    image: str = ""
    night: str = ""
    """The same view after dark, which the dark theme shows in place of `image`."""
    alt: str = ""
    links: tuple[Link, ...] = ()


class StatConfig(_Part):
    """A number in the signal strip."""

    value: str
    label: str


class ShowcaseConfig(_Part):
    """A passage of text on the home page."""

    title: str
    text: str = ""
    link: Link | None = None


class PlateConfig(_Part):
    """The large picture of the home page."""

    image: str
    alt: str = ""
    caption: str = ""


class CallConfig(_Part):
    """The closing invitation of the home page."""

    title: str
    text: str = ""
    links: tuple[Link, ...] = ()


class HomeConfig(_Part):
    """The home page; what is left out does not appear."""

    hero: HeroConfig = HeroConfig()
    stats: tuple[StatConfig, ...] = ()
    showcases: tuple[ShowcaseConfig, ...] = ()
    plate: PlateConfig | None = None
    cta: CallConfig | None = None
    partners: tuple[Link, ...] = ()
    """Names to show at the end of the page, each with its address."""
    work: str = "projects"
    """The collection behind “latest work”."""
    writing: str = "blog"
    """The collection behind “latest writing”."""


class FoldersConfig(_Part):
    """Where things lie, relative to the site folder or absolute."""

    content: str = "content"
    pages: str = ""
    """Default: `pages` in the content folder; likewise `data` and `authors`."""
    data: str = ""
    authors: str = ""
    media: str = "media"
    public: tuple[str, ...] = ("public",)
    """Folders whose files are served at the root."""
    theme: str = "theme"
    """Style sheets and templates of the site's own, over Portico's."""


class ThemeConfig(_Part):
    """How the site looks."""

    default: Theme = "system"
    """What visitors see until they choose for themselves."""


class ContactConfig(_Part):
    """Letters to the owner."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1, max_length=12)] = (
        "A question",
        "Work together",
        "About this site",
        "Something else",
    )
    """What a letter can be about, for the writer to choose from."""
    auto_reply: bool = False
    """Whether the writer is told by mail that the letter has arrived."""


class SiteConfig(_Part):
    """The whole of `site.toml`. Everything has a default."""

    title: str = ""
    """Default: the name of the folder."""
    tagline: str = ""
    """A few words below the title: in the foot, on the home page, on the card images."""
    description: str = ""
    """A sentence for search engines and feeds. Default: the tagline."""
    url: HttpUrl | None = None
    """The public address; `PORTICO_PUBLIC_URL` is stronger."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """The language tag of the content; an entry may name its own as `lang`."""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    """A name such as `Europe/Lisbon`: where dates without a zone are read and shown."""
    demo: bool = False
    """Whether the content is an example; the foot of every page then says so."""
    owner: OwnerConfig = OwnerConfig()
    navigation: tuple[Link, ...] = ()
    """Default: the collections, then about and FAQ where these pages exist."""
    footer: tuple[Link, ...] = ()
    """Links in the foot of every page. Default: the pages, what the data files hold, tags, contact."""
    social: tuple[Link, ...] = ()
    """Profiles elsewhere, in the foot and told to search engines as the same person."""
    booking: Link | None = None
    """Where to book a meeting. A page elsewhere is loaded, in a dialog, only once a visitor asks for it."""
    contact: ContactConfig = ContactConfig()
    collections: dict[str, CollectionConfig] = {}
    home: HomeConfig = HomeConfig()
    folders: FoldersConfig = FoldersConfig()
    theme: ThemeConfig = ThemeConfig()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that dates without one are in."""
        return ZoneInfo(self.timezone)


def read_configuration(site: Path) -> tuple[SiteConfig, list[Problem]]:
    """The configuration of a site folder, with a warning for every setting that does not exist.

    Raises BrokenConfiguration when the file is not TOML or a value is not of its kind.
    """
    try:
        raw = tomllib.loads((site / FILE).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raw = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise BrokenConfiguration([_unreadable(error)]) from None
    problems: list[Problem] = []
    while True:
        try:
            return SiteConfig.model_validate(raw), problems
        except ValidationError as error:
            unknown, wrong = _sorted(error)
            if wrong or not unknown:
                raise BrokenConfiguration([_wrong_value(problem) for problem in wrong]) from None
            for problem in unknown:
                problems.append(_unknown_setting(problem))
                _remove(raw, problem["loc"])


def _sorted(error: ValidationError) -> tuple[list[Any], list[Any]]:
    details = error.errors(include_url=False)
    unknown = [d for d in details if d["type"] in ("extra_forbidden", "unexpected_keyword_argument")]
    return unknown, [d for d in details if d not in unknown]


def _unreadable(error: Exception) -> Problem:
    named = re.search(r"at line (\d+)", str(error))
    return Problem(
        path=FILE,
        line=int(named[1]) if named else None,
        code="not-toml",
        message=f"The file cannot be read: {str(error).splitlines()[0]}.",
        hint="Mend the place that is named.",
        severity="error",
    )


def _wrong_value(detail: Any) -> Problem:
    message = f"`{_name(detail)}`: {detail['msg']}."
    hint = "See docs/reference/site-toml.md."
    return Problem(path=FILE, code="bad-setting", message=message, hint=hint, severity="error")


def _unknown_setting(detail: Any) -> Problem:
    message = f"There is no setting `{_name(detail)}`."
    return Problem(path=FILE, code="unknown-setting", message=message, hint="Look for a slip in its name.")


def _name(detail: Any) -> str:
    return ".".join(map(str, detail["loc"]))


def _remove(raw: Any, location: tuple[int | str, ...]) -> None:
    for step in location[:-1]:
        raw = raw[step]
    del raw[location[-1]]
