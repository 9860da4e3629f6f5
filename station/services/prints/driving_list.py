"""The driving list of a round on one page: where, who, what for, and room to tick and write.

It is made to lie in a car, so it says less than Station does: where kode 6 holds neither name nor
address nor telephone, where kode 7 holds no address (docs/decisions/0125).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from station.core.formats import clock_time, long_day
from station.core.i18n import N_, ntr, speaking, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.queries import visits as visit_queries
from station.models.queries.patients import PatientRow
from station.models.queries.visits import PersonRow
from station.models.records import driving as records
from station.printing import press, saving
from station.printing.documents import ReportDocument, ReportPart, Table, words
from station.printing.fonts import lacking
from station.printing.verify import page_count
from station.rules.driving import VisitState
from station.services.footers import phone_text
from station.services.patients.values import Protection
from station.services.prints.report_parts import identity_of, noted, profile_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.visits.rounds import known_round, round_of
from station.services.visits.values import Errand, Round, Stop
from station.services.visits.words import length_words, way_words

TITLE = N_("Driving list")
_SHARES = (0.05, 0.27, 0.15, 0.24, 0.12, 0.03, 0.14)
_MOST = 150
_ROOMY = 10
"""Up to so many stops there is room to write by hand beside each."""


@dataclass(frozen=True, slots=True)
class PrintedRound:
    """A finished driving list: its bytes, a file name that names nobody, and its pages."""

    pdf: bytes
    file_name: str
    round_id: str
    pages: int

    @property
    def digest(self) -> str:
        """The print's own sum, by which the log tells it from another."""
        return hashlib.sha256(self.pdf).hexdigest()


class DrivingPrints:
    """Makes, saves and accounts for driving lists."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def document(self, session: Session, round_id: str) -> ReportDocument:
        """Gather what the list says, in the language of the person who drives."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            row = round_of(reader, known_round(reader, round_id), now)
            return driving_list(reader, row, now)

    def make(self, session: Session, round_id: str) -> PrintedRound:
        """Gather, lay out and read back; Trouble `round_unknown` if there is none."""
        document = self.document(session, round_id)
        pdf = press.render(document)
        name = saving.file_name("kjoereliste", day_of(self._record.clock.now()).isoformat())
        return PrintedRound(pdf, name, round_id, page_count(pdf))

    def save(self, session: Session, printed: PrintedRound, path: Path) -> None:
        """Save it where a person chose, and note it; Trouble if it cannot be written there."""
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed)

    def note(self, session: Session, printed: PrintedRound) -> None:
        """Note in the log that the list was printed."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            records.printed(writer, printed.round_id, printed.digest, printed.pages)


def driving_list(reader: Reader, made: Round, now: int) -> ReportDocument:
    """Give a round's list in the language spoken now; what was moved away is not on it."""
    stops = [each for each in made.stops if each.driven_to]
    patients = {each.errand.patient_id for each in stops if each.errand.patient_id}
    people = visit_queries.people(reader, sorted(patients), now)
    headings = (
        tr("No."),
        tr("Where"),
        tr("Telephone"),
        tr("What for"),
        tr("The way"),
        "✓",
        tr("Notes"),
    )
    rows = tuple(_row(reader, at, each, people) for at, each in enumerate(stops, 1))
    few = len(rows) <= _ROOMY
    part = ReportPart(table=Table(headings, rows, _SHARES, tight=not few, roomy=few))
    if not rows:
        part = ReportPart(lines=(words(tr("There is no visit on this round.")),))
    blanks = (tr("Kilometres driven"), tr("Minutes by car"), tr("Back at the office"))
    return ReportDocument(
        identity_of(profile_of(reader), now, tr(TITLE)),
        _introduction(made, len(stops), now),
        (part, ReportPart(blanks=blanks)),
        tr(
            "This list says where people live: keep it with you, never in the car, and shred it "
            "when the round is over."
        ),
    )


def _introduction(made: Round, count: int, now: int) -> str:
    said = [
        tr("{day}, round {number}.", day=long_day(made.day).capitalize(), number=made.number),
        f"{ntr('{n} stop', '{n} stops', count)}, {length_words(made.planned)}.",
    ]
    if made.driver:
        said.append(tr("Driven by {who}.", who=noted(made.driver)))
    if count:
        said.append(tr("Home from the last stop: {way}.", way=way_words(*made.home)))
    printed = f"{long_day(now)} {clock_time(now)}"
    said.append(tr("Made {when}.", when=printed))
    return " ".join(said)


def _row(reader: Reader, at: int, stop: Stop, people: dict[str, PersonRow]) -> tuple[str, ...]:
    errand = stop.errand
    person = people.get(errand.patient_id or "")
    hidden = person is not None and person.protection == Protection.STRICT
    patient = patient_queries.patient(reader, person.id) if person is not None else None
    where = tr("Protected. Look at the visit in Station before you go.")
    return (
        str(at),
        where if hidden else _where(errand, person),
        _dash(tr("protected") if hidden else noted(phone_text(errand.phone))),
        errand.purpose_words if hidden else _why(errand, patient if _kept(person) else None),
        way_words(stop.metres, stop.minutes),
        "✓" if stop.state is VisitState.DONE else "",
        "" if stop.state is VisitState.PLANNED else noted(stop.state_words, patient, _MOST),
    )


def _where(errand: Errand, person: PersonRow | None) -> str:
    name = tr("(name in other letters)") if lacking(errand.who) else errand.who
    where = errand.where or tr("no address is known")
    way = person.way_there if person is not None and errand.place.startswith("patient:") else ""
    parts = (name, noted(where), noted(way, None, _MOST))
    return ", ".join(part for part in parts if part)


def _kept(person: PersonRow | None) -> bool:
    """Tell whether where somebody lives is kept from paper, wherever the visit goes."""
    return person is not None and person.protection != Protection.NONE


def _why(errand: Errand, whom: PatientRow | None) -> str:
    # A note is written by hand: the street of somebody who is protected must not slip through.
    devices = ", ".join(noted(each.name) for each in errand.devices)
    note, tried = noted(errand.note, whom, _MOST), noted(errand.tried, whom, _MOST)
    parts = (errand.purpose_words, devices, errand.warning and noted(errand.warning), note, tried)
    return " · ".join(part for part in parts if part)


def _dash(text: str) -> str:
    return text or "–"
