"""Licences: who uses which product from when to when, what it costs, when the user was archived."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import licences as queries
from station.models.queries.licences import LicenceRow
from station.models.records import licences as records
from station.models.records.licences import NewLicence
from station.rules.licences import (
    USUAL_ORE,
    Fault,
    Period,
    Term,
    cost,
    fault_of,
    overlap,
    runs_on,
    whole_ore,
)
from station.rules.status import CLOSED
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["USUAL_ORE", "LicenceLine", "LicenceList", "Licences", "NewLicence", "Period"]

MOST_DAYS_AHEAD = 730
"""A licence that begins or ends later than in two years is a slip of the keyboard."""
PERIOD_WORDS: Final[Mapping[Period, str]] = {
    Period.MONTH: N_("a month"),
    Period.YEAR: N_("a year"),
    Period.ONCE: N_("once"),
}
"""For how long a price is paid, as it follows the price."""
_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.ENDS_BEFORE_START: N_("A licence cannot end before it starts. Choose another day."),
    Fault.ARCHIVED_BEFORE_START: N_(
        "The user cannot be archived before the licence starts. Choose another day."
    ),
    Fault.PRICE_NEGATIVE: N_("A price cannot be below zero."),
    Fault.PRICE_HIGH: N_("This is more than 100 000 kroner for one user. Check the price."),
    Fault.DAY_UNLIKELY: N_("Choose a day after the year 2000."),
}


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """One licence with what it costs so far this year, in øre; days are dates.

    `to` names the patient (empty for one that nobody in particular uses); `forgotten` says that
    it runs though her service is over.
    """

    id: str
    product: str
    patient_id: str | None
    to: str
    external_user: str
    from_on: date
    to_on: date | None
    price_ore: int
    period: Period
    archived_on: date | None
    note: str
    runs: bool
    cost_ore: int
    forgotten: bool


@dataclass(frozen=True, slots=True)
class LicenceList:
    """All licences, those that run first, and what a stretch of days costs, in øre.

    `usual_price`, `usual_period` and `usual_product` are what a new one is likely to be: as the
    last one that was added; without any the period must be chosen.
    """

    lines: tuple[LicenceLine, ...]
    first: date
    last: date
    cost_ore: int
    running: int
    forgotten: int
    usual_price: int
    usual_period: Period | None
    usual_product: str


class Licences:
    """Keeps the licences."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def all(
        self, session: Session, first: date | None = None, last: date | None = None
    ) -> LicenceList:
        """Give all licences and what the days from `first` to `last` cost.

        Usually it is this year until today. Both days are counted; each line is rounded to whole
        øre and the sum is that of the lines.
        """
        require(session, Right.SEE_PATIENTS)
        today = day_of(self._record.clock.now())
        span = (first or date(today.year, 1, 1), last or today)
        with self._record.read() as reader, speaking(session.language):
            lines = tuple(_line(row, today, span) for row in queries.every(reader))
            newest = queries.newest(reader)
        return LicenceList(
            lines,
            *span,
            sum(each.cost_ore for each in lines),
            sum(each.runs for each in lines),
            sum(each.forgotten for each in lines),
            newest.price_ore if newest else USUAL_ORE,
            Period(newest.period) if newest else None,
            newest.product if newest else "",
        )

    def of_patient(self, session: Session, patient_id: str) -> tuple[LicenceLine, ...]:
        """Give a patient's licences, the newest first, with what this year has cost until today."""
        require(session, Right.SEE_PATIENTS)
        today = day_of(self._record.clock.now())
        span = (date(today.year, 1, 1), today)
        with self._record.read() as reader:
            rows = queries.of_patient(reader, patient_id)
        return tuple(_line(row, today, span) for row in rows)

    def add(self, session: Session, new: NewLicence) -> str:
        """Add a licence and give its id.

        Raises Trouble `licence_product` without a product, `licence_period`, `licence_day` for
        days that cannot be, `licence_price`, `licence_twice` when the patient has the product on
        one of the days already, `licence_user_taken` when somebody else has the user id there,
        and `patient_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        clean = _clean(new)
        term = _term_of(clean)
        _check(term, None, self._latest())
        with self._record.write(session) as writer:
            if clean.patient_id is not None:
                known_patient(writer, clean.patient_id)
            _alone(writer, clean, term)
            return records.add(writer, clean)

    def end(self, session: Session, licence_id: str, on: date) -> None:
        """Let a licence end with the day `on`, which is still paid.

        Raises Trouble `licence_unknown`, `licence_over` if it has an end already, `licence_day`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, licence_id)
            if row.to_on is not None:
                raise Trouble(
                    "licence_over",
                    N_("This licence has its last day already: {day}. Nothing was changed."),
                    day=day(date.fromisoformat(row.to_on)),
                )
            _check(replace(_term(row), to_on=on), None, self._latest())
            records.set_end(writer, licence_id, row.patient_id, on.isoformat())

    def run_again(self, session: Session, licence_id: str) -> None:
        """Take the end of a licence back; Trouble `licence_twice` if another stands there now."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, licence_id)
            if row.to_on is None:
                writer.quiet()
                return
            _alone(writer, _as_new(row), replace(_term(row), to_on=None), licence_id)
            records.set_end(writer, licence_id, row.patient_id, None)

    def archive(self, session: Session, licence_id: str, on: date | None) -> None:
        """Note the day on which the user was archived with the vendor (5.2); None takes it back.

        Raises Trouble `licence_unknown`, and `licence_day` for a day before the start or to come.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, licence_id)
            if on is not None:
                if on > day_of(self._record.clock.now()):
                    raise Trouble(
                        "licence_day",
                        N_("Note the archiving when it is done: choose today or an earlier day."),
                    )
                _check(_term(row), on, self._latest())
            said = on.isoformat() if on is not None else None
            records.set_archived(writer, licence_id, row.patient_id, said)

    def _latest(self) -> date:
        return day_of(self._record.clock.now()) + timedelta(MOST_DAYS_AHEAD)


