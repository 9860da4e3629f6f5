"""FHIR files of others: a Bundle, one resource, or one resource a line; never more than fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.core.i18n import N_
from station.core.json_text import read_json
from station.core.trouble import Trouble

MOST_BYTES: Final = 64_000_000
MOST_RESOURCES: Final = 100_000
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One resource of a file: its place (from 1), the address that others call it by, itself."""

    number: int
    full_url: str
    resource: Json


def read_bundle(path: Path) -> tuple[BundleEntry, ...]:
    """Read the resources of a file; Trouble `fhir_*` says why it is none, and nothing is read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Trouble(
                "fhir_too_large",
                N_("The file is larger than Station reads at once. Ask for it in parts."),
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Trouble(
            "fhir_unreadable", N_("The file cannot be read. Nothing was taken in.")
        ) from error
    except UnicodeDecodeError as error:
        raise _no_fhir() from error
    found = tuple(_entries(text))
    if not found:
        raise _no_fhir()
    if len(found) > MOST_RESOURCES:
        raise Trouble(
            "fhir_too_many",
            N_("The file holds more records than Station reads at once. Ask for it in parts."),
        )
    return found


def _entries(text: str) -> Iterator[BundleEntry]:
    try:
        whole = _parsed(text)
    except ValueError:
        whole = None
    if whole is None:
        # One resource a line, as bulk exports are.
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            resources = [_parsed(line) for line in lines]
        except ValueError as error:
            raise _no_fhir() from error
        yield from (BundleEntry(at, "", _resource(each)) for at, each in enumerate(resources, 1))
        return
    body = _resource(whole)
    if body["resourceType"] != "Bundle":
        yield BundleEntry(1, "", body)
        return
    entries = body.get("entry") or ()
    for at, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        if not isinstance(entry, dict):
            raise _no_fhir()
        if "resource" in entry:
            yield BundleEntry(at, str(entry.get("fullUrl", "")), _resource(entry["resource"]))


def _parsed(text: str) -> object:
    def refuse(word: str) -> object:
        raise ValueError(word)

    try:
        return read_json(text, refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _resource(body: object) -> Json:
    if not isinstance(body, dict) or not isinstance(body.get("resourceType"), str):
        raise _no_fhir()
    return body


def _no_fhir() -> Trouble:
    return Trouble(
        "fhir_none", N_("This is no FHIR file that Station can read. Nothing was taken in.")
    )
