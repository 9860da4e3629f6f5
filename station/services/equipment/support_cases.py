"""Support cases: what failed with a device, what was done about it, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import support_cases as queries
from station.models.queries.support_cases import CaseRow
from station.models.records import support_cases as records
from station.models.records.support_cases import CaseEnd
from station.services.equipment.device_words import device_kind
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

MOST_MINUTES = 10_000
"""More time than a working month for one case is a slip of the keyboard."""
MOST_ORE = 10_000_000
"""A higher cost for one case is a slip of the keyboard (100 000 kroner)."""


class Outcome(StrEnum):
    """How a case ended."""

    REPAIRED = "repaired"
    REPLACED = "replaced"
    GUIDED = "guided"
    NO_FAULT = "no_fault"
    SCRAPPED = "scrapped"


OUTCOME_WORDS: Final[Mapping[Outcome, str]] = {
    Outcome.REPAIRED: N_("Repaired"),
    Outcome.REPLACED: N_("Replaced by another device"),
    Outcome.GUIDED: N_("Helped by guidance"),
    Outcome.NO_FAULT: N_("No fault found"),
    Outcome.SCRAPPED: N_("Scrapped"),
}
"""How a case ended, in words."""


@dataclass(frozen=True, slots=True)
class CaseClosing:
    """What a person writes when a case ends; `replaced_by` is a label, serial number or name."""

    done: str
    outcome: Outcome | None
    minutes: int | None = None
    cost_ore: int | None = None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case; open while `closed_at` (UTC ms) is None. `with_whom` had the device when it failed.

    `outcome_words` are in the reader's language, empty while the case is open.
    """

    id: str
    device_id: str
    device: str
    kind_words: str
    label: str
    patient_id: str | None
    with_whom: str
    opened_at: int
    opened_by: str
    what: str
    done: str
    outcome_words: str
    replaced_by: str | None
    replacement: str
    minutes: int | None
    cost_ore: int | None
    closed_at: int | None
    closed_by: str


class SupportCases:
    """Keeps the cases."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def all(self, session: Session) -> tuple[CaseLine, ...]:
        """Give every case: the open ones first, then the newest."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return tuple(map(_line, queries.every(reader)))

    def of_device(self, session: Session, device_id: str) -> tuple[CaseLine, ...]:
        """Give the cases of a device: the open ones first, then the newest."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return tuple(map(_line, queries.of_device(reader, device_id)))

    def find(self, session: Session, text: str) -> str:
        """Give the id of the device that a label, a serial number or a name names exactly.

        Raises Trouble `device_missing` without text, `device_not_found`, and `device_several`.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return _found(reader, text)

    def open(self, session: Session, device_id: str, what: str) -> str:
        """Open a case about a device and give its id; who has it on loan now is noted.

        Raises Trouble `case_what` without words, `device_unknown`, and `device_scrapped`.
        """
        require(session, Right.EDIT_PATIENTS)
        if not what.strip():
            raise Trouble("case_what", N_("Write what failed."))
        with self._record.write(session) as writer:
            device = queries.device(writer, device_id)
            if device is None:
                raise _unknown_device()
            if device.state == "scrapped":
                raise Trouble(
                    "device_scrapped",
                    N_("The device is scrapped. A case is opened about a device in use."),
                )
            return records.open_case(
                writer,
                device_id,
                what.strip(),
                loan_id=device.loan_id,
                patient_id=device.patient_id,
                institution_id=device.institution_id,
            )

    def close(self, session: Session, case_id: str, closing: CaseClosing) -> None:
        """Note what was done and close a case.

        Raises Trouble `case_unknown`, `case_closed` for one that is closed, `case_done` without
        words, `case_outcome` without an outcome, `case_minutes`, `case_cost`, and for the device
        that came instead what find() raises and `replacement_itself`.
        """
        require(session, Right.EDIT_PATIENTS)
        _check(closing)
        with self._record.write(session) as writer:
            row = _known(writer, case_id)
            if row.closed_at is not None:
                raise Trouble(
                    "case_closed",
                    N_("The case was closed by {name}. Look at it before you write more."),
                    name=row.closed_by,
                )
            instead = _replacement(writer, row, closing)
            end = CaseEnd(
                closing.done.strip(),
                str(closing.outcome),
                closing.minutes,
                closing.cost_ore,
                instead,
            )
            records.close_case(writer, case_id, row.patient_id, end)

    def reopen(self, session: Session, case_id: str) -> None:
        """Open a closed case again; what was written about it stays.

        Raises Trouble `case_unknown`, and `case_open` for one that is open.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, case_id)
            if not records.reopen_case(writer, case_id, row.patient_id):
                raise Trouble("case_open", N_("The case is open already."))


def _known(reader: Reader, case_id: str) -> CaseRow:
    row = queries.one(reader, case_id)
    if row is None:
        raise Trouble("case_unknown", N_("This case is not in the list."))
    return row


def _check(closing: CaseClosing) -> None:
    if not closing.done.strip():
        raise Trouble("case_done", N_("Write what was done."))
    if closing.outcome is None:
        raise Trouble("case_outcome", N_("Choose how it ended."))
    if closing.minutes is not None and not 0 <= closing.minutes <= MOST_MINUTES:
        raise Trouble("case_minutes", N_("Write the minutes as a number from 0 to 10 000."))
    if closing.cost_ore is not None and not 0 <= closing.cost_ore <= MOST_ORE:
        raise Trouble("case_cost", N_("Write the cost as kroner from 0 to 100 000."))


def _replacement(reader: Reader, row: CaseRow, closing: CaseClosing) -> str | None:
    """Find the device that came instead; only a case that ended so has one."""
    if closing.outcome is not Outcome.REPLACED:
        return None
    found = _found(reader, closing.replaced_by)
    if found == row.device_id:
        raise Trouble(
            "replacement_itself",
            N_("A device cannot be replaced by itself. Write the label of the other device."),
        )
    return found


def _found(reader: Reader, text: str) -> str:
    plain = text.strip()
    if not plain:
        raise Trouble("device_missing", N_("Write or scan the label of the device."))
    found = queries.named(reader, plain)
    if not found:
        raise Trouble(
            "device_not_found",
            N_("No device has «{text}» as its label, serial number or name."),
            text=plain,
        )
    if len(found) > 1:
        raise Trouble(
            "device_several",
            N_("Several devices are called «{text}». Write the label of the one you mean."),
            text=plain,
        )
    return found[0]


def _unknown_device() -> Trouble:
    return Trouble("device_unknown", N_("This device is not in the register."))


def outcome_words(code: str) -> str:
    """Say how a case ended; empty for one that is open."""
    return tr(OUTCOME_WORDS[Outcome(code)]) if code else ""


def _line(row: CaseRow) -> CaseLine:
    return CaseLine(
        id=row.id,
        device_id=row.device_id,
        device=row.device,
        kind_words=device_kind(row.kind),
        label=row.label,
        patient_id=row.patient_id,
        with_whom=row.patient or row.institution,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        what=row.what,
        done=row.done,
        outcome_words=outcome_words(row.outcome),
        replaced_by=row.replaced_by,
        replacement=row.replacement,
        minutes=row.minutes,
        cost_ore=row.cost_ore,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
    )
