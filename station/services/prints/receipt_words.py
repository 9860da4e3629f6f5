"""A receipt in words, in the language spoken now: who borrowed what, and what is to come back.

No address is ever on it, protected or not; the office knows where its equipment went.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from station.core.formats import day
from station.core.i18n import tr
from station.core.settings import Profile
from station.models.database import Reader
from station.models.queries import handouts as queries
from station.models.queries.handouts import HandoutRow, LineRow
from station.models.queries.patients import PatientRow
from station.printing.documents import Identity, ReceiptDocument, ReceiptHalf, Words, strong, words
from station.rules.receiptcode import receipt_code
from station.services.equipment.device_words import CONDITIONS
from station.services.footers import opening_text, phone_text
from station.services.handing_out import trainings
from station.services.handing_out.shown import borrower_name
from station.services.handing_out.values import (
    PATIENT,
    Borrower,
    HandoutLine,
    handout_line,
)
from station.services.known import known_patient
from station.services.prints.report_parts import identity_of, noted, profile_of

_SHARES = (0.3, 0.18, 0.15, 0.21, 0.16)
_MOST = 80
"""Letters of what somebody wrote about a device; the whole of it stands in Station."""
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ReceiptTold:
    """Everything that a receipt is made from; `out` is what the borrower still has, in words."""

    profile: Profile
    now: int
    name: str
    patient: PatientRow | None
    handout: HandoutRow | None
    lines: tuple[HandoutLine, ...]
    ended_by: tuple[str, ...]
    out: tuple[str, ...]
    trained: tuple[trainings.Training, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that both halves share."""

    who: Words
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    terms: tuple[Words, ...]


def gathered(
    reader: Reader,
    borrower: Borrower,
    rows: Sequence[LineRow],
    handout: HandoutRow | None,
    now: int,
) -> ReceiptTold:
    """Read what a receipt tells."""
    having = queries.lines_of_borrower(reader, borrower.kind, borrower.id)
    held = queries.trainings_with(reader, handout.id) if handout else ()
    return ReceiptTold(
        profile_of(reader),
        now,
        borrower_name(reader, borrower),
        known_patient(reader, borrower.id) if borrower.kind == PATIENT else None,
        handout,
        tuple(map(handout_line, rows)),
        tuple(dict.fromkeys(row.ended_by for row in rows if row.ended_by)),
        tuple(_what(handout_line(row)) for row in having if row.ended_at is None),
        tuple(map(trainings.shown, held)),
    )


def receipt(told: ReceiptTold) -> ReceiptDocument:
    """Give the receipt of what went out."""
    headings = (
        tr("Equipment"),
        tr("Serial number"),
        tr("Label"),
        tr("Condition and accessories"),
        tr("Back by"),
    )
    rows = tuple(_lent(line, told) for line in told.lines)
    said = _Said(_handed(told), headings, rows, _terms(told))
    receiver = told.handout.received_by if told.handout else ""
    return _document(told, tr("Receipt for equipment on loan"), said, receiver)


def return_receipt(told: ReceiptTold) -> ReceiptDocument:
    """Give the receipt of what came back, or was reported lost."""
    headings = (
        tr("Equipment"),
        tr("Serial number"),
        tr("Label"),
        tr("How it came back"),
        tr("Day"),
    )
    rows = tuple(_ended(line, told) for line in told.lines)
    by = noted(", ".join(told.ended_by), told.patient)
    said = _Said(words(tr("Taken back by {name}.", name=by)), headings, rows, _left(told))
    return _document(told, tr("Receipt for returned equipment"), said)


def _document(told: ReceiptTold, title: str, said: _Said, receiver: str = "") -> ReceiptDocument:
    """Give both halves; the borrower signs, or whoever received it for her."""
    profile = told.profile
    signatures = (
        tr("Date and signature: {name}", name=noted(receiver or told.name, told.patient)),
        tr("Date and signature for {name}", name=profile.name),
    )

    def half(whose: str) -> ReceiptHalf:
        return ReceiptHalf(
            whose, said.who, said.headings, said.rows, said.terms, signatures, _contact(profile)
        )

    halves = (half(tr("The borrower's part")), half(tr("The municipality's part")))
    return ReceiptDocument(_identity(told, title), halves, _SHARES)


