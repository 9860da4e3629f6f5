"""Working in what came: decoded, merged, written and judged in small units, one bad row apart.

What cannot be worked in stays in the inbox with its reason; nothing that came is thrown away.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from station.core import log
from station.models.database import Writer
from station.models.queries import outbox as head_queries
from station.models.queries import sync_inbox as queries
from station.models.queries.outbox import Head
from station.models.queries.sync_inbox import Item
from station.models.records import hand
from station.models.records import outbox as heads
from station.models.records import sync_inbox as records
from station.models.records.sync_rows import Origin
from station.rules.synced import NAMES, kind_of
from station.services import sync_receiving
from station.services.sync_applying_after import work_out
from station.services.sync_applying_guard import STATES, guarded
from station.services.sync_applying_numbers import free_numbers
from station.services.sync_applying_one import work_in
from station.services.sync_applying_runs import readings_in, runs
from station.services.sync_applying_stick import Change, apply_change, apply_changes
from station.services.sync_applying_values import Arrived, Became, Effects, Fields, Result
from station.services.sync_foreign_audit import AUDIT_EVENT, receive_audit
from station.services.sync_receiving import GONE, is_old, tag_of
from station.services.sync_steps import Worked
from station.sync.values import Decoded, Found, Page, Resource

__all__ = ["Became", "Change", "Inbox", "apply_change", "apply_changes", "new_station_id"]

_WAITING_AT_ONCE = 1000


class Inbox:
    """Stores and works in what comes; `decode` reads a resource (station.sync.fhir.decode)."""

    def __init__(self, decode: Callable[[Resource], Decoded]) -> None:
        """Read resources with `decode`; it raises an error with `code` and `values` for others."""
        self._decode = decode

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        """Store a page and its cursor; give how many of its rows are new."""
        if page.resource_type == AUDIT_EVENT:
            return receive_audit(writer, channel, page)
        return sync_receiving.receive(writer, channel, page)

    def found(self, writer: Writer, channel: str, found: Found, key: tuple[str, str]) -> None:
        """Store one resource that another version was found of."""
        sync_receiving.store_current(writer, channel, found, key)

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:
        """Work in up to `limit` that are new, and what waited for them; `looked` 0: none is left.

        One unit of work of the caller; a row that fails leaves no trace but its reason.
        """
        writer.quiet()
        effects = Effects()
        new = queries.pending(writer, channel, records.NEW, limit)
        became = self._all(writer, new, effects)
        if not new or Became.APPLIED in became:
            waiting = queries.pending(writer, channel, records.WAITING, _WAITING_AT_ONCE)
            again = self._all(writer, waiting, effects)
            became += [each for each in again if each is not Became.WAITING]
        free_numbers(writer, effects)
        work_out(writer, effects)
        counts = {each: became.count(each) for each in Became}
        if set(became) - {Became.SAME}:
            # What is the same is no news: noted, it would go out, and be news to the others.
            told = {each.value: counts[each] for each in Became if counts[each]}
            writer.audit("exchange_worked_in", "channel", channel, counts=told)
            writer.touch("exchange")
        return Worked(
            len(became), counts[Became.APPLIED], counts[Became.CONFLICT], counts[Became.HELD]
        )

    def _all(self, writer: Writer, items: Sequence[Item], effects: Effects) -> list[Became]:
        looked = (self._look(writer, item) for item in sorted(items, key=_order))
        return [became for run in runs(looked, _marks) for became in _run_in(writer, run, effects)]

    def _look(self, writer: Writer, item: Item) -> "_Looked":
        """Read one item: what it says about which record, or what becomes of it without that."""
        about = (item.kind, item.record_id)
        if item.body == GONE:
            if about[0] not in NAMES:
                return _Looked(item, about, Result(Became.SAME))
            decoded = Decoded(*about, {})
        else:
            try:
                decoded = self._decode(json.loads(item.body))
            except Exception as error:  # noqa: BLE001  (one bad row must not stop the others)
                return _Looked(item, about, _unreadable(error))
            about = (decoded.kind, decoded.record_id)
        if decoded.kind not in NAMES:
            return _Looked(item, about, Result(Became.HELD, "unknown_kind", {"kind": decoded.kind}))
        arrived, head = _arrived(writer, item, decoded)
        listed = item.reason_code != "current" and head is not None and head.gone_at is None
        if listed and head is not None and is_old(item.version, head.version):
            return _Looked(item, about, Result(Became.SAME, "old"))
        return _Looked(item, about, None, decoded, arrived, head)


@dataclass(frozen=True, slots=True)
class _Looked:
    """An item that was read: the record it is about, and its `result` where it needs no more."""

    item: Item
    about: tuple[str, str]
    result: Result | None
    decoded: Decoded | None = None
    arrived: Arrived | None = None
    head: Head | None = None


def _marks(looked: _Looked) -> tuple[str, ...]:
    """Give what a reading that nothing is known of goes by; nothing for all else."""
    arrived = looked.arrived
    if arrived is None or looked.head is not None or arrived.deleted or arrived.gone:
        return ()
    return (arrived.record_id,) if arrived.kind.name == "readings" else ()


def _run_in(writer: Writer, run: Sequence[_Looked], effects: Effects) -> list[Became]:
    """Work in readings together, or one of anything else, and note what became of each."""
    coming = [each.arrived for each in run if each.arrived is not None]
    if len(coming) > 1:
        results = readings_in(writer, coming, effects)
    else:
        results = [
            each.result or guarded(writer, partial(_work_in, writer, each, effects)) for each in run
        ]
    return [_settle(writer, each, result) for each, result in zip(run, results, strict=True)]


def _work_in(writer: Writer, looked: _Looked, effects: Effects) -> Result:
    if looked.arrived is None:
        raise ValueError("what was not read has its result")
    return work_in(writer, looked.arrived, effects)


def _settle(writer: Writer, looked: _Looked, result: Result) -> Became:
    item, about = looked.item, looked.about
    if looked.decoded is not None and result.became not in (Became.HELD, Became.WAITING):
        _keep_head(writer, item, looked.decoded, looked.head)
    state = STATES[result.became]
    records.settle(writer, item.id, state, about, result.code, result.values)
    if state in (records.DONE, records.SAME) and about[0]:
        records.supersede(writer, item.id, item.channel, about)
    return result.became


def new_station_id(writer: Writer) -> str:
    """Give this station a new id: it was restored, or another has the same one."""
    renewed = hand.renew(writer)
    writer.quiet()
    writer.touch("exchange")
    return renewed


def _unreadable(error: Exception) -> Result:
    code = getattr(error, "code", "")
    values = getattr(error, "values", {})
    if not isinstance(code, str) or not code:
        log.bug("decoding", error)
        return Result(Became.HELD, "unreadable", {"error": type(error).__name__})
    if code == "derived":
        return Result(Became.SAME, code)
    return Result(Became.HELD, code, values if isinstance(values, Mapping) else {})


def _order(item: Item) -> int:
    return NAMES.index(item.kind) if item.kind in NAMES else len(NAMES)


def _arrived(writer: Writer, item: Item, decoded: Decoded) -> tuple[Arrived, Head | None]:
    key = (decoded.kind, decoded.record_id)
    head = head_queries.heads(writer, item.channel, [key]).get(key)
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
    return arrived, head


def _keep_head(writer: Writer, item: Item, decoded: Decoded, before: Head | None) -> None:
    """Remember what the other side has now: the ground of the next merge."""
    key = (decoded.kind, decoded.record_id)
    gone = item.body == GONE
    known = json.loads(before.fields) if before is not None else {}
    fields = json.dumps({**known, **decoded.fields}, ensure_ascii=False)
    heads.keep_head(
        writer,
        item.channel,
        key,
        Head(
            item.resource_type,
            item.resource_id,
            item.version,
            fields,
            item.body if decoded.more and not gone else None,
            writer.now if gone or decoded.deleted else None,
        ),
    )


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
