"""What a request says, checked against a pydantic model; every slip named in plain words."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from flask import Request
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from portico.platform.errors import FieldError, Invalid
from portico.web.json_reader import read_json
from portico.web.pointers import pointer

CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "bytes_too_short": "too-short",
    "bytes_too_long": "too-long",
    "too_short": "too-short",
    "too_long": "too-long",
    "literal_error": "not-one-of",
    "enum": "not-one-of",
    "union_tag_invalid": "not-one-of",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than": "out-of-range",
    "less_than_equal": "out-of-range",
    "multiple_of": "out-of-range",
    "finite_number": "out-of-range",
    "int_parsing_size": "out-of-range",
}
"""Our code for each kind of error of pydantic; wrong types are told by how their kind ends."""
SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "string_too_short": "Give {min_length} or more characters.",
    "string_too_long": "Give {max_length} or fewer characters.",
    "bytes_too_short": "Give {min_length} or more bytes.",
    "bytes_too_long": "Give {max_length} or fewer bytes.",
    "too_short": "Give {min_length} or more items.",
    "too_long": "Give {max_length} or fewer items.",
    "literal_error": "Give one of {expected}.",
    "enum": "Give one of {expected}.",
    "greater_than": "Give a number above {gt}.",
    "greater_than_equal": "Give a number of at least {ge}.",
    "less_than": "Give a number below {lt}.",
    "less_than_equal": "Give a number of at most {le}.",
    "multiple_of": "Give a multiple of {multiple_of}.",
    "string": "Give a text.",
    "int": "Give a whole number.",
    "float": "Give a number.",
    "bool": "Give true or false.",
    "list": "Give a list.",
    "tuple": "Give a list.",
    "set": "Give a list.",
    "model": "Give an object.",
    "dict": "Give an object.",
    "date": "Give a date such as 2026-03-14.",
    "datetime": "Give a date and time such as 2026-03-14T09:30:00Z.",
    "timezone": "Give a date and time such as 2026-03-14T09:30:00Z.",
    "uuid": "Give a UUID.",
    "url": "Give a whole web address, such as https://example.org/.",
    "string_pattern_mismatch": "This is not written as it must be: {pattern}.",
}
"""What to tell people: by the kind of error, or by the type that was wanted, which kinds begin with."""
WRONG_TYPE = ("_type", "int_parsing", "int_from_float", "float_parsing", "bool_parsing")


def read_query(request: Request, model: type[BaseModel] | None) -> BaseModel | None:
    """The query string of a request as `model`; raises Invalid naming every wrong parameter."""
    if model is None:
        if request.query_string:
            _refuse(
                request.args, "unknown", "There is no such parameter.", "This address takes no parameters."
            )
        return None
    return _query(request.query_string, model)


def read_body(request: Request, model: TypeAdapter[Any]) -> Any:
    """The JSON body of a request as `model`, without any conversion between types.

    Raises Invalid naming every wrong field, and what `read_json` raises.
    """
    raw = read_json(request)
    try:
        return model.validate_json(raw, strict=True)
    except ValidationError as error:
        raise _invalid("body", error, "Some fields are not valid.") from None


def read_form(values: Mapping[str, Any], model: TypeAdapter[Any]) -> Any:
    """What the fields of a page's form hold, as `model`. Raises Invalid naming every wrong field."""
    try:
        return model.validate_python(dict(values))
    except ValidationError as error:
        raise _invalid("body", error, "Some fields are not valid.") from None


@functools.lru_cache(maxsize=512)
def _query(written: bytes, model: type[BaseModel]) -> BaseModel:
    """A query string as `model`, which nobody changes: who asks the same is given the same."""
    many, sent = _list_parameters(model), parse_qs(written.decode(), keep_blank_values=True)
    repeated = [name for name, values in sent.items() if len(values) > 1 and name not in many]
    _refuse(repeated, "repeated", "Give this parameter once.", "A parameter is given more than once.")
    raw = {name: values if name in many else values[0] for name, values in sent.items()}
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise _invalid("query", error, "Some parameters are not valid.") from None


def _refuse(names: Iterable[str], code: str, sentence: str, detail: str) -> None:
    errors = [FieldError(pointer("query", name), code, sentence) for name in names]
    if errors:
        raise Invalid(detail, errors=errors)


def _invalid(where: str, error: ValidationError, detail: str) -> Invalid:
    found = error.errors(include_url=False, include_input=False)
    return Invalid(detail, errors=[_field_error(where, slip) for slip in found])


def _field_error(where: str, slip: ErrorDetails) -> FieldError:
    return FieldError(pointer(where, *slip["loc"]), _code(slip["type"]), _sentence(where, slip))


def _code(kind: str) -> str:
    return CODES.get(kind) or ("wrong-type" if kind.endswith(WRONG_TYPE) else "wrong-format")


def _sentence(where: str, slip: ErrorDetails) -> str:
    kind, context = slip["type"], slip.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden" and where == "query":
        return "There is no such parameter."
    sentence = SENTENCES.get(kind) or SENTENCES.get(kind.split("_")[0], "This is not valid.")
    return sentence.format_map(context)


@functools.cache
def _list_parameters(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(f.alias or name for name, f in model.model_fields.items() if _is_list(f.annotation))


def _is_list(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(_is_list(part) for part in typing.get_args(annotation))
    return origin in (list, tuple, set, frozenset)
