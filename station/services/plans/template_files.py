"""Which words a template has: those shipped with the program, or a version of the office's own."""

import json
from functools import cache
from importlib import resources

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import templates as queries
from station.models.queries.templates import OwnTemplate
from station.rules.template_sets import TemplateSet
from station.rules.templates import SHIPPED, Template

TEMPLATES = (
    "kols",
    "diabetes",
    "hjertesvikt",
    "kreftbehandling",
    "palliasjon",
    "ernaering",
    "alderspsykiatri",
    "krisemestringsplan",
)
"""The kinds of plan, in the order in which they are offered."""
LANGUAGES = ("nb", "nn", "en")


def shipped(code: str) -> TemplateSet:
    """Give a template as it came with the program; Trouble `template_unknown` if there is none."""
    if code not in TEMPLATES:
        raise unknown(code)
    return TemplateSet(tuple(_file(code, language) for language in LANGUAGES))


def template(reader: Reader, code: str, language: str, version: int | None = None) -> Template:
    """Give a version of a template (without one: that in use) in a language.

    Where the office's own lacks the language, the first it has is given. Raises Trouble
    `template_unknown` for a template, a version or a language that there is not.
    """
    own = (
        queries.in_use(reader, code)
        if version is None
        else queries.numbered(reader, code, version)
        if version != SHIPPED
        else None
    )
    if own is not None:
        return opened(own).spoken(language)
    if version or code not in TEMPLATES or language not in LANGUAGES:
        raise unknown(code)
    return _file(code, language)


def opened(own: OwnTemplate) -> TemplateSet:
    """Read a stored version; Trouble `template_unknown` if it cannot be read."""
    try:
        begun = own.status == queries.DRAFT
        return TemplateSet.from_data(json.loads(own.content), own.version, begun=begun)
    except (ValueError, KeyError, TypeError) as error:
        raise unknown(own.code) from error


def unknown(code: str) -> Trouble:
    """Give the trouble of a template that cannot be read."""
    return Trouble("template_unknown", N_("The template «{name}» could not be read."), name=code)


@cache
def _file(code: str, language: str) -> Template:
    place = resources.files("station") / "content" / "plan_templates" / f"{code}.{language}.json"
    try:
        return Template.from_data(json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unknown(code) from error
