"""How many alerts were right, by rule and by patient, and how many were handled to green."""

from dataclasses import dataclass
from datetime import date

from station.core.zone import day_of, day_start
from station.models.database import Reader
from station.models.queries import verdicts as queries
from station.rules.precision import RuleKind, Tally, handled_to_green, tallies
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

DAYS = 365
"""The figures are of the alerts closed in the last year."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The closed alerts of one patient, or of everybody, since `since` (UTC ms).

    `to_green` counts, by month ("2026-11"), the yellow ones handled back to green by the plan's
    own measures.
    """

    since: int
    total: Tally
    by_rule: dict[RuleKind, Tally]
    to_green: dict[str, int]

    @property
    def handled(self) -> int:
        """Give how many were handled to green in all."""
        return sum(self.to_green.values())


@dataclass(frozen=True, slots=True)
class PatientFigures:
    """One patient's line: her name and her figures."""

    patient_id: str
    name: str
    figures: Figures


class Precision:
    """Counts what people said of alerts when they closed them."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def everybody(self, session: Session) -> Figures:
        """Give the figures of all patients together."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return figures(reader, self._record.clock.now())

    def of_patient(self, session: Session, patient_id: str) -> Figures:
        """Give the figures of one patient."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return figures(reader, self._record.clock.now(), patient_id)

    def by_patient(self, session: Session) -> tuple[PatientFigures, ...]:
        """Give a line for each patient with a closed alert, those with most of them first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            since = _since(self._record.clock.now())
            rows = queries.closed(reader, since)
            names = queries.names(reader, {row.patient_id for row in rows})
        lines = [
            PatientFigures(
                each, name, _figures([row for row in rows if row.patient_id == each], since)
            )
            for each, name in names.items()
        ]
        return tuple(sorted(lines, key=lambda line: (-line.figures.total.n, line.name)))


def figures(reader: Reader, now: int, patient_id: str | None = None) -> Figures:
    """Count the alerts closed in the last year, of one patient or of everybody."""
    since = _since(now)
    return _figures(queries.closed(reader, since, patient_id), since)


def _since(now: int) -> int:
    today = day_of(now)
    return day_start(date.fromordinal(today.toordinal() - DAYS))


def _figures(rows: list[queries.ClosedRow], since: int) -> Figures:
    total = Tally()
    months: dict[str, int] = {}
    for row in rows:
        total = total.plus(row.verdict)
        if handled_to_green(row.level, row.action, row.verdict, proposed=row.proposed):
            month = f"{day_of(row.closed_at):%Y-%m}"
            months[month] = months.get(month, 0) + 1
    by_rule = tallies((row.rule, row.verdict, 1) for row in rows)
    return Figures(since, total, by_rule, dict(sorted(months.items(), reverse=True)))
