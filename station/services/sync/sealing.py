"""Putting records together for sending: what is due, byte for byte, stored before it is sent.

One unit of work on the record lane for each delivery.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from station.core import log
from station.models.database import Reader, Writer
from station.models.queries import outbox as queries
from station.models.queries.outbox import Due, Head
from station.models.records import outbox as records
from station.rules.sending import AUDIT, Parent, Waiting, choose
from station.rules.synced import kind_of
from station.services.sync import stamps
from station.services.sync.context import Contexts
from station.services.sync.gathering import CONSENTS, Blocked
from station.sync.values import Context, Fields, Resource, Sealed

_VEILED = ("patients", "relatives")
"""What says where somebody lives, and says that it does not where that is protected."""


T = TypeVar("T")
HEAVY = ("documents",)
"""Kinds that hold whole pages: each ends its unit of work."""


class Speech(Protocol):
    """How records become resources (station.sync.fhir is one)."""

    def encode(
        self, kind: str, fields: Fields, context: Context, base: Resource | None = None
    ) -> tuple[Resource, ...]:
        """Give the resources that say what the record says, the main one first."""
        ...

    def deleted(
        self, kind: str, fields: Fields, context: Context, base: Resource | None
    ) -> tuple[Resource, ...]:
        """Give the resources that say that the record was taken away."""
        ...

    def audit_event(self, row: Fields, context: Context) -> Resource:
        """Give a row of the audit log as a resource."""
        ...

    def text(self, resource: Resource) -> str:
        """Give a resource as JSON, the same bytes for the same resource."""
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is stored of a record while it is under way: its resources, and what they say.

    `gone` says that it was taken away here, `more` that the other side's resource says more than
    Station would write, so that it has to be kept as a whole.
    """

    resources: tuple[str, ...]
    fields: Fields
    gone: bool = False
    more: bool = False

    def to_text(self) -> str:
        """Give it as the JSON that is stored."""
        return json.dumps(
            {
                "resources": self.resources,
                "fields": self.fields,
                "gone": self.gone,
                "more": self.more,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_text(cls, text: str) -> "Parcel":
        """Read what to_text() gave."""
        data = json.loads(text)
        return cls(tuple(data["resources"]), data["fields"], data["gone"], data["more"])


@dataclass(frozen=True, slots=True)
class Batch:
    """One delivery; `looked` is how many rows were looked at: with none, nothing is due."""

    sealed: tuple[Sealed, ...]
    looked: int


class Sealing:
    """Puts deliveries of one channel together; one for a run, on the record lane."""

    def __init__(self, channel: str, speech: Speech, blocked: Blocked = queries.withdrawn) -> None:
        """Speak as `speech` does; nothing goes about patients who are `blocked`."""
        self._channel = channel
        self._speech = speech
        self._blocked = blocked
        self._contexts = Contexts()

    def seal(self, writer: Writer, room: int, *, again: bool = True) -> Batch:
        """Give the next delivery of about `room` records, and store its bytes.

        What was put together before and not acknowledged comes first, with the very same bytes
        (not with `again` False: what this delivery holds already is among it).
        """
        writer.quiet()
        known = queries.due(writer, self._channel, "sealed", writer.now, room if again else 0)
        before = self._still_fit(writer, self._allowed(writer, known))
        if before:
            return Batch(tuple(_again(row) for row in before), len(before))
        rows = queries.due(writer, self._channel, "waiting", writer.now, room)
        free = self._allowed(writer, self._decided(writer, rows))
        fields = _fields_of(writer, free)
        going = up_to_heavy(self._choose(writer, free, fields, room), lambda row: row.kind)
        return Batch(self._put_together(writer, going, fields), len(rows))

    # ------------------------------------------------------------------------------ who may go

    def _allowed(self, writer: Writer, rows: Sequence[Due]) -> list[Due]:
        """Let rest what may not be sent about its patient now."""
        whose = {row.patient_id for row in rows if row.patient_id and row.kind != AUDIT}
        blocked = self._blocked(writer, whose)
        deleted = queries.deleted_there(writer, self._channel, whose)
        found = []
        for row in rows:
            if row.kind != AUDIT and row.patient_id in deleted:
                records.rest(writer, self._channel, row.key, "paused", "deleted_there")
            elif row.kind in (AUDIT, CONSENTS) or row.patient_id not in blocked:
                found.append(row)
            else:
                records.rest(writer, self._channel, row.key, "paused", "consent")
        return found

    def _still_fit(self, writer: Writer, rows: Sequence[Due]) -> list[Due]:
        """Put anew together what says where somebody lives whose address is protected by now."""
        telling = {row.patient_id for row in rows if row.kind in _VEILED and row.patient_id}
        protected = queries.protected(writer, telling) if telling else frozenset()
        found = []
        for row in rows:
            if row.kind not in _VEILED or row.patient_id not in protected or _is_veiled(row):
                found.append(row)
            else:
                records.unseal(writer, self._channel, row.key)
        return found

    def _decided(self, writer: Writer, rows: Sequence[Due]) -> list[Due]:
        """Let rest what a person has yet to choose about."""
        differing = queries.in_conflict(writer, self._channel, [row.key for row in rows])
        for key in differing:
            records.rest(writer, self._channel, key, "differs", "conflict")
        return [row for row in rows if row.key not in differing]

    def _choose(
        self, writer: Writer, rows: Sequence[Due], fields: dict[Parent, Fields], room: int
    ) -> list[Due]:
        """Let wait what the other side would not understand yet, and give what goes."""
        by_key = {row.key: row for row in rows}
        waiting = [
            Waiting(*row.key, row.patient_id, row.first_seq, _parents(row, fields.get(row.key)))
            for row in rows
        ]
        parents = {parent for each in waiting for parent in each.parents}
        chosen = choose(waiting, queries.present(writer, self._channel, parents), room)
        for each, parent in chosen.behind:
            name = records.behind(parent)
            records.rest(writer, self._channel, each.key, "behind", "parent", name)
        return [by_key[each.key] for each in chosen.go]

    # ------------------------------------------------------------------------- what they say

    def _put_together(
        self, writer: Writer, rows: Sequence[Due], fields: dict[Parent, Fields]
    ) -> tuple[Sealed, ...]:
        heads = queries.heads(writer, self._channel, [row.key for row in rows])
        contexts = self._contexts_of(writer, rows, fields)
        key, known = stamps.key_of(writer), stamps.known_of(writer, [row.key for row in rows])
        sealed = []
        for row in rows:
            head, said = heads.get(row.key), known.get(row.key, stamps.NOTHING)
            try:
                stamp = _stamp(key, row, fields[row.key], said, head)
                context = replace(contexts[row.key], stamp=stamp)
                # What stands there with another stamp, or with none, is said once more.
                same = stamps.is_there(said, stamp)
                parcel = self._parcel(row, fields[row.key], head, context, same=same)
            except Exception as error:  # noqa: BLE001  (one record's bug holds up no other)
                log.bug("sync_sealing", error)
                records.refused(writer, self._channel, row.key, "unwritable", "")
                continue
            if parcel is None:
                records.gone(writer, self._channel, row.key)
                continue
            etag = head.version if head is not None and head.gone_at is None else ""
            records.seal(writer, self._channel, row.key, parcel.to_text(), row.last_seq, etag)
            sealed.append(Sealed(*row.key, row.patient_id, row.last_seq, parcel.resources, etag))
        return tuple(sealed)

    def _contexts_of(
        self, writer: Writer, rows: Sequence[Due], fields: dict[Parent, Fields]
    ) -> dict[Parent, Context]:
        kinds = defaultdict(list)
        for row in rows:
            kinds[row.kind].append(row)
        return {
            (kind, record_id): context
            for kind, mine in kinds.items()
            for record_id, context in self._contexts.of(
                writer,
                kind,
                {row.record_id: fields[row.key] for row in mine},
                {row.record_id: row.patient_id or "" for row in mine},
            ).items()
        }

    def _parcel(
        self, row: Due, fields: Fields, head: Head | None, context: Context, *, same: bool
    ) -> Parcel | None:
        """Put one record together; None if the other side has what it would say."""
        speech = self._speech
        if row.kind == AUDIT:
            return Parcel((speech.text(speech.audit_event(fields, context)),), {})
        base = json.loads(head.body) if head is not None and head.body else None
        known = None if head is None or head.gone_at is not None else json.loads(head.fields)
        if isinstance(fields, Missing):
            if known is None:
                return None
            resources = speech.deleted(row.kind, dict(fields), context, base)
        elif known == fields and same:
            return None
        else:
            resources = speech.encode(row.kind, fields, context, base)
        texts = tuple(speech.text(each) for each in resources)
        return Parcel(texts, dict(fields), isinstance(fields, Missing), base is not None)


def _stamp(
    key: bytes | None, row: Due, fields: Fields, known: stamps.Known, head: Head | None
) -> str:
    if isinstance(fields, Missing):
        return ""
    there = json.loads(head.fields) if head is not None else {}
    return stamps.to_say(key, row.key, fields, known, there)


def up_to_heavy(rows: Sequence[T], kind: Callable[[T], str]) -> Sequence[T]:
    """Give the first rows, up to one that weighs as much as many: the rest is for the next unit."""
    heavy = next((at for at, row in enumerate(rows) if kind(row) in HEAVY), len(rows))
    return rows[: heavy + 1]


class Missing(dict[str, object]):
    """What a record said last that was taken away here."""


def _fields_of(reader: Reader, rows: Sequence[Due]) -> dict[Parent, Fields]:
    """Give what the records say now; Missing for those that were taken away."""
    kinds = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row.record_id)
    found: dict[Parent, Fields] = {}
    for kind, ids in kinds.items():
        here = (
            queries.audit_rows(reader, ids)
            if kind == AUDIT
            else queries.fields_of(reader, kind, ids)
        )
        for record_id in ids:
            found[kind, record_id] = (
                here[record_id]
                if record_id in here
                else Missing(queries.last_known(reader, kind, record_id))
            )
    return found


def _parents(row: Due, fields: Fields | None) -> tuple[Parent, ...]:
    if row.kind == AUDIT or fields is None or isinstance(fields, Missing):
        return ()
    return tuple(
        (kind, str(fields[column])) for column, kind in kind_of(row.kind).parents if fields[column]
    )


def _is_veiled(row: Due) -> bool:
    return '"veiled"' in Parcel.from_text(row.sealed or "").resources[0]


def _again(row: Due) -> Sealed:
    parcel = Parcel.from_text(row.sealed or "")
    seq = row.sealed_seq or row.last_seq
    return Sealed(*row.key, row.patient_id, seq, parcel.resources, row.etag, again=True)
