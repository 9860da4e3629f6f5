"""Working in what came: decoded, merged, written and judged in small units, one bad row apart.

What cannot be worked in stays in the inbox with its reason; nothing that came is thrown away.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

from station.models.database import Writer
from station.models.queries import outbox as head_queries
from station.models.queries import sync_inbox as queries
from station.models.queries.outbox import Head
from station.models.queries.sync_inbox import Item
from station.models.records import hand
from station.models.records import sync_arrivals as arrivals
from station.models.records import sync_inbox as records
from station.models.records.sync_rows import Origin
from station.rules.synced import kind_of
from station.services.sync import receiving
from station.services.sync.applying.after import catch_up, work_out
from station.services.sync.applying.ahead import Ahead, Decode, Read, Spent, batches
from station.services.sync.applying.guard import STATES, guarded
from station.services.sync.applying.numbers import free_numbers
from station.services.sync.applying.one import work_in
from station.services.sync.applying.runs import readings_in
from station.services.sync.applying.standing import Standing
from station.services.sync.applying.stick import Change, apply_change, apply_changes
from station.services.sync.applying.values import Arrived, Became, Effects, Fields, Result
from station.services.sync.applying.waiting import Waits
from station.services.sync.foreign_audit import AUDIT_EVENT, receive_audit
from station.services.sync.receiving import GONE, is_old, tag_of
from station.services.sync.values import Worked
from station.sync.stamps import stamp_of
from station.sync.values import Decoded, Found, Page

__all__ = ["Became", "Change", "Inbox", "apply_change", "apply_changes", "new_station_id"]

LONGEST_S: Final = 0.015
"""After so long no more is begun in a unit of work: a person's click comes in between."""


class Inbox:
    """Stores and works in what comes; `decode` reads a resource (station.sync.fhir.decode)."""

    def __init__(self, decode: Decode, moment: Callable[[], float] = lambda: 0.0) -> None:
        """Read resources with `decode`; it raises an error with `code` and `values` for others.

        `moment` gives seconds by which a unit of work is kept short (without it, it is not).
        """
        self._ahead = Ahead(decode)
        self._waits = Waits()
        self._moment = moment

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        """Store a page and its cursor; give how many of its rows are new."""
        if page.resource_type == AUDIT_EVENT:
            return receive_audit(writer, channel, page)
        return receiving.receive(writer, channel, page)

    def found(self, writer: Writer, channel: str, found: Found, key: tuple[str, str]) -> None:
        """Store one resource that another version was found of."""
        self._ahead.forget()
        receiving.store_current(writer, channel, found, key)

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:
        """Work in some of the next `limit` that are new, or that waited; 0 `looked`: none is left.

        One unit of work of the caller, of LONGEST_S seconds; a row that fails leaves no trace but
        its reason. Reading ahead is work, too.
        """
        writer.quiet()
        until = self._moment() + LONGEST_S

        def spent() -> bool:
            return self._moment() > until

        looked = self._ahead.read_on(writer, channel, limit, spent)
        if looked and spent():
            return Worked(looked)
        if not self._ahead.more() and catch_up(writer):
            # By itself: a patient's whole history may take longer than all else here. And before
            # an alert comes that was closed elsewhere: what was found by then would go unsaid.
            return Worked(1)
        effects = Effects()
        became = self._new(writer, effects, spent)
        left = False
        if not became:
            became, left = self._waiting(writer, channel, effects, spent)
        free_numbers(writer, effects)
        work_out(writer, effects)
        _account(writer, channel, became)
        counts = Counter(became)
        return Worked(
            len(became) or int(left),
            counts[Became.APPLIED],
            counts[Became.CONFLICT],
            counts[Became.HELD],
        )

    def _new(self, writer: Writer, effects: Effects, spent: Spent) -> list[Became]:
        """Work in as much of what is new as there is time for, and give what became of it.

        After the last readings the unit of work ends: who waits for them is judged next.
        """
        became: list[Became] = []
        readings = self._ahead.more()
        while not (became and spent()) and (batch := self._ahead.batch(writer)):
            effects.more = self._ahead.more()
            became += _run_in(writer, batch, effects)
            if readings and not effects.more:
                break
        return became

    def _waiting(
        self, writer: Writer, channel: str, effects: Effects, spent: Spent
    ) -> tuple[list[Became], bool]:
        """Try what waited; give what became of it, and whether there is more to be tried."""
        became: list[Became] = []
        while rows := self._waits.next(writer, channel):
            items = queries.items(writer, [each.id for each in rows])
            read = [self._ahead.read(item) for item in items]
            again = [each for run in batches(read) for each in _run_in(writer, run, effects)]
            became += [each for each in again if each is not Became.WAITING]
            self._waits.tried(channel, rows[-1].row, moved=Became.APPLIED in again)
            if spent():
                return became, True
        return became, self._waits.over(channel)


def _account(writer: Writer, channel: str, became: Sequence[Became]) -> None:
    """Write down what was worked in, if anything was.

    What is the same is no news: noted, it would go out, and be news to the others.
    """
    if set(became) - {Became.SAME}:
        told = {each.value: became.count(each) for each in Became if each in became}
        writer.audit("exchange_worked_in", "channel", channel, counts=told)
        writer.touch("exchange")


@dataclass(frozen=True, slots=True)
class _Looked:
    """An item that was read and held against what the other side had of it when last seen."""

    read: Read
    result: Result | None
    arrived: Arrived | None = None
    head: Head | None = None
    stamp: str = ""


