"""The forms that come with Station: put into the file once, so that what was asked stays known."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources

from station.core.i18n import use_words
from station.models.database import Reader, Writer
from station.models.queries import forms as queries
from station.models.records import forms as records
from station.rules.form_data import form_from
from station.rules.form_words import words_of
from station.rules.forms import SHIPPED, Form, FormStatus

UNCHECKED = frozenset({"phq9"})
"""Forms whose words nobody has compared with the official ones: offered until somebody has."""


@cache
def shipped() -> tuple[Form, ...]:
    """Give the forms of this release, by code; a broken one is a bug of the release."""
    folder = resources.files("station") / "content" / "forms"
    places = sorted(
        (place for place in folder.iterdir() if place.name.endswith(".json")),
        key=lambda place: place.name,
    )
    return tuple(form_from(json.loads(place.read_text(encoding="utf-8"))) for place in places)


def stock() -> Mapping[str, Form]:
    """Give the same forms by the hash of their content; takes a while the first time."""
    return _by_hash(shipped())


@lru_cache(maxsize=1)
def _by_hash(forms: tuple[Form, ...]) -> Mapping[str, Form]:
    return {_hash(form): form for form in forms}


def install(writer: Writer) -> tuple[str, ...]:
    """Put those forms into the file that are not there with this very content; give their codes.

    One that is new, or newer than an untouched one in use, is in use at once. Where the
    municipality has decided anything about the form itself, it is only offered, and so is one
    whose words have yet to be checked.
    """
    known = queries.hashes(writer)
    fresh = [
        form for code, form in stock().items() if code not in known.get(form.code, {}).values()
    ]
    for form in fresh:
        _add(writer, form, max(known.get(form.code, {0: ""})) + 1)
    if fresh:
        codes = tuple(form.code for form in fresh)
        writer.audit("forms_installed", "form", "", forms=list(codes))
        writer.touch("forms")
        return codes
    return ()


def say(reader: Reader) -> None:
    """Let the program speak the words of every form that is or was in use."""
    # Most of them are still what the program brought, and need not be read from text again.
    versions = queries.decided_versions(reader)
    forms = (stock().get(row.content_hash) or row.readable for row in versions)
    use_words(words_of(form for form in forms if form is not None))


def _hash(form: Form) -> str:
    return records.hash_of(records.content_text(form))


def _add(writer: Writer, form: Form, version: int) -> None:
    numbered = replace(form, version=version)
    before = queries.versions(writer, form.code)
    current = next((row for row in before if row.status is FormStatus.IN_USE), None)
    untouched = current is not None and current.shipped and not current.checked_by
    if (before and not untouched) or form.code in UNCHECKED:
        records.add_version(writer, numbered, FormStatus.OFFERED, SHIPPED)
        return
    records.replace_in_use(writer, form.code)
    records.add_version(writer, numbered, FormStatus.IN_USE, SHIPPED)