def _identity(told: ReceiptTold, title: str) -> Identity:
    bare = identity_of(told.profile, told.now, title)
    born = told.patient.birth_date if told.patient else None
    return replace(
        bare,
        person=told.name,
        birth_date=day(date.fromisoformat(born)) if born else "",
        code=receipt_code(told.handout.number) if told.handout else "",
    )


def _handed(told: ReceiptTold) -> Words:
    if told.handout is None:
        raise ValueError("what went out has a hand-out")
    said = tr("Handed out {day} by {name}.", day=day(told.handout.at), name=told.handout.by)
    receiver = noted(told.handout.received_by, told.patient)
    if not receiver:
        return words(said)
    return words(said, " ", tr("Received by {name}.", name=receiver))


def _lent(line: HandoutLine, told: ReceiptTold) -> tuple[str, ...]:
    condition = line.condition.strip()
    shown = (
        tr(CONDITIONS[condition])
        if condition in CONDITIONS
        else noted(condition, told.patient, _MOST)
    )
    said = [f"{shown.rstrip('.')}." if shown else ""]
    if line.accessory_words:
        said.append(tr("With: {things}.", things=noted(line.accessory_words, told.patient, _MOST)))
    if line.replaces:
        said.append(tr("Instead of {device}.", device=noted(line.replaces, None, _MOST)))
    due = day(line.due_on) if line.due_on else tr("as agreed")
    kept = tr("kept: it is your own")
    return (*_marks(line), " ".join(filter(None, said)) or _NOTHING, kept if line.own else due)


def _ended(line: HandoutLine, told: ReceiptTold) -> tuple[str, ...]:
    how = line.ended_words[:1].upper() + line.ended_words[1:]
    said = ": ".join(filter(None, (how, noted(line.ended_note, told.patient, _MOST))))
    return (*_marks(line), said, day(line.ended_at) if line.ended_at is not None else _NOTHING)


def _marks(line: HandoutLine) -> tuple[str, str, str]:
    return _what(line), noted(line.serial, None, _MOST) or _NOTHING, line.label or _NOTHING


def _what(line: HandoutLine) -> str:
    """Say what it is: «Pulsoksymeter: Nonin 3230, O-12»."""
    facts = ", ".join(filter(None, (line.make, line.name)))
    return noted(f"{line.kind_words}: {facts}" if facts else line.kind_words, None, _MOST)


def _terms(told: ReceiptTold) -> tuple[Words, ...]:
    lent = [line for line in told.lines if not line.own]
    found = [*_back(told, lent)] if lent else []
    if len(lent) < len(told.lines):
        found.append(words(tr("The app is taken off your own device when the follow-up ends.")))
    found.append(words(tr("Tell us at once if anything is lost or does not work.")))
    if told.trained:
        people = "; ".join(
            f"{noted(each.person)} ({each.role_words[:1].lower()}{each.role_words[1:]})"
            for each in told.trained
        )
        found.append(words(tr("Training in use was given to {people}.", people=people)))
    return tuple(found)


def _back(told: ReceiptTold, lent: Sequence[HandoutLine]) -> tuple[Words, ...]:
    """Say what is to be given back, and when."""
    days = {line.due_on for line in lent}
    name = told.profile.name
    if len(days) > 1:
        said = tr(
            "Everything on the list is given back to {name} with its accessories, by the day "
            "beside it.",
            name=name,
        )
        return (words(said),)
    due = days.pop()
    if due is None:
        said = tr(
            "Everything on the list is given back to {name} with its accessories, when it is no "
            "longer needed or when the municipality asks for it.",
            name=name,
        )
        return (words(said),)
    said = tr("Everything on the list is given back to {name} with its accessories.", name=name)
    return (words(said, " ", strong(tr("At the latest {day}.", day=day(due)))),)


def _left(told: ReceiptTold) -> tuple[Words, ...]:
    if not told.out:
        return (words(tr("Nothing is on loan any more.")),)
    return (words(strong(tr("Still on loan:")), f" {'; '.join(told.out)}."),)


def _contact(profile: Profile) -> str:
    hours = opening_text(profile)
    if not profile.phone:
        return tr("Questions about the equipment? We are here {hours}.", hours=hours)
    phone = phone_text(profile.phone)
    return tr("Questions about the equipment? Call {phone}, {hours}.", phone=phone, hours=hours)
