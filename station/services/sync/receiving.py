"""Receiving: what came from the other side is stored as it came, before anything is made of it.

A page and its cursor are one unit of work: a killed program has both or neither.
"""

import json

from station.models.database import Writer
from station.models.queries import sync_inbox as queries
from station.models.records import sync_arrivals as arrivals
from station.models.records import sync_inbox as records
from station.rules.synced import NAMES
from station.sync.values import Found, Page

KIND_TAG = "urn:station:fhir:kind"
GONE = ""
"""The body of what was deleted at the other side."""
_ID = 32
_UNKNOWN = ("", "", "")


def receive(writer: Writer, channel: str, page: Page) -> int:
    """Store a page and its cursor in the caller's unit of work; give how many rows are new.

    What this station has sent itself, or seen before, is known by its version.
    """
    known = queries.all_known_as(
        writer, channel, [(each.resource_type, each.resource_id) for each in page.items]
    )
    rows = []
    for found in page.items:
        kind, record_id, version = known.get((found.resource_type, found.resource_id), _UNKNOWN)
        if not version or version != found.version or found.gone:
            about = (kind, record_id) if kind else _about(found)
            rows.append((_of(found), _body(found), about))
    new = arrivals.add(writer, channel, rows)
    records.keep_cursor(writer, channel, page.resource_type, page.cursor, complete=page.last)
    return new


def store_current(
    writer: Writer, channel: str, found: Found, key: tuple[str, str] = ("", "")
) -> None:
    """Store what was found when it was asked for: for certain what stands there now."""
    kind, record_id, _ = queries.known_as(writer, channel, found.resource_type, found.resource_id)
    about = key if key[0] else (kind, record_id) if kind else _about(found)
    records.add_current(writer, channel, _of(found), _body(found), about)


def is_old(version: str, known: str) -> bool:
    """Tell whether a version was written before the one that is known, as far as they count.

    A list can hold what this station has replaced since. Versions that are no numbers do not tell.
    """
    return version.isdecimal() and known.isdecimal() and int(version) <= int(known)


def _of(found: Found) -> tuple[str, str, str]:
    return found.resource_type, found.resource_id, found.version


def _body(found: Found) -> str:
    return GONE if found.gone else json.dumps(dict(found.body), ensure_ascii=False)


def tag_of(body: object) -> str:
    """Give the kind that a resource of a Station says that it is, "" for a resource of others."""
    meta = body.get("meta") if isinstance(body, dict) else None
    tags = meta.get("tag") if isinstance(meta, dict) else None
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, dict) and tag.get("system") == KIND_TAG:
            return str(tag.get("code", ""))
    return ""


def _about(found: Found) -> tuple[str, str]:
    kind = tag_of(found.body)
    plain = found.resource_id.replace("-", "")
    return (kind, plain) if kind in NAMES and len(plain) == _ID else ("", "")
