"""Writing what a machine may not decide: both sides, kept until a person has chosen."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.core.ids import new_id
from station.models.database import Writer

OPEN, CHOSEN, ELSEWHERE = "open", "chosen", "elsewhere"
UNSTAMPED = "unstamped"
"""The reason of what was said by the central service only, and vouched for by no station."""
Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two versions of one record that differ in `columns`; `ours` may be another record here."""

    channel: str
    kind: str
    record_id: str
    patient_id: str | None
    reason: str
    base: Fields | None
    ours: Fields | None
    theirs: Fields | None
    columns: tuple[str, ...]


def note(writer: Writer, clash: Clash) -> bool:
    """Keep a conflict, or what has become of the one that is open; tell whether it is new."""
    known = writer.raw(
        "SELECT id FROM sync_conflicts WHERE channel = ? AND kind = ? AND record_id = ? "
        "AND state = 'open'",
        (clash.channel, clash.kind, clash.record_id),
    )
    sides = (_text(clash.ours), _text(clash.theirs), json.dumps(clash.columns))
    if known:
        writer.execute(
            "UPDATE sync_conflicts SET ours = ?, theirs = ?, fields = ? WHERE id = ?",
            (*sides, known[0][0]),
        )
        return False
    conflict_id = new_id()
    writer.execute(
        "INSERT INTO sync_conflicts (id, channel, kind, record_id, patient_id, reason, base, "
        "ours, theirs, fields, found_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
        (
            conflict_id,
            clash.channel,
            clash.kind,
            clash.record_id,
            clash.patient_id,
            clash.reason,
            _text(clash.base),
            *sides,
            writer.now,
        ),
    )
    writer.audit(
        "conflict_found",
        "conflict",
        conflict_id,
        clash.patient_id,
        kind=clash.kind,
        reason=clash.reason,
        fields=list(clash.columns),
    )
    writer.touch("exchange", clash.patient_id)
    return True


def settle_elsewhere(writer: Writer, conflict_ids: Iterable[str], patient_id: str | None) -> None:
    """Close conflicts that are none any more: they were decided at another station."""
    for conflict_id in conflict_ids:
        writer.execute(
            "UPDATE sync_conflicts SET state = 'elsewhere', chosen_at = ? WHERE id = ?",
            (writer.now, conflict_id),
        )
        writer.audit("conflict_settled_elsewhere", "conflict", conflict_id, patient_id)
        writer.touch("exchange", patient_id)


def choose(
    writer: Writer, kind: str, record_id: str, chosen: str, fields: Iterable[str], note: str
) -> None:
    """Close every open conflict about a record: the writer has chosen."""
    for conflict_id, patient_id in writer.raw(
        "SELECT id, patient_id FROM sync_conflicts WHERE kind = ? AND record_id = ? "
        "AND state = 'open'",
        (kind, record_id),
    ):
        writer.execute(
            "UPDATE sync_conflicts SET state = 'chosen', chosen = ?, chosen_by = ?, "
            "chosen_at = ?, note = ? WHERE id = ?",
            (chosen, writer.actor.user_id, writer.now, note, conflict_id),
        )
        writer.audit(
            "conflict_chosen",
            "conflict",
            conflict_id,
            patient_id,
            kind=kind,
            chosen=chosen,
            fields=sorted(fields),
        )
        writer.touch("exchange", patient_id)


def reopen(writer: Writer, conflict_id: str, kind: str, patient_id: str | None) -> None:
    """Let a conflict be open again: the writer has taken the choice back."""
    writer.execute(
        "UPDATE sync_conflicts SET state = 'open', chosen = '', chosen_by = NULL, "
        "chosen_at = NULL, note = '' WHERE id = ?",
        (conflict_id,),
    )
    writer.audit("conflict_reopened", "conflict", conflict_id, patient_id, kind=kind)
    writer.touch("exchange", patient_id)


def _text(fields: Fields | None) -> str:
    return json.dumps(dict(fields), ensure_ascii=False) if fields else ""
