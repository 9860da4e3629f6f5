"""All equipment at a glance: what is where, due, missing and worth; each number with its list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, speaking, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import equipment_overview as queries
from station.models.queries import licences as licence_queries
from station.models.queries import support_cases as case_queries
from station.models.queries.equipment_overview import StockRow, UnsignedRow
from station.rules.equipment import DeviceState, Standing, standing
from station.rules.ground import DAY_MS
from station.rules.status import CLOSED
from station.services.equipment.device_words import (
    DEVICE_KINDS,
    device_kind,
    silence_words,
    state_words,
)
from station.services.equipment.money import kroner
from station.services.equipment.values import HEARD_KINDS, LOW_BATTERY, SILENT_DAYS
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stock import licences

CARE_DAYS = 30
"""Calibration and batteries are shown as due so many days before."""
WARRANTY_DAYS = 60
"""A warranty that ends within so many days is worth a look at what is wrong with the device."""
STATES: Final = tuple(each for each in DeviceState if each is not DeviceState.SCRAPPED)
"""The columns of what is where; what is scrapped is not there any more."""
_S = DeviceState
_FIGURES: Final[Mapping[str, str]] = {
    "loans_due": N_("Loans due within 7 days"),
    "loans_overdue": N_("Loans overdue"),
    "calibration": N_("Calibration due within 30 days"),
    "battery_due": N_("Batteries to be changed within 30 days"),
    "battery_low": N_("Lent with a low battery"),
    "warranty": N_("Warranty ends within 60 days"),
    "lost": N_("Lost"),
    "silent": N_("Lent and not heard from"),
    "unchecked": N_("Returned, not looked over"),
    "unsigned": N_("Receipts not signed"),
    "service_ended": N_("Out though the service has ended"),
    "value_out": N_("Lent out"),
    "value_in": N_("In the house"),
    "value_lost": N_("Lost"),
    "unpriced": N_("Without a price"),
}
DUE: Final = (
    "loans_overdue",
    "loans_due",
    "calibration",
    "battery_due",
    "battery_low",
    "warranty",
)
MISSING: Final = ("lost", "silent", "unchecked", "unsigned", "service_ended")
VALUE: Final = ("value_out", "value_in", "value_lost", "unpriced")
_SUMS: Final = frozenset({"value_out", "value_in", "value_lost"})
_LOUD: Final = frozenset({"loans_overdue", "lost", "service_ended", "silent"})


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One line of a list behind a number, and the page and subject that it opens."""

    title: str
    detail: str
    page: str
    subject: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: `lines` is the list behind it, `ore` a sum of prices or None, `loud` says look.

    A sum counts the devices whose price is known; `lines` are all of them.
    """

    code: str
    words: str
    lines: tuple[OverviewLine, ...]
    ore: int | None = None
    loud: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class KindPlaces:
    """One kind: the devices in each state, without the patients' own."""

    kind: str
    kind_words: str
    places: Mapping[DeviceState, Figure]

    @property
    def count(self) -> int:
        """How many there are in all, without scrapped ones."""
        return sum(each.count for each in self.places.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, as it stands at `now` (UTC ms); `licence_ore` is what this year has cost."""

    now: int
    kinds: tuple[KindPlaces, ...]
    due: tuple[Figure, ...]
    missing: tuple[Figure, ...]
    value: tuple[Figure, ...]
    own: Figure
    open_cases: int
    licences_running: int
    licences_forgotten: int
    licence_ore: int


class Overviews:
    """Looks at all equipment at once."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def overview(self, session: Session) -> Overview:
        """Give every number with the list behind it."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            return _overview(reader, now)


class _Look:
    """One look at a day: tells which devices belong to which number, and in which words."""

    def __init__(self, now: int) -> None:
        self.now, self.today = now, day_of(now)
        self._found: dict[str, list[OverviewLine]] = defaultdict(list)
        self._ore: dict[str, int] = defaultdict(int)

    def take(self, row: StockRow) -> None:
        """Count a device wherever it belongs."""
        state = DeviceState(row.state)
        if state is _S.SCRAPPED:
            return
        if state is _S.LENT:
            self._lent(row)
        elif state in (_S.LOST, _S.RETURNED):
            code = "lost" if state is _S.LOST else "unchecked"
            self._add(code, row, tr("Since {day}", day=day(row.state_since)), row.place)
        if state is not _S.LOST:
            self._care(row)
        self._worth(row, state)

    def take_unsigned(self, row: UnsignedRow) -> None:
        """Count a receipt that is not signed."""
        title = tr("Receipt {number}", number=row.number)
        detail = _joined(row.patient or row.institution, tr("Handed out {day}", day=day(row.at)))
        opened = ("patients", row.patient_id) if row.patient_id else ("equipment", "")
        self._found["unsigned"].append(OverviewLine(title, detail, *opened))

    def figure(self, code: str) -> Figure:
        """Give one of the numbers."""
        lines = tuple(self._found[code])
        ore = self._ore[code] if code in _SUMS else None
        return Figure(code, tr(_FIGURES[code]), lines, ore, loud=code in _LOUD and bool(lines))

    def _lent(self, row: StockRow) -> None:
        to, due_on = row.borrower.strip() or row.institution, _day(row.due_on)
        stands = standing(_S.LENT, due_on, self.today)
        if stands is not Standing.LENT and due_on is not None:
            code = "loans_overdue" if stands is Standing.OVERDUE else "loans_due"
            self._add(code, row, to, tr("Due {day}", day=day(due_on)))
        if row.patient_id is not None and row.status in CLOSED:
            since = tr("The service ended {day}", day=day(row.status_since or self.now))
            self._add("service_ended", row, to, since)
        heard = max(row.last_contact_at or 0, row.from_at or 0)
        silent = max(0, self.now - heard) // DAY_MS
        if row.kind in HEARD_KINDS and silent >= SILENT_DAYS:
            self._add("silent", row, to, silence_words(silent))
        if row.battery is not None and row.battery <= LOW_BATTERY:
            self._add("battery_low", row, to, tr("Battery {percent} %", percent=row.battery))

    def _care(self, row: StockRow) -> None:
        for code, text, days in (
            ("calibration", row.calibration_due, CARE_DAYS),
            ("battery_due", row.battery_due, CARE_DAYS),
        ):
            on = _day(text)
            if on is not None and on <= self.today + timedelta(days):
                self._add(code, row, tr("Due {day}", day=day(on)), _where(row))
        ends = _day(row.warranty_until)
        if ends is not None and self.today <= ends <= self.today + timedelta(WARRANTY_DAYS):
            self._add("warranty", row, tr("Warranty until {day}", day=day(ends)), _where(row))

    def _worth(self, row: StockRow, state: DeviceState) -> None:
        if row.price_ore is None:
            self._add("unpriced", row, _where(row))
            return
        places = {_S.LENT: "value_out", _S.LOST: "value_lost"}
        code = places.get(state, "value_in")
        self._ore[code] += row.price_ore
        self._add(code, row, kroner(row.price_ore), _where(row))

    def _add(self, code: str, row: StockRow, *told: str) -> None:
        self._found[code].append(_device_line(row, _joined(*told)))


def _overview(reader: Reader, now: int) -> Overview:
    rows = queries.stock(reader)
    look = _Look(now)
    for row in rows:
        if not row.own:
            look.take(row)
    for unsigned in queries.unsigned(reader):
        look.take_unsigned(unsigned)
    own = tuple(_device_line(row, _where(row)) for row in rows if row.own and row.loan_id)
    paid = licence_queries.every(reader)
    return Overview(
        now=now,
        kinds=_kinds(row for row in rows if not row.own),
        due=tuple(map(look.figure, DUE)),
        missing=tuple(map(look.figure, MISSING)),
        value=tuple(map(look.figure, VALUE)),
        own=Figure("own", tr("Patients' own devices in use"), own),
        open_cases=sum(row.closed_at is None for row in case_queries.every(reader)),
        licences_running=sum(licences.runs(row, look.today) for row in paid),
        licences_forgotten=sum(licences.is_forgotten(row, look.today) for row in paid),
        licence_ore=licences.cost_of(paid, date(look.today.year, 1, 1), look.today),
    )


def _kinds(rows: Iterable[StockRow]) -> tuple[KindPlaces, ...]:
    found: dict[str, dict[DeviceState, list[OverviewLine]]] = {}
    for row in rows:
        state = DeviceState(row.state)
        if state is not _S.SCRAPPED:
            places = found.setdefault(row.kind, {each: [] for each in STATES})
            places[state].append(_device_line(row, _where(row)))
    return tuple(
        KindPlaces(
            kind,
            device_kind(kind),
            {
                state: Figure(f"{kind}/{state}", state_words(state), tuple(lines))
                for state, lines in found[kind].items()
            },
        )
        for kind in sorted(found, key=_place_of)
    )


def _place_of(kind: str) -> tuple[int, str]:
    known = list(DEVICE_KINDS)
    return known.index(kind) if kind in DEVICE_KINDS else len(known), kind


def _device_line(row: StockRow, detail: str) -> OverviewLine:
    return OverviewLine(_joined(row.name, row.label), detail, "equipment", row.id)


def _where(row: StockRow) -> str:
    """Say where a device is: with whom and since when, or its state and its place in the house."""
    state = DeviceState(row.state)
    if state is _S.LENT:
        to = row.borrower.strip() or row.institution
        return _joined(state_words(state, to), tr("Since {day}", day=day(row.from_at or 0)))
    return _joined(state_words(state), row.place)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
