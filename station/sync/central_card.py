"""The station's own card at the centre: a Device that only this station writes.

Each run writes a new mark on it, a count and something random, and keeps the mark here. Another
mark than the one kept shows that somebody else writes as this station (a copy of its file, or an
old backup put back), or that the server itself went back.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from station.core.ids import new_id
from station.sync.central_asking import Asker
from station.sync.central_replies import Unanswered, judge, object_of, tag_of, wait_of
from station.sync.values import Found, Resource, Verdict

MARKS = "urn:station:fhir:mark"
KINDS = "urn:station:fhir:kind"

_MARK = re.compile(r"(\d{1,15})-[0-9a-f]{32}")


class Holder(StrEnum):
    """Whose the card at the centre is."""

    MINE = "mine"
    NEW = "new"
    """There was none, and this station has never written one."""
    BACK = "back"
    """It is this station's, but older than what it wrote last, or gone: the server went back."""
    ANOTHER = "another"
    """Somebody else writes as this station; nothing was written."""
    UNKNOWN = "unknown"
    """It could not be asked, or the answer was lost; the old mark stays."""


@dataclass(frozen=True, slots=True)
class Card:
    """Whose the card was, the mark to keep from now on, and why it is unknown, if it is."""

    holder: Holder
    mark: str
    trouble: Unanswered | None = None


def next_mark(mark: str) -> str:
    """Give the mark to write after this one ("" at the very first)."""
    return f"{_count(mark) + 1}-{new_id()}"


def present(asker: Asker, station: str, kept: str, fresh: str) -> Card:
    """Look at the card and write `fresh` on it if it is this station's.

    `kept` is the mark written last ("" for never). `fresh` is next_mark(kept), stored *before* it
    is sent: a card that bears it already was written by a run whose answer was lost.
    """
    name = _dashed(station)
    try:
        there = asker.fetch("Device", name)
        mark = mark_of(there.body) if there and not there.gone else ""
        holder = _holder(mark, kept, fresh)
        if holder is Holder.ANOTHER:
            return Card(holder, kept)
        return Card(*_write(asker, name, there, (kept, fresh, holder)))
    except Unanswered as trouble:
        return Card(Holder.UNKNOWN, kept, trouble)


def whose(asker: Asker, station: str, kept: str, fresh: str) -> Holder:
    """Tell whose the card is, and write nothing; Unanswered where it cannot be asked."""
    there = asker.fetch("Device", _dashed(station))
    return _holder(mark_of(there.body) if there and not there.gone else "", kept, fresh)


def _holder(mark: str, kept: str, fresh: str) -> Holder:
    if mark == "":
        return Holder.BACK if kept else Holder.NEW
    if mark in {kept, fresh}:
        return Holder.MINE
    # Who copied this station's file went on from its last mark; only a server that was put back
    # shows an earlier one.
    return Holder.BACK if _count(mark) < _count(kept) else Holder.ANOTHER


def _write(
    asker: Asker, name: str, there: Found | None, marks: tuple[str, str, Holder]
) -> tuple[Holder, str]:
    kept, fresh, holder = marks
    match = {"if-match": tag_of(there.version)} if there and there.version else {}
    body = json.dumps(card(name, fresh)).encode()
    reply = asker.answer("PUT", f"Device/{name}", body, match)
    said = judge(reply.status, object_of(reply.body), wait_of(reply))
    if said.verdict is Verdict.DONE:
        return holder, fresh
    if said.verdict is Verdict.STALE:
        return Holder.ANOTHER, kept
    raise Unanswered(said.verdict, said.code, said.reason, said.wait_ms)


def card(name: str, mark: str) -> Resource:
    """Make the card: a Device that says only that a station with this id exists."""
    return {
        "resourceType": "Device",
        "id": name,
        "meta": {"tag": [{"system": KINDS, "code": "station"}]},
        "identifier": [{"system": MARKS, "value": mark}],
        "status": "active",
        "deviceName": [{"name": "Station", "type": "model-name"}],
    }


def mark_of(body: Resource) -> str:
    """Give the mark on a card, "?" where it bears none."""
    listed = body.get("identifier")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and each.get("system") == MARKS:
            return str(each.get("value") or "?")
    return "?"


def is_card(body: Resource) -> bool:
    """Tell whether a resource is a station's card: not equipment, and nothing to take in."""
    meta = body.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    return {"system": KINDS, "code": "station"} in (tags if isinstance(tags, list) else [])


def _count(mark: str) -> int:
    parts = _MARK.fullmatch(mark)
    return int(parts.group(1)) if parts else 0


def _dashed(station: str) -> str:
    return "-".join((station[:8], station[8:12], station[12:16], station[16:20], station[20:]))
