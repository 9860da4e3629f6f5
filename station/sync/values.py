"""What passes between the services and the sync package: frozen values, no file, no network."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

Fields = Mapping[str, object]
"""The shared columns of one record (rules/synced.py): text, whole numbers, floats, None."""
Resource = Mapping[str, object]
"""A FHIR resource as JSON has it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a record's FHIR resource says besides the record itself; all may be left out.

    `station` is the writing station's id; `names` gives users' names by id; `limits` are those of
    the plan version in force when a reading was taken ({"component", "level", "side", "operator",
    "value"} each), `zone` the level it lay in ("green", "yellow", "red", "" if not judged);
    `content` is a document's pages; `number` the patient's own national number where a service
    asks for it; `stamp` what this station puts on it to vouch for what people did.
    """

    station: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[Mapping[str, object], ...] = ()
    plan_version_id: str = ""
    zone: str = ""
    content: bytes = b""
    number: str = ""
    number_kind: str = ""
    protected: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One record, put together for sending: its resources byte for byte, the main one first.

    `seq` is the change it was made of; `etag` the version it replaces, "" for a record that the
    other side has not got; `again` says that it may have been sent before and never answered.
    """

    kind: str
    record_id: str
    patient_id: str | None
    seq: int
    resources: tuple[str, ...]
    etag: str = ""
    again: bool = False


class Verdict(StrEnum):
    """What became of one thing that was sent."""

    DONE = "done"
    STALE = "stale"
    """409 or 412: the other side has another version; `found` is it, if it could be fetched."""
    LATER = "later"
    """Network, 408, 429, 5xx: to be tried again, not before `wait_ms` if the server said so."""
    HELD = "held"
    """Refused for what it says (400, 413 alone, 422): a person must look at it."""
    CHANNEL = "channel"
    """Nothing can be sent just now (401, 403, 423, clock, certificate): the channel rests."""


@dataclass(frozen=True, slots=True)
class Found:
    """A resource as the other side has it; `gone` if it was deleted there (body is empty then).

    `version` is the bare version or ETag as the server told it, `at` the server's own time
    (meta.lastUpdated) as it was written.
    """

    resource_type: str
    resource_id: str
    version: str
    body: Resource = field(default_factory=dict)
    at: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one Sealed; `reason_code` and `reason` (the server's words) unless DONE."""

    kind: str
    record_id: str
    verdict: Verdict
    version: str = ""
    found: Found | None = None
    reason_code: str = ""
    reason: str = ""
    wait_ms: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what the other side has; `cursor` is where to go on when it has been stored.

    `last` says that nothing more waits behind it just now.
    """

    resource_type: str
    items: tuple[Found, ...]
    cursor: str
    last: bool


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a resource means: the kind and id of the record and its shared columns.

    `native` names the columns that the resource said in FHIR's own words or in Station's
    extension; a column that it does not mention is not in `fields`. `deleted` says that the
    record was taken away. `more` is whether the resource says things that Station has no column
    for, so that it must be kept as a whole.
    """

    kind: str
    record_id: str
    fields: Fields
    deleted: bool = False
    more: bool = False


class Uploads(Protocol):
    """A service at the other end: the central one, or an adapter to another."""

    def upload(
        self,
        batch: Sequence[Sealed],
        tell: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> tuple[Outcome, ...]:
        """Send all; one outcome each."""
        ...
