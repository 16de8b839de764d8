"""What a block is: a name, typed props, and a function that draws them as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from portico.features.content.models import Picture

Children = Literal["none", "markdown", "text"]


class InvalidProps(ValueError):
    """A block was written with props it does not take; the message is a sentence for the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockContext:
    """What a block may ask of the page it stands on."""

    picture: Callable[[str], Picture | None]
    """The local picture behind an address as written in the file; reports a missing one itself."""
    render: Callable[[str], str]
    """Markdown to sanitised HTML, for props that hold prose."""
    origin: Callable[[str, str], None]
    """Told `images`, `frames` or `media` and the absolute URL that the page will load from there."""
    link: Callable[[str], str | None] = str
    """The public address of a local link or file as written; none when there is no such thing."""


class Props(BaseModel):
    """Props of a block: unknown names are refused, `{3}` and `"3"` mean the same."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        populate_by_name=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,
    )


P = TypeVar("P", bound=Props)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Generic[P]):
    """A block that authors may write in a content file."""

    name: str
    props: type[P]
    """Its docstring and those of its fields are the block's reference."""
    draw: Callable[[P, str, BlockContext], str]
    children: Children = "markdown"
    """Whether `render` takes nothing inside, rendered HTML, or the source text as written."""
    inline: bool = False
    """Whether it may stand within a sentence."""
    aliases: tuple[str, ...] = ()
    """Names that sites made for other tools use for the same thing."""

    def render(self, props: Mapping[str, object], inner: str, context: BlockContext) -> str:
        """The block as trusted HTML.

        Raises `InvalidProps` with a sentence when the props do not fit.
        """
        if self.children == "none" and inner.strip():
            raise InvalidProps(f"<{self.name}> takes no text inside; write it as <{self.name} … />.")
        try:
            accepted = self.props.model_validate(dict(props))
        except ValidationError as error:
            raise InvalidProps(_sentence(self, error)) from None
        return self.draw(accepted, inner, context)


def _sentence(block: Block[P], error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=True)[0]
    prop = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        known = ", ".join(field.alias or name for name, field in block.props.model_fields.items())
        return f"<{block.name}> has no prop “{prop}”; it takes {known or 'none'}."
    if first["type"] == "missing":
        return f"<{block.name}> needs the prop “{prop}”."
    reason = first["msg"].removeprefix("Value error, ")
    where = f": “{prop}”" if prop else ""
    return f"<{block.name}>{where}: {reason[:1].lower()}{reason[1:].rstrip('.')}."