def cost_of(rows: Iterable[LicenceRow], first: date, last: date) -> int:
    """Give what licences cost from `first` to `last` (both counted), in øre, as the lists do."""
    return sum(whole_ore(_cost(row, first, last)) for row in rows)


def not_archived(reader: Reader, patient_id: str) -> tuple[LicenceRow, ...]:
    """Give a patient's licences whose user is not archived with the vendor yet (step 5.2)."""
    return tuple(row for row in queries.of_patient(reader, patient_id) if row.archived_on is None)


def is_forgotten(row: LicenceRow, today: date) -> bool:
    """Tell whether a licence is still paid though the service of its user is over."""
    return row.status in CLOSED and runs_on(_term(row), today)


def runs(row: LicenceRow, today: date) -> bool:
    """Tell whether a licence is in use today."""
    return runs_on(_term(row), today)


def _cost(row: LicenceRow, first: date, last: date) -> Fraction:
    return cost(_term(row), first, last)


def _line(row: LicenceRow, today: date, span: tuple[date, date]) -> LicenceLine:
    term = _term(row)
    return LicenceLine(
        id=row.id,
        product=row.product,
        patient_id=row.patient_id,
        to=row.patient,
        external_user=row.external_user,
        from_on=term.from_on,
        to_on=term.to_on,
        price_ore=row.price_ore,
        period=term.period,
        archived_on=_day(row.archived_on),
        note=row.note,
        runs=runs_on(term, today),
        cost_ore=whole_ore(cost(term, *span)),
        forgotten=is_forgotten(row, today),
    )


def _term(row: LicenceRow) -> Term:
    from_on = date.fromisoformat(row.from_on)
    return Term(from_on, _day(row.to_on), row.price_ore, Period(row.period))


def _term_of(new: NewLicence) -> Term:
    try:
        period = Period(new.period)
    except ValueError as error:
        raise Trouble("licence_period", N_("Choose what the price is paid for.")) from error
    try:
        return Term(date.fromisoformat(new.from_on), _day(new.to_on), new.price_ore, period)
    except ValueError as error:
        raise Trouble("licence_day", N_("Choose the first day of the licence.")) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _as_new(row: LicenceRow) -> NewLicence:
    return NewLicence(
        row.product,
        row.patient_id,
        row.external_user,
        row.from_on,
        row.to_on,
        row.price_ore,
        row.period,
        row.note,
    )


def _clean(new: NewLicence) -> NewLicence:
    product = " ".join(new.product.split())
    if not product:
        raise Trouble("licence_product", N_("Write which product the licence is for."))
    return replace(
        new, product=product, external_user=new.external_user.strip(), note=new.note.strip()
    )


def _check(term: Term, archived_on: date | None, latest: date) -> None:
    fault = fault_of(term, archived_on)
    if fault is None and max(term.from_on, term.to_on or term.from_on) > latest:
        raise Trouble("licence_day", N_("This day lies more than two years ahead. Check the year."))
    if fault is not None:
        priced = fault in (Fault.PRICE_NEGATIVE, Fault.PRICE_HIGH)
        raise Trouble("licence_price" if priced else "licence_day", _FAULTS[fault])


def _known(reader: Reader, licence_id: str) -> LicenceRow:
    row = queries.one(reader, licence_id)
    if row is None:
        raise Trouble("licence_unknown", N_("This licence is not in the list."))
    return row


def _alone(writer: Writer, new: NewLicence, term: Term, own_id: str = "") -> None:
    """See to it that nobody pays twice for a day, and that two do not share one user id."""
    hers = queries.of_patient(writer, new.patient_id) if new.patient_id else ()
    for row in hers:
        if row.id != own_id and _same(row.product, new.product) and overlap(_term(row), term):
            raise Trouble(
                "licence_twice",
                N_(
                    "The patient has a licence for {product} on these days already, from {day}. "
                    "End that one first."
                ),
                product=row.product,
                day=day(date.fromisoformat(row.from_on)),
            )
    for row in queries.of_user(writer, new.external_user) if new.external_user else ():
        taken = row.id != own_id and row.patient_id != new.patient_id
        if taken and _same(row.product, new.product) and overlap(_term(row), term):
            raise Trouble(
                "licence_user_taken",
                N_("Another licence for {product} has this user id on these days. Check the id."),
                product=row.product,
            )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