def _run_in(writer: Writer, run: Sequence[Read], effects: Effects) -> list[Became]:
    """Work in readings of one patient, or one of anything else, and note what became of each."""
    keys = [each.about for each in run if each.result is None]
    known = head_queries.heads(writer, run[0].item.channel, keys)
    standing = Standing(writer, run[0].item.channel, keys)
    looked = [_look(writer, each, known.get(each.about), standing) for each in run]
    new = [each.arrived for each in looked if each.arrived is not None and _is_new(each)]
    found = readings_in(writer, new, effects) if len(new) > 1 else []
    together = {arrived.record_id: result for arrived, result in zip(new, found, strict=False)}
    results = [
        each.result
        or together.get(each.read.about[1])
        or guarded(writer, partial(_work_in, writer, each, effects))
        for each in looked
    ]
    _settle(writer, list(zip(looked, results, strict=True)), standing)
    return [result.became for result in results]


def _is_new(looked: _Looked) -> bool:
    """Tell whether it is a reading that nothing is known of: those go in together."""
    arrived = looked.arrived
    if arrived is None or looked.head is not None or arrived.deleted or arrived.gone:
        return False
    return arrived.kind.name == "readings"


def _look(writer: Writer, read: Read, head: Head | None, standing: Standing) -> _Looked:
    item = read.item
    if read.decoded is None:
        return _Looked(read, read.result)
    listed = item.reason_code != "current" and head is not None and head.gone_at is None
    if listed and head is not None and is_old(item.version, head.version):
        return _Looked(read, Result(Became.SAME, "old"))
    arrived, stamp = _arrived(writer, item, read.decoded, head)
    return _Looked(read, None, standing.proved(writer, arrived, stamp), head, stamp)


def _work_in(writer: Writer, looked: _Looked, effects: Effects) -> Result:
    # What was not read has its result, and does not come here.
    return work_in(writer, cast("Arrived", looked.arrived), effects)


def _settle(writer: Writer, became: Sequence[tuple[_Looked, Result]], standing: Standing) -> None:
    """Note what became of each, and what the other side has now: the ground of the next merge."""
    channel = became[0][0].read.item.channel
    known = []
    for looked, result in became:
        if looked.arrived is None or result.became in (Became.HELD, Became.WAITING):
            continue
        ground = standing.worked_in(writer, looked.arrived, looked.stamp, result)
        known.append(_head_of(writer, looked, ground))
    arrivals.keep_heads(writer, channel, known)
    standing.keep(writer)
    arrivals.settle(
        writer,
        [
            (looked.read.item.id, STATES[result.became], looked.read.about, result.code,
             result.values)
            for looked, result in became
        ],
    )  # fmt: skip
    over = {
        looked.read.about: looked.read.item.id
        for looked, result in became
        if looked.read.about[0] and STATES[result.became] in (records.DONE, records.SAME)
    }
    for about in queries.resting(writer, channel, over):
        records.supersede(writer, over[about], channel, about)


def new_station_id(writer: Writer) -> str:
    """Give this station a new id: it was restored, or another has the same one."""
    renewed = hand.renew(writer)
    writer.quiet()
    writer.touch("exchange")
    return renewed


def _arrived(
    writer: Writer, item: Item, decoded: Decoded, head: Head | None
) -> tuple[Arrived, str]:
    """Give what came, and the stamp that it bears."""
    base = json.loads(head.fields) if head is not None else None
    body = json.loads(item.body) if item.body else {}
    number = f"{item.resource_type}/{item.resource_id}/{item.version}"
    arrived = Arrived(
        item.channel,
        kind_of(decoded.kind),
        decoded.record_id,
        decoded.fields,
        base or None,
        Origin(hand.CENTRE, number, writer.now),
        decoded.deleted,
        gone=item.body == GONE,
        foreign=bool(body) and not tag_of(body),
        content=_content(body, decoded.fields),
        replaced_by=_replaced_by(body),
        station=_station(body),
    )
    return arrived, stamp_of(body)


def _head_of(writer: Writer, looked: _Looked, ground: Fields) -> tuple[tuple[str, str], Head]:
    # What was not read is not known, and does not come here.
    item, decoded = looked.read.item, cast("Decoded", looked.read.decoded)
    gone = item.body == GONE
    known = json.loads(looked.head.fields) if looked.head is not None else {}
    head = Head(
        item.resource_type,
        item.resource_id,
        item.version,
        json.dumps({**known, **ground}, ensure_ascii=False),
        item.body if decoded.more and not gone else None,
        writer.now if gone or decoded.deleted else None,
    )
    return looked.read.about, head


def _replaced_by(body: Mapping[str, object]) -> str:
    links = body.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("type") == "replaced-by":
            other = link.get("other")
            told = other.get("reference", "") if isinstance(other, dict) else ""
            return str(told).rpartition("/")[2].replace("-", "")
    return ""


def _station(body: Mapping[str, object]) -> str:
    """Which station a claim speaks for, as its resource names it."""
    found = body.get("identifier")
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and each.get("system") == "urn:station:fhir:station":
            return str(each.get("value", ""))
    return ""


def _content(body: Mapping[str, object], fields: Fields) -> bytes:
    """Give the pages of a document, if they are there and are what their digest says."""
    contents = body.get("content")
    for each in contents if isinstance(contents, list) else ():
        attachment = each.get("attachment") if isinstance(each, dict) else None
        data = attachment.get("data") if isinstance(attachment, dict) else None
        if isinstance(data, str):
            found = base64.b64decode(data)
            if hashlib.sha256(found).hexdigest() == fields.get("digest"):
                return found
    return b""
