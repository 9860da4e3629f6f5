"""Quarantine: what was held back is tried again, typed in by hand, or discarded with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import imports as queries
from station.models.queries import readings as reading_queries
from station.models.queries.imports import HeldRow
from station.models.records import quarantine as records
from station.models.records.quarantine import DISCARDED, OPEN, RESOLVED
from station.rules.readings import Source
from station.services.intake.intake import DUPLICATE, STORED, Incoming, take
from station.services.known import known_patient
from station.services.quarantine.held_items import (
    HeldItem,
    Prefill,
    elsewhere,
    held_item,
    incoming,
    is_whole,
    why,
)
from station.services.readings.importing import Importing
from station.services.readings.manual import Typed, answered, incoming_of
from station.services.readings.saved import Saved, told
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.applying.alerts import remember

__all__ = ["DISCARDED", "OPEN", "RESOLVED", "HeldItem", "Prefill", "Quarantine", "Retried"]


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of items that were tried again: each is one of the four.

    `assigned` only got their patient, because somebody must type them in; `still` are held back
    once more, and `sentence` says why the first of these is.
    """

    stored: int = 0
    duplicates: int = 0
    assigned: int = 0
    still: int = 0
    reached: int = 0
    sentence: str = ""


class Quarantine:
    """Decides with a person what becomes of what was held back; nothing leaves it unseen."""

    def __init__(self, record: Record, importing: Importing) -> None:
        """Work on `record`; `importing` knows the profiles of files."""
        self._record = record
        self._importing = importing

    def count(self, session: Session) -> int:
        """Count what waits for a decision."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.held_count(reader)

    def items(self, session: Session, state: str = OPEN) -> tuple[HeldItem, ...]:
        """Give the newest items in one state, with what could be read of them."""
        require(session, Right.SEE_PATIENTS)
        profiles = self._importing.profiles()
        with self._record.read() as reader, speaking(session.language):
            return tuple(held_item(row, profiles) for row in queries.held(reader, state=state))

    def retry(
        self,
        session: Session,
        item_id: str,
        patient_id: str | None = None,
        *,
        all_of_person: bool = False,
    ) -> Retried:
        """Try an item again in one unit of work, for `patient_id` if its patient was chosen.

        `all_of_person` takes every open item of the same file that names the same person. The
        reading keeps its key, so that it can never be stored twice. Raises Trouble `held_gone`
        when somebody has settled it meanwhile, `held_nobody` while no patient is known, and
        `patient_unknown` for one who is not in the register.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            first = _waiting(writer, item_id)
            rows: Sequence[HeldRow] = (first,)
            if all_of_person and first.batch_id is not None:
                rows = queries.held_of_person(writer, first.batch_id, first.person)
            owner = patient_id or first.patient_id
            if owner is None:
                raise Trouble("held_nobody", N_("Choose whose reading this is first."))
            known_patient(writer, owner)
            retried = _retry(writer, rows, owner)
            writer.audit(
                "quarantine_retried",
                "quarantine",
                item_id,
                owner,
                items=len(rows),
                stored=retried.stored,
                duplicates=retried.duplicates,
                assigned=retried.assigned,
                still=retried.still,
            )
            writer.touch("quarantine", owner)
        return retried

    def type_in(self, session: Session, item_id: str, typed: Typed, *, asked: bool) -> Saved:
        """Store an item as somebody has read and corrected it, and settle it with that reading.

        The same item gives the same reading however often it is tried. Raises what Manual.save
        raises, and Trouble `held_gone`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            row = _waiting(writer, item_id)
            reading = replace(
                incoming_of(typed, answered(writer, typed, asked=asked)),
                source_key=f"held:{item_id}",
                source=Source(row.source),
                raw=row.raw,
                row_number=row.row_number,
            )
            receipt = take(writer, [reading], again=True)
            if receipt.quarantined:
                found = _still(reading, receipt.outcomes[0])
                raise Trouble("held_still", "{sentence}", sentence=found)
            _settle(writer, row, reading, "typed")
            writer.audit(
                "quarantine_typed", "quarantine", item_id, typed.patient_id, row=row.row_number
            )
            writer.touch("quarantine", typed.patient_id)
            return told(writer, receipt)

    def discard(self, session: Session, item_ids: Sequence[str], reason: str) -> None:
        """Lay items aside for good, with the reason; they stay in the file, marked.

        Raises Trouble `held_reason` without a reason and `held_gone` when one was settled.
        """
        require(session, Right.EDIT_PATIENTS)
        said = reason.strip()
        if not said:
            raise Trouble("held_reason", N_("Write why this is not to be used."))
        with self._record.write(session) as writer:
            for item_id in item_ids:
                row = _waiting(writer, item_id)
                records.settle(writer, item_id, DISCARDED, said)
                writer.audit(
                    "quarantine_discarded", "quarantine", item_id, row.patient_id, reason=said
                )
            writer.touch("quarantine")

    def reopen(self, session: Session, item_ids: Sequence[str]) -> None:
        """Take discarded items back; Trouble `held_gone` if one is not discarded."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            for item_id in item_ids:
                if not records.reopen(writer, item_id):
                    raise _gone()
                writer.audit("quarantine_reopened", "quarantine", item_id)
            writer.touch("quarantine")


def _retry(writer: Writer, rows: Sequence[HeldRow], owner: str) -> Retried:
    whole = [(row, incoming(row, owner)) for row in rows if is_whole(row)]
    receipt = take(writer, [each for _, each in whole], again=True) if whole else None
    outcomes = receipt.outcomes if receipt is not None else ()
    sentence = ""
    for (row, each), outcome in zip(whole, outcomes, strict=True):
        if outcome in (STORED, DUPLICATE):
            _settle(writer, row, each, outcome)
        else:
            records.assign(writer, row.id, owner, outcome)
            sentence = sentence or _still(each, outcome)
    parts = {row.id for row, _ in whole}
    for row in rows:
        if row.id not in parts:
            records.assign(writer, row.id, owner, row.reason_code)
    return Retried(
        outcomes.count(STORED),
        outcomes.count(DUPLICATE),
        len(rows) - len(whole),
        len(whole) - outcomes.count(STORED) - outcomes.count(DUPLICATE),
        receipt.reached if receipt is not None else 0,
        sentence,
    )


def _settle(writer: Writer, row: HeldRow, reading: Incoming, resolution: str) -> None:
    owner = reading.patient_id or ""
    found = reading_queries.id_of_key(writer, owner, reading.kind, reading.source_key)
    records.settle(writer, row.id, RESOLVED, resolution, found)
    known_as = elsewhere(row)
    if known_as and found not in (None, known_as) and owner == row.patient_id:
        # What another station says of it, and the alert that it raised there, lead to it.
        remember(writer, "readings", known_as, str(found))


def _still(each: Incoming, code: str) -> str:
    beyond = each.beyond.value if each.beyond is not None else ""
    return why(code, each.kind, {"values": list(each.values), "beyond": beyond})


def _waiting(reader: Reader, item_id: str) -> HeldRow:
    row = queries.held_one(reader, item_id)
    if row is None or row.state != OPEN:
        raise _gone()
    return row


def _gone() -> Trouble:
    return Trouble("held_gone", N_("Somebody has dealt with this meanwhile. The list is new now."))
