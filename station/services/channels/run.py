"""One run of a channel to a national service: gather, put together, send, settle; nothing comes.

The driver calls it on the network lane; every unit of work goes through `work` to the record lane.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from station.core import log
from station.core.ids import new_id
from station.core.settings import PROFILE, Profile
from station.models.database import Reader, Writer
from station.models.queries import channels as queries
from station.models.queries import outbox, sync_status
from station.models.queries import settings as settings_queries
from station.models.queries.channels import Named
from station.models.queries.outbox import Due, Head, Key
from station.models.queries.plans import content_of
from station.models.records import outbox as records
from station.models.records import sync_channels, sync_conflicts, sync_runs
from station.models.records.plans import content_text
from station.models.records.sync_conflicts import Clash
from station.services.channels.fields import GP, PLANS, declared
from station.services.channels.making import MAKERS, Order, their_content
from station.services.sync import gathering
from station.services.sync.context import Contexts
from station.services.sync.sealing import Parcel
from station.services.sync.settling import Chance, Settled, Settling
from station.services.sync.values import Report
from station.sync import fhir
from station.sync.adapters.people import NATIONAL, Sender
from station.sync.values import Found, Sealed, Uploads
from station.sync.wire_words import REFUSED

T = TypeVar("T")
ROOM = 50
_NOT_SENT = frozenset(
    {"no_name", "refused", "unreachable", "sign_in_away", "not_tried", "http_429"}
)
"""Reasons that say for certain that the service never did what was asked."""
_LEFT = ("waiting", "sealed", "held", "differs", "stale")


class Work(Protocol):
    """Does a job in one unit of work on the record lane, and gives its result."""

    def __call__(self, job: Callable[[Writer], T]) -> T:
        """Do the job and wait for it."""
        ...


def hindrance(named: Named | None) -> str:
    """Give why nothing is sent about a patient: "no_consent", "protected", "no_number", or ""."""
    if named is None or not named.consented:
        return "no_consent"
    if named.protected:
        return "protected"
    return "" if named.number and named.number_kind in NATIONAL else "no_number"


def blocked(reader: Reader, patients: Iterable[str]) -> frozenset[str]:
    """Give those of these patients about whom national services are told nothing."""
    wanted = set(patients)
    known = queries.named(reader, wanted)
    return frozenset(each for each in wanted if hindrance(known.get(each)))


def sender_of(reader: Reader, settings: Mapping[str, str]) -> Sender:
    """Give who sends, by the channel's settings and the municipality's profile."""
    profile = PROFILE.or_default(settings_queries.stored(reader)) or Profile("–")
    number = settings.get("organisation_number") or profile.organisation_number
    return Sender(number, profile.name, settings.get("municipality", ""))


@dataclass(slots=True)
class _Counted:
    sent: int = 0
    held: int = 0
    code: str = ""
    reason: str = ""
    wait_ms: int = 0
    over: bool = field(default=False)


class ServiceRun:
    """One run of one channel, made anew each time."""

    def __init__(self, name: str, work: Work, adapter: Uploads, chance: Chance) -> None:
        """Send what waits on the channel `name` with `adapter`."""
        self._name = name
        self._work = work
        self._adapter = adapter
        self._settling = Settling(name, _take_found, chance)
        self._contexts = Contexts()

    def go(self, stop: Callable[[], bool]) -> Report:
        """Do all that is due and give the report; a service's trouble is told in the channel."""
        run_id = self._work(self._begin)
        counted = _Counted()
        while not counted.over and not stop():
            sealed, looked = self._work(self.seal)
            if not looked:
                break
            if sealed:
                self._send(sealed, counted, stop)
        return self._work(lambda writer: self._end(writer, run_id, counted))

    def _begin(self, writer: Writer) -> str:
        run_id = new_id()
        sync_runs.died(writer, self._name)
        sync_runs.begin(writer, run_id, self._name)
        gathering.wake(writer, self._name, blocked)
        while gathering.gather(writer, self._name, declared(self._name).kinds):
            pass
        writer.quiet()
        return run_id

    def _send(
        self, sealed: tuple[Sealed, ...], counted: _Counted, stop: Callable[[], bool]
    ) -> None:
        outcomes = self._adapter.upload(sealed, None, stop)
        settled: Settled = self._work(lambda writer: self._settling.settle(writer, outcomes))
        counted.sent += settled.done
        counted.held += settled.held + settled.stale
        trouble = settled.trouble
        if trouble is None and settled.later and not settled.moved:
            # Nothing at all came through: it is not the records.
            trouble = max(outcomes, key=lambda each: each.wait_ms)
        if trouble is not None:
            counted.code, counted.reason = trouble.reason_code, trouble.reason
            counted.wait_ms, counted.over = trouble.wait_ms, True

    def _end(self, writer: Writer, run_id: str, counted: _Counted) -> Report:
        name = self._name
        writer.quiet()
        standing = sync_status.counts(writer, name)
        left = sum(standing.get(state, 0) for state in _LEFT)
        outcome = "failed" if counted.code else "left" if left else "done"
        sync_channels.tried(writer, name, skew_ms=None)
        sync_channels.complete(writer, name, sent=outcome == "done", pulled=False)
        if counted.code:
            sync_channels.failed(writer, name, counted.code, counted.reason)
        else:
            sync_channels.reached(writer, name)
        counts = {"sent": counted.sent, "held": counted.held}
        sync_runs.end(writer, run_id, outcome, counts, counted.code, counted.reason)
        writer.touch("exchange")
        return Report(name, outcome, sent=counted.sent, held=counted.held, left=left,
                      code=counted.code)  # fmt: skip

    # ----------------------------------------------------------------------------- putting together

    def seal(self, writer: Writer) -> tuple[tuple[Sealed, ...], int]:
        """Give the next delivery, stored before it is sent, and how many rows were looked at."""
        writer.quiet()
        before = outbox.due(writer, self._name, "sealed", writer.now, ROOM)
        if before:
            allowed = [row for row in before if self._allowed(writer, row)]
            codes = queries.last_codes(writer, self._name, [row.key for row in allowed])
            return tuple(_again(row, codes.get(row.key, "")) for row in allowed), len(before)
        if self._name == GP:
            return (), 0
        rows = outbox.due(writer, self._name, "waiting", writer.now, ROOM)
        made = (self._made(writer, row) for row in rows if self._allowed(writer, row))
        return tuple(each for each in made if each is not None), len(rows)

    def _allowed(self, writer: Writer, row: Due) -> bool:
        """Let rest what may not be sent about its patient, or waits for a person's choice."""
        patient_id = row.patient_id or ""
        why = hindrance(queries.named(writer, [patient_id]).get(patient_id))
        if why:
            records.rest(writer, self._name, row.key, "paused", why)
        elif outbox.in_conflict(writer, self._name, [row.key]):
            records.rest(writer, self._name, row.key, "differs", "conflict")
        else:
            return True
        return False

    def _made(self, writer: Writer, row: Due) -> Sealed | None:
        try:
            return self._one(writer, row)
        except Exception as error:  # noqa: BLE001  (one record's bug holds up no other)
            log.bug("channel_making", error)
            records.refused(writer, self._name, row.key, "unwritable", "")
            return None

    def _one(self, writer: Writer, row: Due) -> Sealed | None:
        fields = outbox.fields_of(writer, row.kind, [row.record_id]).get(row.record_id)
        named = queries.named(writer, [row.patient_id or ""])[row.patient_id or ""]
        head = outbox.heads(writer, self._name, [row.key]).get(row.key)
        order = None
        if fields is not None:
            order = Order(row, fields, named, self._sender(writer), head)
        made = MAKERS[self._name](writer, order, self._contexts) if order else None
        if made is None:
            records.gone(writer, self._name, row.key)
            return None
        parcel = Parcel((fhir.text(made.resource),), made.fields)
        records.seal(writer, self._name, row.key, parcel.to_text(), row.last_seq, made.etag)
        return Sealed(*row.key, row.patient_id, row.last_seq, parcel.resources, made.etag)

    def _sender(self, reader: Reader) -> Sender:
        row = sync_status.channel(reader, self._name)
        return sender_of(reader, json.loads(row.settings or "{}") if row else {})


def _again(row: Due, code: str) -> Sealed:
    """The same bytes once more; asked about first, unless it is certain that they never came."""
    parcel = Parcel.from_text(row.sealed or "")
    never = code in _NOT_SENT or code in REFUSED or code.startswith(("http_40", "http_42"))
    seq = row.sealed_seq or row.last_seq
    return Sealed(*row.key, row.patient_id, seq, parcel.resources, row.etag, again=not never)


def _take_found(writer: Writer, channel: str, found: Found, key: Key) -> None:
    """Lay our plan and the service's beside each other; a person decides which one holds."""
    kind, record_id = key
    fields = outbox.fields_of(writer, kind, [record_id])[record_id]
    content = content_of(str(fields["content"]))
    theirs = content_text(their_content(content, found.body))
    head = Head(
        found.resource_type, found.resource_id, f"{found.resource_id}/{found.version}", "{}"
    )
    records.keep_head(writer, channel, key, head)
    clash = Clash(
        channel,
        kind,
        record_id,
        str(fields["patient_id"]),
        f"{PLANS}_service",
        None,
        fields,
        dict(fields) | {"content": theirs},
        ("content",),
    )
    sync_conflicts.note(writer, clash)
